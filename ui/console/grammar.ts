// Commands are declared as a sequence of words; finding, completing and explaining them all come from that declaration.

import type { CommandSession } from './command-session.ts';
import type { ConsoleHost } from './console-host.ts';

export interface Argument {
  readonly argument: string;
  /** Words to choose from, abbreviated like keywords; without them any word will do. */
  readonly choices?: (host: ConsoleHost) => readonly string[];
  readonly optional?: true;
  /** Takes all words that are left. */
  readonly rest?: true;
}

export type Word = string | Argument;

/** Name of the argument to what was typed for it, abbreviations spelled out. */
export type Arguments = ReadonlyMap<string, string>;

export interface Command {
  readonly syntax: readonly Word[];
  /** One line, for `help`. */
  readonly purpose: string;
  /** May be used before a password has been set. */
  readonly unclaimed?: true;
  run(session: CommandSession, given: Arguments): void | Promise<void>;
}

export type Found =
  | { readonly type: 'command'; readonly command: Command; readonly given: Arguments }
  | { readonly type: 'empty' }
  /** What was wrong and what may stand there. */
  | { readonly type: 'problem'; readonly text: string };

export function wordsOf(line: string): readonly string[] {
  return line.split(' ').filter((word) => word !== '');
}

function describe(word: Word): string {
  if (typeof word === 'string') return word;
  return word.optional === true ? `[${word.argument}]` : `<${word.argument}>`;
}

export function syntaxOf(command: Command): string {
  return command.syntax.map(describe).join(' ');
}

/** What may be typed literally at this word. */
function literals(word: Word, host: ConsoleHost): readonly string[] {
  return typeof word === 'string' ? [word] : (word.choices?.(host) ?? []);
}

interface Candidate {
  readonly command: Command;
  readonly given: Arguments;
}

interface Step {
  readonly candidate: Candidate;
  /** The literal that the typed word stands for; undefined for a free argument. */
  readonly literal: string | undefined;
}

function withArgument({ given }: Candidate, { argument }: Argument, value: string): Arguments {
  return new Map(given).set(argument, value);
}

/** Each way in which a candidate may read `typed` at place `place`. */
function readings(candidate: Candidate, place: number, typed: string, host: ConsoleHost): readonly Step[] {
  const word = wordAt(candidate.command, place);
  if (word === undefined) return [];
  if (typeof word !== 'string' && word.choices === undefined) {
    const before = candidate.given.get(word.argument);
    const value = before === undefined ? typed : `${before} ${typed}`;
    return [{ candidate: { ...candidate, given: withArgument(candidate, word, value) }, literal: undefined }];
  }
  return literals(word, host)
    .filter((literal) => literal.startsWith(typed.toLowerCase()))
    .map((literal) => {
      const given = typeof word === 'string' ? candidate.given : withArgument(candidate, word, literal);
      return { candidate: { ...candidate, given }, literal };
    });
}

function wordAt(command: Command, place: number): Word | undefined {
  const last = command.syntax.at(-1);
  if (place >= command.syntax.length) return typeof last === 'object' && last.rest === true ? last : undefined;
  return command.syntax[place];
}

function start(commands: readonly Command[]): readonly Candidate[] {
  return commands.map((command) => ({ command, given: new Map() }));
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}

/** An exact word wins over those that it abbreviates. */
function narrowed(steps: readonly Step[], typed: string): readonly Step[] {
  const exact = steps.filter(({ literal }) => literal === typed.toLowerCase());
  return exact.length > 0 ? exact : steps;
}

function continuations(candidates: readonly Candidate[], place: number, host: ConsoleHost): readonly string[] {
  return unique(
    candidates.flatMap(({ command }) => {
      const word = wordAt(command, place);
      if (word === undefined) return [];
      const words = literals(word, host);
      return words.length > 0 ? words : [describe(word)];
    }),
  );
}

function isComplete({ command, given }: Candidate, words: number): boolean {
  return command.syntax
    .slice(words)
    .every((word) => typeof word === 'object' && (word.optional === true || given.has(word.argument)));
}

export function find(commands: readonly Command[], line: string, host: ConsoleHost): Found {
  const words = wordsOf(line);
  if (words.length === 0) return { type: 'empty' };
  let candidates = start(commands);
  for (const [place, typed] of words.entries()) {
    const steps = narrowed(
      candidates.flatMap((candidate) => readings(candidate, place, typed, host)),
      typed,
    );
    const meant = unique(steps.flatMap(({ literal }) => literal ?? []));
    if (steps.length === 0) return { type: 'problem', text: unknown(words, place, continuations(candidates, place, host)) };
    if (meant.length > 1) return { type: 'problem', text: `"${typed}" may be ${meant.join(', ')}. Type more of it.` };
    candidates = steps.map(({ candidate }) => candidate);
  }
  const complete = candidates.find((candidate) => isComplete(candidate, words.length));
  if (complete !== undefined) return { type: 'command', command: complete.command, given: complete.given };
  const next = continuations(candidates, words.length, host).join(', ');
  return { type: 'problem', text: `"${words.join(' ')}" is not complete. Next may come: ${next}.` };
}

function unknown(words: readonly string[], place: number, allowed: readonly string[]): string {
  const typed = words[place] ?? '';
  if (place === 0) return `There is no command "${typed}". Type help for all of them.`;
  const before = words.slice(0, place).join(' ');
  if (allowed.length === 0) return `Nothing may come after "${before}".`;
  return `"${typed}" may not come after "${before}". What may: ${allowed.join(', ')}.`;
}

function after(commands: readonly Command[], words: readonly string[], host: ConsoleHost): readonly Candidate[] {
  return words.reduce<readonly Candidate[]>((candidates, typed, place) => {
    const steps = candidates.flatMap((candidate) => readings(candidate, place, typed, host));
    return narrowed(steps, typed).map(({ candidate }) => candidate);
  }, start(commands));
}

/** Words that may take the place of the one at the end of `text` (empty after a space). */
export function complete(commands: readonly Command[], text: string, host: ConsoleHost): readonly string[] {
  const words = wordsOf(text);
  const last = text.endsWith(' ') ? '' : (words.at(-1) ?? '');
  const before = last === '' ? words : words.slice(0, -1);
  const allowed = after(commands, before, host).flatMap(({ command }) => literals(wordAt(command, before.length) ?? '', host));
  return unique(allowed.filter((word) => word !== '' && word.startsWith(last.toLowerCase())));
}

/** What may follow a line, arguments in angle brackets: the answer to `show ?`. */
export function nextWords(commands: readonly Command[], line: string, host: ConsoleHost): readonly string[] {
  const words = wordsOf(line);
  return continuations(after(commands, words, host), words.length, host);
}

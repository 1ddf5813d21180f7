// Rules that say where a profile or firmware is: `(condition)? (A="x";)! [--key "$SA"] https://server/$MA.cfg | otherwise`.
// SPA provisioning guide p. 40-44.

import { type Condition, holds, parseCondition } from './condition.ts';
import { expandMacros, type MacroValues } from './macros.ts';

/** A parameter that is set when the alternative is taken; `A` to `P` stand for GPP_A to GPP_P. */
export interface Assignment {
  /** The element's name in a profile. */
  readonly name: string;
  readonly value: string;
}

export interface RuleOptions {
  readonly key?: string;
  /** A general purpose value (`a` to `p`) with a map of names. */
  readonly alias?: string;
  /** A general purpose value that is sent in the request's body. */
  readonly post?: string;
  readonly userId?: string;
  readonly password?: string;
  readonly withoutCertificate?: true;
}

interface Alternative {
  readonly condition: Condition | undefined;
  readonly assignments: readonly Assignment[];
  readonly options: RuleOptions;
  readonly url: string;
}

export type ProfileRule = readonly Alternative[];

export type RuleResult = { readonly ok: true; readonly rule: ProfileRule } | { readonly ok: false; readonly problem: string };

class Stop extends Error {}

/** An empty rule, or one that `#` comments out, has no alternatives. */
export function parseProfileRule(text: string): RuleResult {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return { ok: true, rule: [] };
  try {
    return { ok: true, rule: alternativesOf(trimmed).map(parseAlternative) };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problem: error.message };
    throw error;
  }
}

/** Parts between bars that stand in neither quotation marks nor brackets. */
function alternativesOf(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '(' || character === '[')) depth++;
    else if (!quoted && (character === ')' || character === ']')) depth--;
    else if (!quoted && depth === 0 && character === '|') {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}

function parseAlternative(text: string): Alternative {
  let rest = text;
  let condition: Condition | undefined;
  let assignments: readonly Assignment[] = [];
  let options: RuleOptions = {};
  const asked = enclosed(rest, '(', ')', '?');
  if (asked !== undefined) {
    condition = parseCondition(asked.inside) ?? fail(`"${asked.inside.trim()}" is no condition.`);
    rest = asked.rest;
  }
  const set = enclosed(rest, '(', ')', '!');
  if (set !== undefined) {
    assignments = parseAssignments(set.inside);
    rest = set.rest;
  }
  const chosen = enclosed(rest, '[', ']', '');
  if (chosen !== undefined) {
    options = parseOptions(chosen.inside);
    rest = chosen.rest;
  }
  if (/[\s"]/.test(rest) || /^[([]/.test(rest)) fail(`"${rest}" is no address.`);
  return { condition, assignments, options, url: rest };
}

function fail(problem: string): never {
  throw new Stop(problem.slice(0, 200));
}

/** What stands in brackets at the beginning, when `mark` follows them. */
function enclosed(
  text: string,
  open: string,
  close: string,
  mark: string,
): { readonly inside: string; readonly rest: string } | undefined {
  if (!text.startsWith(open)) return undefined;
  const end = closing(text, open, close);
  const after = text.slice(end + 1).trimStart();
  if (!after.startsWith(mark)) return undefined;
  return { inside: text.slice(1, end), rest: after.slice(mark.length).trimStart() };
}

function closing(text: string, open: string, close: string): number {
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === open) depth++;
    else if (!quoted && text[at] === close && --depth === 0) return at;
  }
  return fail(`There is no ${close} for the ${open}.`);
}

function parseAssignments(text: string): readonly Assignment[] {
  const assignment = /\s*([A-Za-z][\w-]*)\s*=\s*"([^"]*)"\s*;?\s*/y;
  const assignments: Assignment[] = [];
  let at = 0;
  while (at < text.length) {
    assignment.lastIndex = at;
    const [whole, name = '', value = ''] = assignment.exec(text) ?? [];
    if (whole === undefined) return fail(`"${text.slice(at).trim()}" sets nothing.`);
    assignments.push({ name: /^[A-Pa-p]$/.test(name) ? `GPP_${name.toUpperCase()}` : name, value });
    at += whole.length;
  }
  return assignments;
}

const optionNames = { key: 'key', alias: 'alias', post: 'post', uid: 'userId', pwd: 'password' } as const;

function parseOptions(text: string): RuleOptions {
  const options: { -readonly [Name in keyof RuleOptions]: RuleOptions[Name] } = {};
  const words = [...text.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
  for (let i = 0; i < words.length; i++) {
    const name = words[i]?.replace(/^--/, '') ?? '';
    if (name === 'cert-off') options.withoutCertificate = true;
    else if (Object.hasOwn(optionNames, name))
      options[optionNames[name as keyof typeof optionNames]] = words[++i] ?? fail(`--${name} has no value.`);
    else fail(`"${words[i]}" is no option.`);
  }
  return options;
}

export interface ChosenAlternative {
  readonly assignments: readonly Assignment[];
  readonly options: RuleOptions;
  readonly url: string;
}

/**
 * The first whose condition holds, or that has none, its macros filled in. Undefined: nothing is to be fetched, which is no error.
 * `secrets`: `$SA` to `$SD`, which only `--key` may name.
 */
export function chooseAlternative(rule: ProfileRule, values: MacroValues, secrets: MacroValues): ChosenAlternative | undefined {
  const chosen = rule.find(({ condition }) => condition === undefined || holds(condition, values));
  if (chosen === undefined || (chosen.url === '' && chosen.assignments.length === 0)) return undefined;
  const { options, url, assignments } = chosen;
  const filled = (text: string): string => expandMacros(text, values);
  return {
    url: filled(url),
    assignments: assignments.map(({ name, value }) => ({ name, value: filled(value) })),
    options: {
      ...options,
      ...(options.key === undefined ? {} : { key: expandMacros(options.key, (name) => secrets(name) ?? values(name)) }),
      ...(options.userId === undefined ? {} : { userId: filled(options.userId) }),
      ...(options.password === undefined ? {} : { password: filled(options.password) }),
    },
  };
}

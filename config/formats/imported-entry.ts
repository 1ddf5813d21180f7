// One entry of another vendor's file on its way to parameters of ours: the vendor's word becomes ours, host and port part, and what
// that vendor means by the presence of a value is said in a parameter of its own.

import type { Parameter } from '../schema.ts';
import { readValue } from '../value.ts';
import { portPatterns, splitHostAndPort } from './host-and-port.ts';
import type { Taking } from './taking.ts';

/** Ours for theirs. What it does not know it gives back as it is, so that the check of the value speaks. */
export type WordsOf = (text: string) => unknown;

/** By the pattern of our path. */
export type Words = Readonly<Record<string, WordsOf>>;

/** Theirs by ours, without regard to capitals. */
export function words(table: Readonly<Record<string, string | number | boolean>>): WordsOf {
  const lowered = new Map(Object.entries(table).map(([theirs, ours]) => [theirs.toLowerCase(), ours]));
  return (text) => lowered.get(text.trim().toLowerCase()) ?? text;
}

/** `.5` seconds there are 500 ms here. */
export const secondsAsMs: WordsOf = (text) =>
  /^\d{0,6}(\.\d{1,6})?$/.test(text) && text !== '' ? Math.round(Number(text) * 1000) : text;

/** These vendors switch something on by naming its server or number. */
const impliedPatterns: ReadonlyMap<string, readonly [pattern: string, set: string | boolean, empty: string | boolean]> = new Map([
  ['voip/services/call_forward/always/destination', ['voip/services/call_forward/always/enabled', true, false]],
  ['voip/services/call_forward/busy/destination', ['voip/services/call_forward/busy/enabled', true, false]],
  ['voip/services/call_forward/no_answer/destination', ['voip/services/call_forward/no_answer/enabled', true, false]],
  ['system/ntp/primary_server_address', ['system/ntp/enabled', true, false]],
  ['system/syslog/server_address', ['system/syslog/mode', 'Network', 'Local']],
]);

export interface ImportedEntry {
  readonly line: number;
  readonly name: string;
  readonly text: string;
}

export function takeEntry(taking: Taking, { line, name, text }: ImportedEntry, parameter: Parameter, vendor: Words): void {
  const { path, pattern, declaration } = parameter;
  const atIndex = (other: string): string =>
    parameter.index === undefined ? other : other.replace('/N/', `/${parameter.index}/`);
  const portPattern = portPatterns.get(pattern);
  const { host, port } = portPattern === undefined ? { host: text, port: undefined } : splitHostAndPort(text);
  // An empty field of theirs is an empty text or, where that cannot be, nothing that was set.
  if (host === '' && !readValue(declaration, '').ok) taking.reset(line, name, path);
  else if (!taking.take(line, name, path, vendor[pattern]?.(host) ?? host)) return;
  if (port !== undefined && portPattern !== undefined) taking.take(line, name, atIndex(portPattern), port);
  const implied = impliedPatterns.get(pattern);
  if (implied !== undefined) taking.take(line, name, implied[0], host === '' ? implied[2] : implied[1]);
}

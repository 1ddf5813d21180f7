// Reads SIPDefault.cnf and SIP<mac>.cnf of the Cisco 7940 and 7960: `name : value ; comment`, one a line. Administrator guide p. 3-4.

import { type AliasTarget, aliasNames } from '../alias-names.ts';
import { linesOf } from '../decode-text.ts';
import type { Reading } from '../format.ts';
import { type ImportedEntry, takeEntry } from '../imported-entry.ts';
import { Taking } from '../taking.ts';
import { isCiscoPart, takeCiscoPart } from './cisco-parts.ts';
import { ciscoWords } from './cisco-words.ts';

let knownNames: ReadonlyMap<string, AliasTarget> | undefined;

export function readCisco(text: string): Reading {
  const taking = new Taking();
  const entries: ImportedEntry[] = [];
  for (const { number, text: line } of linesOf(text)) {
    if (line.startsWith('#') || line.startsWith(';')) continue;
    const entry = parseCiscoLine(line);
    if (entry !== undefined) entries.push({ line: number, ...entry });
    else taking.remark(number, line, 'badSyntax', 'Expected a name, a colon and a value.');
  }
  const file = new Map(entries.map((entry) => [entry.name, entry]));
  for (const entry of entries) takeLine(taking, entry, file);
  return taking.done('cisco');
}

/** Quotation marks keep a semicolon; `UNPROVISIONED` and `""` are nothing. */
function parseCiscoLine(line: string): { readonly name: string; readonly text: string } | undefined {
  const [, name] = /^([a-z]\w{0,63})\s*:/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const written = line.slice(line.indexOf(':') + 1).trim();
  const quoted = /^"([^"]*)"\s*(;|$)/.exec(written)?.[1];
  const text = quoted ?? written.split(';', 1)[0]?.trim() ?? '';
  return { name, text: text.toUpperCase() === 'UNPROVISIONED' ? '' : text.trim() };
}

/** Names with a colon after them are everywhere, so it must be one of theirs. */
export function isCiscoLine(line: string): boolean {
  const name = parseCiscoLine(line)?.name;
  knownNames ??= aliasNames('cisco');
  return name !== undefined && (knownNames.has(name) || isCiscoPart(name));
}

function takeLine(taking: Taking, entry: ImportedEntry, file: ReadonlyMap<string, ImportedEntry>): void {
  const { line, name, text } = entry;
  knownNames ??= aliasNames('cisco');
  const target = knownNames.get(name);
  if (target === undefined) {
    if (!takeCiscoPart(taking, entry, file)) taking.unknown(line, name);
    return;
  }
  if (text.toUpperCase() === 'USECALLMANAGER') {
    taking.remark(line, name, 'notApplicable', 'A call manager is no SIP proxy.');
    return;
  }
  for (const parameter of target.parameters) {
    takeEntry(taking, entry, parameter, ciscoWords);
    // There is no other switch for a line.
    if (parameter.pattern === 'voip/line/N/id') taking.take(line, name, parameter.path.replace(/id$/, 'enabled'), text !== '');
  }
}

// Reads configuration files of the Yealink phones: `account.1.user_name = 2001`, one a line, after `#!version:1.0.0.1`. SIP-T2 guide p. 150.

import { linesOf } from '../decode-text.ts';
import type { Reading } from '../format.ts';
import type { ImportedEntry } from '../imported-entry.ts';
import { Taking } from '../taking.ts';
import { VendorNames } from '../vendor-names.ts';
import { yealinkNames } from './yealink-names.ts';
import { takeYealinkPart } from './yealink-parts.ts';

let names: VendorNames | undefined;

export function readYealink(text: string): Reading {
  const taking = new Taking();
  const entries: ImportedEntry[] = [];
  for (const { number, text: line } of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const entry = parseYealinkLine(line);
    if (entry !== undefined) entries.push({ line: number, ...entry });
    else if (/^include:config\b/.test(line)) {
      taking.remark(
        number,
        line,
        'notApplicable',
        'Files that a boot file names are not fetched; give this phone the address of the file.',
      );
    } else taking.remark(number, line, 'badSyntax', 'Expected a name, an equals sign and a value.');
  }
  const file = new Map(entries.map((entry) => [entry.name, entry]));
  for (const entry of entries) takeLine(taking, entry, file);
  return taking.done('yealink');
}

/** `static.` says only that a reset leaves it. `%EMPTY%` and `%NULL%` are nothing. */
export function parseYealinkLine(line: string): { readonly name: string; readonly text: string } | undefined {
  const [, name] = /^((?:[a-z0-9_]+\.)+[a-z0-9_]+)\s*=/i.exec(line.slice(0, 200)) ?? [];
  if (name === undefined) return undefined;
  const text = line.slice(line.indexOf('=') + 1).trim();
  return { name: name.replace(/^static\./, ''), text: text === '%EMPTY%' || text === '%NULL%' ? '' : text };
}

function takeLine(taking: Taking, entry: ImportedEntry, file: ReadonlyMap<string, ImportedEntry>): void {
  names ??= new VendorNames(yealinkNames);
  if (names.take(taking, entry) || takeYealinkPart(taking, entry, file)) return;
  if (names.hasForFirst(entry.name)) {
    taking.remark(entry.line, entry.name, 'notApplicable', 'This phone does not have so many lines or keys.');
  } else taking.unknown(entry.line, entry.name);
}

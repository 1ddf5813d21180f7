// The speed dial file of the AudioCodes phones: `key,number,type`, one a line, type 0. Manual §3.2.3.1.2, p. 56. A fourth field is a label,
// which ours writes.

import { parameters } from '../../schema.ts';
import { linesOf } from '../decode-text.ts';
import type { Reading } from '../format.ts';
import { Taking } from '../taking.ts';

/** Fields in quotation marks may hold commas; a mark within is doubled (RFC 4180). Undefined when a mark does not end. */
function fieldsOf(line: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = line[at] === '"' ? quotedField(line, at) : plainField(line, at);
    if (field === undefined) return undefined;
    fields.push(field.text);
    if (line[field.end] === undefined) return fields;
    if (line[field.end] !== ',') return undefined;
    at = field.end + 1;
  }
}

interface Field {
  readonly text: string;
  readonly end: number;
}

function plainField(line: string, at: number): Field {
  const comma = line.indexOf(',', at);
  const end = comma < 0 ? line.length : comma;
  return { text: line.slice(at, end).trim(), end };
}

function quotedField(line: string, at: number): Field | undefined {
  let end = line.indexOf('"', at + 1);
  while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
  return end < 0 ? undefined : { text: line.slice(at + 1, end).replaceAll('""', '"'), end: end + 1 };
}

const speedDialLine = /^"?\d{1,3}"?\s*,/;

export function isSpeedDialLine(line: string): boolean {
  return speedDialLine.test(line);
}

/** Keys that the file does not name stay as they are. */
export function readSpeedDials(text: string): Reading {
  const keys = parameters().filter(({ pattern }) => pattern === 'personal_settings/functional_key/N/type').length;
  const taking = new Taking();
  for (const { number, text: line } of linesOf(text)) {
    const [key = '', speedDial, type = '0', label = ''] = fieldsOf(line) ?? [];
    const index = Number(key) - 1;
    if (line.startsWith('#') || /^key\b/i.test(key)) continue;
    if (!/^\d{1,3}$/.test(key) || speedDial === undefined || type !== '0') {
      taking.remark(number, line, 'badSyntax', 'Expected a key, a number and 0, with commas between them.');
    } else if (index < 0 || index >= keys) {
      taking.remark(number, key, 'notApplicable', `This phone has the keys 1 to ${keys}.`);
    } else takeKey(taking, number, index, speedDial, label);
  }
  return taking.done('speedDials');
}

function takeKey(taking: Taking, line: number, index: number, number: string, label: string): void {
  const base = `personal_settings/functional_key/${index}`;
  taking.take(line, `key ${index + 1}`, `${base}/type`, number === '' ? 'NONE' : 'SPEED_DIAL');
  taking.take(line, `key ${index + 1}`, `${base}/speed_dial_number`, number);
  taking.take(line, `key ${index + 1}`, `${base}/key_label`, label);
}

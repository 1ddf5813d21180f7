// An entry of the log as a syslog message (RFC 5424 §6).

import type { LogEntry } from '../log.ts';
import { severityCode } from './syslog-levels.ts';

export interface Origin {
  /** Of the phone; undefined while it has none. */
  readonly address: string | undefined;
  readonly software: string;
  readonly version: string;
  readonly processId: number;
}

/** "local use 0": what network devices use. */
const facility = 16;

export function syslogMessage(entry: LogEntry, sequence: number, timeTrusted: boolean, origin: Origin): string {
  const { address, software, version, processId } = origin;
  const priority = facility * 8 + severityCode[entry.severity];
  const data = [
    `[timeQuality tzKnown="1" isSynced="${timeTrusted ? 1 : 0}"]`,
    `[origin${address === undefined ? '' : ` ip="${parameter(address)}"`} software="${parameter(software)}" swVersion="${parameter(version)}"]`,
    `[meta sequenceId="${(sequence % 2_147_483_647) + 1}"]`,
  ].join('');
  const header = [
    `<${priority}>1`,
    new Date(entry.atMs).toISOString(),
    name(address ?? '-', 255),
    name(software.toLowerCase(), 48),
    String(processId),
    name(entry.topic, 32),
  ];
  return `${header.join(' ')} ${data} ${text(entry)}`;
}

/** PRINTUSASCII without blanks, or nil. */
function name(value: string, longest: number): string {
  return value.replace(/[^\x21-\x7e]/g, '').slice(0, longest) || '-';
}

/** §6.3.3: three characters are escaped. */
function parameter(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&');
}

/** One line: whoever sends us text must not write lines of others' logs. */
function text({ text: words, fields }: LogEntry): string {
  const named = Object.entries(fields ?? {}).map(([key, value]) => ` ${key}=${String(value)}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be taken out.
  return `${words}${named.join('')}`.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/** Whole characters only (RFC 3629). */
export function cut(message: string, longestBytes: number): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  if (bytes.length <= longestBytes) return bytes;
  let end = longestBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

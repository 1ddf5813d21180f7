// Writes the log to standard error, one line an entry: what a developer sees beside the simulator, and the journal on a device.

import type { LogEntry, LogSink, Severity } from './log.ts';

const rank: Readonly<Record<Severity, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export function standardErrorSink(lowest: Severity): LogSink {
  return (entry) => {
    if (rank[entry.severity] >= rank[lowest]) process.stderr.write(`${formatEntry(entry)}\n`);
  };
}

/** `2026-11-21T08:49:03.120Z warn  sip  text key=value`. Control characters of a sender cannot reach the terminal. */
export function formatEntry(entry: LogEntry): string {
  const time = new Date(entry.atMs).toISOString();
  const fields = Object.entries(entry.fields ?? {}).map(([name, value]) => ` ${name}=${printable(String(value))}`);
  return `${time} ${entry.severity.padEnd(5)} ${entry.topic.padEnd(12)} ${printable(entry.text)}${fields.join('')}`;
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be taken out.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

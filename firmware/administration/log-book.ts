// The newest lines of the log, numbered, so that a page may ask for what is new.

import type { LogFilter, LogLine, Severity } from '#ui/administration/diagnostics';
import type { Log, LogEntry } from '../system/log.ts';

const kept = 2000;
const ranks: Readonly<Record<Severity, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export class LogBook {
  readonly #lines: LogLine[] = [];
  #next = 1;

  /** Returns the way to stop. */
  follow(log: Log): () => void {
    for (const entry of log.entries) this.#add(entry);
    return log.addSink((entry) => this.#add(entry));
  }

  get topics(): readonly string[] {
    return [...new Set(this.#lines.map(({ topic }) => topic))].sort();
  }

  read({ after = 0, severity = 'debug', topic, search = '' }: LogFilter): readonly LogLine[] {
    const wanted = search.toLowerCase();
    return this.#lines.filter(
      (line) =>
        line.number > after &&
        ranks[line.severity] >= ranks[severity] &&
        (topic === undefined || line.topic === topic) &&
        line.text.toLowerCase().includes(wanted),
    );
  }

  #add({ atMs, severity, topic, text, fields }: LogEntry): void {
    this.#lines.push({ number: this.#next++, atMs, severity, topic, text: withFields(text, fields) });
    if (this.#lines.length > kept) this.#lines.shift();
  }
}

function withFields(text: string, fields: LogEntry['fields']): string {
  const told = Object.entries(fields ?? {}).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  return [text, ...told].join(' ');
}

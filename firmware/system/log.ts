// The phone's log: the newest entries kept in memory, and sinks (console, file, later syslog) that are told of each.

import type { Clock } from '#sip/ports';

export type Severity = 'debug' | 'info' | 'warn' | 'error';
export type Fields = Readonly<Record<string, unknown>>;

export interface LogEntry {
  /** Calendar time as it was believed then. */
  readonly atMs: number;
  /** Dates an entry anew when the time was not trusted yet. */
  readonly monotonicMs: number;
  readonly severity: Severity;
  /** What `debug` and `undebug` switch: `sip-messages`, `media` ... */
  readonly topic: string;
  readonly text: string;
  readonly fields: Fields | undefined;
}

export type LogSink = (entry: LogEntry) => void;

const keptEntries = 1000;
const longestText = 8192;

export class Log {
  readonly #clock: Clock;
  readonly #entries: LogEntry[] = [];
  readonly #sinks = new Set<LogSink>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  debug(topic: string, text: string, fields?: Fields): void {
    this.#write('debug', topic, text, fields);
  }

  info(topic: string, text: string, fields?: Fields): void {
    this.#write('info', topic, text, fields);
  }

  warn(topic: string, text: string, fields?: Fields): void {
    this.#write('warn', topic, text, fields);
  }

  error(topic: string, text: string, fields?: Fields): void {
    this.#write('error', topic, text, fields);
  }

  /** Newest last. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  addSink(sink: LogSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  #write(severity: Severity, topic: string, text: string, fields: Fields | undefined): void {
    const entry = {
      atMs: this.#clock.wall.ms,
      monotonicMs: this.#clock.monotonicMs,
      severity,
      topic,
      text: text.slice(0, longestText),
      fields,
    };
    this.#entries.push(entry);
    if (this.#entries.length > keptEntries) this.#entries.shift();
    for (const sink of this.#sinks) sink(entry);
  }
}

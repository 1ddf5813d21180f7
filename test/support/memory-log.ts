// A log that keeps what it was told, for the tests that ask.

import type { Log } from '#hal/ports';

export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly topic: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

export class MemoryLog implements Log {
  readonly lines: LoggedLine[] = [];

  debug(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: 'debug', topic, text, fields });
  }

  info(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: 'info', topic, text, fields });
  }

  warn(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: 'warn', topic, text, fields });
  }

  error(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: 'error', topic, text, fields });
  }
}

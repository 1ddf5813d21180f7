// Debug topics of a session: which are on, and a bound on how much of their output gets through to a slow line.

import type { ConsoleHost, DebugTopic } from './console-host.ts';

/** Lines that may come at once, and lines a second after that. 115200 baud carry about 140 lines of 80 characters a second. */
const burstLines = 400;
const linesPerSecond = 100;
const longestLine = 1000;

/** A digest response or a media key opens more than the message needs to show (RFC 7616 §3.4, RFC 4568 §6.1). */
function masked(text: string): string {
  return text
    .replaceAll(/\b(response|cnonce)="[^"]{0,256}"?/gi, '$1="***"')
    .replaceAll(/\binline:[A-Za-z0-9+/=]{1,256}/g, 'inline:***');
}

export class DebugOutput {
  readonly #host: ConsoleHost;
  readonly #print: (text: string) => void;
  readonly #ends = new Map<string, () => void>();
  #allowance = burstLines;
  #countedAtMs: number;
  #leftOut = 0;

  constructor(host: ConsoleHost, print: (text: string) => void) {
    this.#host = host;
    this.#print = print;
    this.#countedAtMs = host.clock.monotonicMs;
  }

  get active(): readonly string[] {
    return [...this.#ends.keys()];
  }

  enable(topic: DebugTopic): void {
    if (this.#ends.has(topic.name)) return;
    this.#ends.set(
      topic.name,
      topic.subscribe((text) => this.#line(text)),
    );
  }

  disable(name: string): void {
    this.#ends.get(name)?.();
    this.#ends.delete(name);
  }

  disableAll(): void {
    for (const name of this.active) this.disable(name);
  }

  #line(text: string): void {
    const lines = text.split(/\r\n|\r|\n/, burstLines);
    const through = lines.slice(0, this.#allowed(lines.length));
    if (through.length > 0 && this.#leftOut > 0) {
      this.#print(`... ${this.#leftOut} lines left out`);
      this.#leftOut = 0;
    }
    this.#leftOut += lines.length - through.length;
    if (through.length > 0) this.#print(through.map((line) => masked(line.slice(0, longestLine))).join('\n'));
  }

  /** Token bucket. */
  #allowed(wanted: number): number {
    const nowMs = this.#host.clock.monotonicMs;
    this.#allowance = Math.min(burstLines, this.#allowance + ((nowMs - this.#countedAtMs) / 1000) * linesPerSecond);
    this.#countedAtMs = nowMs;
    const allowed = Math.min(wanted, Math.floor(this.#allowance));
    this.#allowance -= allowed;
    return allowed;
  }
}

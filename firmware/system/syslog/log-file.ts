// The log in the phone's own flash: what is worth it, in two files that take turns, written together now and then, so that the last words before a
// restart are there after it.

import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Timer } from '#sip/ports';

const largestBytes = 262_144;
const mostWaiting = 500;
/** Flash is written seldom, but an error may be the last word. */
const patienceMs = 30_000;
const urgentMs = 500;

export class LogFile implements AsyncDisposable {
  readonly #directory: string;
  readonly #clock: Clock;
  #waiting: string[] = [];
  #dropped = 0;
  #timer: Timer | undefined;
  #isUrgent = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Never blocks, never throws; what a full or failing disk does not take is dropped. */
  take(line: string, urgent: boolean): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(line);
    if (this.#timer !== undefined && (this.#isUrgent || !urgent)) return;
    this.#timer?.cancel();
    this.#isUrgent = urgent;
    this.#timer = this.#clock.setTimer(urgent ? urgentMs : patienceMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer = undefined;
    this.#isUrgent = false;
    this.#writing = this.#writing.then(() => this.#write()).catch(() => {});
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    if (lines.length === 0) return;
    this.#waiting = [];
    if (this.#dropped > 0) lines.push(`... ${this.#dropped} lines were dropped`);
    this.#dropped = 0;
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const file = join(this.#directory, 'phone.log');
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size >= largestBytes) await rename(file, `${file}.1`);
    await appendFile(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.cancel();
    this.#flush();
    await this.#writing;
  }
}

// The clock of a simulated phone in a test's hand: minutes and days pass in a moment, and the calendar says what it should.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatedPhone, SimulatedPhoneOptions } from './simulated-phone.ts';

const root = new URL('../..', import.meta.url).pathname;

/** Dispose of it after its phone. */
export class PhoneTime implements Disposable {
  /** For the start of its phone. */
  readonly options: Required<Pick<SimulatedPhoneOptions, 'program' | 'environment'>>;
  readonly #directory: string;
  readonly #file: string;
  #skippedMs = 0;
  #shiftMs = 0;
  #stands = false;

  /** With a time in UTC (`2026-07-01T12:00:00Z`) the phone's calendar begins there. */
  constructor(startsAt?: string) {
    this.#directory = mkdtempSync(join(tmpdir(), 'phone-time-'));
    this.#file = join(this.#directory, 'moved.json');
    this.options = {
      program: ['--import', join(root, 'test/support/movable-time.ts'), join(root, 'firmware/main.ts')],
      environment: { PHONE_TIME: this.#file },
    };
    if (startsAt !== undefined) this.#shiftMs = Date.parse(startsAt) - Date.now();
    this.#write();
  }

  /** Both clocks go on, and what waited for it has come. */
  async skip(phone: SimulatedPhone, forMs: number): Promise<void> {
    this.#skippedMs += forMs;
    await this.#tell(phone);
  }

  /** It stands still from now on and only skips move it: a second before its time nothing has come, however slow the machine is. */
  async stop(phone: SimulatedPhone): Promise<void> {
    this.#stands = true;
    await this.#tell(phone);
  }

  /** It goes on, and makes up for the time that it stood. */
  async go(phone: SimulatedPhone): Promise<void> {
    this.#stands = false;
    await this.#tell(phone);
  }

  /** Only the calendar: as if a time server had said so. Screens follow with their next look at it. */
  async set(phone: SimulatedPhone, wall: string): Promise<void> {
    this.#shiftMs = Date.parse(wall) - Date.now() - this.#skippedMs;
    await this.#tell(phone);
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #write(): string {
    const moved = JSON.stringify({ skippedMs: this.#skippedMs, shiftMs: this.#shiftMs, stands: this.#stands });
    writeFileSync(this.#file, moved);
    return moved;
  }

  async #tell(phone: SimulatedPhone): Promise<void> {
    const moved = this.#write();
    const followed = `${this.#file}.followed`;
    process.kill(phone.pid, 'SIGUSR2');
    await phone.waitFor('its clock to move', async () =>
      existsSync(followed) && readFileSync(followed, 'utf8') === moved ? true : undefined,
    );
  }
}

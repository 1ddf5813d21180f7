// The code that proves that somebody stands before the phone: shown on its screen, good for a few minutes and a few attempts.

import type { Clock, Timer } from '#ui/ports';
import { equalSecrets } from '../system/equal-secrets.ts';

export interface ClaimCodeOptions {
  readonly clock: Clock;
  readonly random: { bytes(count: number): Uint8Array };
  /** Shows it on the screen; undefined takes it away. */
  readonly show: (code: string | undefined) => void;
}

const lifetimeMs = 300_000;
const attempts = 5;
const digits = 8;

export class ClaimCode {
  readonly #options: ClaimCodeOptions;
  #code: string | undefined;
  #left = 0;
  #timer: Timer | undefined;

  constructor(options: ClaimCodeOptions) {
    this.#options = options;
  }

  /** The one that is shown stays while it holds, so that nobody can keep the screen busy with new ones. */
  show(): void {
    if (this.#code !== undefined) return;
    this.#code = Array.from(this.#options.random.bytes(digits * 2), randomDigit)
      .join('')
      .slice(0, digits);
    this.#left = attempts;
    this.#timer = this.#options.clock.setTimer(lifetimeMs, () => this.forget());
    this.#options.show(this.#code);
  }

  /** Spaces do not count. Too many wrong ones, and the code is gone. */
  check(given: string): boolean {
    if (this.#code === undefined) return false;
    if (equalSecrets(given.replaceAll(/\s/g, ''), this.#code)) return true;
    if (--this.#left <= 0) this.forget();
    return false;
  }

  forget(): void {
    if (this.#code === undefined) return;
    this.#code = undefined;
    this.#timer?.cancel();
    this.#options.show(undefined);
  }
}

/** 250 of the 256 values are spread evenly over the digits; the others say none. */
function randomDigit(byte: number): string {
  return byte < 250 ? String(byte % 10) : '';
}

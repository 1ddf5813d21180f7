// How long a server is waited for: so long in all, and so long without a word. One signal for every socket of one fetch.

import type { Clock, Timer } from '#sip/ports';
import { FetchError, type FetchFailure } from './fetched.ts';

export class Patience implements Disposable {
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #controller = new AbortController();
  readonly #signal: AbortSignal;
  readonly #total: Timer;
  #idle: Timer;
  #heardOnce = false;

  constructor(clock: Clock, limits: { readonly longestMs: number; readonly idleMs: number; readonly closed?: AbortSignal }) {
    this.#clock = clock;
    this.#idleMs = limits.idleMs;
    const { signal } = this.#controller;
    this.#signal = limits.closed === undefined ? signal : AbortSignal.any([signal, limits.closed]);
    this.#total = clock.setTimer(limits.longestMs, () =>
      this.#giveUp('tooSlow', `it took longer than ${limits.longestMs / 1000} s`),
    );
    this.#idle = this.#waitForWord();
  }

  /** Aborted with a `FetchError`, or because nobody waits any more. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  /** The server said something. */
  heard(): void {
    this.#heardOnce = true;
    this.#idle.cancel();
    this.#idle = this.#waitForWord();
  }

  #waitForWord(): Timer {
    return this.#clock.setTimer(this.#idleMs, () =>
      this.#giveUp(this.#heardOnce ? 'tooSlow' : 'unreachable', `nothing came for ${this.#idleMs / 1000} s`),
    );
  }

  #giveUp(failure: FetchFailure, detail: string): void {
    this.#controller.abort(new FetchError(failure, detail));
  }

  [Symbol.dispose](): void {
    this.#total.cancel();
    this.#idle.cancel();
  }
}

// Keeps the lamps of the board as the phone is.

import type { LedName, LedState, Leds } from '#hal/leds/leds';
import type { Phone, PhoneSnapshot, Unsubscribe } from '../phone.ts';
import { lampStates } from './lamp-states.ts';

export interface LampsOptions {
  readonly leds: Leds;
  readonly phone: Phone;
  /** What each lamp says; default: the product's own meanings. */
  readonly states?: (snapshot: PhoneSnapshot) => ReadonlyMap<LedName, LedState>;
}

const off: LedState = { color: 'off', pattern: 'off' };

export class Lamps {
  readonly #options: LampsOptions;
  readonly #shown = new Map<LedName, LedState>();
  #unsubscribe: Unsubscribe | undefined;

  constructor(options: LampsOptions) {
    this.#options = options;
  }

  /** Sets every lamp and follows the phone from then on. */
  start(): void {
    this.#unsubscribe = this.#options.phone.subscribe(() => this.follow());
    this.follow();
  }

  /** All lamps go out. */
  close(): void {
    this.#unsubscribe?.();
    for (const name of this.#shown.keys()) this.#options.leds.set(name, off);
    this.#shown.clear();
  }

  /** Shows what has changed, also where only the lights' meanings have. */
  follow(): void {
    const { leds, phone, states = lampStates } = this.#options;
    for (const [name, state] of states(phone.snapshot)) {
      if (!leds.names.has(name) || same(this.#shown.get(name), state)) continue;
      this.#shown.set(name, state);
      leds.set(name, state);
    }
  }
}

function same(a: LedState | undefined, b: LedState): boolean {
  return a?.color === b.color && a.pattern === b.pattern && sameSteps(a.stepsMs ?? [], b.stepsMs ?? []);
}

function sameSteps(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

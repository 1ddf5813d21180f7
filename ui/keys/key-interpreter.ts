// From a key that moves to what it means: first for the screen, which knows what its keys do now, then for the phone.

import type { KeyEvent, KeyName } from '#hal/keys/keys';
import type { Digit, Phone } from '../phone.ts';
import type { Clock, Log, Timer } from '../ports.ts';
import { isDigit, pressedKey } from './phone-keys.ts';

/** The part of a surface that keys reach. */
export interface KeyTarget {
  /** True when the key meant something on the screen. */
  press(key: KeyName, kind: 'press' | 'long'): boolean;
}

export interface KeyInterpreterOptions {
  readonly clock: Clock;
  readonly phone: Phone;
  readonly surface: KeyTarget;
  readonly log: Log;
}

/** Held so long, a key means its second meaning. */
export const longPressMs = 800;
/** Volume and navigation go on while they are held. */
export const repeatAfterMs = 500;
export const repeatEveryMs = 120;

const repeating: ReadonlySet<KeyName> = new Set(['up', 'down', 'left', 'right', 'volumeUp', 'volumeDown']);

interface HeldKey {
  timer: Timer | undefined;
  /** The digit that the phone was told of, to be told of its end. */
  readonly digit: Digit | undefined;
}

export class KeyInterpreter {
  readonly #options: KeyInterpreterOptions;
  readonly #held = new Map<KeyName, HeldKey>();

  constructor(options: KeyInterpreterOptions) {
    this.#options = options;
  }

  handle(event: KeyEvent): void {
    if (event.action === 'down') this.#down(event.key);
    else this.#up(event.key);
  }

  /** Lets go of everything: no key repeats and no digit sounds on. */
  close(): void {
    for (const key of [...this.#held.keys()]) this.#up(key);
  }

  #down(key: KeyName): void {
    // A matrix that bounces, or a door that says `down` twice, is one press.
    if (this.#held.has(key)) return;
    this.#options.log.debug('keys', 'down', { key });
    const held: HeldKey = { timer: undefined, digit: this.#press(key) };
    this.#held.set(key, held);
    if (repeating.has(key)) this.#repeat(key, held, repeatAfterMs);
    else held.timer = this.#options.clock.setTimer(longPressMs, () => this.#longPress(key));
  }

  #up(key: KeyName): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    held.timer?.cancel();
    if (held.digit !== undefined) this.#options.phone.releaseDigit(held.digit);
  }

  /** Gives the digit that went to the phone, if it was one. */
  #press(key: KeyName): Digit | undefined {
    const { surface, phone } = this.#options;
    if (surface.press(key, 'press')) return undefined;
    if (isDigit(key)) {
      phone.pressDigit(key);
      return key;
    }
    pressedKey(key, phone);
    return undefined;
  }

  #longPress(key: KeyName): void {
    this.#options.surface.press(key, 'long');
  }

  #repeat(key: KeyName, held: HeldKey, delayMs: number): void {
    held.timer = this.#options.clock.setTimer(delayMs, () => {
      this.#press(key);
      if (this.#held.get(key) === held) this.#repeat(key, held, repeatEveryMs);
    });
  }
}

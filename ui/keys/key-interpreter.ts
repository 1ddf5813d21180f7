// From a key that moves to what it means: first for the screen, which knows what its keys do now, then for the phone.

import type { KeyEvent, KeyName } from '#hal/keys/keys';
import type { Digit, Phone } from '../phone.ts';
import type { Clock, Log, Timer } from '../ports.ts';
import { type Gesture, type KeysHeld, type KeysStep, keyMoved, nextDueMs, noKeysHeld, timePassed } from './key-recogniser.ts';
import { isAssignable, isDigit, isDiscreet, pressedKey } from './phone-keys.ts';

/** A timer that comes so late tells of a phone that was held up: what fingers did meanwhile is still to be read. */
const heldUpMs = 50;
/** Time enough to read it. */
const readingMs = 30;

/** The part of a surface that keys reach. */
export interface KeyTarget {
  /** True when the key meant something on the screen. `atMs`: when it was pressed. */
  press(key: KeyName, kind: 'press' | 'long', atMs: number): boolean;
}

export interface KeyInterpreterOptions {
  readonly clock: Clock;
  readonly phone: Phone;
  readonly surface: KeyTarget;
  readonly log: Log;
  /** A key went down: a sound may say so. */
  readonly wentDown?: (key: KeyName) => void;
  /** A key that has been down for longer than anybody holds one, and is up again. */
  readonly stuck?: (key: KeyName, stuck: boolean) => void;
  /** The keys of the factory reset are held; `sinceMs` on the clock. */
  readonly factoryReset?: (sinceMs: number) => void;
}

export class KeyInterpreter {
  readonly #options: KeyInterpreterOptions;
  /** Keys whose digit the phone was told of, to be told of its end. */
  readonly #digits = new Map<KeyName, Digit>();
  #keys: KeysHeld = noKeysHeld;
  #timer: Timer | undefined;

  constructor(options: KeyInterpreterOptions) {
    this.#options = options;
  }

  /** What counts is when the key moved, not when we come to hear of it. */
  handle({ key, action, atMs }: KeyEvent): void {
    this.#take(timePassed(this.#keys, atMs), atMs);
    this.#take(keyMoved(this.#keys, key, action, atMs), atMs);
  }

  /** Lets go of everything: no key repeats and no digit sounds on. */
  close(): void {
    this.#timer?.cancel();
    this.#keys = noKeysHeld;
    for (const key of [...this.#digits.keys()]) this.#releaseDigit(key);
  }

  #take({ keys, gestures }: KeysStep, atMs: number): void {
    this.#keys = keys;
    for (const gesture of gestures) this.#follow(gesture, atMs);
    this.#arm();
  }

  #arm(): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    const dueMs = nextDueMs(this.#keys);
    if (dueMs === undefined) return;
    const pass = (): void => {
      const nowMs = clock.monotonicMs;
      this.#take(timePassed(this.#keys, nowMs), nowMs);
    };
    this.#timer = clock.setTimer(Math.max(0, Math.ceil(dueMs - clock.monotonicMs)), () => {
      if (clock.monotonicMs - dueMs < heldUpMs) pass();
      else this.#timer = clock.setTimer(readingMs, pass);
    });
  }

  #follow(gesture: Gesture, atMs: number): void {
    const { phone, surface, log, wentDown, stuck, factoryReset } = this.#options;
    switch (gesture.type) {
      case 'wentDown':
        log.debug('keys', 'down', { key: gesture.key });
        if (!isDiscreet(gesture.key, phone.snapshot)) wentDown?.(gesture.key);
        // What a long press makes something else of acts when it comes up.
        if (!isAssignable(gesture.key, phone.snapshot)) this.#press(gesture.key, atMs);
        return;
      case 'repeated':
        this.#press(gesture.key, atMs);
        return;
      case 'heldLong':
        surface.press(gesture.key, 'long', atMs);
        return;
      case 'cameUp':
        if (!gesture.long && !gesture.stuck && isAssignable(gesture.key, phone.snapshot)) this.#press(gesture.key, atMs);
        this.#releaseDigit(gesture.key);
        if (gesture.stuck) stuck?.(gesture.key, false);
        return;
      case 'stuck':
        this.#releaseDigit(gesture.key);
        stuck?.(gesture.key, true);
        return;
      case 'heldTogether':
        factoryReset?.(gesture.sinceMs);
    }
  }

  #press(key: KeyName, atMs: number): void {
    const { surface, phone } = this.#options;
    if (!isDiscreet(key, phone.snapshot) && surface.press(key, 'press', atMs)) return;
    if (!isDigit(key)) {
      pressedKey(key, phone);
      return;
    }
    this.#digits.set(key, key);
    phone.pressDigit(key);
  }

  #releaseDigit(key: KeyName): void {
    const digit = this.#digits.get(key);
    if (digit === undefined) return;
    this.#digits.delete(key);
    this.#options.phone.releaseDigit(digit);
  }
}

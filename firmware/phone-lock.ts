// The lock of the phone: a PIN opens it; until then nothing but emergency numbers is called. AudioCodes §4.11.

import type { Clock, Log, Timer } from '#sip/ports';
import type { LineIndex, LockSnapshot } from '#ui/phone';
import type { DeskSettings } from './calls/desk-messages.ts';
import type { Parameters } from './lines/line-settings.ts';
import { equalSecrets } from './system/equal-secrets.ts';

/** From the third wrong PIN on the next is looked at after a while, doubled with each. */
const freeAttempts = 2;
const firstWaitMs = 2000;
const longestWaitMs = 300_000;

export interface PhoneLockOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly parameters: Parameters;
  /** Nobody is locked out of a call that goes on. */
  readonly busy: () => boolean;
  readonly changed: () => void;
}

export class PhoneLock {
  readonly #options: PhoneLockOptions;
  #locked = false;
  #failures = 0;
  #waitUntilMs = 0;
  #timer: Timer | undefined;
  #known: LockSnapshot | undefined;

  constructor(options: PhoneLockOptions) {
    this.#options = options;
  }

  /** The same object until something changes. */
  get snapshot(): LockSnapshot {
    const now = {
      canLock: this.#pin !== '',
      locked: this.#isLocked,
      failures: this.#failures,
      keepsMailbox: this.#keepsMailbox,
      emergencyNumbers: this.#emergencyNumbers,
    };
    const known = this.#known;
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(now)) return known;
    this.#known = now;
    return now;
  }

  lock(): void {
    if (this.#pin === '' || this.#locked) return;
    this.#locked = true;
    this.#failures = 0;
    this.#options.changed();
  }

  unlock(pin: string): void {
    if (!this.#locked) return;
    if (this.#isRight(pin, this.#pin)) {
      this.#locked = false;
      this.touched();
    }
    this.#options.changed();
  }

  /** Whether voice mail may be called now; who gives no PIN where one is asked for makes no attempt. */
  opensMailbox(pin: string | undefined): boolean {
    if (!this.#keepsMailbox) return true;
    if (pin === undefined) return false;
    const right = this.#isRight(pin, this.#storedPin);
    this.#options.changed();
    return right;
  }

  #isRight(pin: string, stored: string): boolean {
    const { clock, log } = this.#options;
    if (clock.monotonicMs >= this.#waitUntilMs && equalSecrets(pin, stored)) {
      this.#failures = 0;
      return true;
    }
    this.#failures += 1;
    const more = this.#failures - freeAttempts;
    if (more > 0) this.#waitUntilMs = clock.monotonicMs + Math.min(longestWaitMs, firstWaitMs * 2 ** (more - 1));
    log.warn('system', 'a wrong PIN was given', { failures: this.#failures });
    return false;
  }

  /** Somebody is there: the time until the phone locks itself begins again. */
  touched(): void {
    const { clock, parameters } = this.#options;
    this.#timer?.cancel();
    this.#timer = undefined;
    const minutes = parameters.get('system/pin_lock/timeout');
    if (minutes > 0 && !this.#locked) this.#timer = clock.setTimer(minutes * 60_000, () => this.#expired());
  }

  /** Whether this number is not called now. */
  refuses(number: string): boolean {
    const { parameters } = this.#options;
    if (!this.#isLocked || parameters.get('system/pin_lock/calls') === 'ALLOW_BOTH') return false;
    return !this.#emergencyNumbers.includes(number);
  }

  /** What the desk has to know of it (AudioCodes tables 4-5 and 4-6). */
  deskSettings(lines: readonly LineIndex[]): Pick<DeskSettings, 'refusesCalls' | 'locked' | 'untakenLines'> {
    if (!this.#isLocked) return {};
    const { parameters } = this.#options;
    const calls = parameters.get('system/pin_lock/calls');
    const takesAll = parameters.get('system/pin_lock/answer_delegate_calls');
    const shared = lines.filter((line) => parameters.get(`voip/line/${line}/shared_line/enabled`));
    return {
      refusesCalls: calls === 'DENY_BOTH',
      locked: { outgoing: calls === 'ALLOW_BOTH' },
      untakenLines: takesAll ? [] : shared,
    };
  }

  close(): void {
    this.#timer?.cancel();
  }

  #expired(): void {
    if (this.#options.busy()) this.touched();
    else this.lock();
  }

  get #isLocked(): boolean {
    return this.#locked && this.#pin !== '';
  }

  /** Empty where locking is switched off. */
  get #pin(): string {
    return this.#options.parameters.get('system/pin_lock/enabled') ? this.#storedPin : '';
  }

  get #storedPin(): string {
    return this.#options.parameters.get('system/pin_lock/pin').reveal();
  }

  /** Not before somebody has chosen a PIN. */
  get #keepsMailbox(): boolean {
    return !this.#options.parameters.get('voip/services/vm_skip_pin_code/enabled') && this.#storedPin !== '';
  }

  get #emergencyNumbers(): readonly string[] {
    return this.#options.parameters
      .get('voip/emergency/numbers')
      .split(/[ ,;]+/)
      .filter((number) => number !== '');
  }
}

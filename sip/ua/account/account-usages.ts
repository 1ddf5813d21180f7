// What an account keeps up at its servers beside the registration: subscriptions and publications. They wait for the registration, go one
// after the other, and follow the account to other servers and addresses.

import type { Clock, Timer } from '../../ports.ts';
import type { AccountSettings } from '../user-agent-events.ts';

export interface AccountUsage {
  /** Also again, after `pause`. */
  start(): void;
  /** Ends what there is, until `start`. */
  pause(): void;
  /** Our address changed. */
  relocate(): void;
  close(): void;
  /** Not a word more, to nobody. */
  abandon(): void;
}

export interface AccountUsagesOptions {
  readonly clock: Clock;
  readonly settings: () => AccountSettings;
}

/** Five hundred watched phones shall not be asked for in the same instant. */
const betweenMs = 10;

export class AccountUsages {
  readonly #options: AccountUsagesOptions;
  readonly #all: Set<AccountUsage> = new Set();
  /** What is to be done, one at a time. */
  #waiting: (() => void)[] = [];
  #timer: Timer | undefined;
  #mayStart = false;
  /** The address changed since the last registration. */
  #moved = false;

  constructor(options: AccountUsagesOptions) {
    this.#options = options;
  }

  /** `make` gets what to call when nothing of the usage is left. */
  add<Usage extends AccountUsage>(make: (closed: () => void) => Usage): Usage {
    const usage: Usage = make(() => void this.#all.delete(usage));
    this.#all.add(usage);
    if (this.#mayStart || this.#options.settings().registration === undefined) this.#later(usage, () => usage.start());
    return usage;
  }

  /** From here on servers know us: those that waited start, and after a move all tell where we are. */
  registered(): void {
    const moved = this.#moved;
    this.#moved = false;
    if (this.#mayStart && !moved) return;
    for (const usage of this.#all) {
      this.#later(usage, () => {
        usage.start();
        if (moved) usage.relocate();
      });
    }
    this.#mayStart = true;
  }

  /** Our address changed: once it is registered, the others are told. */
  relocate(): void {
    this.#moved = true;
    if (this.#options.settings().registration === undefined) this.registered();
  }

  /** The account is about to be another one. */
  pause(): void {
    this.#stopWaiting();
    for (const usage of this.#all) usage.pause();
    this.#mayStart = false;
  }

  /** It is; all begins anew once it is registered. */
  resume(): void {
    if (this.#options.settings().registration === undefined) this.registered();
  }

  /** Another server took over; the dialogs lead by the old one (RFC 3261 §12.2.1.1). */
  serverMoved(): void {
    this.pause();
    const { registration, redundancy } = this.#options.settings();
    if (registration === undefined || redundancy?.registersAtBoth === true) this.registered();
  }

  closeAll(): void {
    this.#stopWaiting();
    for (const usage of [...this.#all]) usage.close();
  }

  abandon(): void {
    this.#stopWaiting();
    for (const usage of [...this.#all]) usage.abandon();
  }

  #later(usage: AccountUsage, step: () => void): void {
    this.#waiting.push(() => {
      if (this.#all.has(usage)) step();
    });
    if (this.#timer === undefined) this.#next();
  }

  #next(): void {
    this.#timer = undefined;
    const step = this.#waiting.shift();
    if (step === undefined) return;
    this.#timer = this.#options.clock.setTimer(betweenMs, () => this.#next());
    step();
  }

  #stopWaiting(): void {
    this.#waiting = [];
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

// One REFER that we took (RFC 3515 §2.4): waits for the owner's word, places the call, and tells whoever asked how it goes. The machine
// is referral-machine.ts.

import type { Clock, Timer } from '../../ports.ts';
import type { Account } from '../account/account.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import type { CallOptions, CallWish } from '../call/call-options.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { Call, CallEnd, CallEvent } from '../user-agent-events.ts';
import { endLater } from './end-later.ts';
import { ProgressNotifier } from './progress-notifier.ts';
import type { ReferTarget } from './refer-to.ts';
import {
  grantedS,
  type NoticeState,
  type ReferralAction,
  type ReferralInput,
  type ReferralState,
  referralMachine,
} from './referral-machine.ts';

export interface ReferralOptions {
  readonly clock: Clock;
  readonly account: Account;
  readonly target: ReferTarget;
  /** Of the INVITE: who is said to ask. */
  readonly headers: HeaderFields;
  /** Where NOTIFYs go; undefined when none are wanted (RFC 4488, RFC 7614, or BYE with Also). */
  readonly dialog: Pick<CallDialog, 'send'> | undefined;
  /** Value of Event. */
  readonly event: string;
  /** The call through which it came; it ends when the new one stands and whoever asked leaves that to us. */
  readonly transferred: CallDialog | undefined;
  /** Nothing more will be said. */
  readonly over: () => void;
}

/** RFC 5589 §6.1: the transferor ends the old call. Some do not. */
const farewellMs = 10_000;

export class Referral {
  readonly #options: ReferralOptions;
  readonly #notifier: ProgressNotifier | undefined;
  #state: ReferralState = { name: 'pending' };
  #expiry: { readonly timer: Timer; readonly atMs: number } | undefined;
  #over = false;

  constructor(options: ReferralOptions) {
    this.#options = options;
    const { clock, dialog, event } = options;
    const done = (heard: boolean): void => {
      if (!heard) this.#step({ type: 'unheard' });
      this.#finish();
    };
    this.#notifier = dialog === undefined ? undefined : new ProgressNotifier({ clock, dialog, event, done });
  }

  /** Whether the owner can still decide. */
  get isPending(): boolean {
    return this.#state.name === 'pending';
  }

  /** The REFER has been answered 202. */
  open(): void {
    this.#step({ type: 'opened' });
  }

  accept(listener: (event: CallEvent) => void, wish: CallWish = {}): Call | undefined {
    if (!this.isPending) return undefined;
    this.#step({ type: 'agreed' });
    const { account, target } = this.#options;
    return account.call(
      target.dialled,
      (event) => {
        this.#follow(event);
        listener(event);
      },
      { ...this.#callOptions(), ...wish },
    );
  }

  refuse(status: number): void {
    if (this.isPending) this.#step({ type: 'progressed', status });
  }

  /** Of the time that a SUBSCRIBE asks for. */
  grantedS(expiresS: number): number {
    return grantedS(this.#state, expiresS);
  }

  /** SUBSCRIBE within the dialog, with an Event of ours. */
  refresh(expiresS: number): void {
    this.#step({ type: 'refreshed', expiresS });
  }

  /** Who asked is gone for good, or the user agent closes. */
  abandon(): void {
    this.#notifier?.abandon();
    this.#step({ type: 'unheard' });
    this.#finish();
  }

  #callOptions(): CallOptions {
    const { target, headers } = this.#options;
    return { headers, ...(target.replaces === undefined ? {} : { replaces: target.replaces }) };
  }

  #follow(event: CallEvent): void {
    const { tellsRinging = true } = this.#options.account.settings.transfer ?? {};
    if (event.type === 'progressed' && tellsRinging) this.#step({ type: 'progressed', status: event.status });
    else if (event.type === 'answered') {
      this.#step({ type: 'progressed', status: 200 });
      this.#sayFarewell();
    } else if (event.type === 'ended') this.#step({ type: 'progressed', status: statusOf(event.end) });
  }

  #sayFarewell(): void {
    const { account, transferred } = this.#options;
    if (transferred !== undefined) endLater(transferred, account.settings.transfer?.byeDelayMs?.transferee ?? farewellMs);
  }

  #step(input: ReferralInput): void {
    const { state, actions } = referralMachine(this.#state, input);
    this.#state = state;
    for (const action of actions) this.#act(action);
    if (state.name === 'over' && this.#notifier === undefined) this.#finish();
  }

  #act(action: ReferralAction): void {
    const { clock } = this.#options;
    switch (action.type) {
      case 'startTimer': {
        const timer = clock.setTimer(action.delayMs, () => this.#step({ type: 'timerExpired' }));
        this.#expiry = { timer, atMs: clock.monotonicMs + action.delayMs };
        break;
      }
      case 'stopTimer':
        this.#expiry?.timer.cancel();
        break;
      case 'notify': {
        const { status, subscription } = action;
        const last = subscription.name === 'terminated';
        this.#notifier?.tell({ status, last, subscription: () => this.#subscriptionState(subscription) });
        break;
      }
    }
  }

  #subscriptionState(state: NoticeState): string {
    if (state.name === 'terminated') return `terminated;reason=${state.reason}`;
    const leftMs = (this.#expiry?.atMs ?? 0) - this.#options.clock.monotonicMs;
    return `${state.name};expires=${Math.max(0, Math.round(leftMs / 1000))}`;
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.over();
  }
}

/** What a call that came to nothing would have been answered. */
function statusOf(end: CallEnd): number {
  switch (end.by) {
    case 'response':
      return end.status;
    case 'line':
      return 480;
    case 'timeout':
      return 408;
    case 'transport':
      return 503;
    case 'media':
      return 488;
    // We gave up, or the one who was called went as soon as it had come.
    case 'local':
    case 'remote':
    case 'cancel':
      return 487;
  }
}

// One transfer of ours: REFER in the call that is to go, and what its NOTIFYs tell (RFC 3515, RFC 5589 §6, §7). The machine is
// transfer-machine.ts.

import { readFragment } from '../../event-package/sipfrag.ts';
import type { SipRequest } from '../../message/message.ts';
import { serializeNameAddr } from '../../message/name-addr.ts';
import type { ReplacesTarget } from '../../message/replaces.ts';
import type { SipUri } from '../../message/uri.ts';
import type { Timer } from '../../ports.ts';
import { isNobody } from '../call/anonymous.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import { addressOfRecord } from '../call-target.ts';
import type { HeaderFields, RequestEvent } from '../request/request-sending.ts';
import { eventOf, subscriptionStateOf } from '../subscription/subscription-headers.ts';
import type { Call } from '../user-agent-events.ts';
import { endLater } from './end-later.ts';
import { referTo } from './refer-to.ts';
import { type TransferAction, type TransferInput, type TransferState, transferMachine } from './transfer-machine.ts';

export interface TransferOptions {
  /** Of the call that is to go. */
  readonly dialog: CallDialog;
  /** Where to, the one to be tried first at the head; at least one. */
  readonly targets: readonly SipUri[];
  /** The call with the one whom it goes to. */
  readonly consultation: Call | undefined;
  readonly replaces: ReplacesTarget | undefined;
  /** Nothing more is expected. */
  readonly over: () => void;
}

export class Transfer {
  readonly #options: TransferOptions;
  #state: TransferState = { name: 'asking' };
  #position = 0;
  /** Counts the REFERs. */
  #attempt = 0;
  #replaces: ReplacesTarget | undefined;
  #sequence = 0;
  #timer: Timer | undefined;

  constructor(options: TransferOptions) {
    this.#options = options;
    this.#replaces = options.replaces;
  }

  get isOver(): boolean {
    return this.#state.name === 'over';
  }

  /** Once. */
  start(): void {
    this.#refer();
  }

  /** A NOTIFY with an Event of ours, which has been answered 200. */
  notified(request: SipRequest): void {
    const id = eventOf(request.headers)?.id;
    // The last word about an address that we have given up.
    if (id !== undefined && Number(id) < this.#sequence) return;
    const { state, expiresS } = subscriptionStateOf(request.headers);
    this.#step({
      type: 'notified',
      status: readFragment(request.body)?.status,
      terminated: state === 'terminated',
      lastsMs: expiresS === undefined ? undefined : expiresS * 1000,
    });
  }

  /** The user agent closes. */
  abandon(): void {
    this.#timer?.cancel();
  }

  #refer(): void {
    const { dialog, targets } = this.#options;
    const target = targets[this.#position];
    if (target === undefined) return;
    const headers: HeaderFields = [['Refer-To', referTo(target, this.#replaces)], ...referrerFields(dialog)];
    const attempt = ++this.#attempt;
    dialog.send({ method: 'REFER', headers }, (event) => {
      if (attempt === this.#attempt) this.#answered(event);
    });
    this.#sequence = dialog.dialog.localSequence;
  }

  #answered(event: RequestEvent): void {
    if (event.type === 'failed') {
      this.#step({ type: 'refused', status: event.cause === 'timedOut' ? 408 : undefined });
      return;
    }
    const { status, headers } = event.response;
    if (status < 200) return;
    if (status >= 300) this.#step({ type: 'refused', status });
    else this.#step({ type: 'accepted', subscribed: headers.get('Refer-Sub')?.trim().toLowerCase() !== 'false' });
  }

  #step(input: TransferInput): void {
    const { dialog, targets } = this.#options;
    const isConsulted = this.#replaces !== undefined && dialog.state === 'confirmed';
    const { timers } = dialog.context.core;
    const { state, actions } = transferMachine(this.#state, input, {
      noticeMs: 64 * timers.t1Ms,
      mayAskAgain: isConsulted && this.#position + 1 < targets.length,
      mayAskPlainly: isConsulted,
      maySayAlso: dialog.context.settings().transfer?.byeAlso === true,
    });
    this.#state = state;
    for (const action of actions) this.#act(action);
  }

  #act(action: TransferAction): void {
    const { dialog, consultation, over } = this.#options;
    switch (action.type) {
      case 'startTimer':
        this.#timer = dialog.context.core.clock.setTimer(action.delayMs, () => this.#step({ type: 'timerExpired' }));
        break;
      case 'stopTimer':
        this.#timer?.cancel();
        break;
      case 'refresh':
        this.#refresh();
        break;
      case 'reportProgress':
        dialog.report({ type: 'transferProgressed', status: action.status });
        break;
      case 'askAgain':
        this.#position++;
        this.#refer();
        break;
      case 'askPlainly':
        this.#replaces = undefined;
        consultation?.end();
        this.#refer();
        break;
      case 'succeed':
        dialog.report({ type: 'transferred' });
        consultation?.end();
        endLater(dialog, dialog.context.settings().transfer?.byeDelayMs?.transferor ?? 0);
        over();
        break;
      case 'sayAlso':
        this.#sayAlso();
        break;
      case 'fail':
        dialog.report({ type: 'transferFailed', status: action.status });
        over();
        break;
    }
  }

  /** What goes on there? (RFC 3515 §2.4.4) */
  #refresh(): void {
    const headers: HeaderFields = [
      ['Event', `refer;id=${this.#sequence}`],
      ['Accept', 'message/sipfrag'],
      ['Expires', '180'],
    ];
    this.#options.dialog.send({ method: 'SUBSCRIBE', headers }, () => undefined);
  }

  /** Cisco figure B-10: the other side is older than REFER; the BYE itself says whom to call. */
  #sayAlso(): void {
    const { dialog, targets, consultation, over } = this.#options;
    const target = targets[this.#position];
    dialog.report({ type: 'transferred' });
    if (target !== undefined) dialog.end([['Also', referTo(target)]]);
    consultation?.end();
    over();
  }
}

/** RFC 3892. Who does not know whom it talks with is not told, nor are those whom it calls then. */
function referrerFields({ dialog, context }: CallDialog): HeaderFields {
  if (isNobody(dialog.local.uri)) return [];
  const { user, domain, displayName } = context.settings();
  return [['Referred-By', serializeNameAddr({ displayName, uri: addressOfRecord(user, domain), parameters: new Map() })]];
}

// An INVITE that the proxy sends to one or more phones, and how their answers become one (RFC 3261 §16.7, §16.8, §16.10).

import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import type { Clock, Timer } from '#sip/ports';
import type { ClientTransaction, ClientTransactionEvent, ServerTransaction } from '#sip/transaction/transaction-events';
import type { TransactionLayer } from '#sip/transaction/transaction-layer';
import type { Target } from '#sip/transport/transport';
import { passedBack } from './forwarding.ts';

export interface ForkedInviteOptions {
  readonly clock: Clock;
  readonly transactions: TransactionLayer;
  readonly transaction: ServerTransaction;
  readonly branches: readonly { readonly request: SipRequest; readonly target: Target }[];
  /** §16.8: a phone that rings longer is given up. */
  readonly timerCMs: number;
  /** What the caller is told. */
  readonly answered: (status: number) => void;
}

interface Branch {
  readonly client: ClientTransaction;
  timerC: Timer | undefined;
  final: SipResponse | undefined;
}

export class ForkedInvite {
  readonly #options: ForkedInviteOptions;
  readonly #branches: Branch[] = [];
  #settled = false;

  constructor(options: ForkedInviteOptions) {
    this.#options = options;
  }

  start(): void {
    for (const { request, target } of this.#options.branches) {
      const client = this.#options.transactions.sendRequest(request, target, (event) => this.#heard(branch, event));
      const branch: Branch = { client, timerC: undefined, final: undefined };
      this.#branches.push(branch);
      this.#restartTimerC(branch);
    }
  }

  /** The caller gave up, or another phone took the call. */
  cancel(reason?: string): void {
    const headers = reason === undefined ? [] : [['Reason', reason] as const];
    for (const branch of this.#branches) {
      if (branch.final === undefined) this.#options.transactions.cancel(branch.client, headers);
    }
  }

  #heard(branch: Branch, event: ClientTransactionEvent): void {
    const { request } = this.#options.transaction;
    if (event.type === 'responseReceived') this.#answered(branch, event.response);
    else if (event.type === 'timedOut') this.#finished(branch, makeResponse(request, 408));
    else if (event.type === 'transportFailed') this.#finished(branch, makeResponse(request, 503));
  }

  #answered(branch: Branch, response: SipResponse): void {
    const { transaction } = this.#options;
    if (response.status === 100) return;
    if (response.status < 200) {
      this.#restartTimerC(branch);
      if (!this.#settled) this.#respond(passedBack(response, transaction.request));
      return;
    }
    if (response.status >= 300) {
      this.#finished(branch, passedBack(response, transaction.request));
      return;
    }
    branch.final = response;
    branch.timerC?.cancel();
    this.#settled = true;
    this.#respond(passedBack(response, transaction.request));
    this.cancel('SIP;cause=200;text="Call completed elsewhere"');
  }

  #finished(branch: Branch, response: SipResponse): void {
    branch.final ??= response;
    branch.timerC?.cancel();
    if (response.status >= 600) this.cancel();
    if (this.#settled || this.#branches.some((each) => each.final === undefined)) return;
    this.#settled = true;
    this.#respond(best(this.#branches.flatMap((each) => each.final ?? [])));
  }

  #respond(response: SipResponse): void {
    this.#options.transaction.respond(response);
    this.#options.answered(response.status);
  }

  #restartTimerC(branch: Branch): void {
    branch.timerC?.cancel();
    branch.timerC = this.#options.clock.setTimer(this.#options.timerCMs, () => {
      this.#options.transactions.cancel(branch.client);
      this.#finished(branch, makeResponse(this.#options.transaction.request, 408));
    });
  }
}

/** Better first, where several would do (§16.7 step 6): what the caller can mend. */
const mendable = [401, 407, 415, 420, 484];

function best(responses: readonly SipResponse[]): SipResponse {
  const rank = ({ status }: SipResponse): number => {
    if (status >= 600) return 0;
    const group = Math.floor(status / 100) * 1000;
    return mendable.includes(status) ? group : group + status;
  };
  const first = responses.toSorted((a, b) => rank(a) - rank(b))[0];
  if (first === undefined) throw new Error('a forked INVITE without branches');
  // A 503 of one phone does not mean that this proxy is out of service.
  return first.status === 503 ? { ...first, status: 500, reason: 'Server Internal Error' } : first;
}

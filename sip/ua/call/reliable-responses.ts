// Sends the provisional responses of an incoming call so that they arrive (RFC 3262 §3), and meets their PRACKs.

import type { SipRequest, SipResponse } from '../../message/message.ts';
import { TimerSet } from '../../transaction/timer-set.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import { type ReliableInput, type ReliableState, reliableMachine, reliableStart } from './reliable-machine.ts';

export interface ReliableResponsesOptions {
  readonly core: UserAgentCore;
  readonly transaction: ServerTransaction;
  readonly acknowledged: (response: SipResponse) => void;
  readonly missed: () => void;
}

export class ReliableResponses {
  readonly #options: ReliableResponsesOptions;
  readonly #timers: TimerSet<'repeat' | 'giveUp'>;
  #state: ReliableState<SipResponse>;

  constructor(options: ReliableResponsesOptions) {
    const { clock, random } = options.core;
    this.#options = options;
    this.#timers = new TimerSet(clock, (timer) => this.#step({ type: 'timerExpired', timer }));
    const [high = 0, middle = 0, low = 0] = random.bytes(3);
    this.#state = reliableStart(1 + high * 0x1_0000 + middle * 0x100 + low);
  }

  /** §3: a 2xx waits for the PRACK of a description. */
  get hasDescriptionUnderWay(): boolean {
    const { sent, waiting } = this.#state;
    return [sent?.response, ...waiting].some((response) => response !== undefined && response.body.length > 0);
  }

  get isUnderWay(): boolean {
    return this.#state.sent !== undefined;
  }

  send(response: SipResponse): void {
    this.#step({ type: 'given', response });
  }

  /** The response that the PRACK acknowledges; undefined when it is none that waits (to be answered 481). */
  match(prack: SipRequest): SipResponse | undefined {
    const match = /^\s*(\d{1,10})\s+(\d{1,10})\s+INVITE\s*$/.exec(prack.headers.get('RAck') ?? '');
    const { sent } = this.#state;
    if (match === null || sent?.number !== Number(match[1])) return undefined;
    return Number(match[2]) === this.#options.transaction.request.headers.cseq.number ? sent.response : undefined;
  }

  /** After the PRACK that matched has been answered. */
  acknowledged(): void {
    const { sent } = this.#state;
    if (sent !== undefined) this.#step({ type: 'acknowledged', number: sent.number });
  }

  /** The final response went out, or will. The PRACK of what was sent may still come (§3). */
  stop(): void {
    this.#timers.stopAll();
    this.#state = { ...this.#state, waiting: [] };
  }

  #step(input: ReliableInput<SipResponse>): void {
    const { core, transaction, acknowledged, missed } = this.#options;
    const { state, actions } = reliableMachine(this.#state, input, core.timers);
    this.#state = state;
    for (const action of actions) {
      if (action.type === 'send') transaction.respond(numbered(action.response, action.number));
      else if (action.type === 'startTimer') this.#timers.start(action.timer, action.delayMs);
      else if (action.type === 'stopTimers') this.#timers.stopAll();
      else if (action.type === 'reportAcknowledged') acknowledged(action.response);
      else missed();
    }
  }
}

function numbered(response: SipResponse, number: number): SipResponse {
  const headers = response.headers.clone().set('RSeq', String(number));
  return { ...response, headers: headers.set('Require', '100rel') };
}

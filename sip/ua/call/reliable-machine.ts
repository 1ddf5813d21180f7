// Provisional responses that have to arrive (RFC 3262 §3), the called side: one at a time, repeated until its PRACK. Pure;
// reliable-responses.ts runs it.

import type { SipTimers } from '../../timers.ts';

export interface ReliableState<Response> {
  /** RSeq of the next one. */
  readonly next: number;
  readonly sent: { readonly number: number; readonly response: Response; readonly intervalMs: number } | undefined;
  /** §3: a second one is not sent before the first has been acknowledged. */
  readonly waiting: readonly Response[];
}

export type ReliableInput<Response> =
  | { readonly type: 'given'; readonly response: Response }
  /** PRACK with this number in RAck. */
  | { readonly type: 'acknowledged'; readonly number: number }
  | { readonly type: 'timerExpired'; readonly timer: 'repeat' | 'giveUp' };

export type ReliableAction<Response> =
  | { readonly type: 'send'; readonly response: Response; readonly number: number }
  | { readonly type: 'startTimer'; readonly timer: 'repeat' | 'giveUp'; readonly delayMs: number }
  | { readonly type: 'stopTimers' }
  | { readonly type: 'reportAcknowledged'; readonly response: Response }
  /** 64*T1 without a PRACK: the INVITE is to be refused. */
  | { readonly type: 'reportMissed' };

export interface ReliableStep<Response> {
  readonly state: ReliableState<Response>;
  readonly actions: readonly ReliableAction<Response>[];
}

/** Somebody plays with us when more wait. */
const maxWaiting = 8;

/** `first`: a random number of 1 to 2^31-1 (§3). */
export function reliableStart(first: number): ReliableState<never> {
  return { next: first, sent: undefined, waiting: [] };
}

export function reliableMachine<Response>(
  state: ReliableState<Response>,
  input: ReliableInput<Response>,
  timers: SipTimers,
): ReliableStep<Response> {
  switch (input.type) {
    case 'given':
      if (state.sent === undefined) return send(state, input.response, timers);
      return { state: { ...state, waiting: [...state.waiting, input.response].slice(-maxWaiting) }, actions: [] };
    case 'acknowledged':
      return acknowledged(state, input.number, timers);
    case 'timerExpired':
      return expired(state, input.timer);
  }
}

function send<Response>(state: ReliableState<Response>, response: Response, timers: SipTimers): ReliableStep<Response> {
  const number = state.next;
  return {
    state: { ...state, next: number + 1, sent: { number, response, intervalMs: timers.t1Ms } },
    actions: [
      { type: 'send', response, number },
      { type: 'startTimer', timer: 'repeat', delayMs: timers.t1Ms },
      { type: 'startTimer', timer: 'giveUp', delayMs: 64 * timers.t1Ms },
    ],
  };
}

function acknowledged<Response>(state: ReliableState<Response>, number: number, timers: SipTimers): ReliableStep<Response> {
  const { sent } = state;
  if (sent?.number !== number) return { state, actions: [] };
  const [next, ...waiting] = state.waiting;
  const after: ReliableState<Response> = { ...state, sent: undefined, waiting };
  const done: readonly ReliableAction<Response>[] = [
    { type: 'stopTimers' },
    { type: 'reportAcknowledged', response: sent.response },
  ];
  if (next === undefined) return { state: after, actions: done };
  const step = send(after, next, timers);
  return { state: step.state, actions: [...done, ...step.actions] };
}

/** §3: doubles each time, without the bound of T2. */
function expired<Response>(state: ReliableState<Response>, timer: 'repeat' | 'giveUp'): ReliableStep<Response> {
  const { sent } = state;
  if (sent === undefined) return { state, actions: [] };
  if (timer === 'giveUp') {
    return { state: { ...state, sent: undefined, waiting: [] }, actions: [{ type: 'stopTimers' }, { type: 'reportMissed' }] };
  }
  const intervalMs = 2 * sent.intervalMs;
  return {
    state: { ...state, sent: { ...sent, intervalMs } },
    actions: [
      { type: 'send', response: sent.response, number: sent.number },
      { type: 'startTimer', timer: 'repeat', delayMs: intervalMs },
    ],
  };
}

/** §4, the calling side: RSeq of one early dialog. What leaves a gap is not acknowledged; what came before needs no second PRACK of its own. */
export function meetReliable(last: number | undefined, number: number): 'next' | 'repeated' | 'gap' {
  if (last === undefined || number === last + 1) return 'next';
  return number <= last ? 'repeated' : 'gap';
}

// The words that the four transaction machines have in common. A machine is a pure function from a state and an input to the next
// state and the actions that its runner carries out, in order; reports to the user come last, so that what they set off finds all done.

import type { SipResponse } from '../message/message.ts';
import type { SipTimers } from '../timers.ts';
import type { Target, TransportError } from '../transport/transport.ts';

/** What stays the same in a transaction's life. */
export interface MachineContext {
  readonly timers: SipTimers;
  /** Whether the transport delivers by itself: then nothing is repeated, and nobody waits for repetitions. */
  readonly reliable: boolean;
  /** Clients: how long the first answer may take when that is less than timers B and F, because there are others to be asked. */
  readonly patienceMs?: number;
}

export interface Step<State, Action> {
  readonly state: State;
  readonly actions: readonly Action[];
}

export interface Terminated {
  readonly name: 'terminated';
}

export type CommonInput<TimerName extends string> =
  | { readonly type: 'timerExpired'; readonly timer: TimerName }
  | { readonly type: 'transportFailed'; readonly error: TransportError };

/** Timer names of RFC 3261 table 4 and RFC 6026 §7.2. */
export type ClientTimer = 'A' | 'B' | 'D' | 'E' | 'F' | 'K' | 'M';

export type ClientInput =
  | { readonly type: 'started' }
  | { readonly type: 'responseReceived'; readonly response: SipResponse; readonly source: Target }
  | CommonInput<ClientTimer>;

export type ClientAction =
  | { readonly type: 'sendRequest' }
  /** The ACK of a non-2xx (RFC 3261 §17.1.1.3). */
  | { readonly type: 'sendAck'; readonly response: SipResponse }
  | { readonly type: 'startTimer'; readonly timer: ClientTimer; readonly delayMs: number }
  | { readonly type: 'stopTimer'; readonly timer: ClientTimer }
  | { readonly type: 'reportResponse'; readonly response: SipResponse; readonly source: Target }
  | { readonly type: 'reportTimeout' }
  | { readonly type: 'reportTransportFailure'; readonly error: TransportError };

/** `L` is of RFC 6026 §7.1; `trying` is the 200 ms of RFC 3261 §17.2.1; `unanswered` is ours, see non-invite-server.ts. */
export type ServerTimer = 'G' | 'H' | 'I' | 'J' | 'L' | 'trying' | 'unanswered';

export type ServerInput =
  | { readonly type: 'started' }
  | { readonly type: 'requestRepeated' }
  | { readonly type: 'ackReceived' }
  | { readonly type: 'responded'; readonly response: SipResponse }
  | CommonInput<ServerTimer>;

export type ServerAction =
  | { readonly type: 'sendResponse'; readonly response: SipResponse }
  /** 100 Trying, made by the runner. */
  | { readonly type: 'sendTrying' }
  | { readonly type: 'startTimer'; readonly timer: ServerTimer; readonly delayMs: number }
  | { readonly type: 'stopTimer'; readonly timer: ServerTimer }
  | { readonly type: 'reportAcknowledged' }
  /** An ACK that belongs to a 2xx: the user's. */
  | { readonly type: 'passAck' }
  | { readonly type: 'reportTimeout' }
  | { readonly type: 'reportTransportFailure'; readonly error: TransportError };

export const terminated: Terminated = { name: 'terminated' };

/** An input that means nothing in this state. */
export function stay<State>(state: State): Step<State, never> {
  return { state, actions: [] };
}

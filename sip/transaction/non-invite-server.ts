// Non-INVITE server transaction: RFC 3261 §17.2.2 with figure 8.

import type { SipResponse } from '../message/message.ts';
import { endTimerMs } from '../timers.ts';
import {
  type MachineContext,
  type ServerAction,
  type ServerInput,
  type Step,
  stay,
  type Terminated,
  terminated,
} from './machine.ts';

export type NonInviteServerState =
  | { readonly name: 'trying' }
  | { readonly name: 'proceeding'; readonly provisional: SipResponse }
  /** The final response is sent again for every repetition of the request until timer J. */
  | { readonly name: 'completed'; readonly response: SipResponse }
  | Terminated;

type NonInviteServerStep = Step<NonInviteServerState, ServerAction>;

export const nonInviteServerStart: NonInviteServerState = { name: 'trying' };

export function nonInviteServer(state: NonInviteServerState, input: ServerInput, context: MachineContext): NonInviteServerStep {
  switch (state.name) {
    case 'trying':
    case 'proceeding':
      return waiting(state, input, context);
    case 'completed':
      return completed(state, input);
    case 'terminated':
      return stay(state);
  }
}

function waiting(
  state: NonInviteServerState & { name: 'trying' | 'proceeding' },
  input: ServerInput,
  context: MachineContext,
): NonInviteServerStep {
  switch (input.type) {
    case 'started': {
      // The RFC lets an unanswered request wait for ever. Behind the client's timer F nobody hears an answer (RFC 4320 §4.2), so that a
      // user who forgets to answer costs no memory; T4 covers what is still on its way.
      const delayMs = 64 * context.timers.t1Ms + context.timers.t4Ms;
      return { state, actions: [{ type: 'startTimer', timer: 'unanswered', delayMs }] };
    }
    case 'requestRepeated':
      return state.name === 'trying' ? stay(state) : { state, actions: [send(state.provisional)] };
    case 'responded':
      return answered(input.response, context);
    case 'timerExpired':
      return input.timer === 'unanswered' ? { state: terminated, actions: [] } : stay(state);
    case 'transportFailed':
      return { state: terminated, actions: [{ type: 'reportTransportFailure', error: input.error }] };
    case 'ackReceived':
      return stay(state);
  }
}

function answered(response: SipResponse, context: MachineContext): NonInviteServerStep {
  if (response.status < 200) return { state: { name: 'proceeding', provisional: response }, actions: [send(response)] };
  const actions: readonly ServerAction[] = [{ type: 'stopTimer', timer: 'unanswered' }, send(response)];
  if (context.reliable) return { state: terminated, actions };
  const linger: ServerAction = { type: 'startTimer', timer: 'J', delayMs: endTimerMs(context.timers, 'J') };
  return { state: { name: 'completed', response }, actions: [...actions, linger] };
}

function completed(state: NonInviteServerState & { name: 'completed' }, input: ServerInput): NonInviteServerStep {
  if (input.type === 'requestRepeated') return { state, actions: [send(state.response)] };
  if (input.type === 'timerExpired' && input.timer === 'J') return { state: terminated, actions: [] };
  if (input.type === 'transportFailed') {
    return { state: terminated, actions: [{ type: 'reportTransportFailure', error: input.error }] };
  }
  return stay(state);
}

function send(response: SipResponse): ServerAction {
  return { type: 'sendResponse', response };
}

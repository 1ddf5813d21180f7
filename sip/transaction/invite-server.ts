// INVITE server transaction: RFC 3261 §17.2.1, as corrected by RFC 6026 §7.1 with its figure.

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

export type InviteServerState =
  /** `provisional` is the last one sent; `trying` when it was our own 100. */
  | { readonly name: 'proceeding'; readonly provisional: SipResponse | 'trying' | undefined }
  /** 300-699 sent, repeated by timer G until the ACK or timer H. */
  | { readonly name: 'completed'; readonly response: SipResponse; readonly intervalMs: number }
  /** ACK came; repetitions of it are swallowed until timer I. */
  | { readonly name: 'confirmed' }
  /** 2xx sent; repetitions of the INVITE are swallowed until timer L, those of the 2xx are the user's. */
  | { readonly name: 'accepted' }
  | Terminated;

type InviteServerStep = Step<InviteServerState, ServerAction>;

export const inviteServerStart: InviteServerState = { name: 'proceeding', provisional: undefined };

/** RFC 3261 §17.2.1. */
const tryingAfterMs = 200;

export function inviteServer(state: InviteServerState, input: ServerInput, context: MachineContext): InviteServerStep {
  // RFC 6026 §8.6: a transport that fails is reported, and the machine waits on: the next repetition may find a way.
  if (input.type === 'transportFailed' && state.name !== 'confirmed' && state.name !== 'terminated') {
    return { state, actions: [{ type: 'reportTransportFailure', error: input.error }] };
  }
  switch (state.name) {
    case 'proceeding':
      return proceeding(state, input, context);
    case 'completed':
      return completed(state, input, context);
    case 'confirmed':
      return input.type === 'timerExpired' && input.timer === 'I' ? { state: terminated, actions: [] } : stay(state);
    case 'accepted':
      return accepted(state, input);
    case 'terminated':
      return stay(state);
  }
}

function proceeding(
  state: InviteServerState & { name: 'proceeding' },
  input: ServerInput,
  context: MachineContext,
): InviteServerStep {
  switch (input.type) {
    case 'started':
      return { state, actions: [{ type: 'startTimer', timer: 'trying', delayMs: tryingAfterMs }] };
    case 'timerExpired':
      if (input.timer !== 'trying') return stay(state);
      return { state: { name: 'proceeding', provisional: 'trying' }, actions: [{ type: 'sendTrying' }] };
    case 'requestRepeated':
      if (state.provisional === undefined) return stay(state);
      return { state, actions: [state.provisional === 'trying' ? { type: 'sendTrying' } : send(state.provisional)] };
    case 'responded':
      return answered(input.response, context);
    default:
      return stay(state);
  }
}

function answered(response: SipResponse, context: MachineContext): InviteServerStep {
  const { t1Ms } = context.timers;
  const actions: ServerAction[] = [{ type: 'stopTimer', timer: 'trying' }, send(response)];
  if (response.status < 200) return { state: { name: 'proceeding', provisional: response }, actions };
  if (response.status < 300) {
    return { state: { name: 'accepted' }, actions: [...actions, { type: 'startTimer', timer: 'L', delayMs: 64 * t1Ms }] };
  }
  if (!context.reliable) actions.push({ type: 'startTimer', timer: 'G', delayMs: t1Ms });
  actions.push({ type: 'startTimer', timer: 'H', delayMs: endTimerMs(context.timers, 'H') });
  return { state: { name: 'completed', response, intervalMs: t1Ms }, actions };
}

function completed(
  state: InviteServerState & { name: 'completed' },
  input: ServerInput,
  context: MachineContext,
): InviteServerStep {
  if (input.type === 'requestRepeated') return { state, actions: [send(state.response)] };
  if (input.type === 'ackReceived') return confirmed(context);
  if (input.type !== 'timerExpired') return stay(state);
  if (input.timer === 'H') return { state: terminated, actions: [{ type: 'reportTimeout' }] };
  if (input.timer !== 'G') return stay(state);
  const intervalMs = Math.min(2 * state.intervalMs, context.timers.t2Ms);
  return {
    state: { ...state, intervalMs },
    actions: [send(state.response), { type: 'startTimer', timer: 'G', delayMs: intervalMs }],
  };
}

function confirmed(context: MachineContext): InviteServerStep {
  const stop: readonly ServerAction[] = [
    { type: 'stopTimer', timer: 'G' },
    { type: 'stopTimer', timer: 'H' },
  ];
  const report: ServerAction = { type: 'reportAcknowledged' };
  if (context.reliable) return { state: terminated, actions: [...stop, report] };
  const linger: ServerAction = { type: 'startTimer', timer: 'I', delayMs: context.timers.t4Ms };
  return { state: { name: 'confirmed' }, actions: [...stop, linger, report] };
}

function accepted(state: InviteServerState, input: ServerInput): InviteServerStep {
  if (input.type === 'responded') {
    return input.response.status >= 200 && input.response.status < 300 ? { state, actions: [send(input.response)] } : stay(state);
  }
  if (input.type === 'ackReceived') return { state, actions: [{ type: 'passAck' }] };
  return input.type === 'timerExpired' && input.timer === 'L' ? { state: terminated, actions: [] } : stay(state);
}

function send(response: SipResponse): ServerAction {
  return { type: 'sendResponse', response };
}

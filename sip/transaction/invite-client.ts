// INVITE client transaction: RFC 3261 §17.1.1 with figure 5, as corrected by RFC 6026 §7.2 and §8.4.

import type { SipResponse } from '../message/message.ts';
import { endTimerMs } from '../timers.ts';
import type { Target } from '../transport/transport.ts';
import {
  type ClientAction,
  type ClientInput,
  type MachineContext,
  type Step,
  stay,
  type Terminated,
  terminated,
} from './machine.ts';

export type InviteClientState =
  /** Sent, nothing heard. `intervalMs` is what timer A was last set to, `repeats` how often it was sent again. */
  | { readonly name: 'calling'; readonly intervalMs: number; readonly repeats: number }
  /** Its user asks others by now. Nothing is repeated, but what still comes is heard: else somebody would ring for nobody. */
  | { readonly name: 'overdue' }
  | { readonly name: 'proceeding' }
  /** 300-699 came; until timer D its repetitions are acknowledged, and the 2xx of a branch that was slower passed up. */
  | { readonly name: 'completed' }
  /** 2xx came; its repetitions and those of other branches are passed up until timer M. */
  | { readonly name: 'accepted' }
  | Terminated;

type InviteClientStep = Step<InviteClientState, ClientAction>;

export const inviteClientStart: InviteClientState = { name: 'calling', intervalMs: 0, repeats: 0 };

/** RFC 3261 §17.1.1.2: at least 32 s, because the client does not know the server's T1; less only by the administrator's wish. */
const leastTimerDMs = 32_000;

export function inviteClient(state: InviteClientState, input: ClientInput, context: MachineContext): InviteClientStep {
  switch (state.name) {
    case 'calling':
      return calling(state, input, context);
    case 'overdue':
    case 'proceeding':
      if (input.type === 'responseReceived') return heard(state, input.response, input.source, context);
      if (state.name === 'overdue' && input.type === 'timerExpired') return { state: terminated, actions: [] };
      return failing(state, input);
    case 'completed':
      return completed(state, input);
    case 'accepted':
      return accepted(state, input);
    case 'terminated':
      return stay(state);
  }
}

function calling(state: InviteClientState & { name: 'calling' }, input: ClientInput, context: MachineContext): InviteClientStep {
  const { t1Ms, retransmissions } = context.timers;
  const mostRepeats = retransmissions?.invite ?? Number.POSITIVE_INFINITY;
  switch (input.type) {
    case 'started': {
      const actions: ClientAction[] = [{ type: 'sendRequest' }];
      if (!context.reliable && mostRepeats > 0) actions.push({ type: 'startTimer', timer: 'A', delayMs: t1Ms });
      actions.push({ type: 'startTimer', timer: 'B', delayMs: context.patienceMs ?? endTimerMs(context.timers, 'B') });
      return { state: { name: 'calling', intervalMs: t1Ms, repeats: 0 }, actions };
    }
    case 'timerExpired':
      if (input.timer === 'B') return timedOut(context);
      if (input.timer === 'A') {
        // Doubled without a ceiling, unlike timer E.
        const intervalMs = 2 * state.intervalMs;
        const repeats = state.repeats + 1;
        const again: readonly ClientAction[] =
          repeats < mostRepeats ? [{ type: 'startTimer', timer: 'A', delayMs: intervalMs }] : [];
        return { state: { name: 'calling', intervalMs, repeats }, actions: [{ type: 'sendRequest' }, ...again] };
      }
      return stay(state);
    case 'responseReceived':
      return heard(state, input.response, input.source, context);
    case 'transportFailed':
      return failing(state, input);
  }
}

/** Less than timer B was the patience of a user who has others to ask. */
function timedOut({ timers, patienceMs }: MachineContext): InviteClientStep {
  const leftMs = endTimerMs(timers, 'B') - (patienceMs ?? Number.POSITIVE_INFINITY);
  if (leftMs <= 0) return { state: terminated, actions: [{ type: 'reportTimeout' }] };
  return {
    state: { name: 'overdue' },
    actions: [{ type: 'stopTimer', timer: 'A' }, { type: 'startTimer', timer: 'B', delayMs: leftMs }, { type: 'reportTimeout' }],
  };
}

/** A response in Calling, Overdue or Proceeding. */
function heard(state: InviteClientState, response: SipResponse, source: Target, context: MachineContext): InviteClientStep {
  // Timers A and B are of Calling alone: how long a phone may ring is the user's decision.
  const stopCalling: readonly ClientAction[] =
    state.name === 'calling' || state.name === 'overdue'
      ? [
          { type: 'stopTimer', timer: 'A' },
          { type: 'stopTimer', timer: 'B' },
        ]
      : [];
  const report: ClientAction = { type: 'reportResponse', response, source };
  if (response.status < 200) return { state: { name: 'proceeding' }, actions: [...stopCalling, report] };
  if (response.status < 300) {
    // RFC 6026 §8.4: whatever the transport, for a forked INVITE brings a 2xx from every branch.
    const waitMs = 64 * context.timers.t1Ms;
    return {
      state: { name: 'accepted' },
      actions: [...stopCalling, { type: 'startTimer', timer: 'M', delayMs: waitMs }, report],
    };
  }
  const acknowledge: ClientAction = { type: 'sendAck', response };
  return {
    state: { name: 'completed' },
    actions: [...stopCalling, acknowledge, { type: 'startTimer', timer: 'D', delayMs: timerDMs(context) }, report],
  };
}

/** Nothing is repeated where the transport is reliable (timer D is 0 there), but a proxy may still send a 2xx. */
function timerDMs({ reliable, timers }: MachineContext): number {
  const lateMs = 64 * timers.t1Ms;
  return reliable ? lateMs : (timers.ends?.D ?? Math.max(leastTimerDMs, lateMs));
}

/** RFC 3261 §16.7: a proxy that passed on a refusal, or gave up itself, passes on every 2xx that comes after all. */
function completed(state: InviteClientState, input: ClientInput): InviteClientStep {
  if (input.type === 'responseReceived') {
    const { response, source } = input;
    if (response.status < 200) return stay(state);
    if (response.status < 300) return { state, actions: [{ type: 'reportResponse', response, source }] };
    return { state, actions: [{ type: 'sendAck', response }] };
  }
  if (input.type === 'timerExpired' && input.timer === 'D') return { state: terminated, actions: [] };
  return failing(state, input);
}

function accepted(state: InviteClientState, input: ClientInput): InviteClientStep {
  if (input.type === 'responseReceived') {
    const { response, source } = input;
    if (response.status < 200 || response.status > 299) return stay(state);
    return { state, actions: [{ type: 'reportResponse', response, source }] };
  }
  if (input.type === 'timerExpired' && input.timer === 'M') return { state: terminated, actions: [] };
  return stay(state);
}

function failing(state: InviteClientState, input: ClientInput): InviteClientStep {
  if (input.type !== 'transportFailed') return stay(state);
  return { state: terminated, actions: [{ type: 'reportTransportFailure', error: input.error }] };
}

// Non-INVITE client transaction: RFC 3261 §17.1.2 with figure 6.

import { endTimerMs } from '../timers.ts';
import {
  type ClientAction,
  type ClientInput,
  type MachineContext,
  type Step,
  stay,
  type Terminated,
  terminated,
} from './machine.ts';

export type NonInviteClientState =
  /** `intervalMs` is what timer E was last set to, `repeats` how often the request was sent again. */
  | { readonly name: 'trying'; readonly intervalMs: number; readonly repeats: number }
  | { readonly name: 'proceeding'; readonly repeats: number }
  /** The final response came; its repetitions are swallowed until timer K. */
  | { readonly name: 'completed' }
  | Terminated;

type NonInviteClientStep = Step<NonInviteClientState, ClientAction>;

export const nonInviteClientStart: NonInviteClientState = { name: 'trying', intervalMs: 0, repeats: 0 };

export function nonInviteClient(state: NonInviteClientState, input: ClientInput, context: MachineContext): NonInviteClientStep {
  switch (state.name) {
    case 'trying':
    case 'proceeding':
      return waiting(state, input, context);
    case 'completed':
      return input.type === 'timerExpired' && input.timer === 'K' ? { state: terminated, actions: [] } : stay(state);
    case 'terminated':
      return stay(state);
  }
}

function waiting(
  state: NonInviteClientState & { name: 'trying' | 'proceeding' },
  input: ClientInput,
  context: MachineContext,
): NonInviteClientStep {
  const { t1Ms } = context.timers;
  switch (input.type) {
    case 'started': {
      const actions: ClientAction[] = [{ type: 'sendRequest' }];
      if (!context.reliable && mostRepeats(context) > 0) actions.push({ type: 'startTimer', timer: 'E', delayMs: t1Ms });
      actions.push({ type: 'startTimer', timer: 'F', delayMs: context.patienceMs ?? endTimerMs(context.timers, 'F') });
      return { state: { name: 'trying', intervalMs: t1Ms, repeats: 0 }, actions };
    }
    case 'timerExpired':
      if (input.timer === 'F') return { state: terminated, actions: [{ type: 'reportTimeout' }] };
      return input.timer === 'E' ? repeat(state, context) : stay(state);
    case 'responseReceived':
      return heard(state, input, context);
    case 'transportFailed':
      return { state: terminated, actions: [{ type: 'reportTransportFailure', error: input.error }] };
  }
}

/** Timer E. After a provisional response the request is still repeated, for the final one may be lost, but at T2. */
function repeat(state: NonInviteClientState & { name: 'trying' | 'proceeding' }, context: MachineContext): NonInviteClientStep {
  const { t2Ms } = context.timers;
  const delayMs = state.name === 'trying' ? Math.min(2 * state.intervalMs, t2Ms) : t2Ms;
  const repeats = state.repeats + 1;
  const again: readonly ClientAction[] = repeats < mostRepeats(context) ? [{ type: 'startTimer', timer: 'E', delayMs }] : [];
  return {
    state: state.name === 'trying' ? { name: 'trying', intervalMs: delayMs, repeats } : { name: 'proceeding', repeats },
    actions: [{ type: 'sendRequest' }, ...again],
  };
}

function mostRepeats({ timers }: MachineContext): number {
  return timers.retransmissions?.other ?? Number.POSITIVE_INFINITY;
}

function heard(
  state: NonInviteClientState & { name: 'trying' | 'proceeding' },
  input: ClientInput & { type: 'responseReceived' },
  context: MachineContext,
): NonInviteClientStep {
  const report: ClientAction = { type: 'reportResponse', response: input.response, source: input.source };
  if (input.response.status < 200) {
    if (state.name !== 'trying') return { state, actions: [report] };
    // It lives: from here on it gets the whole time.
    const delayMs = endTimerMs(context.timers, 'F') - (context.patienceMs ?? 0);
    const wait: readonly ClientAction[] = context.patienceMs === undefined ? [] : [{ type: 'startTimer', timer: 'F', delayMs }];
    return { state: { name: 'proceeding', repeats: state.repeats }, actions: [...wait, report] };
  }
  const stop: readonly ClientAction[] = [
    { type: 'stopTimer', timer: 'E' },
    { type: 'stopTimer', timer: 'F' },
  ];
  if (context.reliable) return { state: terminated, actions: [...stop, report] };
  const linger: ClientAction = { type: 'startTimer', timer: 'K', delayMs: context.timers.t4Ms };
  return { state: { name: 'completed' }, actions: [...stop, linger, report] };
}

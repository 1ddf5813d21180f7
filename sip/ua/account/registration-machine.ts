// A registration as a pure state machine (RFC 3261 §10.2): what to do next after each answer, silence or wish. Its runner,
// registration.ts, sends and keeps the one timer that the states know.

import { isLongerWithinReason, latestRefreshMs } from '../request/refresh-time.ts';
import type { AccountEvent } from '../user-agent-events.ts';
import type { RegistrationLimits } from './routing-settings.ts';

export interface RegistrationPolicy {
  /** What we ask for. */
  readonly expiresS: number;
  /** First pause after a failure. */
  readonly retryS: number;
  /** Longest pause after repeated failures. */
  readonly retryMaxS: number;
  /** Whether a refusal with that status is worth trying again soon. */
  readonly retriesSoon: (status: number) => boolean;
  /** The pause after any other refusal; 0: not before something changes. */
  readonly longRetryS: number;
  readonly limits?: RegistrationLimits;
}

export type RegistrationState =
  | { readonly name: 'idle' }
  /** `failures`: consecutive, before this attempt. `askS`: differs from the policy's after 423. */
  | { readonly name: 'registering'; readonly failures: number; readonly askS: number; readonly again: boolean }
  | { readonly name: 'registered'; readonly expiresS: number }
  | { readonly name: 'waiting'; readonly failures: number }
  | { readonly name: 'unregistering' };

export type RegistrationInput =
  | { readonly type: 'wanted' }
  | { readonly type: 'unwanted' }
  /** Our address or the settings changed: what the registrar holds is out of date. */
  | { readonly type: 'outdated' }
  | { readonly type: 'timerExpired' }
  /** The connection that the registration went over is closed: its server may have forgotten us, or can not reach us. */
  | { readonly type: 'connectionLost' }
  | { readonly type: 'accepted'; readonly expiresS: number }
  | { readonly type: 'tooBrief'; readonly minimumS: number }
  | {
      readonly type: 'failed';
      readonly cause: 'credentialsRefused' | 'refused' | 'unreachable' | 'timedOut';
      readonly status: number | undefined;
      readonly reason: string;
      readonly retryAfterMs: number | undefined;
    };

/** What the owner of an account hears of its registration. */
export type RegistrationEvent = Extract<
  AccountEvent,
  { readonly type: 'registering' | 'registered' | 'unregistered' | 'registrationFailed' }
>;

export type RegistrationAction =
  | { readonly type: 'send'; readonly expiresS: number }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' }
  | { readonly type: 'report'; readonly event: RegistrationEvent };

export interface RegistrationStep {
  readonly state: RegistrationState;
  readonly actions: readonly RegistrationAction[];
}

export interface RegistrationContext {
  readonly policy: RegistrationPolicy;
  /** 0 to below 1: jitter, so that a building's phones do not come back in step after a power cut (RFC 5626 §4.5). */
  readonly fraction: number;
}

/** A password does not mend itself, and registrars lock accounts that guess. */
const credentialsPauseMs = 3_600_000;

export function registrationMachine(
  state: RegistrationState,
  input: RegistrationInput,
  context: RegistrationContext,
): RegistrationStep {
  switch (input.type) {
    case 'wanted':
      return state.name === 'idle' || state.name === 'waiting' || state.name === 'unregistering'
        ? begin(0, context)
        : stay(state);
    case 'outdated':
      return outdated(state, context);
    case 'unwanted':
      return unwanted(state);
    case 'timerExpired':
      return timerExpired(state, context);
    case 'connectionLost':
      return connectionLost(state, context);
    case 'accepted':
      return accepted(state, input.expiresS, context);
    case 'tooBrief':
      return tooBrief(state, input.minimumS, context);
    case 'failed':
      return failed(state, input, context);
  }
}

function outdated(state: RegistrationState, context: RegistrationContext): RegistrationStep {
  if (state.name === 'idle' || state.name === 'unregistering') return stay(state);
  if (state.name === 'registering') return { state: { ...state, again: true }, actions: [] };
  return begin(0, context);
}

function unwanted(state: RegistrationState): RegistrationStep {
  switch (state.name) {
    case 'idle':
    case 'unregistering':
      return stay(state);
    case 'waiting':
      return { state: { name: 'idle' }, actions: [{ type: 'stopTimer' }, { type: 'report', event: { type: 'unregistered' } }] };
    // Also when the answer to REGISTER is still to come: it may have arrived.
    case 'registering':
    case 'registered':
      return { state: { name: 'unregistering' }, actions: [{ type: 'stopTimer' }, { type: 'send', expiresS: 0 }] };
  }
}

function timerExpired(state: RegistrationState, context: RegistrationContext): RegistrationStep {
  if (state.name === 'waiting') return begin(state.failures, context);
  if (state.name !== 'registered') return stay(state);
  // A refresh is nothing to tell: the phone stays registered unless it fails.
  const { expiresS } = context.policy;
  return {
    state: { name: 'registering', failures: 0, askS: expiresS, again: false },
    actions: [{ type: 'send', expiresS }],
  };
}

/** Not at once: a server that closes after every answer shall not be met with a storm. */
function connectionLost(state: RegistrationState, context: RegistrationContext): RegistrationStep {
  if (state.name !== 'registered') return stay(state);
  const delayMs = Math.max(context.policy.retryS, 1) * 1000 * (0.5 + context.fraction / 2);
  return { state, actions: [{ type: 'startTimer', delayMs: Math.min(delayMs, (state.expiresS * 1000) / 2) }] };
}

function begin(failures: number, context: RegistrationContext): RegistrationStep {
  const { expiresS } = context.policy;
  return {
    state: { name: 'registering', failures, askS: expiresS, again: false },
    actions: [{ type: 'stopTimer' }, { type: 'report', event: { type: 'registering' } }, { type: 'send', expiresS }],
  };
}

function accepted(state: RegistrationState, grantedS: number, context: RegistrationContext): RegistrationStep {
  if (state.name === 'unregistering') return gone();
  if (state.name !== 'registering') return stay(state);
  if (state.again) return begin(0, context);
  if (grantedS <= 0) return failed(state, noBinding, context);
  const { limits } = context.policy;
  const expiresS = limits === undefined ? grantedS : Math.min(Math.max(grantedS, limits.shortestS), limits.longestS);
  const before = limits === undefined ? undefined : limits.refreshBeforeS * 1000;
  return {
    state: { name: 'registered', expiresS },
    actions: [
      { type: 'startTimer', delayMs: latestRefreshMs(expiresS * 1000, before) },
      { type: 'report', event: { type: 'registered', expiresS } },
    ],
  };
}

/** §10.2.8 and §21.4.17. */
function tooBrief(state: RegistrationState, minimumS: number, context: RegistrationContext): RegistrationStep {
  if (state.name === 'unregistering') return gone();
  if (state.name !== 'registering') return stay(state);
  if (!isLongerWithinReason(minimumS, state.askS)) {
    return failed(state, { ...noBinding, status: 423, reason: 'Interval Too Brief' }, context);
  }
  return { state: { ...state, askS: minimumS }, actions: [{ type: 'send', expiresS: minimumS }] };
}

function failed(
  state: RegistrationState,
  input: RegistrationInput & { type: 'failed' },
  context: RegistrationContext,
): RegistrationStep {
  if (state.name === 'unregistering') return gone();
  if (state.name !== 'registering') return stay(state);
  if (state.again) return begin(state.failures, context);
  const pause = pauseMs(state.failures, input, context);
  const retryAfterMs = pause === undefined ? undefined : Math.round(pause);
  const { cause, status, reason } = input;
  const wait: readonly RegistrationAction[] = retryAfterMs === undefined ? [] : [{ type: 'startTimer', delayMs: retryAfterMs }];
  return {
    state: { name: 'waiting', failures: state.failures + 1 },
    actions: [...wait, { type: 'report', event: { type: 'registrationFailed', status, reason, cause, retryAfterMs } }],
  };
}

/** Doubled each time up to the cap, then 50 to 100 % of it by chance (RFC 5626 §4.5); never earlier than Retry-After says. */
function pauseMs(
  failures: number,
  input: RegistrationInput & { type: 'failed' },
  { policy, fraction }: RegistrationContext,
): number | undefined {
  if (input.cause === 'credentialsRefused') return credentialsPauseMs * (1 + fraction / 4);
  const retryAfterMs = input.retryAfterMs ?? 0;
  if (input.cause === 'refused' && input.status !== undefined && !policy.retriesSoon(input.status)) {
    if (policy.longRetryS === 0 && retryAfterMs === 0) return undefined;
    const longMs = policy.longRetryS * 1000 * (1 + fraction / 4);
    return Math.max(longMs, retryAfterMs) + (policy.limits?.addedLongRetryS ?? 0) * 1000 * fraction;
  }
  const firstMs = Math.max(policy.retryS, 1) * 1000;
  const ceilingMs = Math.max(policy.retryMaxS * 1000, firstMs);
  const pause = Math.min(firstMs * 2 ** Math.min(failures, 20), ceilingMs) * (0.5 + fraction / 2);
  return Math.max(pause, retryAfterMs) + (policy.limits?.addedRetryS ?? 0) * 1000 * fraction;
}

function gone(): RegistrationStep {
  return { state: { name: 'idle' }, actions: [{ type: 'report', event: { type: 'unregistered' } }] };
}

function stay(state: RegistrationState): RegistrationStep {
  return { state, actions: [] };
}

const noBinding: RegistrationInput & { type: 'failed' } = {
  type: 'failed',
  cause: 'refused',
  status: 200,
  reason: 'No binding for this phone',
  retryAfterMs: undefined,
};

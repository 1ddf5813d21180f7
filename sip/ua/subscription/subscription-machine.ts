// A subscription as a pure state machine (RFC 6665 §4.1): when it is asked for, and asked for again after a refusal, silence or an end.
// While it stands its dialogs have machines of their own (usage-machine.ts).

import { isLongerWithinReason } from '../request/refresh-time.ts';
import { growingPauseMs, isFinalRefusal, longPauseMs } from './retry-pauses.ts';
import type { SubscriptionEvent } from './subscription-events.ts';

export type AttemptState =
  | { readonly name: 'idle' }
  /** `failures`: consecutive, before this attempt. `askS`: differs from what is wanted after 423. */
  | { readonly name: 'subscribing'; readonly failures: number; readonly askS: number }
  /** Accepted; the NOTIFY that makes the dialog is still to come. */
  | { readonly name: 'awaiting'; readonly failures: number }
  | { readonly name: 'established'; readonly failures: number; readonly sinceMs: number }
  | { readonly name: 'waiting'; readonly failures: number }
  | { readonly name: 'over' };

export type AttemptInput =
  | { readonly type: 'wanted' }
  | { readonly type: 'unwanted' }
  /** Until it is wanted again. */
  | { readonly type: 'paused' }
  /** Our address changed: what is being asked comes from the wrong place. */
  | { readonly type: 'outdated' }
  | { readonly type: 'timerExpired' }
  | { readonly type: 'accepted' }
  | { readonly type: 'tooBrief'; readonly minimumS: number }
  | {
      readonly type: 'failed';
      /** Undefined when no answer came. */
      readonly status: number | undefined;
      readonly reason: string;
      readonly retryAfterMs: number | undefined;
    }
  /** A NOTIFY made a dialog. */
  | { readonly type: 'established' }
  /** The last dialog is gone. `reason` as in `UsageAction`. */
  | { readonly type: 'lost'; readonly reason: string; readonly retryAfterMs: number | undefined };

export type AttemptAction =
  | { readonly type: 'send'; readonly expiresS: number }
  /** Nothing more of the attempt is wanted: neither its answer nor its NOTIFY. */
  | { readonly type: 'forget' }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' }
  | { readonly type: 'report'; readonly event: SubscriptionEvent };

export interface AttemptStep {
  readonly state: AttemptState;
  readonly actions: readonly AttemptAction[];
}

export interface AttemptContext {
  readonly nowMs: number;
  /** 0 to below 1. */
  readonly fraction: number;
  readonly expiresS: number;
  /** First pause after a failure; half a minute when undefined. */
  readonly retryMs?: number | undefined;
  /** Timer N: 64·T1 (§4.1.2.4). */
  readonly patienceMs: number;
}

/** What ends sooner is a notifier that takes us in and throws us out again: it is not asked again at once. */
const soonMs = 10_000;
/** A server that moves its subscribers away shall not get them back in one second. */
const spreadMs = 2000;

export function subscriptionMachine(state: AttemptState, input: AttemptInput, context: AttemptContext): AttemptStep {
  switch (input.type) {
    case 'wanted':
      return state.name === 'idle' || state.name === 'waiting' ? begin(0, context) : stay(state);
    case 'unwanted':
      return { state: { name: 'over' }, actions: [{ type: 'forget' }, { type: 'stopTimer' }] };
    case 'paused':
      if (state.name === 'over') return stay(state);
      return { state: { name: 'idle' }, actions: [{ type: 'forget' }, { type: 'stopTimer' }] };
    case 'outdated':
      return state.name === 'subscribing' || state.name === 'awaiting' || state.name === 'waiting'
        ? begin(0, context)
        : stay(state);
    case 'timerExpired':
      return timerExpired(state, context);
    case 'accepted':
      return accepted(state, context);
    case 'tooBrief':
      return tooBrief(state, input.minimumS, context);
    case 'failed':
      return state.name === 'subscribing' ? failed(state.failures, input, context) : stay(state);
    case 'established':
      return established(state, context);
    case 'lost':
      return lost(state, input.reason, input.retryAfterMs, context);
  }
}

function begin(failures: number, context: AttemptContext, askS: number = context.expiresS): AttemptStep {
  return {
    state: { name: 'subscribing', failures, askS },
    actions: [{ type: 'forget' }, { type: 'stopTimer' }, { type: 'send', expiresS: askS }],
  };
}

function accepted(state: AttemptState, { patienceMs }: AttemptContext): AttemptStep {
  if (state.name !== 'subscribing') return stay(state);
  return { state: { name: 'awaiting', failures: state.failures }, actions: [{ type: 'startTimer', delayMs: patienceMs }] };
}

function established(state: AttemptState, { nowMs }: AttemptContext): AttemptStep {
  if (state.name !== 'subscribing' && state.name !== 'awaiting') return stay(state);
  return {
    state: { name: 'established', failures: state.failures, sinceMs: nowMs },
    actions: [{ type: 'stopTimer' }],
  };
}

function timerExpired(state: AttemptState, context: AttemptContext): AttemptStep {
  if (state.name === 'waiting') return begin(state.failures, context);
  if (state.name !== 'awaiting') return stay(state);
  return failed(state.failures, { status: undefined, reason: 'no NOTIFY', retryAfterMs: undefined }, context);
}

/** RFC 3261 §21.4.17. */
function tooBrief(state: AttemptState, minimumS: number, context: AttemptContext): AttemptStep {
  if (state.name !== 'subscribing') return stay(state);
  if (isLongerWithinReason(minimumS, state.askS)) return begin(state.failures, context, minimumS);
  return failed(state.failures, { status: 423, reason: 'Interval Too Brief', retryAfterMs: undefined }, context);
}

function failed(
  failures: number,
  { status, reason, retryAfterMs }: Omit<AttemptInput & { type: 'failed' }, 'type'>,
  { fraction, retryMs }: AttemptContext,
): AttemptStep {
  const pauseMs = isFinalRefusal(status)
    ? longPauseMs(fraction, retryAfterMs)
    : growingPauseMs(failures, fraction, retryAfterMs, retryMs);
  const told = status === undefined ? {} : { status };
  return wait(failures + 1, pauseMs, { type: 'failed', ...told, reason, retryAfterMs: pauseMs });
}

/** §4.1.3. */
function lost(state: AttemptState, reason: string, retryAfterMs: number | undefined, context: AttemptContext): AttemptStep {
  if (state.name === 'idle' || state.name === 'over' || state.name === 'waiting') return stay(state);
  if (reason === 'invariant') {
    const event: SubscriptionEvent = { type: 'terminated', reason, retryAfterMs: undefined };
    return { state: { name: 'over' }, actions: [{ type: 'forget' }, { type: 'stopTimer' }, { type: 'report', event }] };
  }
  const held = state.name === 'established' && context.nowMs - state.sinceMs >= soonMs;
  const failures = held ? 0 : state.failures;
  const pauseMs = pauseAfter(reason, retryAfterMs, held, failures, context);
  return wait(held ? 0 : failures + 1, pauseMs, { type: 'terminated', reason, retryAfterMs: pauseMs });
}

function pauseAfter(
  reason: string,
  retryAfterMs: number | undefined,
  held: boolean,
  failures: number,
  { fraction, retryMs }: AttemptContext,
): number {
  switch (reason) {
    case 'rejected':
    case 'noresource':
      return longPauseMs(fraction, undefined);
    case 'probation':
      return retryAfterMs ?? growingPauseMs(failures, fraction, undefined, retryMs);
    default:
      // `deactivated` and `timeout` have no retry-after with a meaning; `giveup` and reasons to come have.
      if (!held) return growingPauseMs(failures, fraction, retryAfterMs, retryMs);
      return Math.max(
        Math.round(fraction * spreadMs),
        reason === 'deactivated' || reason === 'timeout' ? 0 : (retryAfterMs ?? 0),
      );
  }
}

function wait(failures: number, delayMs: number, event: SubscriptionEvent): AttemptStep {
  return {
    state: { name: 'waiting', failures },
    actions: [{ type: 'forget' }, { type: 'startTimer', delayMs }, { type: 'report', event }],
  };
}

function stay(state: AttemptState): AttemptStep {
  return { state, actions: [] };
}

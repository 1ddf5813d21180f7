// A subscription that stands, in one dialog, as a pure state machine (RFC 6665 §4.1.2): how long it lives, when it is refreshed, how it
// ends. Its runner is subscriber-usage.ts; what comes before and after is subscription-machine.ts.

import { isLongerWithinReason, refreshDelayMs } from '../request/refresh-time.ts';
import { growingPauseMs } from './retry-pauses.ts';
import type { SubscriptionState } from './subscription-headers.ts';
import type { SubscriptionLimits } from './subscription-terms.ts';

export type UsageState =
  | {
      readonly name: 'standing';
      readonly phase: 'new' | 'active' | 'pending';
      /** Differs from what is wanted after 423. */
      readonly askS: number;
      readonly endsAtMs: number;
      /** `again`: what is being asked is out of date. */
      readonly refresh: 'none' | 'sent' | 'again';
      readonly failures: number;
    }
  /** SUBSCRIBE with Expires 0 is out; the last NOTIFY may still come (§4.1.2.3). */
  | { readonly name: 'leaving' }
  | { readonly name: 'gone' };

export type UsageInput =
  | { readonly type: 'notified'; readonly state: SubscriptionState }
  | { readonly type: 'accepted'; readonly expiresS: number }
  | { readonly type: 'tooBrief'; readonly minimumS: number }
  | { readonly type: 'failed'; readonly status: number | undefined; readonly retryAfterMs: number | undefined }
  | { readonly type: 'timerExpired' }
  /** Somebody wants the state, or our address changed. */
  | { readonly type: 'refreshWanted' }
  | { readonly type: 'unwanted' };

export type UsageAction =
  | { readonly type: 'send'; readonly expiresS: number }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' }
  | { readonly type: 'reportPhase'; readonly phase: 'active' | 'pending' }
  /** `reason`: the notifier's, `lost` when it knows nothing of us, `expired` when it fell silent, undefined when we left. */
  | { readonly type: 'end'; readonly reason: string | undefined; readonly retryAfterMs: number | undefined };

export interface UsageStep {
  readonly state: UsageState;
  readonly actions: readonly UsageAction[];
}

export interface UsageContext {
  readonly nowMs: number;
  /** 0 to below 1. */
  readonly fraction: number;
  /** Timer N: 64·T1 (§4.1.2.4). */
  readonly patienceMs: number;
  readonly limits?: SubscriptionLimits | undefined;
}

type Standing = Extract<UsageState, { name: 'standing' }>;

/** Seconds are rounded, and NOTIFYs take their time. */
const inStepMs = 2000;

/** §4.1.2.2: the answers to a refresh that end the subscription. */
const endingStatuses: ReadonlySet<number> = new Set([404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]);

export function newUsage(askS: number, context: UsageContext): UsageState {
  return { name: 'standing', phase: 'new', askS, endsAtMs: context.nowMs + askS * 1000, refresh: 'none', failures: 0 };
}

export function usageMachine(state: UsageState, input: UsageInput, context: UsageContext): UsageStep {
  if (state.name === 'gone') return stay(state);
  if (state.name === 'leaving') return leaving(state, input);
  switch (input.type) {
    case 'notified':
      return notified(state, input.state, context);
    case 'accepted':
      return accepted(state, input.expiresS, context);
    case 'tooBrief':
      return isLongerWithinReason(input.minimumS, state.askS)
        ? send({ ...state, askS: input.minimumS })
        : failed(state, 423, undefined, context);
    case 'failed':
      return failed(state, input.status, input.retryAfterMs, context);
    case 'timerExpired':
      return context.nowMs >= state.endsAtMs && state.failures > 0 ? gone('expired') : send(state);
    case 'refreshWanted':
      return state.refresh === 'none' ? send(state) : stay({ ...state, refresh: 'again' });
    case 'unwanted':
      return {
        state: { name: 'leaving' },
        actions: [
          { type: 'send', expiresS: 0 },
          { type: 'startTimer', delayMs: context.patienceMs },
        ],
      };
  }
}

function leaving(state: UsageState, input: UsageInput): UsageStep {
  const over = input.type === 'failed' || input.type === 'timerExpired' || input.type === 'tooBrief';
  return over || (input.type === 'notified' && input.state.state === 'terminated') ? gone(undefined) : stay(state);
}

/** §4.1.3: what the NOTIFY says of the time that is left counts. */
function notified(state: Standing, told: SubscriptionState, context: UsageContext): UsageStep {
  if (told.state === 'terminated') return gone(told.reason ?? 'unknown', told.retryAfterMs);
  const news: UsageAction[] = told.state === state.phase ? [] : [{ type: 'reportPhase', phase: told.state }];
  const phase = told.state;
  // A time outside the limits counts at the beginning only: what counts down shall not push the end before it.
  const says = told.expiresS !== undefined && within(told.expiresS, context) === told.expiresS;
  if (!says && state.phase !== 'new') return { state: { ...state, phase }, actions: news };
  const lifeMs = told.expiresS === undefined ? state.endsAtMs - context.nowMs : within(told.expiresS, context) * 1000;
  const next: Standing = { ...state, phase, endsAtMs: context.nowMs + lifeMs };
  // A refresh under way sets the timer when it is answered; and a time that counts down in step has it set already.
  const inStep = state.phase !== 'new' && Math.abs(next.endsAtMs - state.endsAtMs) < inStepMs;
  if (state.refresh !== 'none' || inStep)
    return { state: { ...next, endsAtMs: inStep ? state.endsAtMs : next.endsAtMs }, actions: news };
  return { state: next, actions: [...news, { type: 'startTimer', delayMs: refreshDelayMs(lifeMs, context.fraction) }] };
}

function accepted(state: Standing, expiresS: number, context: UsageContext): UsageStep {
  if (state.refresh === 'again') return send(state);
  const lifeMs = within(expiresS, context) * 1000;
  return {
    state: { ...state, refresh: 'none', failures: 0, endsAtMs: context.nowMs + lifeMs },
    actions: [{ type: 'startTimer', delayMs: refreshDelayMs(lifeMs, context.fraction) }],
  };
}

/** §4.1.2.2: any other failure leaves the subscription as it is, for as long as it was granted. */
function failed(state: Standing, status: number | undefined, retryAfterMs: number | undefined, context: UsageContext): UsageStep {
  if (status !== undefined && endingStatuses.has(status)) return gone('lost');
  const leftMs = state.endsAtMs - context.nowMs;
  if (leftMs <= 0) return gone('expired');
  const retryMs = context.limits === undefined ? undefined : context.limits.retryS * 1000;
  const delayMs = Math.min(growingPauseMs(state.failures, context.fraction, retryAfterMs, retryMs), leftMs);
  return { state: { ...state, refresh: 'none', failures: state.failures + 1 }, actions: [{ type: 'startTimer', delayMs }] };
}

function within(expiresS: number, { limits }: UsageContext): number {
  return limits === undefined ? expiresS : Math.min(Math.max(expiresS, limits.shortestS), limits.longestS);
}

function send(state: Standing): UsageStep {
  return { state: { ...state, refresh: 'sent' }, actions: [{ type: 'stopTimer' }, { type: 'send', expiresS: state.askS }] };
}

function gone(reason: string | undefined, retryAfterMs?: number): UsageStep {
  return { state: { name: 'gone' }, actions: [{ type: 'stopTimer' }, { type: 'end', reason, retryAfterMs }] };
}

function stay(state: UsageState): UsageStep {
  return { state, actions: [] };
}

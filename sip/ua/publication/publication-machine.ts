// A publication as a pure state machine (RFC 3903 §4): first PUBLISH, refresh, change, removal, by the entity-tag that the server gave. One
// request is under way at a time; what changes meanwhile goes with the next.

import { isLongerWithinReason, refreshDelayMs } from '../request/refresh-time.ts';
import { growingPauseMs, isFinalRefusal, longPauseMs } from '../subscription/retry-pauses.ts';

export type PublicationState =
  | { readonly name: 'idle' }
  /** `etag`: of what the server has, as far as we know. `dirty`: the document changed since it was sent. */
  | {
      readonly name: 'publishing';
      readonly etag: string | undefined;
      readonly askS: number | undefined;
      readonly failures: number;
      readonly dirty: boolean;
    }
  | { readonly name: 'published'; readonly etag: string; readonly askS: number | undefined }
  | { readonly name: 'waiting'; readonly etag: string | undefined; readonly failures: number }
  | { readonly name: 'removing' }
  /** Told, or given up: what is told once needs nothing more. */
  | { readonly name: 'over' };

export type PublicationInput =
  | { readonly type: 'wanted' }
  | { readonly type: 'changed' }
  | { readonly type: 'unwanted' }
  /** Until it is wanted again, perhaps at another server. */
  | { readonly type: 'paused' }
  | { readonly type: 'timerExpired' }
  | { readonly type: 'accepted'; readonly etag: string | undefined; readonly expiresS: number }
  /** 412: the server has forgotten the entity. */
  | { readonly type: 'unknownEntity' }
  | { readonly type: 'tooBrief'; readonly minimumS: number }
  | {
      readonly type: 'failed';
      readonly status: number | undefined;
      readonly reason: string;
      readonly retryAfterMs: number | undefined;
    };

export type PublicationEvent =
  | { readonly type: 'published'; readonly expiresS: number }
  /** `retryAfterMs` undefined: it is given up. */
  | { readonly type: 'failed'; readonly status?: number; readonly reason: string; readonly retryAfterMs: number | undefined };

export type PublicationAction =
  /** `etag`: for SIP-If-Match. Without a document it refreshes or, with no time, removes. */
  | {
      readonly type: 'send';
      readonly etag: string | undefined;
      readonly expiresS: number | undefined;
      readonly withDocument: boolean;
    }
  | { readonly type: 'forget' }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' }
  | { readonly type: 'report'; readonly event: PublicationEvent };

export interface PublicationStep {
  readonly state: PublicationState;
  readonly actions: readonly PublicationAction[];
}

export interface PublicationContext {
  /** Undefined: it is told once, with nothing to refresh or take back. */
  readonly expiresS: number | undefined;
  /** 0 to below 1. */
  readonly fraction: number;
}

type Publishing = Extract<PublicationState, { name: 'publishing' }>;

/** A server that does not want what is told once is not pressed. */
const mostFailuresOfOnce = 2;

export function publicationMachine(
  state: PublicationState,
  input: PublicationInput,
  context: PublicationContext,
): PublicationStep {
  switch (input.type) {
    case 'wanted':
      return state.name === 'idle' || state.name === 'waiting' ? publish(undefined, context.expiresS, 0) : stay(state);
    case 'changed':
      return changed(state, context);
    case 'unwanted':
      return unwanted(state, context);
    case 'paused':
      return { state: { name: 'idle' }, actions: [{ type: 'forget' }, { type: 'stopTimer' }] };
    case 'timerExpired':
      return timerExpired(state, context);
    case 'unknownEntity':
      // §4.1: the whole document again, as if for the first time.
      return state.name === 'publishing' && state.etag !== undefined
        ? publish(undefined, state.askS, state.failures)
        : failed(state, { status: 412, reason: 'Conditional Request Failed', retryAfterMs: undefined }, context);
    case 'accepted':
      return accepted(state, input.etag, input.expiresS, context);
    case 'tooBrief':
      return tooBrief(state, input.minimumS, context);
    case 'failed':
      return failed(state, input, context);
  }
}

function publish(etag: string | undefined, askS: number | undefined, failures: number): PublicationStep {
  return {
    state: { name: 'publishing', etag, askS, failures, dirty: false },
    actions: [{ type: 'stopTimer' }, { type: 'send', etag, expiresS: askS, withDocument: true }],
  };
}

function changed(state: PublicationState, context: PublicationContext): PublicationStep {
  if (state.name === 'publishing') return stay({ ...state, dirty: true });
  if (state.name === 'published') return publish(state.etag, state.askS, 0);
  // What was refused was another document.
  return state.name === 'waiting' ? publish(state.etag, context.expiresS, state.failures) : stay(state);
}

/** §4.5. What is under way is given up: the answer would only bring a tag to remove. */
function unwanted(state: PublicationState, { expiresS }: PublicationContext): PublicationStep {
  // Told once: what is on its way may arrive, and is not sent again.
  if (expiresS === undefined && state.name === 'publishing') return stay({ ...state, failures: mostFailuresOfOnce });
  const etag = 'etag' in state ? state.etag : undefined;
  if (etag === undefined) return { state: { name: 'idle' }, actions: [{ type: 'forget' }, { type: 'stopTimer' }] };
  return {
    state: { name: 'removing' },
    actions: [{ type: 'forget' }, { type: 'stopTimer' }, { type: 'send', etag, expiresS: 0, withDocument: false }],
  };
}

function timerExpired(state: PublicationState, context: PublicationContext): PublicationStep {
  if (state.name === 'waiting') return publish(state.etag, context.expiresS, state.failures);
  if (state.name !== 'published') return stay(state);
  const { etag, askS } = state;
  return {
    state: { name: 'publishing', etag, askS, failures: 0, dirty: false },
    actions: [{ type: 'send', etag, expiresS: askS, withDocument: false }],
  };
}

function accepted(
  state: PublicationState,
  etag: string | undefined,
  expiresS: number,
  context: PublicationContext,
): PublicationStep {
  if (state.name === 'removing') return stay({ name: 'idle' });
  if (state.name !== 'publishing') return stay(state);
  if (context.expiresS === undefined) return over({ type: 'published', expiresS: 0 });
  // §11.3.1: every 2xx has one; without it nothing can be refreshed.
  if (etag === undefined) return failed(state, { status: 200, reason: 'no SIP-ETag', retryAfterMs: undefined }, context);
  if (state.dirty) return publish(etag, state.askS, 0);
  return {
    state: { name: 'published', etag, askS: state.askS },
    actions: [
      { type: 'startTimer', delayMs: refreshDelayMs(expiresS * 1000, context.fraction) },
      { type: 'report', event: { type: 'published', expiresS } },
    ],
  };
}

function tooBrief(state: PublicationState, minimumS: number, context: PublicationContext): PublicationStep {
  if (state.name === 'publishing' && state.askS !== undefined && isLongerWithinReason(minimumS, state.askS)) {
    return publish(state.etag, minimumS, state.failures);
  }
  return failed(state, { status: 423, reason: 'Interval Too Brief', retryAfterMs: undefined }, context);
}

function failed(
  state: PublicationState,
  { status, reason, retryAfterMs }: Omit<PublicationInput & { type: 'failed' }, 'type'>,
  { expiresS, fraction }: PublicationContext,
): PublicationStep {
  if (state.name === 'removing') return stay({ name: 'idle' });
  if (state.name !== 'publishing') return stay(state);
  if (expiresS === undefined && (isFinalRefusal(status) || state.failures >= mostFailuresOfOnce)) {
    return over({ type: 'failed', ...(status === undefined ? {} : { status }), reason, retryAfterMs: undefined });
  }
  return wait(state, { status, reason, retryAfterMs }, fraction);
}

function wait(
  { etag, failures }: Publishing,
  { status, reason, retryAfterMs }: Omit<PublicationInput & { type: 'failed' }, 'type'>,
  fraction: number,
): PublicationStep {
  const pauseMs = isFinalRefusal(status) ? longPauseMs(fraction, retryAfterMs) : growingPauseMs(failures, fraction, retryAfterMs);
  const told = status === undefined ? {} : { status };
  return {
    state: { name: 'waiting', etag, failures: failures + 1 },
    actions: [
      { type: 'startTimer', delayMs: pauseMs },
      { type: 'report', event: { type: 'failed', ...told, reason, retryAfterMs: pauseMs } },
    ],
  };
}

function over(event: PublicationEvent): PublicationStep {
  return { state: { name: 'over' }, actions: [{ type: 'stopTimer' }, { type: 'report', event }] };
}

function stay(state: PublicationState): PublicationStep {
  return { state, actions: [] };
}

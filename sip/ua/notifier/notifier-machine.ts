// One subscriber of ours as a pure state machine (RFC 6665 §4.2): when it is told something, how often, and when it is forgotten. One NOTIFY
// is under way at a time, so that they can not overtake each other; what happens meanwhile is told together afterwards.

export type NotifierState =
  | {
      readonly name: 'active';
      readonly endsAtMs: number;
      readonly due: 'nothing' | 'changes' | 'all';
      readonly sending: boolean;
      readonly notBeforeMs: number;
    }
  | { readonly name: 'ended' };

export type NotifierInput =
  /** SUBSCRIBE, the first and each refresh; 0 ends it. */
  | { readonly type: 'subscribed'; readonly expiresS: number }
  | { readonly type: 'changed' }
  /** To our NOTIFY. `status`: undefined when none came. */
  | { readonly type: 'answered'; readonly status: number | undefined; readonly retryAfterMs: number | undefined }
  | { readonly type: 'timerExpired' }
  /** We can not go on serving. */
  | { readonly type: 'stopped'; readonly reason: 'deactivated' | 'noresource' };

export type NotifierAction =
  | { readonly type: 'notify'; readonly scope: 'changes' | 'all'; readonly leftS: number }
  | { readonly type: 'notifyEnd'; readonly reason: 'timeout' | 'deactivated' | 'noresource' }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  /** The subscriber is gone. */
  | { readonly type: 'end' };

export interface NotifierStep {
  readonly state: NotifierState;
  readonly actions: readonly NotifierAction[];
}

export interface NotifierContext {
  readonly nowMs: number;
  readonly leastIntervalMs: number;
}

type Active = Extract<NotifierState, { name: 'active' }>;

/** A subscriber that is out of order is left alone for so long. */
const pauseMs = 30_000;

/** §4.2.2: the answers to a NOTIFY that end the subscription; so does none. */
const endingStatuses: ReadonlySet<number> = new Set([404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]);

export const newSubscriber: NotifierState = { name: 'active', endsAtMs: 0, due: 'nothing', sending: false, notBeforeMs: 0 };

export function notifierMachine(state: NotifierState, input: NotifierInput, context: NotifierContext): NotifierStep {
  if (state.name === 'ended') return { state, actions: [] };
  switch (input.type) {
    case 'subscribed':
      if (input.expiresS === 0) return end('timeout');
      // §4.2.1.2: every SUBSCRIBE is answered with the whole state, at once.
      return pump({ ...state, endsAtMs: context.nowMs + input.expiresS * 1000, due: 'all', notBeforeMs: 0 }, context);
    case 'changed':
      return pump({ ...state, due: state.due === 'all' ? 'all' : 'changes' }, context);
    case 'answered':
      return answered(state, input.status, input.retryAfterMs, context);
    case 'timerExpired':
      return pump(state, context);
    case 'stopped':
      return end(input.reason);
  }
}

function answered(
  state: Active,
  status: number | undefined,
  retryAfterMs: number | undefined,
  context: NotifierContext,
): NotifierStep {
  if (status === undefined || endingStatuses.has(status)) return { state: { name: 'ended' }, actions: [{ type: 'end' }] };
  if (status < 300) return pump({ ...state, sending: false }, context);
  return pump({ ...state, sending: false, due: 'all', notBeforeMs: context.nowMs + (retryAfterMs ?? pauseMs) }, context);
}

/** What is due now, and when something will be. */
function pump(state: Active, { nowMs, leastIntervalMs }: NotifierContext): NotifierStep {
  if (nowMs >= state.endsAtMs) return end('timeout');
  const leftMs = state.endsAtMs - nowMs;
  if (state.sending || state.due === 'nothing') return { state, actions: [{ type: 'startTimer', delayMs: leftMs }] };
  const waitMs = state.notBeforeMs - nowMs;
  if (waitMs > 0) return { state, actions: [{ type: 'startTimer', delayMs: Math.min(waitMs, leftMs) }] };
  return {
    state: { ...state, due: 'nothing', sending: true, notBeforeMs: nowMs + leastIntervalMs },
    actions: [
      { type: 'startTimer', delayMs: leftMs },
      { type: 'notify', scope: state.due, leftS: Math.ceil(leftMs / 1000) },
    ],
  };
}

function end(reason: 'timeout' | 'deactivated' | 'noresource'): NotifierStep {
  return { state: { name: 'ended' }, actions: [{ type: 'notifyEnd', reason }, { type: 'end' }] };
}

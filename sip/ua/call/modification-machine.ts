// Who may change the session now: re-INVITEs and UPDATEs of ours and of the other side, one at a time (RFC 3261 §14, RFC 3311 §5). Pure;
// modification.ts runs it.

/**
 * What we wish for: `held` is our hold, a=sendonly or inactive; `refresh` says anew where we are and what we can; `touch` only that we live
 * (RFC 4028).
 */
export type Wish = 'active' | 'held' | 'refresh' | 'touch';

export type ModificationState =
  /** The first offer waits for its answer; `next` for both. */
  | { readonly name: 'establishing'; readonly offerIsOurs: boolean; readonly next: Wish | undefined }
  | { readonly name: 'stable' }
  /** Our re-INVITE or UPDATE is out. `next` waits for its end. */
  | { readonly name: 'requesting'; readonly wish: Wish; readonly next: Wish | undefined }
  /** 491 came: both asked at once (§14.1). */
  | { readonly name: 'backingOff'; readonly wish: Wish }
  /** We answered 2xx to an INVITE and wait for its ACK, which brings the answer when the offer was ours. */
  | { readonly name: 'answering'; readonly offerIsOurs: boolean; readonly next: Wish | undefined };

export type ModificationInput =
  | { readonly type: 'wished'; readonly wish: Wish }
  /** The first offer has its answer. */
  | { readonly type: 'agreed' }
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly status: number | undefined; readonly retryAfterMs?: number }
  | { readonly type: 'timerExpired' }
  | { readonly type: 'answered'; readonly offerIsOurs: boolean }
  | { readonly type: 'acknowledged' };

export type ModificationAction =
  | { readonly type: 'request'; readonly wish: Wish }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' }
  | { readonly type: 'reportFailure'; readonly status: number | undefined };

export interface ModificationStep {
  readonly state: ModificationState;
  readonly actions: readonly ModificationAction[];
}

export interface ModificationContext {
  /** Whether the Call-ID is ours: that side waits longer after glare. */
  readonly callIdIsOurs: boolean;
  /** 0 to below 1. */
  readonly fraction: number;
}

export function modificationMachine(
  state: ModificationState,
  input: ModificationInput,
  context: ModificationContext,
): ModificationStep {
  switch (input.type) {
    case 'wished':
      return wished(state, input.wish);
    case 'agreed':
      return state.name === 'establishing' ? settle(state.next) : stay(state);
    case 'accepted':
      return state.name === 'requesting' ? settle(state.next) : stay(state);
    case 'refused':
      return refused(state, input, context);
    case 'timerExpired':
      return state.name === 'backingOff' ? settle(state.wish) : stay(state);
    case 'answered':
      return answered(state, input.offerIsOurs);
    case 'acknowledged':
      return state.name === 'answering' ? settle(state.next) : stay(state);
  }
}

/** §14.2: how a re-INVITE of the other side is met now. `overlapping` is answered 500 with Retry-After, `glare` 491. */
export function meetReinvite(state: ModificationState): 'welcome' | 'overlapping' | 'glare' {
  if (state.name === 'answering' || state.name === 'establishing') return 'overlapping';
  return state.name === 'requesting' ? 'glare' : 'welcome';
}

/** RFC 3311 §5.2: likewise an offer in an UPDATE, which may come while other things are under way. */
export function meetUpdateOffer(state: ModificationState): 'welcome' | 'overlapping' | 'glare' {
  switch (state.name) {
    case 'establishing':
      return state.offerIsOurs ? 'glare' : 'overlapping';
    case 'requesting':
      return 'glare';
    case 'answering':
      return state.offerIsOurs ? 'glare' : 'welcome';
    default:
      return 'welcome';
  }
}

function wished(state: ModificationState, wish: Wish): ModificationStep {
  switch (state.name) {
    case 'stable':
      return settle(wish);
    case 'establishing':
    case 'requesting':
    case 'answering':
      return { state: { ...state, next: merged(state.next, wish) }, actions: [] };
    case 'backingOff':
      return { state: { ...state, wish: merged(state.wish, wish) }, actions: [] };
  }
}

/** A refresh asks for nothing that hold or resume would not bring along, and a touch for nothing that any of them would not. */
function merged(before: Wish | undefined, wish: Wish): Wish {
  return before !== undefined && weight(before) > weight(wish) ? before : wish;
}

function weight(wish: Wish): number {
  if (wish === 'touch') return 0;
  return wish === 'refresh' ? 1 : 2;
}

function refused(
  state: ModificationState,
  { status, retryAfterMs }: ModificationInput & { type: 'refused' },
  context: ModificationContext,
): ModificationStep {
  if (state.name !== 'requesting') return stay(state);
  const delayMs = status === 491 ? glareDelayMs(context) : overlapDelayMs(status, retryAfterMs);
  if (delayMs !== undefined) {
    const wish = merged(state.wish, state.next ?? 'touch');
    return { state: { name: 'backingOff', wish }, actions: [{ type: 'startTimer', delayMs }] };
  }
  const { state: after, actions } = settle(state.next);
  // Nobody asked for a refresh, and a wish that another has overtaken is nobody's any more.
  const isMissed = weight(state.wish) === 2 && weight(state.next ?? 'touch') < 2;
  return { state: after, actions: [...(isMissed ? [{ type: 'reportFailure', status } as const] : []), ...actions] };
}

/** §14.2: they wait for our ACK still, which may be lost, and say how long: "between 0 and 10 seconds". A longer wait is a refusal. */
function overlapDelayMs(status: number | undefined, retryAfterMs: number | undefined): number | undefined {
  return status === 500 && retryAfterMs !== undefined && retryAfterMs <= 10_000 ? Math.max(retryAfterMs, 500) : undefined;
}

/** §14.1: 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other, in steps of 10 ms. */
function glareDelayMs({ callIdIsOurs, fraction }: ModificationContext): number {
  return callIdIsOurs ? 2100 + 10 * Math.floor(fraction * 191) : 10 * Math.floor(fraction * 201);
}

/** The other side's offer goes first; a wish of ours that waited out glare is asked for after it. */
function answered(state: ModificationState, offerIsOurs: boolean): ModificationStep {
  switch (state.name) {
    case 'backingOff':
      return { state: { name: 'answering', offerIsOurs, next: state.wish }, actions: [{ type: 'stopTimer' }] };
    case 'establishing':
      return { state: { name: 'answering', offerIsOurs, next: state.next }, actions: [] };
    case 'stable':
      return { state: { name: 'answering', offerIsOurs, next: undefined }, actions: [] };
    default:
      return stay(state);
  }
}

function settle(next: Wish | undefined): ModificationStep {
  if (next === undefined) return { state: { name: 'stable' }, actions: [] };
  return { state: { name: 'requesting', wish: next, next: undefined }, actions: [{ type: 'request', wish: next }] };
}

function stay(state: ModificationState): ModificationStep {
  return { state, actions: [] };
}

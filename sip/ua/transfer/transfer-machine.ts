// The transferor's side of REFER as a pure function (RFC 3515 §2.4, RFC 5589 §6): from the request to what became of the new call.

export type TransferState =
  /** REFER is out. Its first NOTIFY may be faster than its answer (RFC 6665 §4.1.2.4). */
  | { readonly name: 'asking' }
  /** Accepted; `refreshed`: we have asked what goes on, and wait for the NOTIFY. */
  | { readonly name: 'following'; readonly refreshed: boolean }
  | { readonly name: 'over' };

export type TransferInput =
  /** 2xx. `subscribed`: NOTIFYs will come (false: RFC 4488). */
  | { readonly type: 'accepted'; readonly subscribed: boolean }
  /** Final response to REFER other than 2xx; no status: there was none. */
  | { readonly type: 'refused'; readonly status: number | undefined }
  /** `status` undefined: a body that says nothing. `lastsMs`: of the subscription, when it said so. */
  | {
      readonly type: 'notified';
      readonly status: number | undefined;
      readonly terminated: boolean;
      readonly lastsMs: number | undefined;
    }
  | { readonly type: 'timerExpired' };

export type TransferAction =
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' }
  | { readonly type: 'refresh' }
  | { readonly type: 'reportProgress'; readonly status: number }
  | { readonly type: 'succeed' }
  | { readonly type: 'fail'; readonly status: number | undefined }
  /** The same with the next address of the new party. */
  | { readonly type: 'askAgain' }
  /** The consultation is given up, and the new party called afresh. */
  | { readonly type: 'askPlainly' }
  /** The other side is older than REFER. */
  | { readonly type: 'sayAlso' };

export interface TransferRules {
  /** How long a NOTIFY may be late: 64·T1 (RFC 6665 §4.1.2, timer N). */
  readonly noticeMs: number;
  readonly mayAskAgain: boolean;
  /** There is a consultation, which the new call was to replace. */
  readonly mayAskPlainly: boolean;
  readonly maySayAlso: boolean;
}

export interface TransferStep {
  readonly state: TransferState;
  readonly actions: readonly TransferAction[];
}

/** Nobody rings longer; then we ask what goes on. */
const longestSilenceMs = 200_000;

/** The other side can not get to that address (RFC 5589 §7.4): 404, and what else routing says, or silence. */
const unroutable: ReadonlySet<number> = new Set([403, 404, 408, 410, 416, 478, 481, 484, 485, 502, 503, 604]);

/**
 * RFC 5589 §7.5: 420 where the new party can not replace calls. And 400 where the other side can not: it has put the headers of Refer-To's URI
 * into its Request-URI (baresip 1.0).
 */
const unreplaceable: ReadonlySet<number> = new Set([400, 420]);

/** Cisco figure B-10 has 501; 405 means the same in a peer that knows the method but not here. */
const unknownMethod: ReadonlySet<number> = new Set([405, 501]);

export function transferMachine(state: TransferState, input: TransferInput, rules: TransferRules): TransferStep {
  switch (state.name) {
    case 'asking':
      return whileAsking(state, input, rules);
    case 'following':
      return whileFollowing(state, input, rules);
    case 'over':
      return { state, actions: [] };
  }
}

function whileAsking(state: TransferState, input: TransferInput, rules: TransferRules): TransferStep {
  switch (input.type) {
    case 'accepted':
      // RFC 4488 §3: who does not notify has taken it over; there is no more to hear.
      if (!input.subscribed) return end({ type: 'succeed' });
      return follow(false, rules.noticeMs);
    case 'refused':
      if (input.status !== undefined && unknownMethod.has(input.status) && rules.maySayAlso) return end({ type: 'sayAlso' });
      return end({ type: 'fail', status: input.status });
    case 'notified':
      return notified(input, rules);
    case 'timerExpired':
      return { state, actions: [] };
  }
}

function whileFollowing(state: TransferState & { name: 'following' }, input: TransferInput, rules: TransferRules): TransferStep {
  switch (input.type) {
    // The answer to REFER that a NOTIFY overtook.
    case 'accepted':
    case 'refused':
      return { state, actions: [] };
    case 'notified':
      return notified(input, rules);
    case 'timerExpired':
      if (state.refreshed) return end({ type: 'fail', status: undefined });
      return follow(true, rules.noticeMs, { type: 'refresh' });
  }
}

function notified(input: TransferInput & { type: 'notified' }, rules: TransferRules): TransferStep {
  const { status, terminated, lastsMs } = input;
  if (status !== undefined && status >= 200) {
    if (status < 300) return end({ type: 'succeed' });
    // Only when nothing more comes of the first: it could not be told from what comes of the second.
    if (terminated && rules.mayAskAgain && unroutable.has(status)) return askAgain({ type: 'askAgain' });
    if (terminated && rules.mayAskPlainly && unreplaceable.has(status)) return askAgain({ type: 'askPlainly' });
    return end({ type: 'fail', status });
  }
  // RFC 3515 §2.4.5: the end without a final status says that they will not tell.
  if (terminated) return end({ type: 'fail', status: undefined });
  const silenceMs = Math.min(lastsMs ?? longestSilenceMs, longestSilenceMs);
  return status === undefined ? follow(false, silenceMs) : follow(false, silenceMs, { type: 'reportProgress', status });
}

function follow(refreshed: boolean, delayMs: number, ...actions: readonly TransferAction[]): TransferStep {
  return {
    state: { name: 'following', refreshed },
    actions: [{ type: 'stopTimer' }, { type: 'startTimer', delayMs }, ...actions],
  };
}

function askAgain(action: TransferAction): TransferStep {
  return { state: { name: 'asking' }, actions: [{ type: 'stopTimer' }, action] };
}

function end(action: TransferAction): TransferStep {
  return { state: { name: 'over' }, actions: [{ type: 'stopTimer' }, action] };
}

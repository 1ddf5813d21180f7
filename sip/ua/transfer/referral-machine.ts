// The transferee's side of REFER as a pure function (RFC 3515 §2.4): what is told to whoever asked, from the question to the end of the
// implicit subscription.

export type ReferralState =
  /** Accepted for consideration; nobody has agreed yet. */
  | { readonly name: 'pending' }
  /** The call is placed; `status` is its last. */
  | { readonly name: 'active'; readonly status: number }
  | { readonly name: 'over' };

export type ReferralInput =
  | { readonly type: 'opened' }
  /** The owner agreed. */
  | { readonly type: 'agreed' }
  /** 1xx of the new call, or its outcome, or the refusal of the owner. */
  | { readonly type: 'progressed'; readonly status: number }
  /** SUBSCRIBE within the dialog; 0 ends it (RFC 6665 §4.1.2.3). */
  | { readonly type: 'refreshed'; readonly expiresS: number }
  | { readonly type: 'timerExpired' }
  /** A NOTIFY was refused or not answered: nobody listens. */
  | { readonly type: 'unheard' };

/** For Subscription-State. While it lasts, the time that is left is the timer's. */
export type NoticeState =
  | { readonly name: 'pending' | 'active' }
  | { readonly name: 'terminated'; readonly reason: 'noresource' | 'rejected' | 'timeout' };

export type ReferralAction =
  | { readonly type: 'notify'; readonly status: number; readonly subscription: NoticeState }
  | { readonly type: 'startTimer'; readonly delayMs: number }
  | { readonly type: 'stopTimer' };

export interface ReferralStep {
  readonly state: ReferralState;
  readonly actions: readonly ReferralAction[];
}

/** For a person to agree. */
const decisionS = 60;
/** Longer than anything rings; a subscriber may ask for more time. */
const subscriptionS = 300;

/** Of what a SUBSCRIBE asks for. */
export function grantedS(state: ReferralState, expiresS: number): number {
  return Math.min(expiresS, state.name === 'pending' ? decisionS : subscriptionS);
}

export function referralMachine(state: ReferralState, input: ReferralInput): ReferralStep {
  if (state.name === 'over') return { state, actions: [] };
  const status = state.name === 'active' ? state.status : 100;
  switch (input.type) {
    case 'opened':
      return proceed({ name: 'pending' }, decisionS);
    case 'agreed':
      return proceed({ name: 'active', status: 100 }, subscriptionS);
    case 'progressed':
      return input.status < 200 ? told({ name: 'active', status: input.status }) : finish(input.status, reasonOf(state));
    case 'refreshed':
      // §2.4.4: what is known now, and no more.
      if (input.expiresS === 0) return finish(status, 'timeout');
      return proceed(state, grantedS(state, input.expiresS));
    case 'timerExpired':
      // Nobody decided, which is as good as nobody at home.
      return state.name === 'pending' ? finish(480, 'rejected') : finish(status, 'timeout');
    case 'unheard':
      return { state: { name: 'over' }, actions: [{ type: 'stopTimer' }] };
  }
}

function reasonOf(state: ReferralState): 'noresource' | 'rejected' {
  return state.name === 'pending' ? 'rejected' : 'noresource';
}

function proceed(state: ReferralState & { name: 'pending' | 'active' }, expiresS: number): ReferralStep {
  const status = state.name === 'active' ? state.status : 100;
  return {
    state,
    actions: [
      { type: 'stopTimer' },
      { type: 'startTimer', delayMs: expiresS * 1000 },
      { type: 'notify', status, subscription: { name: state.name } },
    ],
  };
}

function told(state: ReferralState & { name: 'active' }): ReferralStep {
  return { state, actions: [{ type: 'notify', status: state.status, subscription: { name: 'active' } }] };
}

function finish(status: number, reason: 'noresource' | 'rejected' | 'timeout'): ReferralStep {
  return {
    state: { name: 'over' },
    actions: [{ type: 'stopTimer' }, { type: 'notify', status, subscription: { name: 'terminated', reason } }],
  };
}

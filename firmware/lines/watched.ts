// How somebody stands whom a function key watches, and how a call that rings there is taken over from here.

import type { ReplacesTarget } from '#sip/message/replaces';
import type { MonitorState } from '#ui/function-keys-snapshot';
import type { Party } from '#ui/phone';

export interface Watched {
  readonly state: MonitorState;
  readonly remote: Party | undefined;
  /** Where to call instead of them, who is called there, and which call of that side to replace. */
  readonly pickUp: { readonly number: string; readonly remote: Party; readonly replaces: ReplacesTarget } | undefined;
}

export const unknown: Watched = { state: 'unknown', remote: undefined, pickUp: undefined };

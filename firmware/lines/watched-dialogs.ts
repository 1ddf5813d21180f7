// How somebody stands whose dialogs are watched (RFC 4235), and how a call that rings there is taken over from here.

import { isHeld, type WatchedDialog } from '#sip/event-package/dialog-info';
import type { ReplacesTarget } from '#sip/message/replaces';
import { parseUri } from '#sip/message/uri';
import type { MonitorState, Party } from '#ui/phone';
import { partyOf } from '../calls/parties.ts';

export interface Watched {
  readonly state: MonitorState;
  readonly remote: Party | undefined;
  /** Where to call instead of them, who is called there, and which call of that side to replace. */
  readonly pickUp: { readonly number: string; readonly remote: Party; readonly replaces: ReplacesTarget } | undefined;
}

export const unknown: Watched = { state: 'unknown', remote: undefined, pickUp: undefined };

/** A call that rings counts before one that goes on, and that before one on hold. */
export function watchedFrom(dialogs: readonly WatchedDialog[]): Watched {
  const ringing = dialogs.find((dialog) => dialog.direction === 'recipient' && isEarly(dialog));
  if (ringing !== undefined) return { state: 'ringing', remote: remoteOf(ringing), pickUp: pickUpOf(ringing) };
  const talking = dialogs.find((dialog) => !isHeld(dialog));
  if (talking !== undefined) return { state: 'busy', remote: remoteOf(talking), pickUp: undefined };
  const held = dialogs[0];
  return held === undefined ? { ...unknown, state: 'idle' } : { state: 'held', remote: remoteOf(held), pickUp: undefined };
}

function isEarly({ state }: WatchedDialog): boolean {
  return state === 'early' || state === 'proceeding' || state === 'trying';
}

/**
 * Only the caller's own phone may have a call replaced that nobody has answered (RFC 3891 §3), so the caller is called: RFC 5359 §2.16.
 * Tags are given as the watched side sees them.
 */
function pickUpOf(dialog: WatchedDialog): Watched['pickUp'] {
  const { callId, localTag, remoteTag, remote } = dialog;
  const number = remote?.target ?? remote?.identity;
  if (callId === undefined || localTag === undefined || remoteTag === undefined || number === undefined) return undefined;
  const party = remoteOf(dialog) ?? { name: undefined, number };
  return { number, remote: party, replaces: { callId, toTag: remoteTag, fromTag: localTag, earlyOnly: true } };
}

function remoteOf({ remote }: WatchedDialog): Party | undefined {
  const uri = remote?.identity ?? remote?.target;
  if (uri === undefined) return undefined;
  try {
    return partyOf({ displayName: remote?.displayName, uri: parseUri(uri) });
  } catch {
    return undefined;
  }
}

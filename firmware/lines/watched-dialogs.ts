// How somebody stands as their dialogs tell (RFC 4235), and how a call that rings there is taken over from here.

import { dialogInfoType, isHeld, type WatchedDialog } from '#sip/event-package/dialog-info';
import { DialogInfoState } from '#sip/event-package/dialog-info-state';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import { parseUri } from '#sip/message/uri';
import type { Party } from '#ui/phone';
import { partyOf } from '../calls/parties.ts';
import type { WatchedPackage } from './key-watch.ts';
import { unknown, type Watched } from './watched.ts';

/** Documents tell changes, and are put together (§3.2). */
export const watchedDialogs: WatchedPackage = {
  event: 'dialog',
  accept: [dialogInfoType],
  newReader: () => {
    const state = new DialogInfoState();
    return {
      read: (body) => {
        const read = readDialogInfo(body);
        if (!read.ok) return read;
        return state.apply(read.value) === 'gap' ? 'gap' : { watched: watchedFrom(state.dialogs) };
      },
      forget: () => state.forget(),
    };
  },
};

/** A call that rings counts before one that goes on, and that before one on hold. */
function watchedFrom(dialogs: readonly WatchedDialog[]): Watched {
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

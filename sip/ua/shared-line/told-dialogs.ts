// Appearances from the dialogs of a line (RFC 4235, RFC 7463 §5): which dialog stands on which, and in which state.

import { SipParseError } from '../../errors.ts';
import { isHeld, type WatchedDialog } from '../../event-package/dialog-info.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { parseUri } from '../../message/uri.ts';
import { highestIndex, type ToldAppearance, type ToldDialog } from './appearance-table.ts';

export interface Numbered {
  readonly told: ReadonlyMap<number, ToldAppearance>;
  /** By dialog id: who has no number keeps the one that we gave. */
  readonly given: ReadonlyMap<string, number>;
}

/** `isOurs`: a dialog of this phone, which is not told. `taken`: indexes of our own calls. */
export function numberDialogs(
  dialogs: readonly WatchedDialog[],
  given: ReadonlyMap<string, number>,
  isOurs: (dialog: WatchedDialog) => boolean,
  taken: ReadonlySet<number>,
): Numbered {
  const told = new Map<number, ToldAppearance>();
  const kept = new Map<string, number>();
  const others = dialogs.filter((dialog) => !isOurs(dialog) && dialog.appearance !== 0);
  const busy = new Set([...taken, ...others.flatMap(({ appearance }) => appearance ?? [])]);
  for (const dialog of others) {
    const known = given.get(dialog.id);
    const index = dialog.appearance ?? (known !== undefined && !busy.has(known) ? known : lowestFree(busy));
    if (index > highestIndex) continue;
    busy.add(index);
    if (dialog.appearance === undefined) kept.set(dialog.id, index);
    const before = told.get(index);
    const appearance = toldOf(dialog);
    // A bridged call has a dialog for each phone; that somebody speaks is what counts.
    if (before === undefined || before.state !== 'active') told.set(index, appearance);
  }
  return { told, given: kept };
}

function lowestFree(busy: ReadonlySet<number>): number {
  let index = 1;
  while (busy.has(index)) index++;
  return index;
}

function toldOf(dialog: WatchedDialog): ToldAppearance {
  const { local, remote } = dialog;
  return {
    state: stateOf(dialog),
    remote: partyOf(remote?.identity ?? remote?.target, remote?.displayName),
    by: local?.displayName ?? local?.identity,
    dialog: dialog.exclusive ? undefined : dialogOf(dialog),
  };
}

function stateOf(dialog: WatchedDialog): ToldAppearance['state'] {
  if (dialog.state === 'confirmed') {
    if (!isHeld(dialog)) return 'active';
    return dialog.exclusive ? 'heldPrivate' : 'held';
  }
  if (dialog.direction === 'recipient') return 'ringing';
  // Nobody is called yet: the line was taken to dial.
  return dialog.state === 'trying' && dialog.remote === undefined ? 'seized' : 'progressing';
}

/** The tags are the holder's: its local one is the remote one of whom it speaks with (RFC 3891 §3). */
function dialogOf({ callId, localTag, remoteTag, local, remote }: WatchedDialog): ToldDialog | undefined {
  if (callId === undefined || localTag === undefined || remoteTag === undefined) return undefined;
  return {
    holder: local?.target ?? local?.identity,
    remote: remote?.target ?? remote?.identity,
    toRemote: { callId, toTag: remoteTag, fromTag: localTag, earlyOnly: false },
    toHolder: { callId, toTag: localTag, fromTag: remoteTag, earlyOnly: false },
  };
}

function partyOf(uri: string | undefined, displayName: string | undefined): NameAddr | undefined {
  if (uri === undefined) return undefined;
  try {
    return { displayName, uri: parseUri(uri), parameters: new Map() };
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return undefined;
  }
}

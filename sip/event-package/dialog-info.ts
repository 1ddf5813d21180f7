// Which dialogs somebody has (RFC 4235 §4), with what shared lines add: appearance numbers (RFC 7463 §5) and the line-id of its predecessor.

import type { DocumentScope } from './document.ts';

export const dialogInfoType = 'application/dialog-info+xml';

export interface DialogInfo {
  /** Whose dialogs. */
  readonly entity: string;
  readonly version: number;
  readonly scope: DocumentScope;
  readonly dialogs: readonly WatchedDialog[];
}

export type WatchedDialogState = 'trying' | 'proceeding' | 'early' | 'confirmed' | 'terminated';

export interface WatchedDialog {
  /** Unique within the entity. */
  readonly id: string;
  readonly callId: string | undefined;
  readonly localTag: string | undefined;
  readonly remoteTag: string | undefined;
  /** `initiator`: the entity calls. */
  readonly direction: 'initiator' | 'recipient' | undefined;
  readonly state: WatchedDialogState;
  /** Why it came to that: `cancelled`, `rejected`, `replaced`, `local-bye`, `remote-bye`, `error`, `timeout`. */
  readonly event: string | undefined;
  readonly code: number | undefined;
  readonly durationS: number | undefined;
  readonly local: DialogParticipant | undefined;
  readonly remote: DialogParticipant | undefined;
  /** RFC 7463 §5.1, counted from 1; 0 is a dialog without one. `x-line-id` of draft-anil-sipping-bla counts from 0 and is turned into this. */
  readonly appearance: number | undefined;
  /** Nobody may join or take over (RFC 7463 §5.2). */
  readonly exclusive: boolean;
}

export interface DialogParticipant {
  /** A URI as text. */
  readonly identity: string | undefined;
  readonly displayName: string | undefined;
  /** Contact of that side, a URI as text. */
  readonly target: string | undefined;
  /** `+sip.rendering` of the target: `no` is on hold (RFC 4235 §4.1.6.1, RFC 5359 §2.8). */
  readonly rendering: boolean | undefined;
}

/** The side that is watched has put the call on hold. */
export function isHeld(dialog: WatchedDialog): boolean {
  return dialog.state === 'confirmed' && dialog.local?.rendering === false;
}

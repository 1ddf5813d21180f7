// Lines as surfaces see them: how each stands with its registrar, and who has it besides.

import type { LineIndex, Party } from './phone.ts';

/** How a line stands with its registrar. `off`: not configured or disabled. */
export type Registration =
  | { readonly state: 'off' }
  | { readonly state: 'registering' }
  /** `backup`: at the server that stands in for the usual one. */
  | { readonly state: 'registered'; readonly server: 'primary' | 'backup' }
  | {
      readonly state: 'failed';
      /** Words for the screen, such as "Wrong password". */
      readonly reason: string;
      readonly retryAtMs: number | undefined;
    };

/**
 * One place for a call on a line that several phones have. `unknown`: nobody tells us · `seized`: somebody took it to dial · `held`: any phone of
 * the line may take the call over · `heldPrivate`: none but the one that held it.
 */
export interface AppearanceSnapshot {
  /** Counted from 1, the same on all phones of the line. */
  readonly index: number;
  readonly state: 'unknown' | 'idle' | 'seized' | 'progressing' | 'ringing' | 'active' | 'held' | 'heldPrivate';
  /** Whether the call is this phone's. */
  readonly local: boolean;
  readonly remote: Party | undefined;
  /** Which of the other phones or users has it, where that is told. */
  readonly by: string | undefined;
}

export interface LineSnapshot {
  readonly index: LineIndex;
  /** What the line key says: the description, or the user part. */
  readonly label: string;
  /** The user's own number or name at the registrar. */
  readonly number: string;
  readonly registration: Registration;
  /** Messages waiting on this line's voice mail: unheard, and heard but kept. */
  readonly newMessages: number;
  readonly oldMessages: number;
  /** Of a line that other phones have, too; absent: it is this phone's alone. */
  readonly appearances?: readonly AppearanceSnapshot[];
}

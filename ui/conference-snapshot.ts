// What a surface sees of conferences, of who is being called into one, and of the sound test.

import type { CallId, Party } from './phone.ts';

/** Calls whose parties hear each other through this phone. */
export interface ConferenceSnapshot {
  /** In the order in which they came; who has left stays while its call is shown. */
  readonly parties: readonly {
    readonly call: CallId;
    /** Kept from being heard by this phone. */
    readonly muted: boolean;
    readonly talking: boolean;
  }[];
  /** Whether our own voice is heard in it now. */
  readonly weTalk: boolean;
}

/** A conference that a server holds, and that a call of ours leads to. */
export interface ServerConference {
  /** With us; undefined: the server does not tell. */
  readonly count: number | undefined;
  /** As many as the server names. */
  readonly others: readonly Party[];
}

/** One more is being called who is to join `call` or its conference. */
export interface InvitationSnapshot {
  readonly call: CallId;
  /** Undefined while the number is still being chosen. */
  readonly consultation: CallId | undefined;
}

/** The person hears how they sound: they speak, then listen to it. */
export interface SoundTestSnapshot {
  readonly stage: 'speaking' | 'listening';
  /** `Clock.monotonicMs`. */
  readonly sinceMs: number;
}

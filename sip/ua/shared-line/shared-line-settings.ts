// A line that several phones have: what of it stands in the account's settings, and what is told of it.

import type { NameAddr } from '../../message/name-addr.ts';
import type { ServerAddress } from '../account/routing-settings.ts';
import type { CallEnd } from '../user-agent-events.ts';

/**
 * How the phones of a line know of each other. `callInfo`: BroadWorks, Event call-info and line-seize · `shared`: RFC 7463, Event
 * dialog;shared and PUBLISH · `bridged`: the draft before it (draft-anil-sipping-bla), Event dialog;sla both ways · `dialog`: Event dialog both
 * ways where the server asks us too (SPA9000), else the server alone tells (RFC 4235).
 */
export type SharedLineDialect = 'callInfo' | 'shared' | 'bridged' | 'dialog';

export interface SharedLineSettings {
  readonly dialect: SharedLineDialect;
  /** How many calls the line can have at a time; a server that numbers higher is believed. */
  readonly appearances: number;
  readonly subscriptionExpiresS: number;
  /** Who puts the line together and tells of it; whoever serves the line's domain when absent. */
  readonly stateAgent?: ServerAddress;
}

/**
 * idle · seized: somebody took it to dial · progressing: an outgoing call is under way · ringing: an incoming one · active · held: any phone of
 * the line may take it back · heldPrivate: only the one that held it.
 */
export type AppearanceState = 'idle' | 'seized' | 'progressing' | 'ringing' | 'active' | 'held' | 'heldPrivate';

/** One place for a call on the line. */
export interface Appearance {
  /** Counted from 1, the same on all phones of the line. */
  readonly index: number;
  readonly state: AppearanceState;
  /** Whether it is this phone's call. */
  readonly local: boolean;
  /** The other side of the call, when it is known. */
  readonly remote: NameAddr | undefined;
  /** Which phone or user of the line has it, when it is told. */
  readonly by: string | undefined;
}

export interface SharedLineStatus {
  /** False: nobody tells us how the other phones of the line are. */
  readonly known: boolean;
  /** By index, without gaps. */
  readonly appearances: readonly Appearance[];
}

export type SharedLineEvent = { readonly type: 'appearancesChanged'; readonly status: SharedLineStatus };

/** The appearance that was given, or how the call ends that wanted one. */
export type Seizure = { readonly ok: true; readonly index: number } | { readonly ok: false; readonly end: CallEnd };

// What an account's settings say about its ways: other servers, addresses behind a NAT, emergencies. All of it may be absent.

import type { CallerLocation } from './location-document.ts';

export interface ServerAddress {
  readonly host: string;
  /** Undefined: found by name (RFC 3263). */
  readonly port: number | undefined;
}

/** A server that stands in for the primary. */
export interface Redundancy {
  readonly backup: ServerAddress;
  /** The account is registered at both all the time, so that calls come in by either. */
  readonly registersAtBoth: boolean;
  /** How often OPTIONS asks whether the servers live; 0: only real requests find out. */
  readonly keepAliveS: number;
  /** Both are worth the same: what moved to the backup stays there until that one fails. */
  readonly staysAtBackup: boolean;
}

/** Status patterns (`503`, `5??`). */
export interface ResponsePolicy {
  /** The next server is tried after these; after 503 it always is. */
  readonly tryBackup: readonly string[];
  /** A registration that was refused with these is repeated soon, with others after `longRetryS`. Empty: all soon. */
  readonly retryRegistration: readonly string[];
  /** 0: not before something changes. */
  readonly longRetryS: number;
}

export interface Emergency {
  /** As they are dialled. */
  readonly numbers: readonly string[];
  /** Asked first, and shown no credentials; the account's own servers come after it. */
  readonly server?: ServerAddress;
  readonly location?: CallerLocation;
}

export interface RoutingSettings {
  readonly emergency?: Emergency;
  readonly redundancy?: Redundancy;
  readonly responsePolicy?: ResponsePolicy;
}

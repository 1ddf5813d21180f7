// What an account's settings say about its ways: other servers, addresses behind a NAT, emergencies. All of it may be absent.

import type { NameManner } from '../../transport/resolve-target.ts';
import type { KeepAliveOptions } from '../../transport/transport.ts';
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

/** What the administrator wants other than registrars and chance have it; the rest is as ever. */
export interface RegistrationLimits {
  /** A grant counts as no less, and as no more. */
  readonly shortestS: number;
  readonly longestS: number;
  /** How long before its end a registration is renewed. */
  readonly refreshBeforeS: number;
  /** The longest that is added by chance to a pause, and to the long one. */
  readonly addedRetryS: number;
  readonly addedLongRetryS: number;
}

export interface Emergency {
  /** As they are dialled. */
  readonly numbers: readonly string[];
  /** Asked first, and shown no credentials; the account's own servers come after it. */
  readonly server?: ServerAddress;
  readonly location?: CallerLocation;
}

/** What the registrar may know about the way to us. */
export interface Outbound {
  /** Calls come over the flow that we registered with (RFC 5626). */
  readonly flows: boolean;
  /** Ask for names that lead to this very phone (RFC 5627). */
  readonly gruu: boolean;
}

/** How we know what a NAT makes of our address. */
export type NatSettings =
  /** Of what the Via of a response says, both are believed when absent. */
  | { readonly type: 'learned'; readonly believes?: { readonly address: boolean; readonly port: boolean } }
  | { readonly type: 'stun'; readonly server: ServerAddress }
  | { readonly type: 'fixed'; readonly address: string; readonly port?: number };

/** An account that registers for another user (SPA9000 p. 190). */
export interface ThirdParty {
  /** Whose line it is; our own when undefined. */
  readonly user?: string;
  readonly stationName?: string;
}

/** To whom the password is shown, and how. */
export interface DigestSettings {
  /** Beside the registrar's, the domain's and the proxy's: a gateway's. */
  readonly realms: readonly string[];
  /** MD5 is answered where nothing better is asked for. */
  readonly md5: boolean;
  /** How often a request is sent again with credentials; four times when absent. */
  readonly attempts?: number;
}

/** What keeps the way through a NAT open, and where it goes (SPA `NAT_Keep_Alive_Msg` and `NAT_Keep_Alive_Dest`). */
export interface KeepAliveWish extends KeepAliveOptions {
  /** A request in place of what the mode says. */
  readonly request?: 'NOTIFY' | 'REGISTER' | 'PING';
  /** The registrar when absent. */
  readonly destination?: ServerAddress;
}

export interface RoutingSettings {
  /** What every proxy on the way has to know (RFC 3261 §20.29). */
  readonly proxyRequire?: string;
  /** What goes within a dialog goes by the account's proxy as well, wherever its route leads. */
  readonly keepsToProxy?: boolean;
  /** How the names of its servers are looked up. */
  readonly names?: NameManner;
  readonly digest?: DigestSettings;
  /** Whoever calls has to know our password (SPA `Auth_INVITE`). */
  readonly challengesCalls?: boolean;
  /** Whoever wants a call to be answered without a hand has to know this password (SPA `Auth_Page`). */
  readonly pageProof?: { readonly realm: string; readonly password: () => string };
  readonly outbound?: Outbound;
  readonly nat?: NatSettings;
  /** The Via says where our socket is, whatever the NAT makes of it: servers answer to where we asked from (RFC 3581). */
  readonly keepsVia?: boolean;
  /** Signs of life to the registrar, so that firewalls keep the way open. */
  readonly keepAlive?: KeepAliveWish;
  readonly thirdParty?: ThirdParty;
  /** Before its first registration the account takes back all that anybody registered for it. */
  readonly clearsBindings?: boolean;
  readonly emergency?: Emergency;
  readonly redundancy?: Redundancy;
  readonly responsePolicy?: ResponsePolicy;
}

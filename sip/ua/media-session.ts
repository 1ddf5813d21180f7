// What the user agent needs of media: an address to offer, and somewhere to apply what offer and answer settled. RFC 3264's
// state (versions, directions, who offered) is kept in `sip/`; ports, codecs and keys are the implementation's.

import type { LocalIce, NegotiatedIce } from './media-ice.ts';
import type { LocalSecurity, MediaSecurity } from './media-security.ts';

/** From our side (RFC 3264 §5.1). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** A codec that may be offered, in order of preference. */
export interface CodecCapability {
  /** SDP encoding name, `PCMU`. */
  readonly name: string;
  /** RTP clock: 8000 for G.722, 48000 for Opus. */
  /** What offers call it, where that is not `name`. */
  readonly offeredName?: string;
  readonly clockRateHz: number;
  readonly channels: number;
  /** Static number (RFC 3551) or undefined for a dynamic one, which the offer assigns. */
  readonly payloadType: number | undefined;
  /** The dynamic one that offers assign where it is free. */
  readonly wishedPayloadType?: number | undefined;
  /** `a=fmtp` of ours: how we want to be sent it. */
  readonly formatParameters: string | undefined;
  /** Length of its packets; that of `LocalMedia` when absent. */
  readonly packetTimeMs?: number;
}

/** The machine's address that media is bound to. */
export interface LocalPlace {
  readonly family: 4 | 6;
  /** Literal, without a zone. */
  readonly address: string;
  /** Linux interface name; there for link-local addresses, which mean nothing without it. */
  readonly interface?: string;
}

/** Token of an `m=` line without security. */
export const plainProfile = 'RTP/AVP';

/** What this end can do. */
export interface LocalMedia {
  /** Literal address that goes into `c=`. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly rtpPort: number;
  /** Where it is not `address` (RFC 3605). */
  readonly rtcpAddress?: string;
  readonly rtcpPort: number;
  /** RTCP on RTP's port (RFC 5761): offered, or taken where the other side offers it. Absent: not possible. */
  readonly rtcpMultiplexing?: 'offer' | 'accept';
  /** Absent: no ICE. Another object than before is another place, and a restart. */
  readonly ice?: LocalIce;
  readonly codecs: readonly CodecCapability[];
  readonly packetTimeMs: number;
  /** Whether RFC 4733 telephone-event is offered; once for each clock rate of the codecs (§2.1). */
  readonly telephoneEvent: boolean;
  /** Of the first of them in offers; what the field is used to when absent. */
  readonly telephoneEventNumber?: number;
  /** What offers call it, where that is not `telephone-event`. */
  readonly telephoneEventName?: string;
  /** Whether comfort noise (RFC 3389) is offered and taken. */
  readonly comfortNoise?: boolean;
  /** Plain RTP when absent. */
  readonly security?: LocalSecurity;
}

export interface NegotiatedCodec {
  readonly name: string;
  readonly clockRateHz: number;
  readonly channels: number;
  readonly payloadType: number;
  readonly packetTimeMs: number;
  /** `a=fmtp` of the one who is to get it: the other side's in `send`, ours in `receive`. */
  readonly formatParameters: string | undefined;
}

/** The outcome of one offer and answer. */
export interface NegotiatedMedia {
  /** A literal where it is applied: `sip/` has resolved the name that the other side's SDP may have had. In events as it was written. */
  readonly remoteAddress: string;
  readonly remoteRtpPort: number;
  /** A literal, where it is not `remoteAddress`. */
  readonly remoteRtcpAddress?: string;
  readonly remoteRtcpPort: number;
  /** RTCP goes and comes on RTP's port. */
  readonly rtcpMultiplexed?: boolean;
  /** Media goes where the checks say, and nowhere before; plain when absent. */
  readonly ice?: NegotiatedIce;
  readonly direction: Direction;
  /** True when the other side put us on hold: a=sendonly, a=inactive or c=0.0.0.0. */
  readonly heldByRemote: boolean;
  readonly send: NegotiatedCodec;
  readonly receive: readonly NegotiatedCodec[];
  /** Of the clock rate of `send` (RFC 4733 §2.1); undefined when there is none of that rate. */
  readonly telephoneEvent: { readonly send: number | undefined; readonly receive: number | undefined };
  /** RFC 3389, of the clock rate of `send`; absent when not both sides have it. */
  readonly comfortNoise?: { readonly send: number; readonly receive: number };
  /** Plain RTP when absent. */
  readonly security?: MediaSecurity;
}

/** RFC 3711 by whichever way of agreeing on keys. */
export function isEncrypted({ security }: NegotiatedMedia): boolean {
  return security !== undefined;
}

/** What the other side offered first, for those whose own side depends on it. */
export interface RemoteOffer {
  /** Profiles of its usable audio streams, in their order. */
  readonly profiles: readonly string[];
  /** It can do ICE: candidates of ours are of use. */
  readonly ice: boolean;
}

/** Counted since the session was opened. */
export interface MediaStatistics {
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly packetsReceived: number;
  readonly bytesReceived: number;
  readonly packetsLost?: number;
  readonly packetsLate?: number;
  readonly jitterMs?: number;
  readonly roundTripMs?: number | undefined;
}

/**
 * One per dialog. The user agent closes it exactly once, whatever happened before, also when `open` failed or is still under way.
 */
export interface MediaSession {
  /**
   * Allocates; called once, before the first offer or answer. `remoteOffer` when we are to answer one. Rejects when no port is free.
   */
  open(remoteOffer?: RemoteOffer): Promise<LocalMedia>;
  /** Called after every completed offer/answer, also when nothing changed, and again for the early dialog that became the call. */
  apply(negotiated: NegotiatedMedia): void;
  /**
   * The machine's address changed: binds anew, and what comes is received there from now on. Streams go on (same source, sequence and
   * clock). Resolves to what the next offer or answer says. Rejects when it cannot be bound; what stood before stands. May be called again
   * before it has resolved.
   */
  relocate(local: LocalPlace): Promise<LocalMedia>;
  /** Another early dialog answered the same offer (forking): same local port; the last `apply` of any of them wins. */
  fork(): MediaSession;
  /** How it went so far, as far as it is known. */
  statistics?(): MediaStatistics | undefined;
  close(): void;
}

/** What the media tells its call. Later: `localChanged` (candidates, a new address: say it in an offer), `secured` (keys are agreed). */
export type MediaFact =
  /** What was applied cannot be done, or the media is gone for good: the call ends. */
  { readonly type: 'failed'; readonly reason: string };

/** What the media session is for. */
export interface MediaSessionContext {
  readonly accountId: string;
  /** The same as `Call.id`, so that the owner knows which call a session belongs to. */
  readonly id: string;
  /** SIP Call-ID, for logs: two calls of one phone may share one. */
  readonly callId: string;
  /** The call's signalling is read by nobody but the next server (TLS): keys may go in it. */
  readonly signallingSecured: boolean;
  /** The address that SIP uses towards this call; media uses the same unless it knows better. */
  readonly local: LocalPlace;
  /** Not heard before `open` has resolved, nor after `close`. */
  readonly listener: (fact: MediaFact) => void;
}

export type MediaSessionFactory = (context: MediaSessionContext) => MediaSession;

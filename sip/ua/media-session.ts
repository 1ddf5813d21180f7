// What the user agent needs of media: an address to offer, and somewhere to apply what offer and answer settled. RFC 3264's
// state (versions, directions, who offered) is kept in `sip/`; ports, codecs and keys are the implementation's.

/** From our side (RFC 3264 §5.1). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** A codec that may be offered, in order of preference. */
export interface CodecCapability {
  /** SDP encoding name, `PCMU`. */
  readonly name: string;
  readonly clockRateHz: number;
  readonly channels: number;
  /** Static number (RFC 3551) or undefined for a dynamic one, which the offer assigns. */
  readonly payloadType: number | undefined;
  readonly formatParameters: string | undefined;
}

/** What this end can do; ICE candidates, fingerprints and SRTP keys will be further optional members. */
export interface LocalMedia {
  /** Literal address that goes into `c=`. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly rtpPort: number;
  readonly rtcpPort: number;
  readonly codecs: readonly CodecCapability[];
  readonly packetTimeMs: number;
  /** Whether RFC 4733 telephone-event is offered. */
  readonly telephoneEvent: boolean;
}

export interface NegotiatedCodec {
  readonly name: string;
  readonly clockRateHz: number;
  readonly payloadType: number;
  readonly packetTimeMs: number;
}

/** The outcome of one offer and answer. */
export interface NegotiatedMedia {
  /** Literal, or a host name when the other side's SDP had one. */
  readonly remoteAddress: string;
  readonly remoteRtpPort: number;
  readonly remoteRtcpPort: number;
  readonly direction: Direction;
  /** True when the other side put us on hold: a=sendonly, a=inactive or c=0.0.0.0. */
  readonly heldByRemote: boolean;
  readonly send: NegotiatedCodec;
  readonly receive: readonly NegotiatedCodec[];
  readonly telephoneEvent: { readonly send: number | undefined; readonly receive: number | undefined };
}

/**
 * One per dialog. The user agent closes it exactly once, whatever happened before, also when `open` failed or is still under way.
 */
export interface MediaSession {
  /** Allocates; called once, before the first offer or answer. Rejects when no port is free. */
  open(): Promise<LocalMedia>;
  /** Called after every completed offer/answer, also when nothing changed. */
  apply(negotiated: NegotiatedMedia): void;
  /** Another early dialog answered the same offer (forking): same local port, a session of its own. */
  fork(): MediaSession;
  close(): void;
}

/** What the media session is for. */
export interface MediaSessionContext {
  readonly accountId: string;
  /** SIP Call-ID; the same as `Call.callId`, so that the owner knows which call a session belongs to. */
  readonly callId: string;
  /** The address that SIP uses towards this call; media uses the same unless it knows better. */
  readonly local: { readonly family: 4 | 6; readonly address: string };
}

export type MediaSessionFactory = (context: MediaSessionContext) => MediaSession;

// What the core counts of a media session.

/** How well one side hears the other: RFC 3611 §4.7 in people's units. Shares are 0 to 1, levels dBm0. */
export interface VoiceQuality {
  readonly lossRate: number;
  /** Came too late to be played. */
  readonly discardRate: number;
  readonly burstDensity: number;
  readonly gapDensity: number;
  readonly burstMs: number;
  readonly gapMs: number;
  /** Buffer and devices; the network is not in it. */
  readonly endSystemDelayMs: number;
  readonly signalDbm0: number | undefined;
  readonly noiseDbm0: number | undefined;
  /** R of ITU-T G.107, 0 to 93. */
  readonly rating: number | undefined;
  /** MOS-LQ and MOS-CQ, 1 to 4.5: what is heard, and the conversation, which delay makes worse. */
  readonly listeningScore: number | undefined;
  readonly conversationalScore: number | undefined;
}

/** RFC 3550 §6.4 in people's units; counted since the session was opened. */
export interface SessionStatistics {
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsLate: number;
  /** Late, or too early for the jitter buffer: came and could not be heard (RFC 3611 §4.7.1). */
  readonly packetsDiscarded: number;
  readonly packetsDuplicated: number;
  readonly packetsOutOfOrder: number;
  /** Unknown source, unknown payload type, malformed, and the next two. */
  readonly packetsRefused: number;
  /** SRTP: not made with the keys. */
  readonly packetsForged: number;
  /** SRTP: made with the keys, and seen before. */
  readonly packetsReplayed: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly jitterMs: number;
  /** How long the fastest packets wait in the jitter buffer: now, wanted, and the most so far. */
  readonly bufferDelayMs: number;
  readonly bufferTargetMs: number;
  readonly bufferHighestMs: number;
  /** What the buffer may grow to, as the session was opened. */
  readonly bufferLimitMs: number;
  readonly concealedMs: number;
  /** Pauses that the other side announced (RFC 3389 and what codecs have of their own). */
  readonly comfortNoiseMs: number;
  /** From RTCP; undefined before the first report. */
  readonly roundTripMs: number | undefined;
  readonly remoteLossFraction: number | undefined;
  /** Of what came between our last two reports; undefined before the first. */
  readonly lossFraction: number | undefined;
  readonly localSsrc: number;
  /** Undefined before the first packet. */
  readonly remoteSsrc: number | undefined;
  /** Undefined before the first packet. */
  readonly heard: VoiceQuality | undefined;
  /** As the other side reports it (RTCP XR); undefined when it does not. */
  readonly remoteHeard: VoiceQuality | undefined;
}

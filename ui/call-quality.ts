// How a call sounds, as a snapshot tells it: in a word for everybody, and in numbers for who asks.

/** Of the last seconds. */
export type QualityGrade = 'good' | 'fair' | 'poor';

/** Since the call was answered. Shares are 0 to 1; what is not known is undefined. */
export interface CallQuality {
  /** `CallId`. */
  readonly call: string;
  /** Undefined until there is something to judge. */
  readonly grade: QualityGrade | undefined;
  /** Mean opinion score of the conversation, 1 to 4.5, and the rating R (ITU-T G.107) that it is made of. */
  readonly score: number | undefined;
  readonly rating: number | undefined;
  readonly lossShare: number | undefined;
  /** Came too late to be heard. */
  readonly lateShare: number | undefined;
  readonly jitterMs: number;
  readonly roundTripMs: number | undefined;
  /** How long sound waits in the phone to even out the network. */
  readonly bufferMs: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** What the other side tells of its hearing. */
  readonly remoteLossShare: number | undefined;
  readonly remoteScore: number | undefined;
}

// How much patience and memory a stream connection may cost.

export interface StreamLimits {
  readonly connectTimeoutMs: number;
  /** From the first byte of a message to its last. */
  readonly messageTimeoutMs: number;
  /** Without a byte either way; a connection that the other side opened. */
  readonly acceptedIdleMs: number;
  /** The same for one that we opened: the way a registrar reaches us. */
  readonly openedIdleMs: number;
  readonly maxAccepted: number;
  readonly maxAcceptedPerAddress: number;
  readonly maxOpened: number;
  /** Bytes that the other side has not taken yet. */
  readonly maxUnsentBytes: number;
}

export const defaultStreamLimits: StreamLimits = {
  connectTimeoutMs: 10_000,
  messageTimeoutMs: 15_000,
  acceptedIdleMs: 300_000,
  openedIdleMs: 7_200_000,
  maxAccepted: 64,
  maxAcceptedPerAddress: 32,
  maxOpened: 64,
  maxUnsentBytes: 1_048_576,
};

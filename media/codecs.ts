// Each codec of the core, declared once, in the order in which they are offered when nothing else is configured.

export interface CodecDescription {
  /** SDP encoding name (RFC 4855), also the native core's. */
  readonly name: string;
  /** RTP clock, which is what SDP tells; G.722's is not its sample rate (RFC 3551 §4.5.2). */
  readonly clockRateHz: number;
  readonly channels: number;
  /** RFC 3551 table 4; undefined: the offer assigns one. */
  readonly payloadType: number | undefined;
  readonly formatParameters: string | undefined;
}

const codecs: readonly CodecDescription[] = [
  {
    name: 'G722',
    clockRateHz: 8000,
    channels: 1,
    payloadType: 9,
    formatParameters: undefined,
  },
  {
    name: 'PCMA',
    clockRateHz: 8000,
    channels: 1,
    payloadType: 8,
    formatParameters: undefined,
  },
  {
    name: 'PCMU',
    clockRateHz: 8000,
    channels: 1,
    payloadType: 0,
    formatParameters: undefined,
  },
];

/** Encoding names are compared without regard to case (RFC 4855 §3). */
export function findCodec(name: string): CodecDescription | undefined {
  const wanted = name.toUpperCase();
  return codecs.find((codec) => codec.name.toUpperCase() === wanted);
}

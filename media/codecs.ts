// Each codec of the core, declared once. The native core may lack some of them: a library was not there when it was built, or is not
// on this machine.

export interface CodecDescription {
  /** What `voip/codec/codec_info/N/name` calls it. */
  readonly setting: string;
  /** SDP encoding name (RFC 4855), also the native core's. */
  readonly name: string;
  /** RTP clock, which is what SDP tells; G.722's is not its sample rate (RFC 3551 §4.5.2). */
  readonly clockRateHz: number;
  readonly channels: number;
  /** RFC 3551 table 4; undefined: the offer assigns one. */
  readonly payloadType: number | undefined;
  /** `a=fmtp` of ours. */
  readonly formatParameters: string | undefined;
  /** The same, when pauses may be left out. */
  readonly pausingParameters?: string | undefined;
  /** It has a way of its own to leave out pauses; the others need comfort noise beside them. */
  readonly pauses?: boolean;
  /** Lengths of its packets; any from 10 to 60 when absent. */
  readonly packetTimesMs?: readonly number[];
}

/** RFC 3389. Nobody talks in it; it is received whether it was negotiated or not. */
export const comfortNoise = { name: 'CN', clockRateHz: 8000, channels: 1, payloadType: 13 } as const;

const narrowband = { clockRateHz: 8000, channels: 1, formatParameters: undefined };
const wholeFrames = [10, 20, 30, 40, 50, 60];
const opusParameters = 'maxplaybackrate=16000;stereo=0;useinbandfec=1';

const codecs: readonly CodecDescription[] = [
  { setting: 'G722', name: 'G722', ...narrowband, payloadType: 9 },
  { setting: 'PCMA', name: 'PCMA', ...narrowband, payloadType: 8 },
  { setting: 'PCMU', name: 'PCMU', ...narrowband, payloadType: 0 },
  {
    setting: 'G729',
    name: 'G729',
    ...narrowband,
    payloadType: 18,
    // RFC 4856 §2.1.9: Annex B is implied unless denied.
    formatParameters: 'annexb=no',
    pausingParameters: 'annexb=yes',
    pauses: true,
    packetTimesMs: wholeFrames,
  },
  {
    setting: 'OPUS',
    name: 'opus',
    clockRateHz: 48_000,
    // RFC 7587 §7: always said, mono or not.
    channels: 2,
    payloadType: undefined,
    formatParameters: opusParameters,
    pausingParameters: `${opusParameters};usedtx=1`,
    pauses: true,
    packetTimesMs: [10, 20, 40, 60],
  },
  ...[16, 24, 32, 40].flatMap((rate) => [
    { setting: `G726-${rate}`, name: `G726-${rate}`, ...narrowband, payloadType: undefined },
    { setting: `AAL2-G726-${rate}`, name: `AAL2-G726-${rate}`, ...narrowband, payloadType: undefined },
  ]),
  { setting: 'L16_8000', name: 'L16', ...narrowband, payloadType: undefined },
  // More than 40 ms of it are no datagram of an Ethernet.
  {
    setting: 'L16_16000',
    name: 'L16',
    ...narrowband,
    clockRateHz: 16_000,
    payloadType: undefined,
    packetTimesMs: [10, 20, 30, 40],
  },
];

/** Encoding names are compared without regard to case (RFC 4855 §3). */
export function findCodec(name: string, clockRateHz: number): CodecDescription | undefined {
  const wanted = name.toUpperCase();
  return codecs.find((codec) => codec.name.toUpperCase() === wanted && codec.clockRateHz === clockRateHz);
}

export function codecOfSetting(setting: string): CodecDescription | undefined {
  const wanted = setting.toUpperCase();
  return codecs.find((codec) => codec.setting === wanted);
}

/** The longest packet that the codec makes and that is not longer than wished; its shortest when all are. */
export function packetTimeFor(codec: CodecDescription, wishedMs: number): number {
  const wished = Math.round(Math.min(60, Math.max(10, wishedMs)));
  const possible = codec.packetTimesMs ?? [wished];
  return possible.findLast((ms) => ms <= wished) ?? possible[0] ?? wished;
}

// What two descriptions of one stream have in common (RFC 3264 §5.1, §6.1, §7).

import type { MediaSecurity } from '../ua/media-security.ts';
import type { Direction, LocalMedia, NegotiatedCodec, NegotiatedMedia } from '../ua/media-session.ts';
import { packetTimeOf } from './describe-media.ts';
import { encodingKey, isComfortNoise, isTelephoneEvent, type MediaFormat } from './media-format.ts';
import type { RemoteStream } from './remote-stream.ts';
import type { AgreedTransport } from './stream-transport.ts';

/** One encoding under the numbers of both sides: `theirs` numbers what goes out, `ours` what comes in. */
export interface FormatPair {
  readonly theirs: MediaFormat;
  readonly ours: MediaFormat;
}

/** What both sides have, in their order. The other side may call a format as we do, or as the standard does. */
export function pairFormats(theirs: readonly MediaFormat[], ours: readonly MediaFormat[]): readonly FormatPair[] {
  const left = new Set(ours);
  const known = new Map<string, MediaFormat>();
  for (const format of ours) known.set(writtenKey(format), format);
  for (const format of ours) known.set(encodingKey(format), format);
  const pairs: FormatPair[] = [];
  for (const format of theirs) {
    const match = known.get(encodingKey(format));
    if (match !== undefined && left.delete(match)) pairs.push({ theirs: format, ours: match });
  }
  return pairs;
}

function writtenKey(format: MediaFormat): string {
  return encodingKey({ ...format, name: format.writtenAs ?? format.name });
}

/** Neither telephone-event nor comfort noise: something that a conversation can be held with. */
export function isVoice(pair: FormatPair): boolean {
  return !isTelephoneEvent(pair.ours) && !isComfortNoise(pair.ours);
}

/** Undefined when no voice is common. */
export function negotiate(
  media: LocalMedia,
  remote: RemoteStream,
  pairs: readonly FormatPair[],
  direction: Direction,
  heldByRemote: boolean,
  security: MediaSecurity | undefined,
  transport: AgreedTransport,
): NegotiatedMedia | undefined {
  const voice = pairs.filter(isVoice);
  const first = voice[0];
  if (first === undefined) return undefined;
  const wishedMs = remote.packetTimeMs ?? packetTimeOf(media, first.ours);
  const packetTimeMs = Math.min(wishedMs, remote.maximumPacketTimeMs ?? Infinity);
  const ofItsClock = pairs.filter((pair) => pair.ours.clockRateHz === first.ours.clockRateHz);
  const event = ofItsClock.find((pair) => isTelephoneEvent(pair.ours));
  const noise = ofItsClock.find((pair) => isComfortNoise(pair.ours));
  return {
    remoteAddress: remote.address,
    remoteRtpPort: remote.rtpPort,
    ...(remote.rtcpAddress === undefined ? {} : { remoteRtcpAddress: remote.rtcpAddress }),
    remoteRtcpPort: remote.rtcpPort,
    ...transport,
    direction,
    heldByRemote,
    send: codecOf(first, first.theirs, packetTimeMs),
    receive: voice.map((pair) => codecOf(pair, pair.ours, packetTimeOf(media, pair.ours))),
    telephoneEvent: { send: event?.theirs.payloadType, receive: event?.ours.payloadType },
    ...(noise === undefined ? {} : { comfortNoise: { send: noise.theirs.payloadType, receive: noise.ours.payloadType } }),
    ...(security === undefined ? {} : { security }),
  };
}

/** In our spelling of the name; `side` is the one that is to get it. */
function codecOf({ ours }: FormatPair, side: MediaFormat, packetTimeMs: number): NegotiatedCodec {
  const { name, clockRateHz, channels } = ours;
  return { name, clockRateHz, channels, payloadType: side.payloadType, packetTimeMs, formatParameters: side.formatParameters };
}

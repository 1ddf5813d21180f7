// What was negotiated of codecs and pauses, in the words of the core.

import { comfortNoise, findCodec, packetTimeFor } from '#media/codecs';
import type { CodecChoice } from '#media/messages';
import type { NegotiatedCodec, NegotiatedMedia } from '#sip/ua/media-session';

/** `discontinuous`: pauses may be left out. */
export function codecChoice(codec: NegotiatedCodec, discontinuous: boolean): CodecChoice {
  const description = findCodec(codec.name, codec.clockRateHz);
  // What the other side wishes beyond what the codec packs is not to be had.
  const packetTimeMs = description === undefined ? codec.packetTimeMs : packetTimeFor(description, codec.packetTimeMs);
  return { ...codec, packetTimeMs, ...(discontinuous && description?.pauses === true ? { discontinuous } : {}) };
}

/** Gateways send it without having said so; its number is fixed. */
export function withComfortNoise(codecs: readonly CodecChoice[]): readonly CodecChoice[] {
  const isFree = codecs.every(({ payloadType }) => payloadType !== comfortNoise.payloadType);
  return isFree ? [...codecs, { ...comfortNoise, packetTimeMs: 10 }] : codecs;
}

/** Codecs that leave out pauses by themselves need none. */
export function noiseOf({ send, comfortNoise: noise }: NegotiatedMedia): { readonly comfortNoise?: number } {
  const pauses = findCodec(send.name, send.clockRateHz)?.pauses === true;
  return noise === undefined || pauses ? {} : { comfortNoise: noise.send };
}

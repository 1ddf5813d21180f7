// `voip/codec/codec_info/N`: which codecs are offered, in which order, and why others are not.

import { type CodecDescription, codecOfSetting, packetTimeFor } from '#media/codecs';
import type { CodecCapability } from '#sip/ua/media-session';
import type { Parameters } from './lines/line-settings.ts';

const codecInfoCount = 5;

/** Whether the native core has a codec: by SDP name. */
export type Speaks = (name: string) => boolean;

type Place =
  | { readonly type: 'chosen'; readonly codec: CodecDescription; readonly packetTimeMs: number }
  | { readonly type: 'refused'; readonly path: string; readonly setting: string; readonly reason: string };

/** What other vendors' phones have and nobody may build freely, or what no kept library has. */
const refusals: Readonly<Record<string, string>> = {
  SILK_8000: 'SILK is not in this firmware; Opus is its successor',
  SILK_16000: 'SILK is not in this firmware; Opus is its successor',
  G723: 'G.723.1 is not in this firmware: there is no free library that is kept',
  AMR: 'AMR is not in this firmware',
  ILBC: 'iLBC is not in this firmware: Debian has no library of it',
  G729: 'libbcg729.so.0 is not on this machine; G.729 is spoken where it is installed',
};

/** Codecs whose number in offers is a parameter. */
const numbers = {
  'G726-16': 'voip/codec/payload_type/g726_16',
  'G726-24': 'voip/codec/payload_type/g726_24',
  'G726-32': 'voip/codec/payload_type/g726_32',
  'G726-40': 'voip/codec/payload_type/g726_40',
} as const;

export function chosenCodecs(parameters: Parameters, speaks: Speaks): readonly CodecCapability[] {
  const pausing = parameters.get('voip/media/silence_suppression/enabled');
  return places(parameters, speaks).flatMap((place) => {
    if (place.type === 'refused') return [];
    const { setting } = place.codec;
    const wished = hasNumber(setting) ? { wishedPayloadType: parameters.get(numbers[setting]) } : {};
    return [{ ...capability(place, pausing), ...wished }];
  });
}

/** A sentence for each place that names a codec which is not offered. */
export function refusedCodecs(parameters: Parameters, speaks: Speaks): readonly string[] {
  return places(parameters, speaks).flatMap((place) =>
    place.type === 'refused' ? [`${place.path} is ${place.setting}, which is not offered: ${place.reason}`] : [],
  );
}

function hasNumber(setting: string): setting is keyof typeof numbers {
  return Object.hasOwn(numbers, setting);
}

/** In order; one that came before is passed over without a word. */
function places(parameters: Parameters, speaks: Speaks): readonly Place[] {
  const seen = new Set<string>();
  const found: Place[] = [];
  for (let index = 0; index < codecInfoCount; index++) {
    const setting = parameters.get(`voip/codec/codec_info/${index}/name`).toUpperCase();
    if (!parameters.get(`voip/codec/codec_info/${index}/enabled`) || seen.has(setting)) continue;
    seen.add(setting);
    const codec = codecOfSetting(setting);
    if (codec !== undefined && speaks(codec.name)) {
      const packetTimeMs = packetTimeFor(codec, parameters.get(`voip/codec/codec_info/${index}/ptime`));
      found.push({ type: 'chosen', codec, packetTimeMs });
    } else {
      const reason = refusals[setting] ?? 'the media core was built without it';
      found.push({ type: 'refused', path: `voip/codec/codec_info/${index}/name`, setting, reason });
    }
  }
  return found;
}

function capability({ codec, packetTimeMs }: Place & { readonly type: 'chosen' }, pausing: boolean): CodecCapability {
  const { name, clockRateHz, channels, payloadType } = codec;
  const formatParameters = pausing ? (codec.pausingParameters ?? codec.formatParameters) : codec.formatParameters;
  return { name, clockRateHz, channels, payloadType, formatParameters, packetTimeMs };
}

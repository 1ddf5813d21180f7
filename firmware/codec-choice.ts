// `voip/codec/codec_info/N`: which codecs are offered, in which order, and why others are not.

import { codecOfSetting, packetTimeFor } from '#media/codecs';
import type { CodecCapability } from '#sip/ua/media-session';
import { type ChosenCodec, codecsOfLine } from './line-codecs.ts';
import type { Parameters } from './lines/line-settings.ts';

const codecInfoCount = 5;

/** Whether the native core has a codec: by SDP name. */
export type Speaks = (name: string) => boolean;

type Place =
  | ({ readonly type: 'chosen' } & ChosenCodec)
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

/** Codecs whose name in offers is a parameter. */
const offeredNames = {
  PCMU: 'voip/codec/name/pcmu',
  PCMA: 'voip/codec/name/pcma',
  'G726-16': 'voip/codec/name/g726_16',
  'G726-24': 'voip/codec/name/g726_24',
  'G726-32': 'voip/codec/name/g726_32',
  'G726-40': 'voip/codec/name/g726_40',
  G729: 'voip/codec/name/g729',
} as const;

/** `line` is undefined for calls of no line. */
export function chosenCodecs(parameters: Parameters, speaks: Speaks, line: number | undefined): readonly CodecCapability[] {
  const ofPhone = places(parameters, speaks).filter((place) => place.type === 'chosen');
  const ofLine = line === undefined ? ofPhone : codecsOfLine(parameters, line, ofPhone, ({ name }) => speaks(name));
  const pausing = parameters.get('voip/media/silence_suppression/enabled');
  return ofLine.map((each) => capability(parameters, each, pausing, line));
}

/** A sentence for each place that names a codec which is not offered. */
export function refusedCodecs(parameters: Parameters, speaks: Speaks): readonly string[] {
  return places(parameters, speaks).flatMap((place) =>
    place.type === 'refused' ? [`${place.path} is ${place.setting}, which is not offered: ${place.reason}`] : [],
  );
}

function hasOfferedName(setting: string): setting is keyof typeof offeredNames {
  return Object.hasOwn(offeredNames, setting);
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

function capability(
  parameters: Parameters,
  { codec, packetTimeMs }: ChosenCodec,
  pausing: boolean,
  line: number | undefined,
): CodecCapability {
  const { setting, name, clockRateHz, channels, payloadType } = codec;
  const usual = pausing ? (codec.pausingParameters ?? codec.formatParameters) : codec.formatParameters;
  const formatParameters = setting === 'G729' && line !== undefined ? annexB(parameters, line, usual) : usual;
  const wished = hasNumber(setting) ? { wishedPayloadType: parameters.get(numbers[setting]) } : {};
  const offeredName = hasOfferedName(setting) ? parameters.get(offeredNames[setting]) : name;
  const called = offeredName === name ? {} : { offeredName };
  return { name, ...called, clockRateHz, channels, payloadType, formatParameters, packetTimeMs, ...wished };
}

/** Nothing said is `yes` to the other side (RFC 4856 §2.1.9). */
function annexB(parameters: Parameters, line: number, bySilenceSuppression: string | undefined): string | undefined {
  switch (parameters.get(`voip/line/${line}/codec/annex_b`)) {
    case 'none':
      return undefined;
    case 'no':
      return 'annexb=no';
    case 'yes':
      return 'annexb=yes';
    default:
      return bySilenceSuppression;
  }
}

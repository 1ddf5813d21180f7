// The call progress tones that hold now: the selected country's or, when switched on, the administrator's own ten.

import { type Country, type CountryTone, countryTones } from './country-tones.ts';
import type { ParameterPath, Values } from './schema.ts';

export interface ToneSegment {
  readonly parts: readonly { readonly frequencyHz: number; readonly levelDbm0: number }[];
  readonly durationMs: number;
}

/** The same shape as the media core's; `repeat` 0 is for ever. */
export interface Tone {
  readonly segments: readonly ToneSegment[];
  readonly repeat: number;
}

export const toneNames = [
  'dial',
  'stutterDial',
  'ringBack',
  'busy',
  'congestion',
  'callWaiting',
  'warning',
  'confirmation',
] as const;
export type ToneName = (typeof toneNames)[number];
export type CallProgressTones = Readonly<Record<ToneName, Tone>>;

/** How the administrator's own tones call them (`call_progress_tones/N/name`). */
const configNames: Readonly<Record<ToneName, string>> = {
  dial: 'DIAL_TONE',
  stutterDial: 'STUTTER_DIAL_TONE',
  ringBack: 'RINGBACK_TONE',
  busy: 'BUSY_TONE',
  congestion: 'REORDER_TONE',
  callWaiting: 'CALL_WAITING_TONE',
  warning: 'WARNING_TONE',
  confirmation: 'CONFIRMATION_TONE',
};

const forEverMs = 60_000;
/** Table 3-10: "63 is mute". */
const muteLevel = 63;
/** A sum of two parts stays under the level of one. */
const singleLevelDbm0 = -19;
const pairLevelDbm0 = -22;

interface Reader {
  get<P extends ParameterPath>(path: P): Values[P];
}

type Parts = ToneSegment['parts'];

/** `cadenceMs`: on and off in turn; empty means continuous. */
function cadenced(parts: Parts, cadenceMs: readonly number[], repeat = 0): Tone {
  if (cadenceMs.length === 0) return { segments: [{ parts, durationMs: forEverMs }], repeat };
  const segments = cadenceMs.map((durationMs, i) => ({ parts: i % 2 === 0 ? parts : [], durationMs }));
  return { segments: segments.filter(({ durationMs }) => durationMs > 0), repeat };
}

function partsOf({ frequenciesHz }: CountryTone): Parts {
  const levelDbm0 = frequenciesHz.length > 1 ? pairLevelDbm0 : singleLevelDbm0;
  return frequenciesHz.map((frequencyHz) => ({ frequencyHz, levelDbm0 }));
}

/** Ten short pulses, then the dial tone (as with messages waiting). */
function stutter(parts: Parts): Tone {
  const pulses = Array.from({ length: 10 }, (): readonly ToneSegment[] => [
    { parts, durationMs: 100 },
    { parts: [], durationMs: 100 },
  ]);
  return { segments: [...pulses.flat(), { parts, durationMs: 10 * forEverMs }], repeat: 1 };
}

function ofCountry(country: Country): CallProgressTones {
  const tones = countryTones[country];
  const plain = (tone: CountryTone): Tone => cadenced(partsOf(tone), tone.cadenceMs);
  const dialParts = partsOf(tones.dial);
  return {
    dial: plain(tones.dial),
    stutterDial: stutter(dialParts),
    ringBack: plain(tones.ringBack),
    busy: plain(tones.busy),
    congestion: plain(tones.congestion),
    callWaiting: plain(tones.callWaiting),
    warning: cadenced(
      [1400, 2060].map((frequencyHz) => ({ frequencyHz, levelDbm0: -10 })),
      [100, 100],
    ),
    confirmation: cadenced(dialParts, [100, 100, 100, 100, 100, 100], 1),
  };
}

function ownTone(reader: Reader, index: number): Tone {
  const at = <Leaf extends string>(leaf: Leaf): `voip/regional_settings/call_progress_tones/${number}/${Leaf}` =>
    `voip/regional_settings/call_progress_tones/${index}/${leaf}`;
  const sines = [
    { frequencyHz: reader.get(at('frequency_a')), level: reader.get(at('frequency_a_level')) },
    { frequencyHz: reader.get(at('frequency_b')), level: reader.get(at('frequency_b_level')) },
  ];
  const parts = sines
    .filter(({ frequencyHz, level }) => frequencyHz > 0 && level < muteLevel)
    .map(({ frequencyHz, level }) => ({ frequencyHz, levelDbm0: -level }));
  const times = [
    [reader.get(at('tone_on_0')), reader.get(at('tone_off_0'))],
    [reader.get(at('tone_on_1')), reader.get(at('tone_off_1'))],
    [reader.get(at('tone_on_2')), reader.get(at('tone_off_2'))],
    [reader.get(at('tone_on_3')), reader.get(at('tone_off_3'))],
  ];
  const continuous = reader.get(at('cadence')) === 0;
  const used = times.filter(([on = 0]) => on > 0).flat();
  const burst = reader.get(at('cadence')) === 2;
  return cadenced(parts, continuous ? [] : used.map((tens) => tens * 10), burst ? 1 : 0);
}

/** Read once at the start; the parameters need a restart. */
export function callProgressTones(reader: Reader): CallProgressTones {
  const tones = ofCountry(reader.get('voip/regional_settings/selected_country'));
  if (!reader.get('voip/regional_settings/use_config_file_values')) return tones;
  const own: Partial<Record<ToneName, Tone>> = {};
  for (let index = 9; index >= 0; index--) {
    const name = reader.get(`voip/regional_settings/call_progress_tones/${index}/name`).toUpperCase();
    const known = toneNames.find((each) => configNames[each] === name);
    if (known === undefined || !reader.get(`voip/regional_settings/call_progress_tones/${index}/enabled`)) continue;
    own[known] = ownTone(reader, index);
  }
  return { ...tones, ...own };
}

// The call progress tones that hold now: the selected country's or, when switched on, the administrator's own ten.

import { type Country, type CountryTone, countryTones } from './country-tones.ts';
import type { ParameterPath, Values } from './schema.ts';
import type { ScriptProblem } from './scripts/script-reader.ts';
import { parseToneScript } from './scripts/tone-script.ts';
import { longestMs, type Tone, type ToneSection, type ToneSegment } from './tone.ts';

/** Each with the name that the administrator's own tones have for it (`call_progress_tones/N/name`), where they have it, and its script. */
const names = {
  dial: { own: 'DIAL_TONE', script: 'voip/regional_settings/tone_script/dial' },
  stutterDial: { own: 'STUTTER_DIAL_TONE', script: 'voip/regional_settings/tone_script/stutter_dial' },
  forwardingDial: { own: 'FORWARDING_DIAL_TONE', script: 'voip/regional_settings/tone_script/forwarding_dial' },
  ringBack: { own: 'RINGBACK_TONE', script: 'voip/regional_settings/tone_script/ring_back' },
  busy: { own: 'BUSY_TONE', script: 'voip/regional_settings/tone_script/busy' },
  congestion: { own: 'REORDER_TONE', script: 'voip/regional_settings/tone_script/congestion' },
  callWaiting: { own: 'CALL_WAITING_TONE', script: 'voip/regional_settings/tone_script/call_waiting' },
  warning: { own: 'WARNING_TONE', script: 'voip/regional_settings/tone_script/warning' },
  confirmation: { own: 'CONFIRMATION_TONE', script: 'voip/regional_settings/tone_script/confirmation' },
  page: { own: 'PAGE_TONE', script: 'voip/regional_settings/tone_script/page' },
  // Scripts alone: neither a country nor the table has them.
  special1: { own: undefined, script: 'voip/regional_settings/tone_script/special_1' },
  special2: { own: undefined, script: 'voip/regional_settings/tone_script/special_2' },
  special3: { own: undefined, script: 'voip/regional_settings/tone_script/special_3' },
  special4: { own: undefined, script: 'voip/regional_settings/tone_script/special_4' },
  prompt: { own: undefined, script: 'voip/regional_settings/tone_script/prompt' },
  holding: { own: undefined, script: 'voip/regional_settings/tone_script/holding' },
  conference: { own: undefined, script: 'voip/regional_settings/tone_script/conference' },
  alert: { own: undefined, script: 'voip/regional_settings/tone_script/alert' },
  secureCall: { own: undefined, script: 'voip/regional_settings/tone_script/secure_call' },
} as const;

export type ToneName = keyof typeof names;
export const toneNames: readonly ToneName[] = Object.keys(names) as ToneName[];
export type CallProgressTones = Readonly<Record<ToneName, Tone>>;

/** Table 3-10: "63 is mute". */
const muteLevel = 63;
/** A sum of two parts stays under the level of one. */
const singleLevelDbm0 = -19;
const pairLevelDbm0 = -22;
const quietMs = 10_000;
const warningMs = 60_000;
/** Of what no country has: only a script makes it sound. */
const noTone: Tone = { sections: [] };

interface Reader {
  get<P extends ParameterPath>(path: P): Values[P];
}

type Parts = ToneSegment['parts'];

/** `cadenceMs`: on and off in turn; empty means continuous. Repeated for ever, or once as a burst. */
function cadenced(parts: Parts, cadenceMs: readonly number[], burst = false): Tone {
  const segments = cadenceMs.map((durationMs, i) => ({ parts: i % 2 === 0 ? parts : [], durationMs }));
  const audible = segments.filter(({ durationMs }) => durationMs > 0);
  if (audible.length === 0) return { sections: [continuous(parts, 0)] };
  return { sections: [{ segments: audible, durationMs: burst ? lengthMs(audible) : 0 }] };
}

function continuous(parts: Parts, durationMs: number): ToneSection {
  return { segments: [{ parts, durationMs: longestMs }], durationMs };
}

function lengthMs(segments: readonly ToneSegment[]): number {
  return segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function partsOf({ frequenciesHz }: CountryTone): Parts {
  const levelDbm0 = frequenciesHz.length > 1 ? pairLevelDbm0 : singleLevelDbm0;
  return frequenciesHz.map((frequencyHz) => ({ frequencyHz, levelDbm0 }));
}

/** Short pulses, then the dial tone. */
function stutter(parts: Parts, pulseMs: number, durationMs: number): Tone {
  const pulse = [
    { parts, durationMs: pulseMs },
    { parts: [], durationMs: pulseMs },
  ];
  return { sections: [{ segments: pulse, durationMs }, continuous(parts, 0)] };
}

function ofCountry(country: Country): CallProgressTones {
  const tones = countryTones[country];
  const plain = (tone: CountryTone): Tone => cadenced(partsOf(tone), tone.cadenceMs);
  const dialParts = partsOf(tones.dial);
  const congestion = plain(tones.congestion);
  return {
    dial: plain(tones.dial),
    stutterDial: stutter(dialParts, 100, 2000),
    forwardingDial: stutter(dialParts, 200, 800),
    ringBack: plain(tones.ringBack),
    busy: plain(tones.busy),
    congestion,
    callWaiting: plain(tones.callWaiting),
    warning: cadenced(
      [1400, 2060].map((frequencyHz) => ({ frequencyHz, levelDbm0: -10 })),
      [100, 100],
    ),
    confirmation: cadenced(dialParts, [100, 100, 100, 100, 100, 100], true),
    page: cadenced([{ frequencyHz: 600, levelDbm0: -16 }], [250, 250, 250, 250], true),
    special1: congestion,
    special2: congestion,
    special3: congestion,
    special4: congestion,
    prompt: noTone,
    holding: noTone,
    conference: noTone,
    alert: noTone,
    secureCall: noTone,
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
  const used = times.filter(([on = 0]) => on > 0).flat();
  const cadence = reader.get(at('cadence'));
  return cadenced(parts, cadence === 0 ? [] : used.map((tens) => tens * 10), cadence === 2);
}

/** A country's, or the administrator's own by table. */
function byTable(reader: Reader): CallProgressTones {
  const tones = ofCountry(reader.get('voip/regional_settings/selected_country'));
  if (!reader.get('voip/regional_settings/use_config_file_values')) return tones;
  const own: Partial<Record<ToneName, Tone>> = {};
  for (let index = 9; index >= 0; index--) {
    const name = reader.get(`voip/regional_settings/call_progress_tones/${index}/name`).toUpperCase();
    const known = toneNames.find((each) => names[each].own === name);
    if (known === undefined || !reader.get(`voip/regional_settings/call_progress_tones/${index}/enabled`)) continue;
    own[known] = ownTone(reader, index);
  }
  return { ...tones, ...own };
}

/** Read once at the start; the parameters need a restart. A script goes before every table; one that is wrong is reported and passed over. */
export function callProgressTones(
  reader: Reader,
  report: (path: ParameterPath, problem: ScriptProblem) => void = () => {},
): CallProgressTones {
  const tones: Record<ToneName, Tone> = { ...byTable(reader) };
  for (const name of toneNames) {
    const path = names[name].script;
    const script = reader.get(path);
    if (script === '') continue;
    const parsed = parseToneScript(script);
    if (parsed.ok) tones[name] = parsed.value;
    else report(path, parsed.problem);
  }
  return { ...tones, warning: howler(tones, reader.get('voip/dialing/reorder_tone_timeout') * 1000) };
}

/** A handset that lies beside the phone: time to put it back, reorder tone, then the warning, at last silence. */
function howler({ congestion, warning }: CallProgressTones, reorderMs: number): Tone {
  const part = ({ sections }: Tone, durationMs: number): readonly ToneSection[] =>
    sections.slice(0, 1).map(({ segments }) => ({ segments, durationMs }));
  return { sections: [continuous([], quietMs), ...part(congestion, reorderMs), ...part(warning, warningMs)] };
}

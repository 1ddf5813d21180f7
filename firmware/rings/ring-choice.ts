// Which ring a call has: what its network asks for, else the caller's own, else the line's.

import { parseCadenceScript } from '#config/scripts/cadence-script';
import { parseRingScript, type RingScript } from '#config/scripts/ring-script';
import type { ScriptProblem } from '#config/scripts/script-reader';
import type { Cadence } from '#config/tone';
import type { Recording, Ring } from '#media/messages';
import type { LineIndex, Party } from '#ui/phone';
import type { Parameters } from '../lines/line-settings.ts';
import { builtInRings, scriptTunes } from './tunes.ts';

const scriptCount = 10;
const distinctiveCount = 5;
/** A cadence beyond those that are counted. */
const ninth = 9;
const usualRing = 'Ring01';
const usualCadence: Cadence = [
  {
    segments: [
      { sounding: true, durationMs: 2000 },
      { sounding: false, durationMs: 4000 },
    ],
    durationMs: 0,
  },
];

/** Names for cadences beside `Bellcore-drN`: of RFC 7462, and of servers that ring otherwise for calls from outside. */
const cadenceNumbers: ReadonlyMap<string, number> = new Map([
  ['alert-internal', 1],
  ['source:internal', 1],
  ['alert-external', 2],
  ['source:external', 2],
  ['alert-group', 3],
  ['service:call-waiting', 3],
  ['priority:high', 5],
  ['priority:low', 8],
  ['service:recall', 4],
]);

/** What is known of the call that rings. */
export interface RingWish {
  readonly ringClass: string | undefined;
  readonly line: LineIndex;
  readonly remote: Party;
}

export interface RingChoiceOptions {
  readonly parameters: Parameters;
  /** Recordings by their name, and the cadence that theirs is when it is not their own. */
  readonly recording: (name: string) => { readonly recording: Recording; readonly cadence: number } | undefined;
  /** The ring that a person's entry in the directory has. */
  readonly ofContact: (remote: Party) => string | undefined;
  readonly report: (path: string, problem: ScriptProblem) => void;
}

interface Source {
  /** Nothing: silence. */
  readonly sound: Ring['sound'] | undefined;
  /** 0: none. */
  readonly cadence: number;
}

export class RingChoice {
  readonly #options: RingChoiceOptions;

  constructor(options: RingChoiceOptions) {
    this.#options = options;
  }

  /** Undefined: the ring is silence. */
  ringFor({ ringClass = '', line, remote }: RingWish): Ring | undefined {
    const { parameters, ofContact } = this.#options;
    const asked = this.#source(this.#distinctive(ringClass) ?? ringClass);
    if (asked !== undefined) return this.#ring(asked, asked.cadence);
    const own = ofContact(remote) ?? parameters.get(`personal_settings/lines/${line}/ring_tone`);
    const source = this.#source(own) ?? this.#source(usualRing);
    return source && this.#ring(source, cadenceOf(ringClass) ?? source.cadence);
  }

  /** To be listened to; undefined for silence and for a name that no ring has. */
  ringNamed(name: string): Ring | undefined {
    const source = this.#source(name);
    return source && this.#ring(source, source.cadence);
  }

  /** Names that a person chooses from, recordings excepted. */
  get names(): readonly string[] {
    return [...builtInRings.keys(), ...this.#scripts().map(({ name }) => name)];
  }

  /** `voip/distinctive_ringing/N`: a ring by its name for what Alert-Info says. */
  #distinctive(ringClass: string): string | undefined {
    const { parameters } = this.#options;
    const type = ringClass.toLowerCase();
    if (type === '') return undefined;
    for (let index = 0; index < distinctiveCount; index++) {
      if (parameters.get(`voip/distinctive_ringing/${index}/type`).toLowerCase() !== type) continue;
      return parameters.get(`voip/distinctive_ringing/${index}/ringtone`);
    }
    return undefined;
  }

  #source(name: string): Source | undefined {
    if (name === '') return undefined;
    const builtIn = builtInRings.get(name);
    if (builtIn !== undefined) return { sound: builtIn.tune, cadence: builtIn.cadence };
    const recorded = this.#options.recording(name);
    if (recorded !== undefined) return { sound: recorded.recording, cadence: recorded.cadence };
    const script = this.#scripts().find((each) => each.name === name);
    return script && this.#scripted(script);
  }

  #scripted({ waveform, cadence }: RingScript): Source | undefined {
    if (waveform === undefined) return { sound: undefined, cadence: 0 };
    if ('tune' in waveform) return { sound: scriptTunes[waveform.tune - 1], cadence };
    // Where it would be fetched from; what came from there goes by the file's name.
    const recorded = this.#options.recording(fileName(waveform.place));
    return recorded && { sound: recorded.recording, cadence };
  }

  #scripts(): readonly RingScript[] {
    const { parameters, report } = this.#options;
    const scripts: RingScript[] = [];
    for (let index = 0; index < scriptCount; index++) {
      const text = parameters.get(`voip/ring/tone/${index}/script`);
      if (text === '') continue;
      const parsed = parseRingScript(text);
      if (parsed.ok) scripts.push(parsed.value);
      else report(`voip/ring/tone/${index}/script`, parsed.problem);
    }
    return scripts;
  }

  #ring({ sound }: Source, cadence: number): Ring | undefined {
    if (sound === undefined) return undefined;
    const riseMs = this.#options.parameters.get('voip/ring/rise_time') * 1000;
    return { sound, cadence: cadence === 0 ? [] : this.#cadence(cadence), riseMs };
  }

  /** It goes on as long as the call rings: a script's time belongs to the telephone network. */
  #cadence(number: number): Cadence {
    const { parameters, report } = this.#options;
    const path = number === ninth ? 'voip/ring/cadence_9/script' : (`voip/ring/cadence/${number - 1}/script` as const);
    const parsed = parseCadenceScript(parameters.get(path));
    if (!parsed.ok) {
      report(path, parsed.problem);
      return usualCadence;
    }
    const { value } = parsed;
    return value.map((section, index) => (index === value.length - 1 ? { ...section, durationMs: 0 } : section));
  }
}

function cadenceOf(ringClass: string): number | undefined {
  const name = ringClass.toLowerCase();
  const number = /^bellcore-d?r([1-9])$/.exec(name)?.[1];
  return number === undefined ? cadenceNumbers.get(name) : Number(number);
}

/** `http://192.0.2.1/rings/chime.wav`: `chime`. */
function fileName(place: string): string {
  const last = place.split('/').at(-1) ?? '';
  return last.replace(/\.[A-Za-z0-9]{1,4}$/, '');
}

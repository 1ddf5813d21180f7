// The built-in tunes: what sounds while a ring's cadence lets it. Written as notes that fade like a struck bar.

import type { Tone, ToneSegment } from '#config/tone';

type Chord = readonly number[];

const loudestDbm0 = -9;
/** Of each third of a note, below its beginning. */
const fadeDb = [0, -4, -10];
/** Ear and loudspeaker hear the octave as brightness. */
const octaveBelowDb = 12;

function segment(chord: Chord, levelDbm0: number, durationMs: number): ToneSegment {
  const share = levelDbm0 - 20 * Math.log10(Math.max(1, Math.sqrt(chord.length)));
  return { parts: chord.map((frequencyHz) => ({ frequencyHz, levelDbm0: share })), durationMs };
}

/** A bar that is struck. */
function struck(chord: Chord, durationMs: number): readonly ToneSegment[] {
  return fadeDb.map((db) => {
    const { parts } = segment(chord, loudestDbm0 + db, 0);
    const octave = parts.map(({ frequencyHz, levelDbm0 }) => ({
      frequencyHz: frequencyHz * 2,
      levelDbm0: levelDbm0 - octaveBelowDb + db,
    }));
    return { parts: [...parts, ...octave].slice(0, 6), durationMs: Math.round(durationMs / fadeDb.length) };
  });
}

/** Two chords in quick turn, as the bells of telephones do. */
function warble(one: Chord, other: Chord, turnMs: number): readonly ToneSegment[] {
  return [segment(one, loudestDbm0, turnMs), segment(other, loudestDbm0, turnMs)];
}

function rest(durationMs: number): ToneSegment {
  return { parts: [], durationMs };
}

function loop(...segments: readonly (ToneSegment | readonly ToneSegment[])[]): Tone {
  return { sections: [{ segments: segments.flat(), durationMs: 0 }] };
}

const c5 = 523;
const e5 = 659;
const g5 = 784;
const a5 = 880;
const c6 = 1047;
const d6 = 1175;
const e6 = 1319;
const g6 = 1568;

const classic = loop(warble([740], [988], 65));
const simple = loop(segment([a5, e6], loudestDbm0, 400));
const bell = loop(warble([1000, 1333], [1000, 1250], 40));
const office = loop(struck([c6], 150), struck([g5], 150), struck([e5], 150), struck([g5], 150));

/** By the number that a ring script's `w=` gives. */
export const scriptTunes: readonly Tone[] = [bell, simple, classic, office];

export interface BuiltInRing {
  readonly tune: Tone;
  /** Of `voip/ring/cadence`, counted from 1. */
  readonly cadence: number;
}

/** AudioCodes §3.2.6.2: Ring01 to Ring11. */
export const builtInRings: ReadonlyMap<string, BuiltInRing> = new Map(
  Object.entries({
    Ring01: { tune: classic, cadence: 1 },
    Ring02: { tune: bell, cadence: 1 },
    Ring03: { tune: office, cadence: 1 },
    Ring04: { tune: loop(struck([c6, e6], 300), struck([g5, c6], 300)), cadence: 1 },
    Ring05: { tune: loop(struck([e6], 200), struck([c6], 200), struck([d6], 200), struck([g5], 400), rest(1000)), cadence: 1 },
    Ring06: { tune: loop(struck([c5, e5, g5], 700), struck([e5, g5, c6], 700), rest(600)), cadence: 1 },
    Ring07: { tune: loop(struck([g6], 90), struck([e6], 90), struck([g6], 90), struck([e6], 90), rest(240)), cadence: 1 },
    Ring08: { tune: simple, cadence: 7 },
    Ring09: { tune: classic, cadence: 3 },
    Ring10: { tune: loop(warble([660], [880], 120)), cadence: 6 },
    Ring11: {
      tune: loop(
        struck([c5], 160),
        struck([e5], 160),
        struck([g5], 160),
        struck([c6], 160),
        struck([e6], 160),
        struck([c6], 500),
      ),
      cadence: 1,
    },
  }),
);

// The built-in rings, as the media core plays them. Call progress tones are the country's (`config/call-progress-tones.ts`).

import type { Tone, ToneSegment } from '#media/messages';

const forEver = 0;
/** What the media core takes in one tone. */
const mostSegments = 16;
const shortestNoteMs = 65;

/** On and off in turn, in milliseconds: cadences 1 to 8 of the SPA9x2 (administration guide p. 142), which are those of Bellcore GR-506. */
const cadencesMs: readonly (readonly number[])[] = [
  [2000, 4000],
  [300, 200, 1000, 200, 300, 4000],
  [800, 400, 800, 4000],
  [400, 200, 300, 200, 800, 4000],
  [200, 200, 200, 200, 200, 200, 1000, 4000],
  [200, 400, 200, 400, 200, 4000],
  [400, 200, 400, 200, 400, 4000],
  [250, 9750],
];

/** Two notes in quick turn for 0.9 s, then a rest of 2.1 s. */
const classicRing: Tone = { segments: warble([910, 2090]), repeat: forEver };

/** Names for rings beside `Bellcore-drN`: of RFC 7462, and of servers that ring otherwise for calls from outside. */
const cadenceNumbers: Readonly<Record<string, number>> = {
  'alert-internal': 1,
  'source:internal': 1,
  'alert-external': 2,
  'source:external': 2,
  'alert-group': 3,
  'service:call-waiting': 3,
  'priority:high': 5,
  'priority:low': 8,
  'service:recall': 4,
};

/** The ring that the caller's network asks for; the usual one where it asks for none that there is. */
export function ringOf(ringClass: string | undefined): Tone {
  const name = ringClass?.toLowerCase() ?? '';
  const number = Number(/^bellcore-d?r([1-8])$/.exec(name)?.[1] ?? cadenceNumbers[name] ?? 0);
  const cadence = cadencesMs[number - 1];
  return cadence === undefined ? classicRing : { segments: warble(cadence), repeat: forEver };
}

/** Fills the sounding times with two notes in turn, as many as there is room for. */
function warble(cadenceMs: readonly number[]): readonly ToneSegment[] {
  const sounding = cadenceMs.length / 2;
  const room = Math.floor((mostSegments - sounding) / sounding);
  return cadenceMs.flatMap((durationMs, index) => {
    if (index % 2 === 1) return [{ parts: [], durationMs }];
    const notes = Math.max(1, Math.min(room, Math.floor(durationMs / shortestNoteMs)));
    return Array.from({ length: notes }, (_, turn) => note(turn % 2 === 0 ? 740 : 988, Math.round(durationMs / notes)));
  });
}

function note(frequencyHz: number, durationMs: number): ToneSegment {
  return { parts: [{ frequencyHz, levelDbm0: -10 }], durationMs };
}

// The built-in ring, as the media core plays it. Call progress tones are the country's (`config/call-progress-tones.ts`).

import type { Tone, ToneSegment } from '#media/messages';

const forEver = 0;

/** Two notes in quick turn for 0.9 s, then a rest of 2.1 s. */
export const classicRing: Tone = {
  segments: [...Array.from({ length: 14 }, (_, turn) => note(turn % 2 === 0 ? 740 : 988, 65)), rest(2090)],
  repeat: forEver,
};

function note(frequencyHz: number, durationMs: number): ToneSegment {
  return { parts: [{ frequencyHz, levelDbm0: -10 }], durationMs };
}

function rest(durationMs: number): ToneSegment {
  return { parts: [], durationMs };
}

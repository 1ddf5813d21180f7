// Tones as the media core plays them.

import type { Tone, ToneSegment } from '#media/messages';
import type { ToneName } from './sound.ts';

const forEver = 0;

/** Precise tone plan of North America: the default until the administrator chooses a country (AudioCodes table 3-10). */
const callProgress: Readonly<Record<ToneName, Tone>> = {
  dial: cadence([350, 440], -19, [1000, 0]),
  ringback: cadence([440, 480], -19, [2000, 4000]),
  busy: cadence([480, 620], -19, [500, 500]),
  reorder: cadence([480, 620], -19, [250, 250]),
  callWaiting: cadence([440], -19, [300, 9700]),
};

export function callProgressTone(name: ToneName): Tone {
  return callProgress[name];
}

/** The built-in ring: two notes in quick turn for 0.9 s, then a rest of 2.1 s. */
export const classicRing: Tone = {
  segments: [...Array.from({ length: 14 }, (_, turn) => note(turn % 2 === 0 ? 740 : 988, 65)), rest(2090)],
  repeat: forEver,
};

function cadence(frequencies: readonly number[], levelDbm0: number, [onMs, offMs]: readonly [number, number]): Tone {
  const on = { parts: frequencies.map((frequencyHz) => ({ frequencyHz, levelDbm0 })), durationMs: onMs };
  return { segments: offMs === 0 ? [on] : [on, rest(offMs)], repeat: forEver };
}

function note(frequencyHz: number, durationMs: number): ToneSegment {
  return { parts: [{ frequencyHz, levelDbm0: -10 }], durationMs };
}

function rest(durationMs: number): ToneSegment {
  return { parts: [], durationMs };
}

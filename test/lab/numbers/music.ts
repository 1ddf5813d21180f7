// A melody (Beethoven's Ode to Joy) for ever.

import { type Note, playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

const pitchesHz: Readonly<Record<string, number>> = { C: 523.25, D: 587.33, E: 659.26, F: 698.46, G: 783.99 };
const beatMs = 360;

/** Letters are pitches, a dash holds the one before for another half beat. */
const lines = ['E-E-F-G-G-F-E-D-C-C-D-E-E--DD---', 'E-E-F-G-G-F-E-D-C-C-D-E-D--CC---'];

const notes: readonly Note[] = [...lines.join('').matchAll(/([A-G])(-*)/g)].map(([, pitch = '', held = '']) => ({
  frequenciesHz: [pitchesHz[pitch] ?? 0],
  durationMs: ((1 + held.length) * beatMs) / 2,
}));

export const music: LabNumber = {
  number: '601',
  does: 'Music',
  async take(call) {
    const stream = await call.answer();
    stream?.play(playNotes(notes, { repeat: true }));
  },
};

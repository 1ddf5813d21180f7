// Speaks before it answers: a tone with the 183, then the same stream goes on after the answer.

import { playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

const answersAfterMs = 3000;

export const earlyMedia: LabNumber = {
  number: '605',
  does: 'A tone before the answer, which comes after 3 s',
  async take(call, { clock }) {
    const stream = await call.progress();
    stream?.play(playNotes([{ frequenciesHz: [850], durationMs: 1000 }], { repeat: true }));
    clock.setTimer(answersAfterMs, () => {
      if (stream !== undefined && !call.over) void call.answer();
    });
  },
};

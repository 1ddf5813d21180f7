// Answers, and hangs up.

import { playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

const hangsUpAfterMs = 3000;

export const briefAnswer: LabNumber = {
  number: '606',
  does: 'Answers and hangs up after 3 s',
  async take(call, { clock }) {
    const stream = await call.answer();
    stream?.play(playNotes([{ frequenciesHz: [480], durationMs: 1000 }], { repeat: true }));
    clock.setTimer(hangsUpAfterMs, () => call.hangUp());
  },
};

// Leaves a message in the caller's own mailbox: somebody who is alone sees the lamp, too.

import { playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

const hangsUpAfterMs = 1500;

export const leaveMessage: LabNumber = {
  number: '609',
  does: 'Leaves a message in your mailbox: the message lamp lights',
  async take(call, { clock, caller, mailboxes }) {
    const stream = await call.answer();
    stream?.play(playNotes([{ frequenciesHz: [1000], durationMs: 400 }], { repeat: false }));
    mailboxes.leave(caller);
    clock.setTimer(hangsUpAfterMs, () => call.hangUp());
  },
};

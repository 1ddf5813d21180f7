// The caller's mailbox: a tone for each new message, which counts as heard from then on.

import { playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

const beat = [
  { frequenciesHz: [660], durationMs: 300 },
  { frequenciesHz: [], durationMs: 300 },
];
const mostTones = 9;

export const voiceMail: LabNumber = {
  number: '610',
  does: 'Your mailbox: a tone for each message, and the lamp goes out',
  async take(call, { caller, mailboxes }) {
    const stream = await call.answer();
    const count = Math.min(mailboxes.of(caller).new, mostTones);
    stream?.play(playNotes(Array.from({ length: count }, () => beat).flat(), { repeat: false }));
    mailboxes.hear(caller);
  },
};

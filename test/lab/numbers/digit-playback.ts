// Says back, as tones in the sound, the digits that it hears as telephone events.

import type { FrameSource } from '../rtp-stream.ts';
import { digitOfEvent, dtmfNotes, playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

export const digitPlayback: LabNumber = {
  number: '607',
  does: 'Plays back the digits you press',
  async take(call, { digitHeard }) {
    const stream = await call.answer();
    if (stream === undefined) return;
    const waiting: string[] = [];
    stream.listener = {
      digit: (event) => {
        const digit = digitOfEvent(event);
        digitHeard(digit);
        waiting.push(digit);
      },
    };
    stream.play(playDigits(waiting));
  },
};

/** Silence until a digit waits. */
function playDigits(waiting: string[]): FrameSource {
  let sounding: FrameSource | undefined;
  return (length) => {
    const frame = sounding?.(length);
    if (frame !== undefined) return frame;
    const next = waiting.shift();
    sounding = next === undefined ? undefined : playNotes(dtmfNotes(next), { repeat: false });
    return sounding?.(length) ?? new Int16Array(length);
  };
}

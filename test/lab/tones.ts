// Sound that the lab generates, as sources of frames.

import { type FrameSource, sampleRateHz } from './rtp-stream.ts';

export interface Note {
  readonly frequenciesHz: readonly number[];
  readonly durationMs: number;
}

/** Of each of up to two sine parts; about -12 dBm0. */
const amplitude = 5000;
const fadeSamples = 80;

/** Note after note; `repeat` starts again for ever. */
export function playNotes(notes: readonly Note[], { repeat }: { readonly repeat: boolean }): FrameSource {
  const sound = Int16Array.from(notes.flatMap((note) => Array.from(samplesOf(note))));
  let position = 0;
  return (length) => {
    if (sound.length === 0 || (!repeat && position >= sound.length)) return undefined;
    const frame = Int16Array.from({ length }, (_, index) => {
      const at = position + index;
      return (repeat ? sound[at % sound.length] : sound[at]) ?? 0;
    });
    position += length;
    return frame;
  };
}

/** Faded in and out, so that nothing clicks. */
function samplesOf({ frequenciesHz, durationMs }: Note): Int16Array {
  const length = Math.round((durationMs * sampleRateHz) / 1000);
  return Int16Array.from({ length }, (_, index) => {
    const fade = Math.min(1, index / fadeSamples, (length - index) / fadeSamples);
    const sum = frequenciesHz.reduce((total, hz) => total + Math.sin((2 * Math.PI * hz * index) / sampleRateHz), 0);
    return Math.round(amplitude * fade * sum);
  });
}

const rowsHz = [697, 770, 852, 941];
const columnsHz = [1209, 1336, 1477, 1633];
const keypad = '123A456B789C*0#D';

/** ITU-T Q.23. */
export function dtmfNotes(digit: string): readonly Note[] {
  const place = keypad.indexOf(digit);
  const frequenciesHz = [rowsHz[place >> 2] ?? 0, columnsHz[place & 3] ?? 0];
  return [
    { frequenciesHz, durationMs: 160 },
    { frequenciesHz: [], durationMs: 80 },
  ];
}

/** RFC 4733 §3.2: events 0 to 15. */
export function digitOfEvent(event: number): string {
  return '0123456789*#ABCD'[event] ?? '';
}

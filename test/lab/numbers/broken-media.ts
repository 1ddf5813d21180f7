// A tone among packets that no phone should let into the ear: of unknown payload types, of another version, cut short, empty.

import type { FrameSource } from '../rtp-stream.ts';
import { playNotes } from '../tones.ts';
import type { LabNumber } from './lab-number.ts';

const unknownPayloadType = 77;
const noise = Uint8Array.from({ length: 160 }, (_, index) => (index % 2 === 0 ? 0x00 : 0x80));
const junk: readonly Uint8Array[] = [
  new Uint8Array(0),
  Uint8Array.of(0x80),
  Uint8Array.of(0x80, 0, 0, 1, 0, 0, 0),
  // Says that it has 15 contributing sources and an extension, and ends.
  Uint8Array.of(0x9f, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
  // Version 1, padding longer than the packet.
  Uint8Array.of(0x40, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, ...noise),
  Uint8Array.of(0xa0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 255),
];

export const brokenMedia: LabNumber = {
  number: '608',
  does: 'A tone among broken packets',
  async take(call) {
    const stream = await call.answer();
    if (stream === undefined) return;
    const tone: FrameSource = playNotes([{ frequenciesHz: [700], durationMs: 1000 }], { repeat: true });
    let frame = 0;
    stream.play((length) => {
      const bytes = junk[frame++ % junk.length];
      if (bytes !== undefined) stream.sendRaw(bytes);
      stream.send({ payloadType: unknownPayloadType, marker: false, timestamp: frame * length, payload: noise });
      return tone(length);
    });
  },
};

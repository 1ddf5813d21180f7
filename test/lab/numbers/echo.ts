// Echo: every packet goes back under the lab's own source, so that a phone hears itself.

import type { LabNumber } from './lab-number.ts';

export const echo: LabNumber = {
  number: '600',
  does: 'Echo: you hear yourself',
  async take(call) {
    const stream = await call.answer();
    if (stream !== undefined) stream.listener = { voice: (packet) => stream.send(packet) };
  },
};

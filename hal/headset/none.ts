// A board without a headset socket.

import type { Headset } from './headset.ts';

export async function openNoHeadset(): Promise<Headset> {
  return { plugged: false, showCall: () => {}, showMute: () => {}, [Symbol.asyncDispose]: async () => {} };
}

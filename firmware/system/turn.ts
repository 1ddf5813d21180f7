// Lets everything else have its turn: timers, packets, keys.

import { setImmediate as immediate } from 'node:timers/promises';

/** Two: the first of whoever was called by a socket still belongs to the same round of the event loop, before its timers. */
export async function turn(): Promise<void> {
  await immediate();
  await immediate();
}

// Waiting for what a kernel, an emulator or a phone will do soon.

import { setTimeout as sleep } from 'node:timers/promises';

const longestMs = 120_000;

/** What is looked for wants the processor, too. */
const pauseMs = 50;

/** Looks again and again; fails after two minutes, which an emulated processor never takes. */
export async function until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + longestMs;
  while (!(await done())) {
    if (performance.now() > endMs) throw new Error(`${what} did not happen within two minutes`);
    await sleep(pauseMs);
  }
}

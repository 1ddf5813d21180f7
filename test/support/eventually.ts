// What is measured while time passes, sound above all: asked again and again, for a busy machine takes a moment longer to get there.

import { AssertionError } from 'node:assert/strict';

const longestMs = 40_000;
const restMs = 20;

/** Until nothing is wrong any more; what was wrong last is what it fails with. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + longestMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof AssertionError) || performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}

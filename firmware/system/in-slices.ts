// Long work on the main thread, bit by bit: calls, keys and pictures have their turn in between.

import { turn } from './turn.ts';

/** No slice holds the main thread for longer, but for its last step. */
const sliceMs = 2;

/** Each `yield` of the work is a place where it may wait, and it begins in a turn of its own. Rejects with what the work throws. */
export async function inSlices<Result>(work: Generator<void, Result>, clock: { readonly monotonicMs: number }): Promise<Result> {
  await turn();
  let untilMs = clock.monotonicMs + sliceMs;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    if (clock.monotonicMs < untilMs) continue;
    await turn();
    untilMs = clock.monotonicMs + sliceMs;
  }
}

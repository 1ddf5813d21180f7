// Reads a picture of either kind, in slices: nothing else on the phone waits for it.

import { setImmediate as turn } from 'node:timers/promises';
import { decodeJpeg, isJpeg } from './jpeg-picture.ts';
import { type DecodedPicture, PictureError } from './picture.ts';
import { decodePng, isPng } from './png-picture.ts';

/** No slice holds the main thread for longer. */
const sliceMs = 3;

export function* decodePicture(bytes: Uint8Array): Generator<void, DecodedPicture> {
  if (isPng(bytes)) return yield* decodePng(bytes);
  if (isJpeg(bytes)) return yield* decodeJpeg(bytes);
  throw new PictureError('It is neither PNG nor JPEG.');
}

/** Does the work bit by bit. Rejects with what the work throws. */
export async function inSlices<Result>(work: Generator<void, Result>, clock: { readonly monotonicMs: number }): Promise<Result> {
  let untilMs = clock.monotonicMs + sliceMs;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    if (clock.monotonicMs < untilMs) continue;
    await turn();
    untilMs = clock.monotonicMs + sliceMs;
  }
}

// Reads a picture of either kind, a bit at each step: nothing else on the phone waits for it.

import { decodeJpeg, isJpeg } from './jpeg-picture.ts';
import { type DecodedPicture, PictureError } from './picture.ts';
import { decodePng, isPng } from './png-picture.ts';

export function* decodePicture(bytes: Uint8Array): Generator<void, DecodedPicture> {
  if (isPng(bytes)) return yield* decodePng(bytes);
  if (isJpeg(bytes)) return yield* decodeJpeg(bytes);
  throw new PictureError('It is neither PNG nor JPEG.');
}

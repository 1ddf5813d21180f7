// A picture as decoded: four bytes a pixel, red, green, blue and how much of it covers what is behind.

export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** More pixels than four times the largest display has. */
const mostPixels: number = 4 * 800 * 480;
const longestSide = 4096;

/** The file cannot be shown; the message says why, in words for the person who chose it. */
export class PictureError extends Error {
  readonly code = 'PICTURE_UNUSABLE';
}

export function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new PictureError('It has no pixels.');
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw new PictureError(`It is too large (${width} by ${height} pixels).`);
  }
}

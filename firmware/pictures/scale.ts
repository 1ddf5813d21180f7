// Brings a picture to a size: covering a place, or contained in it. Works line by line.

import type { DecodedPicture } from './picture.ts';

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The mean of the part of the source that one pixel stands for, transparent pixels counted for what they show. */
function meanOf(
  { width, rgba }: DecodedPicture,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  to: Uint8Array,
  at: number,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0; x < x1; x += 1) {
      const from = (y * width + x) * 4;
      const covered = rgba[from + 3] as number;
      red += (rgba[from] as number) * covered;
      green += (rgba[from + 1] as number) * covered;
      blue += (rgba[from + 2] as number) * covered;
      alpha += covered;
    }
  }
  const weight = Math.max(1, alpha);
  to[at] = red / weight;
  to[at + 1] = green / weight;
  to[at + 2] = blue / weight;
  to[at + 3] = alpha / ((x1 - x0) * (y1 - y0));
}

function* resized(picture: DecodedPicture, part: Part, width: number, height: number): Generator<void, DecodedPicture> {
  const rgba = new Uint8Array(width * height * 4);
  const start = (i: number, from: number, size: number, count: number): number => from + Math.floor((i * size) / count);
  for (let y = 0; y < height; y += 1) {
    const y0 = start(y, part.y, part.height, height);
    const y1 = Math.max(y0 + 1, start(y + 1, part.y, part.height, height));
    for (let x = 0; x < width; x += 1) {
      const x0 = start(x, part.x, part.width, width);
      const x1 = Math.max(x0 + 1, start(x + 1, part.x, part.width, width));
      meanOf(picture, x0, y0, x1, y1, rgba, (y * width + x) * 4);
    }
    yield;
  }
  return { width, height, rgba };
}

/** Fills the place; what is too much on two sides is cut off. */
export function covering(picture: DecodedPicture, width: number, height: number): Generator<void, DecodedPicture> {
  const share = Math.min(picture.width / width, picture.height / height);
  const part = { width: Math.max(1, Math.floor(width * share)), height: Math.max(1, Math.floor(height * share)) };
  const x = (picture.width - part.width) >> 1;
  const y = (picture.height - part.height) >> 1;
  return resized(picture, { x, y, ...part }, width, height);
}

/** As large as the place allows, never larger than it is. */
export function contained(picture: DecodedPicture, width: number, height: number): Generator<void, DecodedPicture> {
  const share = Math.min(1, width / picture.width, height / picture.height);
  const size = [Math.max(1, Math.round(picture.width * share)), Math.max(1, Math.round(picture.height * share))] as const;
  return resized(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, ...size);
}

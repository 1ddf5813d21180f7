// Frames as PNG, read back by a decoder that is not ours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { encodePng } from '#hal/simulator/png';

async function decode(
  png: Buffer,
): Promise<{ readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray }> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { width, height } = image;
  return { width, height, pixels: context.getImageData(0, 0, width, height).data };
}

test('colours come out as they went in, full stays full', async () => {
  const [width, height] = [33, 7];
  const pixels = Uint16Array.from({ length: width * height }, (_, index) => (index * 283) & 0xffff);
  pixels.set([0x0000, 0xffff, 0xf800, 0x07e0, 0x001f]);
  const { pixels: decoded, ...size } = await decode(encodePng({ format: 'rgb565', width, height, pixels }));
  assert.deepEqual(size, { width, height });
  assert.deepEqual(
    [...decoded.subarray(0, 20)],
    [0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255],
  );
  for (const [index, pixel] of pixels.entries()) {
    const back =
      (((decoded[index * 4] ?? 0) >> 3) << 11) |
      (((decoded[index * 4 + 1] ?? 0) >> 2) << 5) |
      ((decoded[index * 4 + 2] ?? 0) >> 3);
    assert.equal(back, pixel);
  }
});

test('a mono frame is black where it is dark', async () => {
  const [width, height] = [130, 3];
  const pixels = Uint8Array.from({ length: width * height }, (_, index) => (index % 3 === 0 ? 1 : 0));
  const { pixels: decoded } = await decode(encodePng({ format: 'mono', width, height, pixels }));
  for (const [index, pixel] of pixels.entries()) assert.equal(decoded[index * 4], pixel === 1 ? 0 : 255);
});

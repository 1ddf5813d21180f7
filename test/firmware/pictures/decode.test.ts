// Pictures that other programs wrote, read pixel by pixel; and files that are none.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { decodePicture } from '#firmware/pictures/decode';
import { type DecodedPicture, PictureError } from '#firmware/pictures/picture';

function run(bytes: Uint8Array): DecodedPicture {
  const work = decodePicture(bytes);
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** A scene with edges, a gradient and a transparent corner. */
function scene(width: number, height: number) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, '#2040c0');
  gradient.addColorStop(1, '#e0a020');
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#ffffff';
  context.fillRect(Math.floor(width / 4), Math.floor(height / 4), Math.floor(width / 3), Math.floor(height / 3));
  return { canvas, context };
}

/** Of all channels, over all pixels. */
function meanError(picture: DecodedPicture, expected: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i < expected.length; i += 1) sum += Math.abs((picture.rgba[i] ?? 0) - (expected[i] ?? 0));
  return sum / expected.length;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

function png(
  width: number,
  height: number,
  depth: number,
  colorType: number,
  raw: Uint8Array,
  more: readonly Buffer[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colorType;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('PNG', () => {
  it('of another program is read exactly, transparency included', () => {
    const { canvas, context } = scene(61, 43);
    context.clearRect(0, 0, 10, 10);
    const picture = run(canvas.toBuffer('image/png'));
    assert.deepEqual([picture.width, picture.height], [61, 43]);
    assert.equal(meanError(picture, context.getImageData(0, 0, 61, 43).data), 0);
    assert.equal(picture.rgba[3], 0);
  });

  it('has palettes, greys and few bits', () => {
    const palette = chunk('PLTE', Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255]));
    const indexed = run(png(4, 1, 2, 3, Buffer.from([0, 0b00_01_10_00]), [palette, chunk('tRNS', Buffer.from([255, 7]))]));
    assert.deepEqual([...indexed.rgba], [255, 0, 0, 255, 0, 255, 0, 7, 0, 0, 255, 255, 255, 0, 0, 255]);
    const grey = run(png(2, 1, 1, 0, Buffer.from([0, 0b01_000000])));
    assert.deepEqual([...grey.rgba], [0, 0, 0, 255, 255, 255, 255, 255]);
    const deep = run(png(1, 1, 16, 4, Buffer.from([0, 0x80, 0x12, 0xff, 0])));
    assert.deepEqual([...deep.rgba], [128, 128, 128, 255]);
  });
});

describe('JPEG', () => {
  for (const [width, height] of [
    [64, 48],
    [61, 43],
    [7, 5],
    [200, 16],
  ] as const) {
    it(`of another program, ${width} by ${height}, is read to within its losses`, () => {
      const { canvas, context } = scene(width, height);
      const picture = run(canvas.toBuffer('image/jpeg', 95));
      assert.deepEqual([picture.width, picture.height], [width, height]);
      const error = meanError(picture, context.getImageData(0, 0, width, height).data);
      assert.ok(error < 6, `${error.toFixed(2)} of 255`);
    });
  }

  it('in progressive order says the same as in plain order', () => {
    const fixture = (name: string): DecodedPicture =>
      run(readFileSync(new URL(`../../fixtures/pictures/${name}`, import.meta.url)));
    const plain = fixture('baseline.jpg');
    const progressive = fixture('progressive.jpg');
    assert.deepEqual([progressive.width, progressive.height], [75, 53]);
    assert.equal(meanError(progressive, new Uint8ClampedArray(plain.rgba)), 0);
    assert.ok(new Set(plain.rgba).size > 50);
  });

  it('that was cut off shows what there is', () => {
    const bytes = scene(200, 200).canvas.toBuffer('image/jpeg', 80);
    assert.equal(run(bytes.subarray(0, Math.floor(bytes.length * 0.9))).height, 200);
  });
});

describe('what is no picture', () => {
  const refused = (bytes: Uint8Array, why: RegExp): void => {
    assert.throws(
      () => run(bytes),
      (error) => error instanceof PictureError && why.test(error.message),
    );
  };

  it('is refused with a reason', () => {
    refused(Buffer.from('GIF89a'), /PNG nor JPEG/);
    refused(new Uint8Array(0), /PNG nor JPEG/);
    refused(png(5000, 5000, 8, 2, Buffer.alloc(10)), /too large/);
    refused(png(0, 1, 8, 2, Buffer.alloc(10)), /no pixels/);
    refused(png(10, 10, 8, 2, Buffer.alloc(3)), /too early/);
    refused(png(10, 10, 8, 5, Buffer.alloc(3)), /no known kind/);
    refused(Buffer.from([0xff, 0xd8, 0xff, 0xd9]), /no data/);
  });

  it('does not unpack a bomb', () => {
    refused(png(1, 1, 8, 2, Buffer.alloc(50_000_000)), /damaged/);
  });

  it('spoilt anywhere, gives a picture or a reason, and ends', () => {
    const { canvas } = scene(40, 30);
    const files = [canvas.toBuffer('image/png'), canvas.toBuffer('image/jpeg', 70)];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
        (file, changes) => {
          const spoilt = Buffer.from(file);
          for (const [at, value] of changes) spoilt[at % spoilt.length] = value;
          try {
            run(spoilt);
          } catch (error) {
            assert.ok(error instanceof PictureError, String(error));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

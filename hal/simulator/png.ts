// A frame as a PNG (ISO/IEC 15948): what `GET /api/screen.png` answers. 1-bit grey for mono displays, 8-bit RGB for colour.

import { crc32, deflateSync } from 'node:zlib';
import type { Frame } from '../display/display.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const greyscale = 0;
const trueColor = 2;

export function encodePng(frame: Frame): Buffer {
  const mono = frame.format === 'mono';
  const header = Buffer.alloc(13);
  header.writeUInt32BE(frame.width, 0);
  header.writeUInt32BE(frame.height, 4);
  header.writeUInt8(mono ? 1 : 8, 8);
  header.writeUInt8(mono ? greyscale : trueColor, 9);
  const rows = mono ? monoRows(frame) : colorRows(frame);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Length, type, data and the checksum over the last two (§5.3). */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** Each row begins with its filter type, 0: none. A set bit is white, so dark pixels are the ones left out. */
function monoRows({ width, height, pixels }: Frame): Buffer {
  const stride = 1 + Math.ceil(width / 8);
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[y * width + x] !== 0) continue;
      const at = y * stride + 1 + (x >> 3);
      rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return rows;
}

/** 5 and 6 bits are widened by repeating their highest, so that full stays full. */
function colorRows({ width, height, pixels }: Frame): Buffer {
  const stride = 1 + width * 3;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    let at = y * stride + 1;
    for (let x = 0; x < width; x++) {
      const pixel = pixels[y * width + x] ?? 0;
      const red = pixel >> 11;
      const green = (pixel >> 5) & 0x3f;
      const blue = pixel & 0x1f;
      rows[at++] = (red << 3) | (red >> 2);
      rows[at++] = (green << 2) | (green >> 4);
      rows[at++] = (blue << 3) | (blue >> 2);
    }
  }
  return rows;
}

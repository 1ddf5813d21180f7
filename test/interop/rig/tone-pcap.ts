// A capture file with a µ-law tone in RTP, for sipp to play: sipp sends the UDP payloads of a file at their own times.

import { sine } from '../../support/tone-meter.ts';

const samplesPerPacket = 160;
const packetsPerSecond = 50;
const levelDbov = -16;

export function tonePcap(hz: number, seconds: number): Uint8Array {
  const samples = sine(hz, levelDbov, 8000, seconds * 1000);
  const parts: Buffer[] = [fileHeader()];
  for (let index = 0; index < seconds * packetsPerSecond; index++) {
    const payload = Uint8Array.from(samples.subarray(index * samplesPerPacket, (index + 1) * samplesPerPacket), toMuLaw);
    parts.push(packet(index, rtp(index, payload)));
  }
  return Buffer.concat(parts);
}

/** libpcap's own format, microseconds, Ethernet. */
function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

function packet(index: number, content: Uint8Array): Buffer {
  const frame = Buffer.concat([ethernetIpUdp(content.length), content]);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(index / packetsPerSecond), 0);
  header.writeUInt32LE((index % packetsPerSecond) * 20_000, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}

/** Addresses and checksums stay empty: sipp puts its own. */
function ethernetIpUdp(contentLength: number): Buffer {
  const headers = Buffer.alloc(42);
  headers.writeUInt16BE(0x0800, 12);
  headers.writeUInt8(0x45, 14);
  headers.writeUInt16BE(28 + contentLength, 16);
  headers.writeUInt8(64, 22);
  headers.writeUInt8(17, 23);
  headers.writeUInt16BE(16_000, 34);
  headers.writeUInt16BE(16_002, 36);
  headers.writeUInt16BE(8 + contentLength, 38);
  return headers;
}

function rtp(index: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8(index === 0 ? 0x80 : 0, 1);
  header.writeUInt16BE(1000 + index, 2);
  header.writeUInt32BE(index * samplesPerPacket, 4);
  header.writeUInt32BE(0x51_90_00_01, 8);
  return Buffer.concat([header, payload]);
}

/** ITU-T G.711, by its definition: sign, segment, step, all inverted. */
export function toMuLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const segment = Math.floor(Math.log2(magnitude)) - 7;
  const step = (magnitude >> (segment + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}

// Writes captures as libpcap files (link type RAW: each packet begins with its IP header). Headers are made anew around what the phone itself
// sent and heard: it captures no one else's traffic and needs no privilege.

import { isIPv4, isIPv6 } from 'node:net';
import { addressOctets } from '../certificates/address-octets.ts';

export interface CapturedPacket {
  readonly atMs: number;
  readonly from: { readonly address: string; readonly port: number };
  readonly to: { readonly address: string; readonly port: number };
  readonly payload: Uint8Array;
}

const magic = 0xa1b2_c3d4;
const linkTypeRaw = 101;
const largestPacket = 65_535;
const udp = 17;

export function pcapFile(packets: readonly CapturedPacket[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(magic, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(largestPacket, 16);
  head.writeUInt32LE(linkTypeRaw, 20);
  return Buffer.concat([head, ...packets.flatMap(record)]);
}

function record(packet: CapturedPacket): readonly Uint8Array[] {
  const datagram = ipPacket(packet);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(packet.atMs / 1000), 0);
  head.writeUInt32LE(Math.floor((packet.atMs % 1000) * 1000), 4);
  head.writeUInt32LE(datagram.length, 8);
  head.writeUInt32LE(datagram.length, 12);
  return [head, datagram];
}

function ipPacket({ from, to, payload }: CapturedPacket): Buffer {
  const body = payload.subarray(0, largestPacket - 60);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(from.port, 0);
  head.writeUInt16BE(to.port, 2);
  head.writeUInt16BE(8 + body.length, 4);
  const datagram = Buffer.concat([head, body]);
  return isIPv6(from.address) && isIPv6(to.address)
    ? Buffer.concat([header6(from.address, to.address, datagram.length), datagram])
    : Buffer.concat([header4(from.address, to.address, datagram.length), datagram]);
}

/** RFC 791 §3.1, with its checksum. */
function header4(from: string, to: string, length: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(Math.min(20 + length, largestPacket), 2);
  header.writeUInt8(64, 8);
  header.writeUInt8(udp, 9);
  header.set(octets4(from), 12);
  header.set(octets4(to), 16);
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += header.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  header.writeUInt16BE(~sum & 0xffff, 10);
  return header;
}

/** RFC 8200 §3. */
function header6(from: string, to: string, length: number): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt8(0x60, 0);
  header.writeUInt16BE(Math.min(length, largestPacket), 4);
  header.writeUInt8(udp, 6);
  header.writeUInt8(64, 7);
  header.set(addressOctets(from), 8);
  header.set(addressOctets(to), 24);
  return header;
}

/** Of a name, or of one that is of the other family, none. */
function octets4(address: string): readonly number[] {
  return isIPv4(address) ? address.split('.').map(Number) : [0, 0, 0, 0];
}

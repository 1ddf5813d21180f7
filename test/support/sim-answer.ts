// What the SIM of 3GPP TS 35.206 answers to a challenge (f2), by another hand than the phone's.

import { createCipheriv } from 'node:crypto';

export function simAnswer(key: Buffer, opc: Buffer, random: Buffer): Buffer {
  const block = (bytes: Uint8Array): Buffer => createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(bytes);
  const mixed = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte, index) => byte ^ (opc[index] ?? 0)));
  // c2 is 1, and nothing is turned (§4.1).
  const before = mixed(block(mixed(random)));
  before[15] = (before[15] ?? 0) ^ 1;
  return mixed(block(before)).subarray(8);
}

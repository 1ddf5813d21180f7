// MILENAGE (3GPP TS 35.206): what a SIM computes from its key to prove itself and to see that the network knows the key, too.

import { createCipheriv } from 'node:crypto';

/** 16 bytes each. `opc`: the operator's constant as it is for this key. */
export interface MilenageKeys {
  readonly key: Uint8Array;
  readonly opc: Uint8Array;
}

export interface MilenageResult {
  /** f2: 8 bytes. */
  readonly response: Uint8Array;
  /** f5: 6 bytes, which hide the sequence number. */
  readonly anonymityKey: Uint8Array;
}

/** f2 and f5; `random` is 16 bytes. */
export function milenageResponse(keys: MilenageKeys, random: Uint8Array): MilenageResult {
  const temporary = encrypt(keys, exclusiveOr(random, keys.opc));
  const input = exclusiveOr(temporary, keys.opc);
  // c2 is 1, and r2 is no rotation.
  input[15] = (input[15] ?? 0) ^ 1;
  const output = exclusiveOr(encrypt(keys, input), keys.opc);
  return { response: output.subarray(8), anonymityKey: output.subarray(0, 6) };
}

/** f1: by which the network proves that the sequence number is its own. 8 bytes. */
export function milenageNetworkProof(
  keys: MilenageKeys,
  random: Uint8Array,
  sequence: Uint8Array,
  management: Uint8Array,
): Uint8Array {
  const temporary = encrypt(keys, exclusiveOr(random, keys.opc));
  const half = [...sequence, ...management];
  const input = exclusiveOr(Uint8Array.from([...half, ...half]), keys.opc);
  // r1 is 64 bits: the halves change places.
  const rotated = Uint8Array.from([...input.subarray(8), ...input.subarray(0, 8)]);
  return exclusiveOr(encrypt(keys, exclusiveOr(temporary, rotated)), keys.opc).subarray(0, 8);
}

function encrypt({ key }: MilenageKeys, block: Uint8Array): Uint8Array {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block);
}

/** As long as the first. */
export function exclusiveOr(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.from(a, (byte, index) => byte ^ (b[index] ?? 0));
}

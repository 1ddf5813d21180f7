// Digest AKA (RFC 3310): the nonce is a challenge to a SIM, and what the SIM answers is the password. The key comes from the parameters here.
// A SIM also compares sequence numbers, for which it has a memory of its own; here each challenge that knows the key is taken.

import { timingSafeEqual } from 'node:crypto';
import { exclusiveOr, type MilenageKeys, milenageNetworkProof, milenageResponse } from './milenage.ts';

/**
 * The password for a nonce, one character for each byte. Undefined when the nonce is none, or was not made by who knows the key: then
 * nothing must be answered (§3.3).
 */
export function akaPassword(keys: MilenageKeys, nonce: string): string | undefined {
  const bytes = Buffer.from(nonce, 'base64');
  // RAND, then AUTN: the hidden sequence number, the management field, the proof.
  if (bytes.length < 32) return undefined;
  const random = bytes.subarray(0, 16);
  const { response, anonymityKey } = milenageResponse(keys, random);
  const sequence = exclusiveOr(bytes.subarray(16, 22), anonymityKey);
  const proof = milenageNetworkProof(keys, random, sequence, bytes.subarray(22, 24));
  return timingSafeEqual(proof, bytes.subarray(24, 32)) ? Buffer.from(response).toString('latin1') : undefined;
}

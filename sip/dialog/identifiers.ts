// Tags, Call-IDs and other names that nobody may guess (RFC 3261 §19.3).

import type { Random } from '../ports.ts';

/** 64 bits where the RFC asks for 32. */
export function newTag(random: Random): string {
  return hexadecimal(random.bytes(8));
}

/** No host in it: the Call-ID of a phone behind a NAT should not tell its address (RFC 3261 §8.1.1.4 allows both). */
export function newCallId(random: Random): string {
  return hexadecimal(random.bytes(16));
}

/** User part of a Contact: requests that come to it were told by someone who has seen it. */
export function newContactToken(random: Random): string {
  return hexadecimal(random.bytes(9));
}

/** A fraction of 0 to below 1 from the same source, for jitter and glare. */
export function randomFraction(random: Random): number {
  const [high = 0, middle = 0, low = 0] = random.bytes(3);
  return (high * 0x1_0000 + middle * 0x100 + low) / 0x100_0000;
}

function hexadecimal(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

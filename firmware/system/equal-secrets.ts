// Compares what was typed with what is stored, in a time that tells nothing of either.

import { createHash, timingSafeEqual } from 'node:crypto';

export function equalSecrets(given: string, stored: string): boolean {
  return timingSafeEqual(digest(given), digest(stored));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

// The kernel's random bytes, behind the `Random` port.

import { randomBytes } from 'node:crypto';

export class SystemRandom {
  bytes(count: number): Uint8Array {
    return randomBytes(count);
  }
}

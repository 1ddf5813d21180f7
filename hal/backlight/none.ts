// A display whose light cannot be changed.

import type { Backlight } from './backlight.ts';

export async function openNoBacklight(): Promise<Backlight> {
  return { setBrightness: () => {}, [Symbol.asyncDispose]: async () => {} };
}

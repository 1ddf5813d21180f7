// A board without a serial console.

import type { ConsolePort } from './console.ts';

export async function openNoConsole(): Promise<ConsolePort> {
  return { write: () => {}, [Symbol.asyncDispose]: async () => {} };
}

// Serial console of the virtual board.

import type { DriverContext } from '../driver.ts';
import type { ConsolePort } from './console.ts';

export async function openSimulatedConsole({ report, virtualBoard }: DriverContext): Promise<ConsolePort> {
  const board = await virtualBoard();
  const stop = board.observe((change) => {
    if (change.type === 'bytesReceived') report(change);
  });
  return { write: (bytes) => board.printOnConsole(bytes), [Symbol.asyncDispose]: async () => stop() };
}

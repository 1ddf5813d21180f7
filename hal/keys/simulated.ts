// Keys of the virtual board.

import type { DriverContext } from '../driver.ts';
import type { KeyName, Keys } from './keys.ts';

export async function openSimulatedKeys({ definition, report, virtualBoard }: DriverContext): Promise<Keys> {
  const names: ReadonlySet<KeyName> = new Set(definition.keys.names);
  const stop = (await virtualBoard()).observe((change) => {
    if (change.type === 'keyMoved') report(change);
  });
  return { names, [Symbol.asyncDispose]: async () => stop() };
}

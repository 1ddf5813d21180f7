// Keys of the virtual board.

import type { Choice, DriverContext } from '../driver.ts';
import type { KeysDriver } from '../driver-choices.ts';
import { isDeviceEvent } from '../simulator/virtual-board.ts';
import type { KeyName, Keys } from './keys.ts';

export async function openSimulatedKeys(
  { report, virtualBoard }: DriverContext,
  choice: Choice<KeysDriver, 'simulated'>,
): Promise<Keys> {
  const names: ReadonlySet<KeyName> = new Set(choice.names.map(({ name }) => name));
  const stop = (await virtualBoard()).observe((change) => {
    if (change.type === 'keyMoved' || isDeviceEvent(change, 'keys')) report(change);
  });
  return { names, [Symbol.asyncDispose]: async () => stop() };
}

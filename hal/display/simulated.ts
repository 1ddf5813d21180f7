// LCD of the virtual board: keeps the picture for whoever looks at it.

import type { DriverContext } from '../driver.ts';
import type { Display } from './display.ts';

export async function openSimulatedDisplay({ definition, report, virtualBoard }: DriverContext): Promise<Display> {
  const board = await virtualBoard();
  const { width, height, format, touch } = definition.display;
  const stop = board.observe((change) => {
    if (touch && change.type === 'touched') report(change);
  });
  return {
    class: definition.display.class,
    width,
    height,
    format,
    show: (frame, changed) => board.show(frame, changed),
    [Symbol.asyncDispose]: async () => stop(),
  };
}

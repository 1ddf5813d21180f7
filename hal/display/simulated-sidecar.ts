// LCD of the virtual board's expansion unit: keeps the picture for whoever looks at it.

import type { SidecarChoice } from '../board.ts';
import type { DriverContext } from '../driver.ts';
import type { Display } from './display.ts';

export async function openSimulatedSidecar(
  { virtualBoard }: Pick<DriverContext, 'virtualBoard'>,
  { class: displayClass, width, height, format }: SidecarChoice,
): Promise<Display> {
  const board = await virtualBoard();
  return {
    class: displayClass,
    width,
    height,
    format,
    show: (frame, changed) => board.showOnSidecar(frame, changed),
    [Symbol.asyncDispose]: async () => {},
  };
}

// LCD light of the virtual board.

import type { DriverContext } from '../driver.ts';
import type { Backlight } from './backlight.ts';

export async function openSimulatedBacklight({ virtualBoard }: DriverContext): Promise<Backlight> {
  const board = await virtualBoard();
  return {
    setBrightness: (percent) => board.setBrightness(percent),
    [Symbol.asyncDispose]: async () => {},
  };
}

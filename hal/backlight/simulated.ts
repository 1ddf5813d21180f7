// LCD light of the virtual board, and the contrast that black-and-white displays have.

import type { DriverContext } from '../driver.ts';
import type { Backlight } from './backlight.ts';

export async function openSimulatedBacklight({ definition, virtualBoard }: DriverContext): Promise<Backlight> {
  const board = await virtualBoard();
  return {
    setBrightness: (percent) => board.setBrightness(percent),
    ...(definition.display.format === 'mono' && { setContrast: (percent) => board.setContrast(percent) }),
    [Symbol.asyncDispose]: async () => {},
  };
}

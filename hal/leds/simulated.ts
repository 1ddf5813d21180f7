// Lamps of the virtual board.

import type { Choice, DriverContext } from '../driver.ts';
import type { LedsDriver } from '../driver-choices.ts';
import type { LedName, Leds } from './leds.ts';
import { nearestColor } from './nearest-color.ts';

export async function openSimulatedLeds({ virtualBoard }: DriverContext, choice: Choice<LedsDriver, 'simulated'>): Promise<Leds> {
  const board = await virtualBoard();
  const colors = new Map(choice.names.map((lamp) => [lamp.name, lamp.colors]));
  const names: ReadonlySet<LedName> = new Set(colors.keys());
  return {
    names,
    set: (name, state) => {
      const available = colors.get(name);
      if (available === undefined) return;
      board.setLed(name, { ...state, color: nearestColor(state.color, available) });
    },
    [Symbol.asyncDispose]: async () => {
      for (const name of names) board.setLed(name, { color: 'off', pattern: 'off' });
    },
  };
}

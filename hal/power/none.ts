// A board that cannot restart itself.

import type { DriverContext } from '../driver.ts';
import type { Power } from './power.ts';

export async function openNoPower({ log }: DriverContext): Promise<Power> {
  return {
    restart: async () => log.warn('hal', 'A restart was asked for, but this board cannot restart itself'),
    [Symbol.asyncDispose]: async () => {},
  };
}

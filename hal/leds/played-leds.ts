// Lamps whose parts can only be switched on and off: colours, patterns and loss, whatever switches them.

import type { DriverContext } from '../driver.ts';
import { Reopening } from '../linux/reopening.ts';
import { colorsOf, litParts, type PrimaryColor } from './colored-lamp.ts';
import type { LedColor, LedName, Leds } from './leds.ts';
import { nearestColor } from './nearest-color.ts';
import { PatternPlayer } from './pattern-player.ts';

export interface PlayedLamp<Part> {
  readonly name: LedName;
  readonly parts: ReadonlyMap<PrimaryColor, Part>;
}

/** `turn` switches one part and throws when it is gone. All are dark at the start and at the end. */
export function openPlayedLeds<Part>(
  { clock, report }: Pick<DriverContext, 'clock' | 'report'>,
  lamps: readonly PlayedLamp<Part>[],
  turn: (part: Part, on: boolean) => void,
): Leds {
  const byName = new Map(lamps.map((lamp) => [lamp.name, lamp]));
  const shown = new Map<LedName, LedColor>();
  const show = (name: LedName): void => {
    const parts = byName.get(name)?.parts ?? new Map<PrimaryColor, Part>();
    const lit = litParts(shown.get(name) ?? 'off', new Set(parts.keys()));
    for (const [part, where] of parts) turn(where, lit.has(part));
  };
  let lost = false;
  const reopening = new Reopening(clock, () => {
    for (const name of byName.keys()) show(name);
    lost = false;
    report({ type: 'deviceReturned', device: 'leds' });
  });
  const light = (name: LedName, color: LedColor): void => {
    shown.set(name, color);
    if (lost) return;
    try {
      show(name);
    } catch (error) {
      lost = true;
      report({ type: 'deviceLost', device: 'leds', reason: error instanceof Error ? error.message : String(error) });
      reopening.start();
    }
  };
  const player = new PatternPlayer(clock, light);
  const darken = (): void => {
    for (const name of byName.keys()) light(name, 'off');
  };
  darken();
  return {
    names: new Set(byName.keys()),
    set: (name, state) => {
      const lamp = byName.get(name);
      if (lamp === undefined) return;
      player.set(name, { ...state, color: nearestColor(state.color, colorsOf(new Set(lamp.parts.keys()))) });
    },
    [Symbol.asyncDispose]: async () => {
      player.close();
      darken();
      reopening.close();
    },
  };
}

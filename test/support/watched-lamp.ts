// What an eye makes of a lamp that a driver switches on and off: it looks for two seconds of the fake clock.

import type { LedColor, LedPattern } from '#hal/leds/leds';
import type { FakeClock } from './fake-clock.ts';

type Parts = Readonly<Partial<Record<'red' | 'green' | 'amber', boolean>>>;

const stepMs = 20;

export function watchLamp(clock: FakeClock, look: () => Parts): { readonly color: LedColor; readonly pattern: LedPattern } {
  const seen: LedColor[] = [];
  for (let count = 0; count < 120; count++) {
    clock.advance(stepMs);
    seen.push(colorOf(look()));
  }
  const color = seen.find((each) => each !== 'off') ?? 'off';
  return { color, pattern: color === 'off' ? 'off' : patternOf(seen) };
}

function colorOf({ red, green, amber }: Parts): LedColor {
  if (amber === true || (red === true && green === true)) return 'amber';
  if (red === true) return 'red';
  return green === true ? 'green' : 'off';
}

/** Lengths of what was lit or dark from edge to edge; the first and last are cut off. */
function patternOf(seen: readonly LedColor[]): LedPattern {
  const lengths: { readonly lit: boolean; ms: number }[] = [];
  for (const color of seen) {
    const lit = color !== 'off';
    const last = lengths.at(-1);
    if (last?.lit === lit) last.ms += stepMs;
    else lengths.push({ lit, ms: stepMs });
  }
  const whole = lengths.slice(1, -1);
  if (whole.length === 0) return 'steady';
  const kinds = new Set(whole.map(({ lit, ms }) => `${lit ? 'on' : 'off'} ${ms}`));
  const is = (...wanted: readonly string[]): boolean => kinds.size === wanted.length && wanted.every((kind) => kinds.has(kind));
  if (is('on 500', 'off 500')) return 'slow';
  if (is('on 100', 'off 100')) return 'fast';
  return is('on 100', 'off 100', 'off 700') ? 'double' : 'custom';
}

// The rhythm of each lamp pattern, as numbers that any driver can play (SPA9x2 guide, appendix A).

import type { LedState } from './leds.ts';

/** Four on/off pairs are what the appendix's `u=` takes. */
const mostSteps = 8;
const shortestStepMs = 20;
const longestStepMs = 60_000;

/**
 * On, off, on, off ... in ms, repeated. Empty: it does not change (`steady` or `off`). A `custom` pattern is cut to 8 steps
 * and each step held between 20 ms and a minute; one that says nothing usable is steady.
 */
export function patternSteps({ pattern, stepsMs }: LedState): readonly number[] {
  switch (pattern) {
    case 'off':
    case 'steady':
      return [];
    case 'slow':
      return [500, 500];
    case 'fast':
      return [100, 100];
    case 'double':
      return [100, 100, 100, 700];
    case 'custom':
      return customSteps(stepsMs ?? []);
  }
}

/** Whether the lamp is lit, so long after its state was set. */
export function isLit(state: LedState, sinceMs: number): boolean {
  if (state.color === 'off' || state.pattern === 'off') return false;
  const steps = patternSteps(state);
  const wholeMs = steps.reduce((sum, step) => sum + step, 0);
  if (wholeMs === 0) return true;
  let restMs = sinceMs % wholeMs;
  for (const [index, step] of steps.entries()) {
    if (restMs < step) return index % 2 === 0;
    restMs -= step;
  }
  return true;
}

function customSteps(stepsMs: readonly number[]): readonly number[] {
  // The last "on" needs its "off": an odd list would swap the two with every round.
  const even = stepsMs.slice(0, mostSteps).filter((step) => Number.isFinite(step));
  const pairs = even.slice(0, even.length - (even.length % 2));
  return pairs.map((step) => Math.min(longestStepMs, Math.max(shortestStepMs, step)));
}

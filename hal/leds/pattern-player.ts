// Plays lamp patterns on lamps that can only be lit or not. All patterns count from the same instant, so that lamps with the same
// pattern blink together.

import type { Clock, Timer } from '../ports.ts';
import type { LedColor, LedName, LedState } from './leds.ts';
import { isLit, patternSteps } from './pattern.ts';

/** Lights a lamp in one colour; `off` is dark. */
type Light = (name: LedName, color: LedColor) => void;

interface PlayedLamp {
  readonly state: LedState;
  lit: boolean;
}

export class PatternPlayer {
  readonly #clock: Clock;
  readonly #light: Light;
  readonly #lamps = new Map<LedName, PlayedLamp>();
  readonly #startMs: number;
  #timer: Timer | undefined;

  constructor(clock: Clock, light: Light) {
    this.#clock = clock;
    this.#light = light;
    this.#startMs = clock.monotonicMs;
  }

  set(name: LedName, state: LedState): void {
    const lit = isLit(state, this.#nowMs);
    this.#lamps.set(name, { state, lit });
    this.#light(name, lit ? state.color : 'off');
    this.#wait();
  }

  close(): void {
    this.#timer?.cancel();
    this.#lamps.clear();
  }

  get #nowMs(): number {
    return this.#clock.monotonicMs - this.#startMs;
  }

  #wait(): void {
    this.#timer?.cancel();
    const nowMs = this.#nowMs;
    const next = Math.min(...[...this.#lamps.values()].map(({ state }) => untilChange(state, nowMs)));
    this.#timer = Number.isFinite(next) ? this.#clock.setTimer(next, () => this.#turn()) : undefined;
  }

  #turn(): void {
    const nowMs = this.#nowMs;
    for (const [name, lamp] of this.#lamps) {
      const lit = isLit(lamp.state, nowMs);
      if (lit === lamp.lit) continue;
      lamp.lit = lit;
      this.#light(name, lit ? lamp.state.color : 'off');
    }
    this.#wait();
  }
}

/** Infinity: it does not change. */
function untilChange(state: LedState, nowMs: number): number {
  const steps = state.color === 'off' ? [] : patternSteps(state);
  const wholeMs = steps.reduce((sum, step) => sum + step, 0);
  if (wholeMs === 0) return Number.POSITIVE_INFINITY;
  let restMs = nowMs % wholeMs;
  for (const step of steps) {
    if (restMs < step) return step - restMs;
    restMs -= step;
  }
  return wholeMs - (nowMs % wholeMs);
}

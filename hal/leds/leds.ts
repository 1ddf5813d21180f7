// Contract of the lamps. A driver plays the pattern by itself (LED class trigger, timer or picture): nobody above it counts time.

import type { FunctionKey, LineKey } from '../keys/keys.ts';

export type LedName = LineKey | FunctionKey | 'message' | 'mute' | 'headset' | 'speaker' | 'voicemail';

export type LedColor = 'off' | 'red' | 'green' | 'amber';

/**
 * SPA9x2 appendix A. slow: 500 ms on, 500 ms off; fast: 100/100; double: 100/100/100/700; custom: `stepsMs`.
 */
export type LedPattern = 'off' | 'steady' | 'slow' | 'fast' | 'double' | 'custom';

export interface LedState {
  readonly color: LedColor;
  readonly pattern: LedPattern;
  /** For `custom`: on, off, on, off ... in ms, repeated; at most 8 entries. */
  readonly stepsMs?: readonly number[];
}

export interface Leds extends AsyncDisposable {
  /** LEDs that this board has. */
  readonly names: ReadonlySet<LedName>;
  /** A colour that the lamp does not have becomes the nearest that it has. An unknown name is ignored. */
  set(name: LedName, state: LedState): void;
}

// A board is data: which devices it has and which driver serves each. `open-board.ts` turns it into live devices.

import type { Audio } from './audio/audio.ts';
import type { Backlight } from './backlight/backlight.ts';
import type { ConsoleEvent, ConsolePort } from './console/console.ts';
import type { Display, DisplayClass, TouchEvent } from './display/display.ts';
import type { Headset, HeadsetEvent } from './headset/headset.ts';
import type { Hook, HookEvent } from './hook/hook.ts';
import type { KeyEvent, KeyName, Keys } from './keys/keys.ts';
import type { LedColor, LedName, Leds } from './leds/leds.ts';
import type { Network, NetworkEvent } from './network/network.ts';
import type { Power } from './power/power.ts';

/** Every fact a board can report. One listener, given when the board is opened, owned by the composition root. */
export type BoardEvent = KeyEvent | HookEvent | HeadsetEvent | TouchEvent | ConsoleEvent | NetworkEvent;

/** The live devices of an opened board. Closing it closes each device, last opened first. */
export interface Board extends AsyncDisposable {
  readonly definition: BoardDefinition;
  readonly keys: Keys;
  readonly hook: Hook;
  readonly leds: Leds;
  readonly display: Display;
  readonly backlight: Backlight;
  readonly audio: Audio;
  readonly headset: Headset;
  readonly console: ConsolePort;
  readonly power: Power;
  readonly network: Network;
}

/**
 * A driver's name and its options. The names are the keys of the factories in `open-board.ts`;
 * a new driver adds one file and one line there.
 */
export type DriverChoice =
  | { readonly driver: 'simulated' }
  | { readonly driver: 'none' }
  | { readonly driver: 'serialport'; readonly path: string; readonly baudRate: number }
  | { readonly driver: 'alsa'; readonly playback: string; readonly capture: string }
  | { readonly driver: 'linux-network'; readonly interface?: string };

export interface BoardDefinition {
  /** `<vendor>/<model>`, for example `simulated/color-320`; also the folder in `boards/`, with a dash. */
  readonly name: string;
  readonly keys: DriverChoice & { readonly names: readonly KeyName[] };
  readonly hook: DriverChoice;
  readonly leds: DriverChoice & { readonly names: readonly { readonly name: LedName; readonly colors: readonly LedColor[] }[] };
  readonly display: DriverChoice & {
    readonly class: DisplayClass;
    readonly width: number;
    readonly height: number;
    readonly format: 'mono' | 'rgb565';
    readonly touch: boolean;
  };
  readonly backlight: DriverChoice;
  readonly audio: DriverChoice;
  readonly headset: DriverChoice;
  readonly console: DriverChoice;
  readonly power: DriverChoice;
  readonly network: DriverChoice;
}

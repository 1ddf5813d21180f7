// A board is data: which devices it has and which driver serves each. `open-board.ts` turns it into live devices.

import type { Audio } from './audio/audio.ts';
import type { Backlight } from './backlight/backlight.ts';
import type { ConsoleEvent, ConsolePort } from './console/console.ts';
import type { Display, DisplayClass, TouchEvent } from './display/display.ts';
import type {
  AudioDriver,
  BacklightDriver,
  ConsoleDriver,
  DisplayDriver,
  HeadsetDriver,
  HookDriver,
  KeysDriver,
  LedsDriver,
  NetworkDriver,
  PowerDriver,
} from './driver-choices.ts';
import type { Headset, HeadsetEvent } from './headset/headset.ts';
import type { Hook, HookEvent } from './hook/hook.ts';
import type { KeyEvent, Keys } from './keys/keys.ts';
import type { Leds } from './leds/leds.ts';
import type { Network, NetworkEvent } from './network/network.ts';
import type { Power } from './power/power.ts';

/** Every fact a board can report. One listener, given when the board is opened, owned by the composition root. */
export type BoardEvent = KeyEvent | HookEvent | HeadsetEvent | TouchEvent | ConsoleEvent | NetworkEvent | DeviceEvent;

export type DeviceName = Exclude<keyof Board, 'definition' | 'sidecar' | symbol>;

/**
 * A device that was opened no longer answers, and does again. Its driver goes on trying by itself. Told once each, and last: before
 * it, whatever the loss ends is reported as if it had been done (keys that were down come up, a plugged headset is unplugged);
 * after `deviceReturned` come the events that bring the state up to date. Methods of a lost device do nothing, and what they were
 * told holds when it is back. A lost console is `lineLost` instead, lost sound the media core's `deviceFailed`.
 */
export type DeviceEvent =
  | { readonly type: 'deviceLost'; readonly device: DeviceName; readonly reason: string }
  | { readonly type: 'deviceReturned'; readonly device: DeviceName };

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
  /** The display of an expansion unit, where one is plugged in. */
  readonly sidecar?: Display;
}

/**
 * Data: which devices the phone has, which driver serves each, and how each is wired. What a driver wants to be told stands in
 * `driver-choices.ts`.
 */
export interface BoardDefinition {
  /** `<vendor>/<model>`, for example `simulated/color-320`; also the folder in `boards/`, with a dash. */
  readonly name: string;
  readonly keys: KeysDriver;
  readonly hook: HookDriver;
  readonly leds: LedsDriver;
  readonly display: DisplayDriver & {
    readonly class: DisplayClass;
    readonly width: number;
    readonly height: number;
    readonly format: 'mono' | 'rgb565';
    readonly touch: boolean;
  };
  readonly backlight: BacklightDriver;
  readonly audio: AudioDriver;
  readonly headset: HeadsetDriver;
  readonly console: ConsoleDriver;
  readonly power: PowerDriver;
  readonly network: NetworkDriver;
  /** An expansion unit: its display, and how many keys lie beside it. `class` names the fonts and measures that suit it. */
  readonly sidecar?: SidecarChoice;
}

export interface SidecarChoice {
  readonly driver: 'simulated';
  readonly class: DisplayClass;
  readonly width: number;
  readonly height: number;
  readonly format: 'mono' | 'rgb565';
  readonly keys: number;
}

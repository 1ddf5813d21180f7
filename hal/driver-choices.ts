// Which drivers each device may have, and what a board must say to each. A new driver is one line in its device's union here
// and one in `open-board.ts`; the compiler refuses the first without the second.

import type { AudioPathName, PathMixer } from './audio/audio.ts';
import type { KeyName } from './keys/keys.ts';
import type { LedColor, LedName } from './leds/leds.ts';

interface Simulated {
  readonly driver: 'simulated';
}

/** The board lacks the device. */
interface None {
  readonly driver: 'none';
}

/** A driver that serves several named things; what it has to know of each stands on the entry that names it. */
interface Wired<Entry> {
  readonly names: readonly Entry[];
}

/** A key that the board has. A driver adds its wiring: `Wired<NamedKey & { readonly code: number }>`. */
export interface NamedKey {
  readonly name: KeyName;
}

/** A lamp that the board has. A driver adds its wiring: `Wired<NamedLamp & { readonly path: string }>`. */
export interface NamedLamp {
  readonly name: LedName;
  readonly colors: readonly LedColor[];
}

/** PCM names as `snd_pcm_open` takes them, and what of the card's mixer is the path's. */
export interface AlsaPcms {
  readonly playback: string;
  readonly capture: string;
  readonly mixer?: PathMixer;
}

export type KeysDriver = Simulated & Wired<NamedKey>;
export type HookDriver = Simulated;
export type LedsDriver = Simulated & Wired<NamedLamp>;
export type DisplayDriver = Simulated;
export type BacklightDriver = Simulated | None;
export type AudioDriver =
  | Simulated
  | {
      readonly driver: 'alsa';
      /** The paths that the board has; those with the same PCMs share one device. */
      readonly paths: Readonly<Partial<Record<AudioPathName, AlsaPcms>>>;
      /** Where the ring goes when it has a PCM of its own; else it goes where the loudspeaker plays. */
      readonly ringer?: string;
    };
export type HeadsetDriver = Simulated | None;
export type ConsoleDriver =
  | Simulated
  | None
  | { readonly driver: 'serialport'; readonly path: string; readonly baudRate: number };
export type PowerDriver = Simulated | None;
export type NetworkDriver =
  | Simulated
  | {
      readonly driver: 'linux-network';
      readonly interface?: string;
      /** Where the hook of the DHCP client writes what the server said. */
      readonly leaseFile?: string;
    };

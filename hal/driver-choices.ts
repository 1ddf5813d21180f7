// Which drivers each device may have, and what a board must say to each. A new driver is one line in its device's union here
// and one in `open-board.ts`; the compiler refuses the first without the second.

import type { AudioPathName, PathMixer } from './audio/audio.ts';
import type { MonoControllerName } from './display/mono-controllers.ts';
import type { EhsTable } from './headset/ehs/ehs-codec.ts';
import type { HeadsetButton } from './headset/headset.ts';
import type { KeyName } from './keys/keys.ts';
import type { PrimaryColor } from './leds/colored-lamp.ts';
import type { LedColor, LedName } from './leds/leds.ts';
import type { GpioLine } from './linux/gpio-request.ts';

interface Simulated {
  readonly driver: 'simulated';
}

/** The board lacks the device. */
export interface None {
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

/**
 * An input node of the kernel: its path, or the name that its driver gave it (`gpio-keys`), which does not depend on the order in
 * which nodes were found.
 */
type InputName = string;

/** A name of <linux/input-event-codes.h>, `KEY_1`, `SW_HEADPHONE_INSERT`; or a key's number. */
type InputCodeName = string | number;

/** A key among the kernel's input events. `input`, when it is on another node than the rest. */
export type EvdevKey = NamedKey & { readonly code: InputCodeName; readonly input?: InputName };

/** A lamp made of the kernel's LEDs, by their names in /sys/class/leds; red and green together are amber. */
export interface ClassLamp {
  readonly name: LedName;
  readonly leds: Readonly<Partial<Record<PrimaryColor, string>>>;
}

/** `chip`: its path, or its label as `gpiodetect` tells it. */
interface GpioWired {
  readonly chip: string;
  /** How long a contact bounces. Default 10. */
  readonly debounceMs?: number;
}

export type GpioKey = NamedKey & GpioLine;

export interface GpioLamp {
  readonly name: LedName;
  readonly lines: Readonly<Partial<Record<PrimaryColor, GpioLine>>>;
}

export type KeysDriver =
  | (Simulated & Wired<NamedKey>)
  | (Wired<GpioKey> & GpioWired & { readonly driver: 'gpio' })
  | (Wired<EvdevKey> & { readonly driver: 'evdev'; readonly input: InputName });
export type HookDriver =
  | Simulated
  | (GpioLine & GpioWired & { readonly driver: 'gpio' })
  | {
      readonly driver: 'evdev';
      readonly input: InputName;
      /** Default KEY_PHONE. */
      readonly code?: InputCodeName;
      /** What a lifted handset does to the key or switch. Default `down`, which is "on" for a switch. */
      readonly lifted?: 'down' | 'up';
    };
export type LedsDriver =
  | (Simulated & Wired<NamedLamp>)
  | (Wired<ClassLamp> & { readonly driver: 'led-class' })
  | (Wired<GpioLamp> & { readonly driver: 'gpio'; readonly chip: string });

/** A touch-screen before a display. */
export interface TouchPanel {
  readonly input: InputName;
  /** Its axes lie across the display's. */
  readonly swapped?: boolean;
  /** Which of the display's axes it counts from the other end. */
  readonly mirrored?: readonly ('x' | 'y')[];
}

interface MayBeTouched {
  readonly touchPanel?: TouchPanel;
}

export type DisplayDriver =
  | Simulated
  | (MayBeTouched & {
      readonly driver: 'framebuffer';
      readonly path: string;
      /** Of one bit a pixel: rows with the leftmost pixel in the highest bit (default) or the lowest, or pages of eight rows. */
      readonly layout?: 'rows-msb' | 'rows-lsb' | 'pages';
      /** Light and dark change places, as on displays that shine themselves; black-and-white pictures only. */
      readonly inverted?: boolean;
    })
  | (MayBeTouched & {
      readonly driver: 'drm';
      /** `/dev/dri/card0`. */
      readonly path: string;
      /** Of a pixel. Default 32. */
      readonly bits?: 16 | 32;
      /** As with `framebuffer`. */
      readonly inverted?: boolean;
    })
  | (MayBeTouched & {
      readonly driver: 'spi-mono';
      /** `/dev/spidev0.0`. */
      readonly bus: string;
      readonly controller: MonoControllerName;
      /** Default 4 MHz. */
      readonly speedHz?: number;
      /** SPI mode, 0 to 3. Default 0. */
      readonly mode?: number;
      /** Of the two lines. */
      readonly chip: string;
      /** D/C or A0: low for commands. */
      readonly command: GpioLine;
      /** Where it is wired: on means reset, so mostly `activeLow`. */
      readonly reset?: GpioLine;
      /** 0 to 100. */
      readonly contrast?: number;
      readonly inverted?: boolean;
    });
export type BacklightDriver =
  | Simulated
  | None
  | {
      readonly driver: 'backlight-class';
      /** In /sys/class/backlight. */
      readonly name: string;
      /** A file of the display's driver that takes a number, and the numbers for palest and darkest. */
      readonly contrast?: { readonly path: string; readonly least: number; readonly most: number };
    };
export type AudioDriver =
  | Simulated
  | {
      readonly driver: 'alsa';
      /** The paths that the board has; those with the same PCMs share one device. */
      readonly paths: Readonly<Partial<Record<AudioPathName, AlsaPcms>>>;
      /** Where the ring goes when it has a PCM of its own; else it goes where the loudspeaker plays. */
      readonly ringer?: string;
    };
export type HeadsetDriver =
  | Simulated
  | None
  | {
      /** A USB headset or conference loudspeaker, by HID telephony. */
      readonly driver: 'hidraw';
      /** A part of its name; absent: the first that has a hook switch or a mute button. */
      readonly device?: string;
    }
  | {
      /** A wireless headset's base that speaks over a serial line (DHSG and its like). */
      readonly driver: 'ehs-serial';
      readonly path: string;
      readonly baudRate: number;
      readonly table: EhsTable;
    }
  | {
      /** A base with contacts. */
      readonly driver: 'ehs-gpio';
      readonly chip: string;
      /** `hook` is closed while the radio is open, `button` while it is pressed; absent `present`: the base is always there. */
      readonly inputs: Readonly<Partial<Record<'hook' | 'button' | 'mute' | 'volumeUp' | 'volumeDown' | 'present', GpioLine>>>;
      readonly outputs?: Readonly<Partial<Record<'ring' | 'link' | 'mute', GpioLine>>>;
    }
  | {
      /** A jack that the kernel tells of as input events. */
      readonly driver: 'evdev';
      readonly input: InputName;
      /** Default SW_HEADPHONE_INSERT. */
      readonly plug?: InputCodeName;
      readonly buttons?: readonly { readonly button: HeadsetButton; readonly code: InputCodeName }[];
    };
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

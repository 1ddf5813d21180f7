// What a board's file may say of each device: the drivers of Linux and what each wants to be told. Simulated devices are boards of
// their own, not of files.

import type { MixerControl, PathMixer } from '../audio/audio.ts';
import type { BoardDefinition } from '../board.ts';
import type { DisplayClass } from '../display/display.ts';
import { type MonoControllerName, monoControllers } from '../display/mono-controllers.ts';
import type { Choice } from '../driver.ts';
import type {
  AlsaPcms,
  AudioDriver,
  BacklightDriver,
  ClassLamp,
  ConsoleDriver,
  DisplayDriver,
  EvdevKey,
  GpioKey,
  GpioLamp,
  HeadsetDriver,
  HookDriver,
  KeysDriver,
  LedsDriver,
  NetworkDriver,
  None,
  PowerDriver,
  TouchPanel,
} from '../driver-choices.ts';
import { type EhsTable, ehsCommands, ehsSignals, wordBytes } from '../headset/ehs/ehs-codec.ts';
import { functionKeys, keyNames, lineKeys } from '../keys/keys.ts';
import { primaries } from '../leds/colored-lamp.ts';
import type { LedName } from '../leds/leds.ts';
import type { GpioLine } from '../linux/gpio-request.ts';
import { inputCode } from '../linux/input-codes.ts';
import { byDriver, list, oneOf, optional, path, record, type Shape, table, text, truth, whole } from './shape.ts';

/** The drivers of a device that a file may name. */
export type Real<Union extends { readonly driver: string }> = Exclude<Union, { readonly driver: 'simulated' }>;

const ledNames: readonly LedName[] = [...lineKeys, ...functionKeys, 'message', 'mute', 'headset', 'speaker', 'voicemail'];

const code: Shape<string | number> = (value, place) => {
  if (typeof value === 'number') return whole(1, 767)(value, place);
  const name = text(value, place);
  if (name === undefined || inputCode(name) !== undefined) return name;
  return place.refuse(`"${name}" is not known; say KEY_1, SW_DOCK ..., or a key's number from <linux/input-event-codes.h>`);
};

const numberOrName: Shape<number | string> = (value, place) =>
  typeof value === 'number' ? whole(0, 65_535)(value, place) : text(value, place);

const gpioLine = { line: numberOrName, activeLow: optional(truth), pull: optional(oneOf('up', 'down')) };
const gpioInputs = { driver: oneOf('gpio'), chip: text, debounceMs: optional(whole(0, 1_000)) };

export const keys: Shape<Real<KeysDriver>> = byDriver<Real<KeysDriver>>({
  gpio: record<Choice<KeysDriver, 'gpio'>>({
    ...gpioInputs,
    names: list(record<GpioKey>({ name: oneOf(...keyNames), ...gpioLine })),
  }),
  evdev: record<Choice<KeysDriver, 'evdev'>>({
    driver: oneOf('evdev'),
    input: text,
    names: list(record<EvdevKey>({ name: oneOf(...keyNames), code, input: optional(text) })),
  }),
});

export const hook: Shape<Real<HookDriver>> = byDriver<Real<HookDriver>>({
  gpio: record<Choice<HookDriver, 'gpio'>>({ ...gpioInputs, ...gpioLine }),
  evdev: record<Choice<HookDriver, 'evdev'>>({
    driver: oneOf('evdev'),
    input: text,
    code: optional(code),
    lifted: optional(oneOf('down', 'up')),
  }),
});

export const leds: Shape<Real<LedsDriver>> = byDriver<Real<LedsDriver>>({
  gpio: record<Choice<LedsDriver, 'gpio'>>({
    driver: oneOf('gpio'),
    chip: text,
    names: list(record<GpioLamp>({ name: oneOf(...ledNames), lines: table(primaries, record<GpioLine>(gpioLine)) })),
  }),
  'led-class': record<Choice<LedsDriver, 'led-class'>>({
    driver: oneOf('led-class'),
    names: list(record<ClassLamp>({ name: oneOf(...ledNames), leds: table(primaries, text) })),
  }),
});

const classes: Readonly<Record<DisplayClass, { readonly width: number; readonly height: number }>> = {
  'mono-128': { width: 128, height: 64 },
  'mono-132': { width: 132, height: 64 },
  'mono-256': { width: 256, height: 128 },
  'color-320': { width: 320, height: 240 },
  'color-480': { width: 480, height: 272 },
  'touch-800': { width: 800, height: 480 },
};

const displayClass: Shape<DisplayClass> = oneOf(...(Object.keys(classes) as DisplayClass[]));

/** What every display says besides its driver's own. */
interface DisplayCommon {
  readonly class: DisplayClass;
}

const common = {
  class: displayClass,
  touchPanel: optional(record<TouchPanel>({ input: text, swapped: optional(truth), mirrored: optional(list(oneOf('x', 'y'))) })),
};

const bits: Shape<16 | 32> = (value, place) =>
  value === 16 || value === 32 ? value : place.refuse(`expected 16 or 32, found ${JSON.stringify(value)}`);

type FileDisplay = Real<DisplayDriver> & DisplayCommon;

const displayDriver: Shape<FileDisplay> = byDriver<FileDisplay>({
  framebuffer: record<Choice<DisplayDriver, 'framebuffer'> & DisplayCommon>({
    ...common,
    driver: oneOf('framebuffer'),
    path,
    layout: optional(oneOf('rows-msb', 'rows-lsb', 'pages')),
    inverted: optional(truth),
  }),
  drm: record<Choice<DisplayDriver, 'drm'> & DisplayCommon>({
    ...common,
    driver: oneOf('drm'),
    path,
    bits: optional(bits),
    inverted: optional(truth),
  }),
  'spi-mono': record<Choice<DisplayDriver, 'spi-mono'> & DisplayCommon>({
    ...common,
    driver: oneOf('spi-mono'),
    bus: path,
    controller: oneOf(...(Object.keys(monoControllers) as MonoControllerName[])),
    speedHz: optional(whole(1_000, 100_000_000)),
    mode: optional(whole(0, 3)),
    chip: text,
    command: record<GpioLine>(gpioLine),
    reset: optional(record<GpioLine>(gpioLine)),
    contrast: optional(whole(0, 100)),
    inverted: optional(truth),
  }),
});

/** Size and format follow from the class. */
export const display: Shape<BoardDefinition['display']> = (value, place) => {
  const read = displayDriver(value, place);
  if (read === undefined) return undefined;
  const format = read.class.startsWith('mono') ? 'mono' : 'rgb565';
  return { ...read, ...classes[read.class], format, touch: read.touchPanel !== undefined };
};

const mixerControl: Shape<MixerControl> = record<MixerControl>({
  control: text,
  index: optional(whole(0, 1_000)),
  direction: optional(oneOf('playback', 'capture')),
});

const pcms: Shape<AlsaPcms> = record<AlsaPcms>({
  playback: text,
  capture: text,
  mixer: optional(
    record<PathMixer>({
      card: text,
      switches: optional(list(mixerControl)),
      volume: optional(
        record<NonNullable<PathMixer['volume']>>({
          control: text,
          index: optional(whole(0, 1_000)),
          leastDb: whole(-200, 100),
          mostDb: whole(-200, 100),
        }),
      ),
    }),
  ),
});

export const audio: Shape<Real<AudioDriver>> = byDriver<Real<AudioDriver>>({
  alsa: record<Choice<AudioDriver, 'alsa'>>({
    driver: oneOf('alsa'),
    paths: table(['handset', 'headset', 'speaker'], pcms),
    ringer: optional(text),
  }),
});

const none = record<None>({ driver: oneOf('none') });

type Contrast = NonNullable<Choice<BacklightDriver, 'backlight-class'>['contrast']>;

export const backlight: Shape<Real<BacklightDriver>> = byDriver<Real<BacklightDriver>>({
  none,
  'backlight-class': record<Choice<BacklightDriver, 'backlight-class'>>({
    driver: oneOf('backlight-class'),
    name: text,
    contrast: optional(record<Contrast>({ path, least: whole(0, 65_535), most: whole(0, 65_535) })),
  }),
});

/** Bytes of a base's word. */
const ehsWord: Shape<string> = (value, place) => {
  const word = text(value, place);
  if (word === undefined || wordBytes(word) !== undefined) return word;
  return place.refuse('bytes in hexadecimal expected, such as "aa 01"');
};

type EvdevHeadset = Choice<HeadsetDriver, 'evdev'>;

export const headset: Shape<Real<HeadsetDriver>> = byDriver<Real<HeadsetDriver>>({
  none,
  evdev: record<EvdevHeadset>({
    driver: oneOf('evdev'),
    input: text,
    plug: optional(code),
    buttons: optional(
      list(record<NonNullable<EvdevHeadset['buttons']>[number]>({ button: oneOf('answer', 'end', 'mute', 'up', 'down'), code })),
    ),
  }),
  hidraw: record<Choice<HeadsetDriver, 'hidraw'>>({ driver: oneOf('hidraw'), device: optional(text) }),
  'ehs-serial': record<Choice<HeadsetDriver, 'ehs-serial'>>({
    driver: oneOf('ehs-serial'),
    path,
    baudRate: whole(300, 4_000_000),
    table: record<EhsTable>({ signals: table(ehsSignals, ehsWord), commands: table(ehsCommands, ehsWord) }),
  }),
  'ehs-gpio': record<Choice<HeadsetDriver, 'ehs-gpio'>>({
    driver: oneOf('ehs-gpio'),
    chip: text,
    inputs: table(['hook', 'button', 'mute', 'volumeUp', 'volumeDown', 'present'], record<GpioLine>(gpioLine)),
    outputs: optional(table(['ring', 'link', 'mute'], record<GpioLine>(gpioLine))),
  }),
});
export const power: Shape<Real<PowerDriver>> = byDriver<Real<PowerDriver>>({ none });

export const consolePort: Shape<Real<ConsoleDriver>> = byDriver<Real<ConsoleDriver>>({
  none,
  serialport: record<Choice<ConsoleDriver, 'serialport'>>({
    driver: oneOf('serialport'),
    path,
    baudRate: whole(300, 4_000_000),
  }),
});

export const network: Shape<Real<NetworkDriver>> = byDriver<Real<NetworkDriver>>({
  'linux-network': record<Choice<NetworkDriver, 'linux-network'>>({
    driver: oneOf('linux-network'),
    interface: optional(text),
    leaseFile: optional(path),
  }),
});

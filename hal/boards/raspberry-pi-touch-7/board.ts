// Raspberry Pi 4 with the official 7" touch display (the first, 800x480, on DSI), a USB handset or sound card, and a hook switch, four
// keys and two lamps on its header. Written from the data of Raspberry Pi OS 12 and its device tree; not yet run on the hardware.
// How it is wired, and what to look at first, stands in docs/porting.md.

import type { BoardDefinition } from '../../board.ts';

/** The label of the Pi 4's chip; its lines have the names of the header's. */
const chip = 'pinctrl-bcm2711';

/** Contacts to ground. */
const contact = { activeLow: true, pull: 'up' } as const;

/** C-Media and its like, the usual chip of USB sound cards, call themselves so. */
const usb = { playback: 'plughw:CARD=Device,DEV=0', capture: 'plughw:CARD=Device,DEV=0' } as const;

export const board: BoardDefinition = {
  name: 'raspberry-pi/touch-7',
  keys: {
    driver: 'gpio',
    chip,
    names: [
      { name: 'speaker', line: 'GPIO5', ...contact },
      { name: 'mute', line: 'GPIO6', ...contact },
      { name: 'volumeUp', line: 'GPIO13', ...contact },
      { name: 'volumeDown', line: 'GPIO19', ...contact },
    ],
  },
  // The cradle's switch is closed while the handset rests on it.
  hook: { driver: 'gpio', chip, line: 'GPIO17', activeLow: false, pull: 'up' },
  leds: {
    driver: 'gpio',
    chip,
    names: [
      { name: 'message', lines: { red: { line: 'GPIO27' } } },
      { name: 'mute', lines: { red: { line: 'GPIO22' } } },
    ],
  },
  display: {
    driver: 'drm',
    // Which number it has depends on whether the 3D core was found first.
    path: '/dev/dri/by-path/platform-gpu-card',
    class: 'touch-800',
    width: 800,
    height: 480,
    format: 'rgb565',
    touch: true,
    touchPanel: { input: 'generic ft5x06' },
  },
  backlight: { driver: 'backlight-class', name: '10-0045' },
  audio: { driver: 'alsa', paths: { handset: usb, speaker: usb } },
  headset: { driver: 'hidraw' },
  console: { driver: 'none' },
  power: { driver: 'none' },
  network: { driver: 'linux-network', interface: 'eth0' },
};

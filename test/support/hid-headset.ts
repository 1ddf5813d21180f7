// A USB headset as its HID side is: a report descriptor like those of Jabra's and Plantronics' headsets, its button reports, its lamps.

import type { HeadsetButton } from '#hal/headset/headset';

/** Telephony page: headset. One report each way, number 2. */
export const headsetDescriptor: Uint8Array = Uint8Array.of(
  ...[0x05, 0x0b, 0x09, 0x05, 0xa1, 0x01, 0x85, 0x02],
  // Hook switch (absolute), mute (relative), flash, drop.
  ...[0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0x20, 0x81, 0x22, 0x09, 0x2f, 0x81, 0x06],
  ...[0x09, 0x21, 0x81, 0x22, 0x09, 0x26, 0x81, 0x22],
  // Consumer page: volume up and down, then padding.
  ...[0x05, 0x0c, 0x09, 0xe9, 0x09, 0xea, 0x95, 0x02, 0x81, 0x06, 0x95, 0x02, 0x81, 0x03],
  // LED page: off-hook, mute, ring, hold, then padding.
  ...[0x05, 0x08, 0x09, 0x17, 0x09, 0x09, 0x09, 0x18, 0x09, 0x20, 0x95, 0x04, 0x91, 0x22, 0x95, 0x04, 0x91, 0x03],
  0xc0,
);

const bits = { hook: 1, mute: 2, drop: 8, up: 16, down: 32 } as const;

/** What the headset sends when the button is pressed and let go. */
export function pressReports(button: HeadsetButton): readonly Uint8Array[] {
  const bit = { answer: bits.hook, end: bits.drop, mute: bits.mute, up: bits.up, down: bits.down }[button];
  return [Uint8Array.of(2, bit), Uint8Array.of(2, 0)];
}

/** What its lamps say, as the last report to it left them. */
export function shownBy(report: Uint8Array | undefined): { readonly call: string; readonly muted: boolean } {
  const lamps = report?.[1] ?? 0;
  const call = (lamps & 4) !== 0 ? 'ringing' : (lamps & 8) !== 0 ? 'held' : (lamps & 1) !== 0 ? 'active' : 'idle';
  return { call, muted: (lamps & 2) !== 0 };
}

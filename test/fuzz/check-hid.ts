// What must hold for any bytes that a USB device may tell of itself and send. Throws when it does not.

import assert from 'node:assert/strict';
import { readReportDescriptor } from '#hal/headset/hid/report-descriptor';
import { readInputs, telephonyLayout, writeLamps } from '#hal/headset/hid/telephony-layout';
import { reportReceived, restingTelephony } from '#hal/headset/hid/telephony-machine';

/** Reads never throw, fields are bounded, a report brings at most one button for each input that there is, and lamps fit into a report. */
export function checkHid(bytes: Uint8Array): 'accepted' | 'refused' {
  const fields = readReportDescriptor(bytes) ?? [];
  assert.ok(fields.length <= 1024);
  for (const { bitOffset, bitSize, usages } of fields) {
    assert.ok(bitSize >= 0 && bitSize <= 32 && bitOffset + bitSize <= 4096 * 8 && usages.length <= 256);
  }
  const layout = telephonyLayout(bytes);
  if (layout === undefined) return 'refused';
  const relative = new Set(layout.inputs.filter(({ field }) => field.relative).map(({ input }) => input));
  for (const report of [new Uint8Array(0), bytes.subarray(0, 8), new Uint8Array(64).fill(255)]) {
    const { buttons } = reportReceived(restingTelephony, readInputs(layout, report), relative);
    assert.ok(buttons.length <= 5);
  }
  for (const report of writeLamps(layout, new Set(['ring', 'offHook', 'mute', 'hold']))) assert.ok(report.length <= 1 + 4096);
  return 'accepted';
}

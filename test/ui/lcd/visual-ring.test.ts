// A ring for the eye: every picture of a call that rings is the other way round, light for dark, until it is silenced.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DisplayClass } from '#hal/display/display';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { call, FakePhone, incomingCall, snapshot } from '#test/support/phone-fixture';
import { RecordingDisplay, silentLog } from '#test/support/screen-fixture';
import { LcdSurface } from '#ui/lcd/surface';
import { factorySettings } from '#ui/settings';

const ringing = snapshot({ calls: [incomingCall], audio: { ...snapshot().audio, ringing: true } });

function surfaceOn(displayClass: DisplayClass, on: boolean): { surface: LcdSurface; clock: FakeClock; fake: FakePhone } {
  const clock = new FakeClock();
  const fake = new FakePhone(ringing);
  const settings = {
    ...factorySettings,
    value: (path: string) => (path.includes('visual_ring') ? on : factorySettings.value(path)),
  };
  const display = new RecordingDisplay(displayClass);
  const surface = new LcdSurface({ display, phone: fake.phone, settings, clock, log: silentLog, fonts: fontsFor(displayClass) });
  surface.start();
  return { surface, clock, fake };
}

/** How bright the picture is: the share of bright pixels. */
function brightness({ frame }: LcdSurface): number {
  const bright = (pixel: number): boolean => (frame.format === 'mono' ? pixel === 0 : (pixel & 0x7e0) > 0x400);
  let count = 0;
  for (const pixel of frame.pixels) if (bright(pixel)) count++;
  return count / frame.pixels.length;
}

for (const displayClass of ['color-320', 'mono-128'] as const) {
  it(`the whole screen changes on ${displayClass}, and rests when nothing rings`, () => {
    const { surface, clock, fake } = surfaceOn(displayClass, true);
    const seen = Array.from({ length: 6 }, () => {
      const share = brightness(surface);
      clock.advance(500);
      return share;
    });
    for (let i = 1; i < seen.length; i++) assert.ok(Math.abs((seen[i] ?? 0) - (seen[i - 1] ?? 0)) > 0.4, seen.join());
    fake.become(snapshot({ calls: [call()] }));
    clock.advance(100);
    const talking = brightness(surface);
    clock.advance(500);
    assert.ok(Math.abs(brightness(surface) - talking) < 0.1);
    surface.close();
  });
}

it('nothing flashes unless the person wants it', () => {
  const { surface, clock } = surfaceOn('color-320', false);
  const before = brightness(surface);
  clock.advance(500);
  assert.ok(Math.abs(brightness(surface) - before) < 0.05);
  surface.close();
});

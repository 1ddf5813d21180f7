// What a phone at rest sends to its display within a minute: the bytes of the rectangles that change, as the display takes them.

import type { Rectangle } from '#hal/display/display';
import { LcdSurface } from '#ui/lcd/surface';
import { FakeClock } from '../support/fake-clock.ts';
import { fontsFor } from '../support/fonts.ts';
import { FakePhone, snapshot } from '../support/phone-fixture.ts';
import { displayClasses, RecordingDisplay, silentLog } from '../support/screen-fixture.ts';
import { type Row, rowOf } from './rig/contest.ts';

const minutes = 10;

function bytesOf(rectangles: readonly Rectangle[], mono: boolean): number {
  return rectangles.reduce((sum, { width, height }) => sum + (mono ? Math.ceil(width / 8) * height : 2 * width * height), 0);
}

export async function benchIdle(): Promise<readonly Row[]> {
  return displayClasses.map((name) => {
    const clock = new FakeClock();
    const display = new RecordingDisplay(name);
    const surface = new LcdSurface({
      display,
      phone: new FakePhone(snapshot()).phone,
      clock,
      log: silentLog,
      fonts: fontsFor(name),
    });
    surface.start();
    const first = display.shown.length;
    clock.advance(minutes * 60_000);
    surface.close();
    const sent = display.shown.slice(first).map((rectangles) => bytesOf(rectangles, name.startsWith('mono')));
    const perMinute = sent.reduce((sum, bytes) => sum + bytes, 0) / minutes;
    return rowOf({ name: `lcd.idle.${name}`, unit: 'bytes a minute', ours: [Math.round(perMinute)] });
  });
}

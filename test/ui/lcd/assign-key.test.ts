// What a programmable key is made on the phone itself: chosen in its lists by OK, by the digit of a row or by a touch.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { FakePhone, snapshot } from '#test/support/phone-fixture';
import { RecordingDisplay, silentLog } from '#test/support/screen-fixture';
import { LcdSurface } from '#ui/lcd/surface';

it('a digit chooses the row of a key’s lists, as in every other list', () => {
  const { phone, commands } = new FakePhone(snapshot());
  const surface = new LcdSurface({
    display: new RecordingDisplay('color-320'),
    phone,
    clock: new FakeClock(),
    log: silentLog,
    fonts: fontsFor('color-320'),
  });
  surface.start();
  surface.press('function1', 'long');
  surface.settle();
  assert.equal(surface.tree.id, 'assignKey');
  const place = surface.tree.items.findIndex(({ id }) => id === 'event') + 1;
  assert.equal(surface.press(`${place}` as '5', 'press'), true);
  surface.settle();
  assert.equal(surface.tree.id, 'assignEvent');
  surface.press('2', 'press');
  assert.match(commands.at(-1) ?? '', /^assignFunctionKey 0 /);
});

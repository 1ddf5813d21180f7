// The screen of a language that is read from right to left: places are mirrored, keys mean what stands above them, texts keep their way.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DisplayClass } from '#hal/display/display';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { call, FakePhone, line, situation, snapshot } from '#test/support/phone-fixture';
import { displayClasses, pictureOf, RecordingDisplay, silentLog, themeFor } from '#test/support/screen-fixture';
import type { DisplayItem, TextItem } from '#ui/lcd/raster/display-list';
import type { Picture } from '#ui/lcd/screens/render';
import { LcdSurface } from '#ui/lcd/surface';
import { hasRightToLeft } from '#ui/text/visual-order';

function itemOf({ items }: Picture, key: string): DisplayItem {
  const item = items.find((each) => each.key === key);
  assert.ok(item, key);
  return item;
}

const hostileNames = ['ש', '王', '\u{1f600}', 'a\u202eb\u2067c\u0000d\u0007'].map((part) => part.repeat(10_000 / part.length));

function checkTexts({ items }: Picture, displayClass: DisplayClass): void {
  const { fonts, screen } = themeFor(displayClass);
  for (const item of items) {
    if (item.kind !== 'text') continue;
    assert.ok(item.box.x >= 0 && item.box.x + item.box.width <= screen.width, item.key);
    assert.ok(item.text.length <= 260, `${item.key} ${item.text.length}`);
    assert.doesNotMatch(item.text, /[\u202a-\u202e\p{Cc}]/u, item.key);
    fonts.of(item.role).widthOf(item.text);
  }
}

const pages = (at: string): { pages: readonly [{ page: 'menu'; at: string; focus: number }] } => ({
  pages: [{ page: 'menu', at, focus: 0 }],
});

describe('right to left', () => {
  it('mirrors every place of a screen, the keys beside it excepted', () => {
    for (const displayClass of displayClasses) {
      const { width } = themeFor(displayClass).screen;
      for (const name of ['call', 'conference', 'twoCalls'] as const) {
        const english = pictureOf(displayClass, situation(name));
        const hebrew = pictureOf(displayClass, situation(name), { language: 'he' });
        const avatars = english.items.filter(({ kind, key }) => kind === 'fill' && /avatar|^soft\/\d$/.test(key));
        for (const { key, box } of avatars) {
          assert.equal(itemOf(hebrew, key).box.x, width - box.x - box.width, `${displayClass} ${name} ${key}`);
        }
        for (const { box } of hebrew.targets) assert.ok(box.x >= 0 && box.x + box.width <= width);
      }
    }
  });

  it('the scroll bar is on the left, the title on the right, the time on the left', () => {
    const picture = pictureOf('color-320', snapshot(), { language: 'he', navigation: pages('settings/display') });
    assert.ok(itemOf(picture, 'scroll').box.x < 10);
    assert.ok(itemOf(picture, 'top/title').box.x > 160);
    assert.ok(itemOf(picture, 'top/time').box.x < 40);
  });

  it('labels stay beside the keys of the device', () => {
    const lines = [line(0, { label: 'A' }), line(1, { label: 'B' })];
    for (const displayClass of ['color-320', 'color-480', 'touch-800'] as const) {
      const [english, hebrew] = (['en', 'he'] as const).map((language) =>
        pictureOf(displayClass, snapshot({ lines }), { language }),
      );
      for (const key of ['line/0', 'line/1']) {
        assert.deepEqual(itemOf(hebrew as Picture, key).box, itemOf(english as Picture, key).box);
      }
    }
  });

  it('soft keys are told from left to right as they stand, the first thing to do on the right', () => {
    const { tree } = pictureOf('color-320', situation('incoming'), { language: 'he' });
    assert.deepEqual(
      tree.softkeys.map(({ action }) => action),
      ['silence', 'divert', 'reject', 'answer'],
    );
  });

  it('a key does what stands above it, and the arrows go where they point', () => {
    const fake = new FakePhone(situation('incoming'));
    const surface = new LcdSurface({
      display: new RecordingDisplay('color-320'),
      phone: fake.phone,
      clock: new FakeClock(),
      log: silentLog,
      fonts: fontsFor('color-320'),
      language: 'he',
    });
    surface.start();
    surface.press('softkey4', 'press');
    assert.match(JSON.stringify(fake.commands), /answer/);
    fake.become(snapshot());
    surface.press('menu', 'press');
    surface.settle();
    const main = surface.tree.id;
    for (const key of ['up', 'up', 'left'] as const) surface.press(key, 'press');
    surface.settle();
    assert.notEqual(surface.tree.id, main, 'left leads on');
    surface.press('right', 'press');
    surface.settle();
    assert.equal(surface.tree.id, main, 'right leads back');
    surface.close();
  });

  it('speaks another language from one moment to the next', () => {
    const surface = new LcdSurface({
      display: new RecordingDisplay('color-320'),
      phone: new FakePhone(situation('call')).phone,
      clock: new FakeClock(),
      log: silentLog,
      fonts: fontsFor('color-320'),
    });
    surface.start();
    assert.equal(surface.tree.title, 'Connected');
    const titles = (['de', 'he', 'ja', 'en'] as const).map((language) => {
      surface.setLanguage(language);
      surface.settle();
      return surface.tree.title;
    });
    assert.deepEqual(titles, ['Verbunden', 'מחובר', '通話中', 'Connected']);
    surface.close();
  });

  it('a caller with a Hebrew name stands in an English screen without turning it', () => {
    const caller = call({ state: 'incoming', direction: 'incoming', remote: { name: 'דנה (משרד)\u202e', number: '1002' } });
    const picture = pictureOf('color-320', snapshot({ calls: [caller], focusedCall: caller.id }));
    const name = itemOf(picture, 'front/name') as TextItem;
    assert.equal(name.text, 'דנה (משרד)');
    const plain = pictureOf('color-320', situation('incoming'));
    assert.equal(itemOf(picture, 'soft/0').box.x, itemOf(plain, 'soft/0').box.x);
  });

  for (const name of hostileNames) {
    it(`a name such as ${JSON.stringify(name.slice(0, 6))} is drawn within its box`, () => {
      const caller = call({ remote: { name, number: name } });
      const told = snapshot({ calls: [caller], focusedCall: caller.id });
      for (const displayClass of displayClasses) {
        for (const language of ['en', 'he', 'ja'] as const) checkTexts(pictureOf(displayClass, told, { language }), displayClass);
      }
    });
  }

  it('a character that no pack has is told to the log, once', () => {
    const told: unknown[] = [];
    const log = { ...silentLog, warn: (_topic: string, _text: string, fields?: object): void => void told.push(fields) };
    const fake = new FakePhone(snapshot());
    const display = new RecordingDisplay('color-320');
    const surface = new LcdSurface({ display, phone: fake.phone, clock: new FakeClock(), log, fonts: fontsFor('color-320') });
    surface.start();
    assert.deepEqual(told, []);
    const caller = call({ remote: { name: 'Ann \u{1f600}', number: '1002' } });
    for (const _ of [1, 2]) {
      fake.become(snapshot({ calls: [caller], focusedCall: caller.id }));
      surface.settle();
    }
    assert.match(JSON.stringify(told), /^\[\{"count":\d,"last":"\u{1f600}"\}\]$/u);
    surface.close();
  });

  it('Hebrew words are Hebrew', () => {
    const { items } = pictureOf('touch-800', situation('call'), { language: 'he' });
    assert.ok(items.some((item) => item.kind === 'text' && hasRightToLeft(item.text)));
  });
});

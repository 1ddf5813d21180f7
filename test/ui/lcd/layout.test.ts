// Properties of every screen on every display class: nothing overflows, and the dirty rectangles are enough.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { DisplayClass } from '#hal/display/display';
import { directoryPages } from '#test/support/directory-pages';
import { everyScreen } from '#test/support/every-screen';
import { call, callLog, directory, line, situation, situations, snapshot } from '#test/support/phone-fixture';
import { canvasFor, displayClasses, paintOn, pictureOf, themeFor } from '#test/support/screen-fixture';
import { numberEditor, searchEditor } from '#ui/entry/fields';
import type { Navigation, Page } from '#ui/lcd/navigation';
import { changedRectangles } from '#ui/lcd/raster/diff';
import type { DisplayItem, TextItem } from '#ui/lcd/raster/display-list';
import type { Picture } from '#ui/lcd/screens/render';
import type { PhoneSnapshot } from '#ui/phone';

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    'W',
    'Donaudampfschifffahrtsgesellschaftskapitän',
    'Anne-Marie von und zu Übersee am Rhein',
    'iiiiiiiiiiiiiiiiiiii',
  ),
);
const numbers = fc.oneof(
  fc.stringMatching(/^\+?[0-9*#]{0,40}$/),
  fc.constantFrom('', '1002', '+4930123456789', 'sip:someone@example.net'),
);

const pages: fc.Arbitrary<readonly Page[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constantFrom(...Object.values(directoryPages)) },
  fc
    .constantFrom<Page>(
      { page: 'menu', focus: 1 },
      { page: 'menu', at: 'settings', focus: 2 },
      { page: 'menu', at: 'features', focus: 3 },
      { page: 'menu', at: 'settings/display', focus: 1 },
      { page: 'menu', at: 'administration', focus: 1 },
      { page: 'menu', at: 'administration/network', focus: 2 },
      { page: 'menu', at: 'administration/lines', focus: 0 },
      { page: 'menu', at: 'administration/lines/1', focus: 4 },
      { page: 'choice', entry: 'settings/language', focus: 9 },
      { page: 'number', entry: 'settings/display/contrast', text: '70', focus: 0 },
      { page: 'number', entry: 'administration/lines/1/proxyPort', text: '99999', problem: true, focus: 0 },
      { page: 'setting', entry: 'administration/network/ipAddress', editor: numberEditor('192.0.2'), problem: true, focus: 0 },
      { page: 'adminPassword', to: { page: 'menu', focus: 0 }, editor: numberEditor('1234'), problem: true, focus: 0 },
      { page: 'themes', focus: 0 },
      { page: 'lines', focus: 1 },
      { page: 'status', focus: 3 },
      { page: 'about', focus: 0 },
      { page: 'callLog', filter: 'all', editor: searchEditor('en'), focus: 4 },
      { page: 'callLog', filter: 'missed', editor: searchEditor('en'), focus: 0 },
      { page: 'callDetails', entry: 1, focus: 0 },
      { page: 'volume', focus: 0 },
      { page: 'restart', focus: 0 },
      { page: 'clearCallLog', focus: 0 },
      { page: 'soundTest', focus: 0 },
      { page: 'rings', focus: 4 },
      { page: 'conference', focus: 1 },
      { page: 'quality', call: 'c1', focus: 2 },
      { page: 'forwarding', focus: 1 },
      { page: 'forwardTo', kind: 'busy', editor: { ...numberEditor('0123456789012345678901234567890'), cursor: 3 }, focus: 0 },
      { page: 'notice', notice: 'n', focus: 0 },
      { page: 'editNumber', editor: { ...numberEditor('0123456789012345678901234567890'), cursor: 12 }, line: 0, focus: 0 },
    )
    .map((page) => [page]),
);

interface Shown {
  readonly snapshot: PhoneSnapshot;
  readonly navigation: Partial<Navigation>;
  readonly laterMs: number;
}

/** Any situation, with any names and numbers in it. */
const anything: fc.Arbitrary<Shown> = fc
  .record({
    chosen: fc.constantFrom(...Object.values(situations)),
    name: words,
    number: numbers,
    label: words,
    title: words,
    pages,
    others: fc.integer({ min: 0, max: 4 }),
    laterMs: fc.integer({ min: 0, max: 20_000 }),
    missedCalls: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ chosen, name, number, label, title, pages: open, others, laterMs, missedCalls }) => ({
    snapshot: {
      ...chosen,
      missedCalls,
      lines: chosen.lines.map((entry) => ({ ...entry, label })).concat(line(4, { label: title })),
      calls: [
        ...Array.from({ length: chosen.calls.length === 0 ? 0 : others }, (_, i) =>
          call({ id: `x${i}`, state: 'held', remote: { name, number } }),
        ),
        ...chosen.calls.map((entry) => ({ ...entry, remote: { name, number }, divertedBy: { name: title, number } })),
      ],
      dialing: chosen.dialing === undefined ? undefined : { ...chosen.dialing, number },
      callLog: callLog.map((entry, index) =>
        index % 2 === 0 ? { ...entry, id: index, remote: { name, number } } : { ...entry, id: index },
      ),
      directory: {
        ...directory,
        contacts: directory.contacts.map((contact, index) => (index % 2 === 0 ? { ...contact, name } : contact)),
      },
      notices: [{ id: 'n', severity: 'warning', title, text: `${label} ${title}` } as const],
    },
    navigation: { pages: open },
    laterMs,
  }));

function shown(displayClass: DisplayClass, { snapshot: phone, navigation, laterMs }: Shown): Picture {
  return pictureOf(displayClass, phone, { navigation, nowMs: 1_000_000 + laterMs });
}

const isText = (item: DisplayItem): item is TextItem => item.kind === 'text';

function overlaps(a: DisplayItem, b: DisplayItem): boolean {
  return (
    a.box.x < b.box.x + b.box.width &&
    b.box.x < a.box.x + a.box.width &&
    a.box.y < b.box.y + b.box.height &&
    b.box.y < a.box.y + a.box.height
  );
}

function mayScroll(picture: Picture, key: string): boolean {
  const { tree } = picture;
  const focused = tree.focus === null ? undefined : tree.items[tree.focus]?.id;
  return (
    /^front\/(name|number|line\d)$|^message\/title$/.test(key) ||
    key.startsWith(`row/${focused}/`) ||
    key === `party/${focused}/name`
  );
}

function checkLayout(displayClass: DisplayClass, picture: Picture, largeText = false): void {
  const theme = themeFor(displayClass, 'en', largeText);
  const keys = new Set<string>();
  for (const item of picture.items) {
    const { x, y, width, height } = item.box;
    assert.ok(!keys.has(item.key), `key ${item.key} twice`);
    keys.add(item.key);
    assert.ok([x, y, width, height].every(Number.isInteger), `${item.key} on whole pixels`);
    assert.ok(x >= 0 && y >= 0 && x + width <= theme.screen.width && y + height <= theme.screen.height, `${item.key} on screen`);
    if (!isText(item)) continue;
    const wide = theme.fonts.of(item.role).widthOf(item.text);
    // What has the focus may scroll: it is longer than its box and starts at or left of it.
    const scrolls = mayScroll(picture, item.key) && item.x <= x && item.x + wide >= x + width;
    assert.ok(scrolls || (item.x >= x && item.x + wide <= x + width + 1), `${item.key} "${item.text}" fits`);
  }
  const texts = picture.items.filter(isText);
  for (const [index, a] of texts.entries()) {
    for (const b of texts.slice(index + 1)) {
      assert.ok(!overlaps(a, b), `${a.key} "${a.text}" and ${b.key} "${b.text}" overlap`);
    }
  }
}

/** What is wrong with the layout. */
function failureOf(displayClass: DisplayClass, picture: Picture, largeText: boolean): string | undefined {
  try {
    checkLayout(displayClass, picture, largeText);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('layout', () => {
  for (const displayClass of displayClasses) {
    it(`keeps large text within its place on ${displayClass}`, () => {
      for (const { name, snapshot: phone, ...rest } of everyScreen()) {
        const usual = failureOf(displayClass, pictureOf(displayClass, phone, rest), false);
        const large = failureOf(displayClass, pictureOf(displayClass, phone, { ...rest, largeText: true }), true);
        // The volume lies over the top bar, and focused keys scroll, at every size.
        assert.ok(large === undefined || usual !== undefined, `${name}: ${large}`);
      }
    });

    it(`keeps any text within its place on ${displayClass}`, () => {
      fc.assert(
        fc.property(anything, (situation) => checkLayout(displayClass, shown(displayClass, situation))),
        { numRuns: 60 },
      );
    });
  }
});

describe('dirty rectangles', () => {
  for (const displayClass of ['mono-128', 'color-320'] as const) {
    it(`give the new picture from the old one on ${displayClass}`, () => {
      const { screen } = themeFor(displayClass);
      fc.assert(
        fc.property(anything, anything, (before, after) => {
          const first = shown(displayClass, before);
          const second = shown(displayClass, after);
          const painted = canvasFor(displayClass);
          paintOn(painted, displayClass, first, screen);
          for (const area of changedRectangles(first.items, second.items, screen)) paintOn(painted, displayClass, second, area);
          const whole = canvasFor(displayClass);
          paintOn(whole, displayClass, second, screen);
          assert.ok(Buffer.from(painted.frame.pixels.buffer).equals(Buffer.from(whole.frame.pixels.buffer)));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('a second that passes in a call changes the timer alone', () => {
    const phone = situation('call');
    const now = pictureOf('color-320', phone);
    const later = pictureOf('color-320', phone, { nowMs: 1_001_000 });
    const areas = changedRectangles(now.items, later.items, themeFor('color-320').screen);
    assert.equal(areas.length, 1);
    assert.ok((areas[0]?.width ?? 999) < 60 && (areas[0]?.height ?? 999) < 40);
  });

  it('nothing changes where nothing happened', () => {
    const one = pictureOf('color-320', snapshot());
    const two = pictureOf('color-320', snapshot());
    assert.deepEqual(changedRectangles(one.items, two.items, themeFor('color-320').screen), []);
  });
});

describe('a notice on idle', () => {
  const textsOf = (title: string): readonly string[] => {
    const phone = situation('idleNotice');
    const notices = phone.notices.map((notice) => ({ ...notice, title }));
    const { items } = pictureOf('color-320', { ...phone, notices });
    return items
      .filter((item): item is TextItem => item.kind === 'text' && item.key.startsWith('notice/'))
      .map(({ text }) => text);
  };

  it('is read to its end before the advice begins', () => {
    assert.deepEqual(textsOf('Line 1: Server cannot be reached'), ['Line 1: Server cannot', 'be reached']);
    assert.equal(textsOf('Wrong password')[1]?.startsWith('The server refused'), true);
  });
});

describe('pixels', () => {
  // After a wanted change: node --test --test-update-snapshots test/ui/lcd/layout.test.ts, and look at `node tools/screens.ts`.
  for (const displayClass of ['mono-128', 'color-320'] as const) {
    it(`are as they were on ${displayClass}`, (t) => {
      const hashes = Object.entries(situations).map(([name, phone]) => {
        const canvas = canvasFor(displayClass);
        paintOn(canvas, displayClass, pictureOf(displayClass, phone), themeFor(displayClass).screen);
        return `${name} ${createHash('sha256').update(Buffer.from(canvas.frame.pixels.buffer)).digest('hex').slice(0, 16)}`;
      });
      t.assert.snapshot(hashes);
    });
  }
});

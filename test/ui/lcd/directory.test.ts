// The directory and its editors on the screen: by keys on every class, by touch where there is glass.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DisplayClass } from '#hal/display/display';
import type { KeyName } from '#hal/keys/keys';
import { directoryPages } from '#test/support/directory-pages';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { contacts, directory, FakePhone, incomingCall, situation, snapshot } from '#test/support/phone-fixture';
import { displayClasses, pictureOf, RecordingDisplay, silentLog, themeFor } from '#test/support/screen-fixture';
import { multiTapMs, newEditor } from '#ui/entry/editor';
import { keyboardOf, mostKeysInRow } from '#ui/entry/keyboard';
import { LcdSurface } from '#ui/lcd/surface';
import type { PhoneSnapshot } from '#ui/phone';
import { languages } from '#ui/text/languages';

const withPeople = { ...snapshot(), directory };

class Bench {
  readonly clock = new FakeClock();
  readonly fake: FakePhone;
  readonly surface: LcdSurface;

  constructor(first: PhoneSnapshot = withPeople, displayClass: DisplayClass = 'color-320') {
    this.fake = new FakePhone(first);
    this.surface = new LcdSurface({
      display: new RecordingDisplay(displayClass),
      phone: this.fake.phone,
      clock: this.clock,
      log: silentLog,
      fonts: fontsFor(displayClass),
    });
    this.surface.start();
  }

  /** Presses keys, `_` waits until a letter has settled; says where that leads. */
  press(...keys: (KeyName | '_')[]): string {
    for (const key of keys) {
      if (key === '_') this.clock.advance(multiTapMs);
      else this.surface.press(key, 'press');
    }
    this.surface.settle();
    const { screen, id } = this.surface.tree;
    return id === undefined ? screen : `${screen} ${id}`;
  }

  hold(key: KeyName): string {
    this.surface.press(key, 'press');
    this.surface.press(key, 'long');
    return this.press();
  }

  rows(): string {
    return this.surface.tree.items
      .filter(({ role }) => role === 'row')
      .map(({ text }) => text)
      .join(', ');
  }

  focused(): string | undefined {
    const { focus, items } = this.surface.tree;
    return focus === null ? undefined : items[focus]?.text;
  }
}

it('takes letters by when their keys were pressed, not by when a busy phone reads of them', () => {
  const written = (pauseMs: number): string | undefined => {
    const bench = new Bench();
    bench.press('directory', 'softkey3');
    bench.clock.advance(5000);
    const nowMs = bench.clock.monotonicMs;
    bench.surface.press('2', 'press', nowMs - pauseMs);
    bench.surface.press('2', 'press', nowMs);
    bench.surface.settle();
    return bench.surface.tree.items.find(({ role }) => role === 'text')?.text;
  };
  assert.deepEqual([written(300), written(multiTapMs)], ['B', 'Aa']);
});

describe('looking for somebody', () => {
  for (const displayClass of displayClasses) {
    it(`narrows the list with each key, and widens it again, on ${displayClass}`, () => {
      const bench = new Bench(withPeople, displayClass);
      assert.equal(bench.press('directory'), 'list directory');
      bench.press('4');
      assert.equal(bench.rows(), 'Grace Hopper, Иван Петров, Jürgen Groß');
      bench.press('7', '2');
      assert.equal(bench.rows(), 'Grace Hopper');
      bench.press('back', 'back');
      assert.equal(bench.rows(), 'Grace Hopper, Иван Петров, Jürgen Groß');
      assert.equal(bench.press('back', 'back'), 'idle');
    });
  }

  it('dials the number that was looked for, and asks which one of several otherwise', () => {
    const bench = new Bench();
    bench.press('directory', '1', '8', 'ok');
    assert.equal(bench.fake.commands.at(-1), 'dial +442079460018');
    const other = new Bench();
    assert.equal(other.press('directory', '2', '3', '2', 'ok'), 'list contact');
    other.press('down', 'ok');
    assert.equal(other.fake.commands.at(-1), 'dial +442079460018');
  });

  it('goes through the groups with left and right', () => {
    const bench = new Bench();
    bench.press('directory', 'right');
    assert.equal(bench.rows(), 'Barbara Liskov, Grace Hopper');
    bench.press('right', 'right');
    assert.equal(bench.rows(), 'Alan Turing, Barbara Liskov');
  });

  it('works in the call log, and by letters', () => {
    const bench = new Bench();
    bench.press('up', '2', '5');
    assert.match(bench.rows(), /^Alan Turing/);
    bench.press('back', 'back', '#', '5', '5', '_', '4');
    assert.equal(bench.rows(), '');
    bench.press('back', 'back', '5', '5');
    assert.match(bench.rows(), /^Katherine Johnson/);
  });

  it('finds whom the typed digits stand for, down chooses one', () => {
    const phone = { ...situation('dialingOnHook'), directory, dialing: { line: 0, number: '47', offHook: false } };
    const bench = new Bench(phone);
    bench.press('down');
    assert.equal(bench.focused(), 'Grace Hopper');
    bench.press('ok');
    assert.equal(bench.fake.commands.at(-1), 'dial 1002 0');
    const locked = new Bench({ ...phone, lock: { ...phone.lock, locked: true } });
    assert.ok(!JSON.stringify(locked.surface.tree).includes('Grace'));
  });

  it('makes only a part of five thousand', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ ...contacts[1], id: i, name: `Person ${i}` }) as (typeof contacts)[0]);
    const bench = new Bench({ ...withPeople, directory: { ...directory, contacts: many } });
    bench.press('directory', 'up');
    assert.equal(bench.focused(), 'Person 4999');
    assert.ok(bench.surface.tree.items.length < 120);
  });
});

describe('writing a contact', () => {
  it('begins with the name, goes on from field to field, and says what is missing', () => {
    const bench = new Bench();
    assert.equal(bench.press('directory', 'softkey3'), 'edit name');
    assert.equal(bench.press('2', '2', '_', '3', 'softkey1'), 'edit contact');
    assert.equal(bench.focused(), 'Office');
    bench.press('softkey2');
    assert.match(JSON.stringify(bench.surface.tree.items), /Needed/);
    assert.equal(bench.press('ok', '1', '0', '#', 'ok'), 'edit contact');
    assert.equal(bench.press('softkey2'), 'list directory');
    const saved = { name: 'Bd', office: '10#', home: '', mobile: '', group: '', ring: '', favourite: false };
    assert.equal(bench.fake.commands.at(-1), `directory.saveContact ${JSON.stringify(saved)}`);
  });

  it('has its group, ring and star chosen', () => {
    const bench = new Bench();
    assert.equal(bench.press('directory', '4', '7', 'softkey2', 'softkey2'), 'edit contact');
    assert.equal(bench.press('down', 'down', 'down', 'down', 'ok'), 'list group');
    bench.press('down', 'down', 'ok', 'ok', 'softkey2');
    bench.press('back', 'down', 'ok', 'softkey2');
    const sent = bench.fake.commands.filter((command) => command.startsWith('directory.saveContact'));
    assert.match(sent.at(-1) ?? '', /"group":"Laboratory".*"favourite":false.* 4$/);
  });

  it('a field says what is expected, and a held Delete clears it', () => {
    const bench = new Bench();
    bench.press('directory', 'softkey3', '2', 'softkey1', 'ok');
    bench.hold('0');
    assert.equal(bench.press('softkey1'), 'edit office');
    assert.match(JSON.stringify(bench.surface.tree.items[0]), /A number to dial/);
    bench.press('1', '2', '3');
    bench.surface.press('softkey2', 'long');
    bench.press();
    assert.equal(bench.surface.tree.items[0]?.text, '');
  });

  it('asks before it deletes', () => {
    const bench = new Bench();
    bench.press('directory', 'softkey2', 'softkey3');
    assert.equal(bench.press('softkey2'), 'notice deleteContact');
    assert.deepEqual(bench.fake.commands, []);
    bench.press('softkey1');
    assert.equal(bench.fake.commands.at(-1), 'directory.deleteContact 1');
  });

  it('is put aside by a call, and taken up again after it', () => {
    const bench = new Bench();
    bench.press('directory', 'softkey3', '2');
    bench.fake.become({ ...withPeople, calls: [incomingCall], focusedCall: incomingCall.id });
    assert.equal(bench.press(), 'incoming c2');
    bench.fake.become({ ...withPeople, calls: [{ ...incomingCall, state: 'active' }], focusedCall: incomingCall.id });
    assert.equal(bench.press(), 'call c2');
    bench.fake.become(withPeople);
    assert.equal(bench.press(), 'edit name');
    assert.equal(bench.surface.tree.items[0]?.text, 'A');
  });
});

describe('held digits', () => {
  const typed = (number: string): PhoneSnapshot => ({ ...withPeople, dialing: { line: 0, number, offHook: false } });

  it('dial what lies behind them, and ask where nothing does', () => {
    const bench = new Bench(typed('2'));
    bench.surface.press('2', 'long');
    assert.equal(bench.fake.commands.at(-1), 'dial 1002 0');
    const free = new Bench(typed('3'));
    free.surface.press('3', 'long');
    assert.deepEqual(free.fake.commands, ['cancelDialing']);
    assert.equal(free.press('1', '0', 'softkey1'), 'dialing');
    assert.equal(free.fake.commands.at(-1), 'directory.setSpeedDial {"key":3,"number":"10","name":""}');
  });

  it('are digits within a number, and the 0 at its beginning a plus', () => {
    const bench = new Bench(typed('22'));
    bench.surface.press('2', 'long');
    assert.deepEqual(bench.fake.commands, []);
    const abroad = new Bench(typed('0'));
    abroad.surface.press('0', 'long');
    assert.deepEqual(abroad.fake.commands, ['makePlus']);
  });
});

describe('keys on the screen', () => {
  const leastPx = 68;

  it('are there in every language, in rows that a finger can hit', () => {
    const fields = [
      { kind: 'text', maxLength: 64, required: true },
      { kind: 'dial', maxLength: 64, required: true },
      { kind: 'password', maxLength: 64, required: true },
      { kind: 'address', maxLength: 39, required: true },
    ] as const;
    for (const language of [...Object.keys(languages), 'el']) {
      for (const field of fields) {
        const editor = newEditor(field, '', language);
        for (const shown of [editor, { ...editor, picker: 0 }, { ...editor, mode: 'lower' as const }]) {
          const rows = keyboardOf(shown, field, language);
          assert.equal(rows.length, 4);
          for (const row of rows)
            assert.ok(row.length <= mostKeysInRow && new Set(row.map(({ id }) => id)).size === row.length, language);
        }
      }
    }
  });

  it('are at least nine millimetres wide and high', () => {
    for (const [name, pages] of Object.entries(directoryPages)) {
      const { targets } = pictureOf('touch-800', withPeople, { navigation: { pages } });
      for (const target of targets) {
        const { box } = target;
        assert.ok(
          box.width >= leastPx && box.height >= Math.min(leastPx, themeFor('touch-800').metrics.row - 4),
          `${name} ${JSON.stringify(target)} ${box.width}x${box.height}`,
        );
      }
    }
  });

  it('write a name by touch alone', () => {
    const bench = new Bench(withPeople, 'touch-800');
    bench.press('directory', 'softkey3');
    const touch = (label: string): void => {
      const navigation = { pages: directoryPages['writeName'] ?? [] };
      const { items } = pictureOf('touch-800', withPeople, { navigation });
      const key = items.find((item) => item.key.startsWith('keyboard/') && item.key.endsWith(`/${label}`));
      assert.ok(key !== undefined, label);
      bench.surface.touch({ type: 'touched', action: 'down', x: key.box.x + 5, y: key.box.y + 5, atMs: 0 });
    };
    for (const label of ['g', 'r', 'a', 'delete', 'e']) touch(label);
    bench.press();
    assert.equal(bench.surface.tree.items[0]?.text.toLowerCase(), 'gre');
  });
});

it('a number is blocked by hand, and from the log', () => {
  const bench = new Bench({ ...withPeople, directory: { ...directory, blocked: [] } });
  bench.surface.press('menu', 'press');
  bench.press('3');
  for (let i = 0; i < 20 && bench.focused() !== 'Blocked numbers'; i += 1) bench.press('down');
  assert.equal(bench.press('ok'), 'list blocked');
  assert.equal(bench.press('softkey2'), 'edit blockNumber');
  assert.equal(bench.press('6', '6', '6', 'softkey1'), 'list blocked');
  assert.deepEqual(bench.fake.commands, ['directory.blockNumber 666 ']);
  const log = new Bench();
  assert.equal(log.press('up', 'softkey2', 'softkey3', 'softkey2'), 'list callDetails');
  assert.match(log.fake.commands.at(-1) ?? '', /^directory\.blockNumber 1002 /);
});

it('a search is written by touch, too', () => {
  const bench = new Bench(withPeople, 'touch-800');
  bench.press('directory');
  bench.surface.touch({ type: 'touched', action: 'down', x: 700, y: 80, atMs: 0 });
  assert.equal(bench.press(), 'edit searchText');
  bench.press('4', '7', '7', '7', 'softkey1');
  assert.equal(bench.rows(), 'Grace Hopper, Jürgen Groß');
  bench.press('back', 'back');
  assert.match(bench.rows(), /Katherine Johnson/);
});

it('names of any length and kind stay in their places', () => {
  for (const name of ['x'.repeat(10_000), '\u202eevil\u0000', '👩‍👩‍👧‍👦👩‍🚀', 'ﷺ ﷽', 'a\u0301'.repeat(500)]) {
    const people = { ...directory, contacts: contacts.map((contact) => ({ ...contact, name })) };
    for (const displayClass of displayClasses) {
      for (const pages of Object.values(directoryPages))
        pictureOf(displayClass, { ...withPeople, directory: people }, { navigation: { pages } });
    }
  }
});

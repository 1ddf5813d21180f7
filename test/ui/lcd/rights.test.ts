// What the administrator keeps from the user on the pages is kept on the phone, too: in the menus, by every key, and until the password is given.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredValue } from '#config/schema';
import type { KeyName } from '#hal/keys/keys';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { FakePhone, snapshot } from '#test/support/phone-fixture';
import { displayClasses, pictureOf, RecordingDisplay, settingsWith, silentLog } from '#test/support/screen-fixture';
import { LcdSurface } from '#ui/lcd/surface';
import type { PhoneSnapshot } from '#ui/phone';
import type { Settings } from '#ui/settings';

const kept = 'Only the administrator changes this';

class Bench {
  readonly fake: FakePhone;
  readonly saved: [string, StoredValue][] = [];
  readonly surface: LcdSurface;
  readonly themes: string[] = [];

  constructor(rights: string, { password = '42', phone = {} }: { password?: string; phone?: Partial<PhoneSnapshot> } = {}) {
    this.fake = new FakePhone(snapshot(phone));
    const settings: Settings = {
      ...settingsWith({}, rights),
      save: (path, value) => {
        this.saved.push([path, value]);
        return 'taken';
      },
      adminLocked: password !== '',
      unlock: (given) => Promise.resolve(given === password),
    };
    this.surface = new LcdSurface({
      display: new RecordingDisplay('color-320'),
      phone: this.fake.phone,
      settings,
      clock: new FakeClock(),
      log: silentLog,
      fonts: fontsFor('color-320'),
      themeChosen: (theme) => void this.themes.push(theme),
    });
    this.surface.start();
  }

  press(...keys: KeyName[]): string {
    for (const key of keys) this.surface.press(key, 'press');
    this.surface.settle();
    const { screen, id } = this.surface.tree;
    return id === undefined ? screen : `${screen} ${id}`;
  }

  open(...ids: readonly string[]): string {
    this.press('menu');
    for (const id of ids) this.choose(id);
    return this.press();
  }

  choose(id: string): string {
    const index = this.surface.tree.items.findIndex((item) => item.id === id);
    assert.ok(index >= 0, `${id} among ${this.ids}`);
    while (this.surface.tree.focus !== index) this.press('down');
    return this.press('ok');
  }

  get ids(): string {
    return this.surface.tree.items.map(({ id }) => id ?? '').join(' ');
  }

  stateOf(id: string): string | undefined {
    return this.surface.tree.items.find((item) => item.id === id)?.state;
  }

  get actions(): string {
    return this.surface.tree.softkeys.map(({ action }) => action).join(' ');
  }
}

const time = ['system/ntp/time_display_format', 'system/ntp/date_display_format', 'system/ntp/gmt_offset'];
const hiddenTime = [...time, 'system/daylight_saving/activate'].map((path) => `${path}=na`).join(' ');

describe('the menus', () => {
  it('leave out what the user may not see, and a menu of which nothing is left', () => {
    const bench = new Bench(`${hiddenTime} personal_settings/lcd_contrast=na personal_settings/theme=na`);
    bench.open('settings');
    assert.ok(!bench.ids.split(' ').includes('time'), bench.ids);
    bench.choose('display');
    assert.match(bench.ids, /^saver saverAfter/);
    assert.ok(!bench.ids.includes('contrast'), bench.ids);
  });

  for (const [path, ...ids] of [
    ['personal_settings/language', 'settings', 'language'],
    ['personal_settings/lcd_active_mode_brightness', 'settings', 'display', 'brightness'],
    ['personal_settings/lcd_contrast', 'settings', 'display', 'contrast'],
    ['personal_settings/theme', 'settings', 'display', 'theme'],
    ['personal_settings/large_text/enabled', 'settings', 'accessibility', 'largeText'],
    ['system/ntp/gmt_offset', 'settings', 'time', 'timeZone'],
    ['system/pin_lock/pin', 'settings', 'lock', 'pin'],
    ['personal_settings/lines/0/ring_tone', 'settings', 'sound', 'rings'],
    ['voip/audio/volume/ringer', 'settings', 'sound', 'volume'],
    ['voip/services/do_not_disturb/enabled', 'features', 'doNotDisturb'],
    ['voip/services/hide_number/enabled', 'features', 'hideNumber'],
    ['voip/services/call_waiting/enabled', 'features', 'callWaiting'],
  ] as const) {
    it(`show ${ids.join('/')} locked and say whose it is`, () => {
      const bench = new Bench(`${path}=ro`);
      bench.open(...ids.slice(0, -1));
      assert.equal(bench.stateOf(ids.at(-1) ?? ''), kept);
      assert.equal(bench.choose(ids.at(-1) ?? ''), 'notice kept');
      assert.deepEqual(bench.surface.tree.items.filter(({ role }) => role === 'text').map(({ text }) => text)[1], kept);
      bench.press('ok');
      assert.equal(bench.press(), `menu ${ids.slice(0, -1).join('/')}`);
      assert.deepEqual([bench.saved, bench.fake.commands], [[], []]);
    });
  }

  it('lock forwarding as a whole only where nothing of it may be changed', () => {
    const kinds = ['always', 'busy', 'no_answer'].map((kind) => `voip/services/call_forward/${kind}`);
    const bench = new Bench(kinds.flatMap((kind) => [`${kind}/enabled=ro`, `${kind}/destination=na`]).join(' '));
    bench.open('features');
    assert.equal(bench.stateOf('forwarding'), kept);
    const half = new Bench(kinds.map((kind) => `${kind}/destination=ro`).join(' '));
    assert.equal(half.open('features', 'forwarding'), 'menu forwarding');
  });

  it('are all there for the administrator, from where the way was barred', async () => {
    const bench = new Bench(`personal_settings/language=ro personal_settings/theme=na ${hiddenTime}`);
    bench.open('settings', 'language');
    assert.equal(bench.actions, 'unlock   back');
    bench.press('softkey1', '4', '2', 'ok');
    await Promise.resolve();
    assert.equal(bench.press(), 'menu settings');
    assert.equal(bench.stateOf('language'), undefined);
    assert.match(bench.ids, /time/);
    assert.equal(bench.choose('language'), 'menu settings/language');
    bench.press('down', 'ok');
    assert.equal(bench.saved[0]?.[0], 'personal_settings/language');
  });

  it('of the administrator heed nobody', () => {
    const bench = new Bench('voip/line/0/id=na network/lan/vlan/mode=ro', { password: '' });
    bench.open('administration', 'lines', '1');
    assert.match(bench.ids, /enabled id description/);
    assert.equal(bench.choose('id'), 'edit administration/lines/1/id');
    bench.press('ok');
    assert.equal(bench.saved[0]?.[0], 'voip/line/0/id');
  });
});

describe('keys', () => {
  it('lose the soft key of what may not be changed, also where the administrator lists it', () => {
    assert.match(new Bench('').actions, /dnd/);
    assert.doesNotMatch(new Bench('voip/services/do_not_disturb/enabled=ro').actions, /dnd/);
    const { tree } = pictureOf('color-320', snapshot(), {
      rights: 'voip/services/do_not_disturb/enabled=na',
      softKeyLists: {
        idle: [
          { keyword: 'dnd', position: undefined },
          { keyword: 'menu', position: undefined },
        ],
      },
    });
    assert.deepEqual(tree.softkeys.map(({ action }) => action).filter(Boolean), ['menu']);
  });

  const key = { index: 0, label: '', number: '', line: 0, state: 'unknown', remote: undefined } as const;

  it('that switch it say whose it is', () => {
    const bench = new Bench('voip/services/do_not_disturb/enabled=ro', {
      phone: { monitors: [{ ...key, kind: 'event', event: 'doNotDisturb' }] },
    });
    assert.equal(bench.press('function1'), 'notice kept');
    assert.equal(bench.surface.tree.items.find(({ id }) => id === 'title')?.text, 'Do not disturb');
    assert.deepEqual(bench.fake.commands, []);
  });

  it('switch a forwarding whose number alone is kept, and do not where the switch is', () => {
    const phone = {
      monitors: [{ ...key, kind: 'event', event: 'forwarding' }],
      forwarding: {
        always: { on: false, number: '77' },
        busy: { on: false, number: '' },
        noAnswer: { on: false, number: '' },
      },
    } as const;
    const number = new Bench('voip/services/call_forward/always/destination=ro', { phone });
    number.press('function1');
    assert.deepEqual(number.fake.commands, ['pressFunctionKey 0']);
    const bench = new Bench('voip/services/call_forward/always/enabled=ro', { phone });
    assert.equal(bench.press('function1'), 'notice kept');
  });

  it('are made nothing else, by a long press or in the menu', () => {
    const bench = new Bench('personal_settings/functional_key/0/type=ro');
    bench.surface.press('function1', 'long');
    assert.equal(bench.press(), 'notice kept');
    bench.press('back');
    bench.surface.press('function2', 'long');
    assert.equal(bench.press(), 'menu assignKey');
  });

  it('of a volume that is kept show a locked bar', () => {
    const bench = new Bench('voip/audio/volume/ringer=ro');
    assert.equal(bench.surface.press('volumeUp', 'press'), true);
    bench.surface.settle();
    assert.ok(bench.surface.tree.items.some(({ role }) => role === 'level'));
    assert.equal(new Bench('').surface.press('volumeUp', 'press'), false);
  });

  it('of a speed dial dial it and do not write it', () => {
    const bench = new Bench('personal_settings/speed_dial/1/number=ro');
    bench.open('features', 'speedDials');
    bench.press('down', 'ok');
    assert.equal(bench.press(), 'notice kept');
    bench.press('back', 'up', 'ok');
    assert.equal(bench.press(), 'edit speedDial');
  });
});

describe('a locked row', () => {
  for (const displayClass of displayClasses) {
    it(`has a lock in the place of the arrow on ${displayClass}`, () => {
      const rows = (rights: string) =>
        pictureOf(displayClass, snapshot(), {
          rights,
          navigation: { pages: [{ page: 'menu', at: 'settings/time', focus: 0 }] },
        }).items.filter(({ key }) => key === 'row/timeFormat/trailing');
      const [free] = rows('');
      const [locked] = rows('system/ntp/time_display_format=ro');
      assert.equal(free?.kind === 'icon' && free.icon, 'right');
      assert.equal(locked?.kind === 'icon' && locked.icon, 'lock');
    });
  }
});

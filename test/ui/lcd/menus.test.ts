// The menu tree: what it declares, what follows from the schema, and who may open what.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter, type StoredValue } from '#config/schema';
import type { KeyName } from '#hal/keys/keys';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { FakePhone, snapshot } from '#test/support/phone-fixture';
import { fixtureMaintenance, pictureOf, RecordingDisplay, silentLog } from '#test/support/screen-fixture';
import type { Entry } from '#ui/lcd/menus/entry';
import { findMenu, findParameterEntry } from '#ui/lcd/menus/find';
import { mainMenu } from '#ui/lcd/menus/main-menu';
import type { SemanticItem } from '#ui/lcd/semantic-tree';
import { LcdSurface } from '#ui/lcd/surface';
import { type Maintenance, noMaintenance } from '#ui/maintenance';
import { factorySettings, type Settings } from '#ui/settings';
import { stringsOf } from '#ui/text/strings';

interface Placed {
  readonly place: string;
  readonly entry: Entry;
}

function placed(entries: readonly Entry[], at = ''): readonly Placed[] {
  return entries.flatMap((entry) => {
    const place = at === '' ? entry.id : `${at}/${entry.id}`;
    if (entry.kind === 'menu') return [{ place, entry }, ...placed(entry.entries, place)];
    return entry.kind === 'lines' ? [{ place, entry }, ...placed(entry.entries, `${place}/1`)] : [{ place, entry }];
  });
}

const all = placed(mainMenu.entries);

class Bench {
  readonly clock = new FakeClock();
  readonly fake = new FakePhone(snapshot());
  readonly saved: [string, StoredValue][] = [];
  readonly done: string[] = [];
  readonly values = new Map<string, StoredValue>();
  readonly surface: LcdSurface;
  password = '';

  constructor() {
    const bench = this;
    const settings: Settings = {
      ...factorySettings,
      value: (path) => this.values.get(path) ?? factorySettings.value(path),
      save: (path, value) => {
        this.saved.push([path, value]);
        return String(value) === '99999' ? 'refused' : 'taken';
      },
      get adminLocked(): boolean {
        return bench.password !== '';
      },
      unlock: (given) => Promise.resolve(given === this.password),
    };
    const maintenance: Maintenance = {
      ...noMaintenance,
      ...fixtureMaintenance,
      restoreDefaults: () => void this.done.push('restoreDefaults'),
      factoryReset: () => void this.done.push('factoryReset'),
      probe: (kind, host) => void this.done.push(`${kind} ${host}`),
    };
    this.surface = new LcdSurface({
      display: new RecordingDisplay('color-320'),
      phone: this.fake.phone,
      settings,
      maintenance,
      clock: this.clock,
      log: silentLog,
      fonts: fontsFor('color-320'),
    });
    this.surface.start();
  }

  press(...keys: KeyName[]): string {
    for (const key of keys) this.surface.press(key, 'press');
    this.surface.settle();
    const { screen, id } = this.surface.tree;
    return id === undefined ? screen : `${screen} ${id}`;
  }

  /** Opens the rows with these ids one after the other. */
  open(...ids: readonly string[]): string {
    this.press('menu');
    for (const id of ids) this.choose(id);
    return this.press();
  }

  choose(id: string): void {
    const index = this.surface.tree.items.findIndex((item) => item.id === id);
    assert.ok(index >= 0, `${id} in ${this.surface.tree.id}: ${this.surface.tree.items.map((item) => item.id).join(' ')}`);
    while (this.surface.tree.focus !== index) this.press('down');
    this.press('ok');
  }

  get focused(): SemanticItem | undefined {
    const { items, focus } = this.surface.tree;
    return items[focus ?? -1];
  }
}

describe('the tree', () => {
  it('has words and its own name for every entry', () => {
    const text = stringsOf('en');
    for (const { place, entry } of all) assert.ok(entry.word(text).length > 0, place);
    assert.equal(new Set(all.map(({ place }) => place)).size, all.length);
  });

  it('names parameters that there are', () => {
    for (const { place, entry } of all) {
      if (entry.kind !== 'parameter') continue;
      assert.ok(findParameter(entry.path.replace('/N/', '/0/')) !== undefined, `${place}: ${entry.path}`);
      assert.ok(findParameterEntry(place) !== undefined, place);
    }
  });

  it("keeps what is the administrator's behind the password", () => {
    for (const { place, entry } of all) {
      if (entry.kind !== 'parameter') continue;
      const { owner } = findParameter(entry.path.replace('/N/', '/0/'))?.declaration ?? {};
      const admin = findMenu(place.slice(0, place.lastIndexOf('/')))?.admin === true;
      assert.ok(owner === 'user' || admin, `${place} is for the administrator`);
    }
  });

  it('draws a page for each of its menus', () => {
    for (const { place, entry } of all) {
      if (entry.kind !== 'menu' && entry.kind !== 'lines') continue;
      const { tree } = pictureOf('mono-128', snapshot(), { navigation: { pages: [{ page: 'menu', at: place, focus: 0 }] } });
      assert.equal(tree.id, place);
      assert.ok(tree.items.length > 0, place);
    }
  });

  it('a place that there is not is the main menu', () => {
    for (const at of ['nowhere', 'settings/nothing', 'administration/lines/x', 'settings/language/deeper']) {
      const { tree } = pictureOf('mono-128', snapshot(), { navigation: { pages: [{ page: 'menu', at, focus: 9 }] } });
      assert.equal(tree.id, 'main', at);
    }
  });
});

describe('parameters', () => {
  it('a switch turns over at once', () => {
    const bench = new Bench();
    bench.open('features', 'callWaiting');
    assert.deepEqual(bench.saved, [['voip/services/call_waiting/enabled', false]]);
    assert.equal(bench.focused?.detail, 'On');
    bench.values.set('voip/services/call_waiting/enabled', false);
    bench.press('down', 'up');
    assert.equal(bench.focused?.detail, 'Off');
  });

  it('a choice shows the values with a tick and is left when one is taken', () => {
    const bench = new Bench();
    assert.equal(bench.open('settings', 'display', 'brightness'), 'menu settings/display/brightness');
    assert.deepEqual(
      bench.surface.tree.items.map(({ text, state }) => `${text} ${state ?? ''}`.trim()),
      ['Low', 'Medium', 'High chosen'],
    );
    bench.press('up');
    assert.equal(bench.press('ok'), 'menu settings/display');
    assert.deepEqual(bench.saved, [['personal_settings/lcd_active_mode_brightness', 'MEDIUM']]);
  });

  it('a number is typed or moved, within its range, and says so where it is refused', () => {
    const bench = new Bench();
    assert.equal(bench.open('settings', 'display', 'contrast'), 'edit settings/display/contrast');
    assert.equal(bench.focused?.text, '69');
    assert.equal(bench.focused?.detail, '55 to 90');
    bench.press('up', 'up', 'down');
    assert.equal(bench.focused?.text, '70');
    bench.press('softkey2', 'softkey2', '9', '9', '9', '9', '9', 'softkey1');
    assert.equal(bench.focused?.state, 'wrong');
    assert.equal(bench.focused?.text, '99999');
    bench.press('softkey2', 'softkey2', 'softkey2');
    assert.equal(bench.focused?.state, undefined);
    assert.equal(bench.press('up'), 'edit settings/display/contrast');
    assert.equal(bench.focused?.text, '90');
    assert.equal(bench.press('ok'), 'menu settings/display');
    assert.deepEqual(bench.saved.at(-1), ['personal_settings/lcd_contrast', '90']);
  });

  it('an address has its dot on the star key', () => {
    const bench = new Bench();
    assert.equal(bench.open('administration', 'network', 'ipAddress'), 'edit administration/network/ipAddress');
    for (let i = 0; i < 7; i += 1) bench.press('softkey2');
    bench.press('1', '0', '*', '0', '*', '0', '*', '1', 'softkey1');
    assert.deepEqual(bench.saved, [['network/lan/fixed_ip/ip_address', '10.0.0.1']]);
  });

  it('each line has its own', () => {
    const bench = new Bench();
    assert.equal(bench.open('administration', 'lines', '2', 'proxyPort'), 'edit administration/lines/2/proxyPort');
    bench.press('ok');
    assert.equal(bench.saved[0]?.[0], 'voip/line/1/proxy_port');
  });

  it('a secret does not show, typed or kept', () => {
    const bench = new Bench();
    bench.open('administration', 'lines', '1');
    const row = (): string | undefined => bench.surface.tree.items.find(({ id }) => id === 'authPassword')?.detail;
    assert.equal(row(), 'Not set');
    bench.choose('authPassword');
    bench.press('1', '2', '4');
    assert.ok(!JSON.stringify(bench.surface.tree).includes('124'));
    assert.equal(bench.focused?.text, '**4');
  });

  it('what the administrator hides is not there', () => {
    const bench = new Bench();
    bench.values.set('personal_settings/menus/hidden', 'features/doNotDisturb, administration');
    bench.press('menu');
    const ids = (): string => bench.surface.tree.items.map(({ id }) => id).join(' ');
    assert.ok(!ids().includes('administration'));
    bench.choose('features');
    assert.ok(!ids().includes('doNotDisturb') && ids().includes('forwarding'));
  });
});

describe('the administration', () => {
  it('asks for the password where there is one, and stays open for a while', async () => {
    const bench = new Bench();
    bench.password = '42';
    assert.equal(bench.open('administration'), 'edit adminPassword');
    bench.press('4', '1', 'ok');
    await Promise.resolve();
    bench.press();
    assert.equal(bench.focused?.state, 'Wrong password');
    bench.press('softkey2', '2', 'ok');
    await Promise.resolve();
    assert.equal(bench.press(), 'menu administration');
    bench.surface.press('menu', 'long');
    bench.clock.advance(4 * 60_000);
    assert.equal(bench.open('administration'), 'menu administration');
    bench.surface.press('menu', 'long');
    bench.clock.advance(10 * 60_000);
    assert.equal(bench.open('administration'), 'edit adminPassword');
  });

  it('asks before what cannot be taken back', () => {
    for (const id of ['restoreDefaults', 'factoryReset']) {
      const bench = new Bench();
      assert.equal(bench.open('administration', id), `notice ${id}`);
      assert.deepEqual(bench.done, []);
      assert.equal(bench.press('softkey4'), 'menu administration');
      bench.choose(id);
      assert.equal(bench.press('softkey1'), 'idle');
      assert.deepEqual(bench.done, [id]);
    }
  });

  it('probes the gateway unless another host is typed', () => {
    const bench = new Bench();
    assert.equal(bench.open('administration', 'diagnostics', 'ping'), 'edit probe');
    assert.equal(bench.press('ok'), 'list job');
    assert.deepEqual(bench.done, ['ping 192.0.2.1']);
    assert.equal(bench.press('back'), 'menu administration/diagnostics');
  });
});

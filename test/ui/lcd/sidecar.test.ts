// The expansion unit: its keys in their places, page by page, drawn without overlapping on both kinds of display.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame, Rectangle } from '#hal/display/display';
import type { KeyName } from '#hal/keys/keys';
import { everySidecar, type NamedSidecar, sidecarPicture, sidecarTheme, sidecarUnits } from '#test/support/every-sidecar';
import { FakeClock } from '#test/support/fake-clock';
import { fontsFor } from '#test/support/fonts';
import { FakePhone, snapshot } from '#test/support/phone-fixture';
import type { FunctionKeySnapshot, MonitorState } from '#ui/function-keys-snapshot';
import { SidecarSurface } from '#ui/lcd/sidecar/sidecar-surface';
import { readLanguages } from '#ui/text/strings';

await readLanguages('de');

const states: readonly MonitorState[] = ['idle', 'ringing', 'busy', 'held', 'offline', 'unknown'];

function monitor(index: number, label = `Desk ${index}`): FunctionKeySnapshot {
  return {
    index,
    kind: 'monitor',
    label,
    number: String(1000 + index),
    line: 0,
    state: states[index % states.length] ?? 'idle',
    remote: undefined,
  };
}

const units = [
  { class: 'mono-256', width: 60, height: 376, format: 'mono' },
  { class: 'color-480', width: 480, height: 272, format: 'rgb565' },
] as const;

class Bench {
  readonly clock = new FakeClock();
  readonly fake: FakePhone;
  readonly shown: (readonly Rectangle[])[] = [];
  readonly acts: string[] = [];
  readonly surface: SidecarSurface;
  frame: Frame | undefined;

  constructor(unit: (typeof units)[number], monitors: readonly FunctionKeySnapshot[]) {
    this.fake = new FakePhone(snapshot({ monitors }));
    this.surface = new SidecarSurface({
      display: {
        ...unit,
        show: (frame, changed) => {
          this.frame = frame;
          this.shown.push(changed);
        },
        [Symbol.asyncDispose]: async () => {},
      },
      keys: 22,
      phone: this.fake.phone,
      clock: this.clock,
      fonts: fontsFor(unit.class),
      act: (intent) => void this.acts.push(JSON.stringify(intent)),
    });
    this.surface.start();
  }

  get labels(): readonly string[] {
    this.surface.settle();
    return this.surface.tree?.items.map(({ text }) => text) ?? [];
  }

  press(key: KeyName): boolean {
    return this.surface.press(key, 'press');
  }
}

for (const unit of units) {
  describe(`a unit of ${unit.width} by ${unit.height}`, () => {
    it('shows what its keys are for, and does it', () => {
      const bench = new Bench(unit, [monitor(3), monitor(18), monitor(19, 'Reception'), monitor(39)]);
      assert.deepEqual(bench.labels, ['Desk 18', 'Reception', 'Desk 39']);
      assert.equal(bench.press('sidecar2'), true);
      assert.equal(bench.press('sidecar3'), true);
      assert.deepEqual(bench.acts, ['{"do":"pressFunctionKey","key":19}']);
      assert.equal(bench.press('function1'), false);
    });

    it('turns pages where there are more keys than places', () => {
      const bench = new Bench(
        unit,
        Array.from({ length: 50 }, (_, i) => monitor(18 + i)),
      );
      assert.equal(bench.labels.length, 22);
      assert.equal(bench.labels.at(-1), '1/3');
      bench.press('sidecar22');
      assert.equal(bench.labels[0], 'Desk 38');
      bench.press('sidecar1');
      assert.deepEqual(bench.acts, ['{"do":"pressFunctionKey","key":38}']);
      bench.press('sidecar21');
      bench.press('sidecar21');
      assert.equal(bench.labels[0], 'Desk 58');
    });

    it('redraws the key that changed, and no more', () => {
      const bench = new Bench(unit, [monitor(18), monitor(19)]);
      bench.fake.become(snapshot({ monitors: [monitor(18), { ...monitor(19), state: 'held' }] }));
      bench.clock.advance(16);
      assert.equal(bench.shown.length, 2);
      assert.ok(bench.shown[1]?.every(({ height }) => height <= 30));
      bench.surface.close();
      assert.equal(bench.clock.pendingTimers, 0);
    });

    it('has its labels below each other, whatever stands before them', () => {
      const named = everySidecar().find(({ name }) => name === 'people') as NamedSidecar;
      const items = sidecarPicture(sidecarTheme(unit, 'en'), named, 'en').items;
      const starts = items.flatMap((item) => (item.kind === 'text' && item.key.endsWith('/label') ? [item.x] : []));
      assert.equal(new Set(starts).size, unit.width > 200 ? 2 : 1);
    });

    it('keeps a long name within its place', () => {
      const bench = new Bench(unit, [monitor(18, 'W'.repeat(10_000)), monitor(19, '\u202eevil\u0007')]);
      assert.ok((bench.labels[0]?.length ?? 0) <= 120);
      assert.equal(bench.frame?.width, unit.width);
    });
  });
}

describe('the word for how a key stands', () => {
  const state = (label: string): string | undefined => {
    const named = { name: '', snapshot: snapshot({ monitors: [{ ...monitor(18, label), state: 'unknown' }] }), page: 0 };
    const { items } = sidecarPicture(sidecarTheme(sidecarUnits['sidecar-480'], 'de'), named, 'de');
    return items.flatMap((item) => (item.kind === 'text' && item.key === 'key/0/state' ? [item.text] : []))[0];
  };

  it('stands whole beside a short name, and gives way to a long one', () => {
    assert.equal(state('Lab 2'), 'Nicht bekannt');
    assert.equal(state('Anne-Marie von und zu Übersee'), undefined);
  });
});

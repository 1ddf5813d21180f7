// The screen's light by the manual's tables: bright, dimmed, as for the night, and bright again with the first touch.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findParameter } from '#config/schema';
import { DisplayLight, lightChangesMs, lightMode } from '#firmware/display-light';
import type { Parameters } from '#firmware/lines/line-settings';
import { RestWatch } from '#firmware/rest-watch';
import { FakeClock } from '#test/support/fake-clock';

const minuteMs = 60_000;
const color = { format: 'rgb565' } as const;
const mono = { format: 'mono' } as const;

function parametersWith(values: Readonly<Record<string, unknown>>): Parameters {
  return { get: (path: string) => values[path] ?? findParameter(path)?.default } as Parameters;
}

class Bench {
  readonly clock = new FakeClock();
  readonly set: string[] = [];
  readonly values: Record<string, unknown> = {};
  readonly #light = new DisplayLight(parametersWith(this.values), {
    setBrightness: (percent) => this.set.push(`brightness ${percent}`),
    setContrast: (percent) => this.set.push(`contrast ${percent}`),
    [Symbol.asyncDispose]: async () => {},
  });
  readonly watch: RestWatch;

  constructor(display: { readonly format: 'mono' | 'rgb565' }, values: Readonly<Record<string, unknown>> = {}) {
    Object.assign(this.values, values);
    const parameters = parametersWith(this.values);
    this.watch = new RestWatch({
      clock: this.clock,
      afterMs: () => lightChangesMs(parameters, display),
      rested: (restedMs) => this.#light.show(lightMode(parameters, display, restedMs)),
    });
    this.watch.stir();
  }
}

it('a colour screen is dimmed after a quarter of an hour and dark after another hour, until somebody touches it', () => {
  const bench = new Bench(color);
  assert.deepEqual(bench.set, ['brightness 100', 'contrast 40']);
  bench.clock.advance(15 * minuteMs - 1);
  assert.equal(bench.set.length, 2);
  bench.clock.advance(1);
  assert.deepEqual(bench.set.slice(2), ['brightness 84']);
  bench.clock.advance(60 * minuteMs);
  assert.deepEqual(bench.set.slice(3), ['brightness 16']);
  bench.clock.advance(24 * 60 * minuteMs);
  assert.equal(bench.clock.pendingTimers, 0);
  bench.watch.stir();
  assert.deepEqual(bench.set.slice(4), ['brightness 100']);
});

it('stays bright while the phone is used, and counts from then', () => {
  const bench = new Bench(color);
  bench.watch.follow(true);
  bench.clock.advance(60 * minuteMs);
  bench.watch.follow(false);
  bench.clock.advance(14 * minuteMs);
  assert.equal(bench.set.length, 2);
  bench.clock.advance(minuteMs);
  assert.equal(bench.set.at(-1), 'brightness 84');
});

it('follows what the person sets, at once', () => {
  const bench = new Bench(color, { 'personal_settings/lcd_active_mode_timeout': 30 });
  bench.clock.advance(20 * minuteMs);
  bench.values['personal_settings/lcd_active_mode_timeout'] = 15;
  bench.values['personal_settings/lcd_dimmer_mode_brightness'] = 'LOW';
  bench.watch.reconsider();
  assert.equal(bench.set.at(-1), 'brightness 65');
});

it('the light of a black-and-white screen goes out, or stays where 0 says so', () => {
  const bench = new Bench(mono);
  bench.clock.advance(10_000);
  assert.equal(bench.set.at(-1), 'brightness 0');
  const lit = new Bench(mono, { 'personal_settings/backlight_timeout': 0 });
  lit.clock.advance(24 * 60 * minuteMs);
  assert.equal(lit.set.at(0), 'brightness 100');
  assert.equal(lit.set.length, 2);
});

// The administrator's scripts for lamps: what holds, what is reported, and how slow is slow.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findParameter, parameters } from '#config/schema';
import { lampScheme } from '#firmware/lamp-scheme';
import type { Parameters } from '#firmware/lines/line-settings';
import { factoryLamps, type LampScheme } from '#ui/leds/lamp-scheme';

const reported: string[] = [];

function schemeOf(values: Readonly<Record<string, unknown>>): LampScheme {
  reported.length = 0;
  const get = (path: string): unknown => values[path] ?? findParameter(path)?.default;
  return lampScheme({ get } as Parameters, (path, { at, expected }) => reported.push(`${path}: ${expected} at ${at}`));
}

it('the defaults are the factory’s lights, and every parameter has its meaning', () => {
  assert.deepEqual(schemeOf({}), factoryLamps);
  assert.deepEqual(reported, []);
  const scripts = parameters().filter(
    ({ path, declaration }) =>
      path.startsWith('personal_settings/led/') && declaration.type === 'string' && declaration.noEffectYet !== true,
  );
  assert.deepEqual(
    scripts.map(({ path }) => path.slice('personal_settings/led/'.length)),
    Object.keys(factoryLamps),
  );
});

it('an empty script is the factory’s, another one its own', () => {
  const scheme = schemeOf({ 'personal_settings/led/line/idle': ' ', 'personal_settings/led/mute': 'c=a;p=ud;u=.1/.9' });
  assert.deepEqual(scheme['line/idle'], { color: 'green', pattern: 'steady' });
  assert.deepEqual(scheme.mute, { color: 'amber', pattern: 'custom', stepsMs: [100, 900] });
});

it('a script that cannot be read is reported, and the factory’s holds', () => {
  const scheme = schemeOf({ 'personal_settings/led/line/idle': 'c=purple' });
  assert.deepEqual(scheme['line/idle'], factoryLamps['line/idle']);
  assert.deepEqual(reported, ['personal_settings/led/line/idle: one of o r g a at 2']);
});

it('slow is a second where the administrator wants the later guide’s', () => {
  const scheme = schemeOf({ 'personal_settings/led/slow_blink': 1000 });
  assert.deepEqual(scheme['line/local_held'], { color: 'red', pattern: 'custom', stepsMs: [1000, 1000] });
  assert.deepEqual(scheme['line/local_ringing'], factoryLamps['line/local_ringing']);
});

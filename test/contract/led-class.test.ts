// Lamps of the LED class, on files of our own; `make vm` runs the same on real ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLedClass } from '#hal/leds/led-class';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { watchLamp } from '../support/watched-lamp.ts';
import { ledsContract } from './leds-contract.ts';

const lamps = [
  { name: 'line1', leds: { red: 'line1:red', green: 'line1:green' } },
  { name: 'message', leds: { red: 'message' } },
] as const;

function ledFiles(): FakeKernel {
  const kernel = new FakeKernel();
  for (const [name, most] of [
    ['line1:red', 255],
    ['line1:green', 255],
    ['message', 1],
  ] as const) {
    kernel.texts.set(`/sys/class/leds/${name}/max_brightness`, `${most}`);
    kernel.texts.set(`/sys/class/leds/${name}/brightness`, `${most}`);
    kernel.texts.set(`/sys/class/leds/${name}/trigger`, '[heartbeat] none');
  }
  return kernel;
}

async function openLeds() {
  const clock = new FakeClock();
  const kernel = ledFiles();
  const rig = await openDriverRig(clock);
  const leds = await openLedClass(rig.context, { driver: 'led-class', names: lamps }, kernel);
  const lit = (led: string): boolean => kernel.texts.get(`/sys/class/leds/${led}/brightness`) !== '0';
  return { clock, kernel, rig, leds, lit, [Symbol.asyncDispose]: () => leds[Symbol.asyncDispose]() };
}

ledsContract('led-class', async () => {
  const opened = await openLeds();
  const { leds, clock, lit } = opened;
  return {
    leds,
    look: (name) =>
      watchLamp(clock, () => (name === 'line1' ? { red: lit('line1:red'), green: lit('line1:green') } : { red: lit('message') })),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});

test('amber is red and green, full brightness is the LED own, and no trigger stays', async () => {
  await using opened = await openLeds();
  opened.leds.set('line1', { color: 'amber', pattern: 'steady' });
  opened.leds.set('message', { color: 'amber', pattern: 'steady' });
  assert.ok(opened.lit('line1:red') && opened.lit('line1:green'));
  assert.equal(opened.kernel.texts.get('/sys/class/leds/message/brightness'), '1');
  assert.equal(opened.kernel.texts.get('/sys/class/leds/message/trigger'), 'none');
});

test('lamps with the same pattern blink together, whenever they were set', async () => {
  await using opened = await openLeds();
  opened.leds.set('line1', { color: 'red', pattern: 'slow' });
  opened.clock.advance(333);
  opened.leds.set('message', { color: 'red', pattern: 'slow' });
  for (let count = 0; count < 100; count++) {
    opened.clock.advance(40);
    assert.equal(opened.lit('line1:red'), opened.lit('message'));
  }
});

test('lamps that went away are told once and have their state when they are back', async () => {
  await using opened = await openLeds();
  const { kernel, leds, clock, rig, lit } = opened;
  const path = '/sys/class/leds/message/brightness';
  kernel.texts.delete(path);
  leds.set('message', { color: 'red', pattern: 'steady' });
  leds.set('line1', { color: 'green', pattern: 'steady' });
  clock.advance(20_000);
  assert.deepEqual(
    rig.events.map(({ type }) => type),
    ['deviceLost'],
  );
  kernel.texts.set(path, '0');
  clock.advance(5_000);
  assert.equal(rig.events[1]?.type, 'deviceReturned');
  assert.ok(lit('message') && lit('line1:green') && !lit('line1:red'));
});

test('an LED that is not there is named, with those that are', async () => {
  await using rig = await openDriverRig(new FakeClock());
  const opening = openLedClass(
    rig.context,
    { driver: 'led-class', names: [{ name: 'mute', leds: { red: 'mute' } }] },
    ledFiles(),
  );
  await assert.rejects(opening, /no LED "mute".*there are: line1:red, line1:green, message/);
});

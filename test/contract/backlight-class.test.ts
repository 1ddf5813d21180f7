// The LCD's light on files of our own; on arm64 `make vm` runs the same on a real light.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBacklightClass } from '#hal/backlight/backlight-class';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { backlightContract } from './quiet-contracts.ts';

const light = '/sys/class/backlight/panel';
const contrast = { path: '/sys/bus/spi/devices/spi0.0/contrast', least: 0, most: 200 };

async function openLight(most: number, withContrast: boolean) {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  kernel.texts.set(`${light}/max_brightness`, `${most}`);
  kernel.texts.set(`${light}/brightness`, '1');
  kernel.texts.set(contrast.path, '0');
  const rig = await openDriverRig(clock);
  const choice = { driver: 'backlight-class', name: 'panel', ...(withContrast && { contrast }) } as const;
  const backlight = await openBacklightClass(rig.context, choice, kernel);
  const value = (path: string): number => Number(kernel.readText(path));
  return { clock, kernel, rig, backlight, value, [Symbol.asyncDispose]: () => backlight[Symbol.asyncDispose]() };
}

for (const withContrast of [true, false]) {
  backlightContract(`backlight-class ${withContrast ? 'with' : 'without'} contrast`, async () => {
    const opened = await openLight(200, withContrast);
    return {
      backlight: opened.backlight,
      look: () => opened.value(`${light}/brightness`) / 2,
      ...(withContrast && { lookAtContrast: () => opened.value(contrast.path) / 2 }),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  });
}

test('a light with one step is dark at 0 only', async () => {
  await using opened = await openLight(1, false);
  const seen = [0, 1, 49, 100].map((percent) => {
    opened.backlight.setBrightness(percent);
    return opened.value(`${light}/brightness`);
  });
  assert.deepEqual(seen, [0, 1, 1, 1]);
});

test('a light that is switched off is switched on', async () => {
  const kernel = new FakeKernel();
  for (const [file, value] of Object.entries({ max_brightness: '1', brightness: '0', bl_power: '4' })) {
    kernel.texts.set(`${light}/${file}`, value);
  }
  await using rig = await openDriverRig(new FakeClock());
  await openBacklightClass(rig.context, { driver: 'backlight-class', name: 'panel' }, kernel);
  assert.equal(kernel.readText(`${light}/bl_power`), '0');
});

test('a light that went away has what it was told when it is back', async () => {
  await using opened = await openLight(100, false);
  opened.kernel.texts.delete(`${light}/brightness`);
  opened.backlight.setBrightness(10);
  opened.backlight.setBrightness(80);
  opened.kernel.texts.set(`${light}/brightness`, '5');
  opened.clock.advance(5_000);
  assert.deepEqual(
    opened.rig.events.map(({ type }) => type),
    ['deviceLost', 'deviceReturned'],
  );
  assert.equal(opened.value(`${light}/brightness`), 80);
});

test('a light that is not there is named, with those that are', async () => {
  const kernel = new FakeKernel();
  await using rig = await openDriverRig(new FakeClock());
  const opening = () => openBacklightClass(rig.context, { driver: 'backlight-class', name: 'lcd' }, kernel);
  await assert.rejects(opening(), /no light "lcd".*there are: none/);
  kernel.texts.set(`${light}/max_brightness`, '1');
  await assert.rejects(opening(), /there are: panel/);
});

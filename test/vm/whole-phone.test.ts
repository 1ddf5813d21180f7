// The whole phone on a board from a JSON file: a key that the kernel tells of becomes pixels that the emulator shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linuxKernel } from '#hal/linux/kernel-door';
import { framebufferNamed } from './rig/framebuffers.ts';
import { GpioSim } from './rig/gpio-sim.ts';
import { Monitor } from './rig/monitor.ts';
import { Eye, startPhone } from './rig/phone.ts';
import { Uinput } from './rig/uinput.ts';
import { until } from './rig/until.ts';

const digits = [...'1234567890'];
const digitCodes = digits.map((_, index) => 2 + index);
const speaker = 0x2c0;
const phone = 169;
const numLock = 0;

function board(led: string): object {
  return {
    name: 'virtual/machine',
    keys: {
      driver: 'evdev',
      input: 'phone keys',
      names: [...digits.map((name) => ({ name, code: `KEY_${name}` })), { name: 'speaker', code: speaker }],
    },
    hook: { driver: 'evdev', input: 'phone keys' },
    leds: { driver: 'led-class', names: [{ name: 'speaker', leds: { green: led } }] },
    display: { driver: 'framebuffer', path: framebufferNamed('virtio_gpudrmfb'), class: 'color-320' },
    audio: {
      driver: 'alsa',
      paths: {
        handset: { playback: 'hw:0,0', capture: 'hw:0,1' },
        speaker: { playback: 'hw:0,0', capture: 'hw:0,1' },
        headset: { playback: 'hw:0,0', capture: 'hw:0,1' },
      },
    },
  };
}

test('a key press becomes pixels, a lifted handset another screen, a lamp is lit, and a pulled keyboard comes back', async () => {
  const before = new Set(linuxKernel.list('/sys/class/leds'));
  using input = new Uinput({ name: 'phone keys', keys: [...digitCodes, speaker, phone], leds: [numLock] });
  await input.create();
  const led = linuxKernel.list('/sys/class/leds').find((each) => !before.has(each)) ?? '';
  using monitor = await Monitor.open();
  const running = await startPhone(board(led));
  try {
    const eye = new Eye(monitor);
    const press = async (code: number): Promise<void> => {
      await input.tell(['key', code, 1]);
      await input.tell(['key', code, 0]);
    };
    await eye.sees('idle');
    await input.tell(['key', phone, 1]);
    await eye.sees('handset lifted');
    await input.tell(['key', phone, 0]);
    await eye.sees('handset put back');
    await press(speaker);
    await eye.sees('hands free');
    await until('the lamp', () => input.isLit(numLock));
    await press(speaker);
    await eye.sees('idle again');
    input.destroy();
    await until('the keys are lost', () => running.words().includes('keys was lost'));
    await input.create();
    await until('the keys are back', () => running.words().includes('keys is back'));
    await press(2);
    await eye.sees('a digit');
  } finally {
    assert.equal(await running.stop(), 0);
  }
});

test('a headset’s base answers and shows the call where the administrator says so, and only there', async () => {
  const lines = ['HOOK', 'PRESENT', 'LINK'] as const;
  const [hook, present, link] = [0, 1, 2];
  for (const isEnabled of [true, false]) {
    const before = new Set(linuxKernel.list('/sys/class/leds'));
    using input = new Uinput({ name: 'phone keys', keys: [...digitCodes, speaker, phone], leds: [numLock] });
    await input.create();
    const led = linuxKernel.list('/sys/class/leds').find((each) => !before.has(each)) ?? '';
    using chip = new GpioSim('base', lines);
    await chip.set(present, true);
    const headset = {
      driver: 'ehs-gpio',
      chip: 'base',
      inputs: { hook: { line: 'HOOK' }, present: { line: 'PRESENT' } },
      outputs: { link: { line: 'LINK' } },
    };
    const enabled = `voip/services/electronic_hook_switch/enabled=${isEnabled}`;
    const running = await startPhone({ ...board(led), headset }, ['--param', enabled]);
    try {
      // It stays closed: the kernel debounces.
      await chip.set(hook, true);
      if (isEnabled) await until('the base is told of the call', () => chip.level(link));
      else {
        // What came before it is done with when the lamp is lit.
        await input.tell(['key', speaker, 1]);
        await input.tell(['key', speaker, 0]);
        await until('the lamp', () => input.isLit(numLock));
        assert.equal(chip.level(link), false);
      }
    } finally {
      assert.equal(await running.stop(), 0);
    }
  }
});

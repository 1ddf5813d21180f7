// The whole phone on a board from a JSON file: a key that the kernel tells of becomes pixels that the emulator shows.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { linuxKernel } from '#hal/linux/kernel-door';
import { framebufferNamed } from './rig/framebuffers.ts';
import { Monitor, middleOf } from './rig/monitor.ts';
import { Uinput } from './rig/uinput.ts';
import { until } from './rig/until.ts';

const digits = [...'1234567890'];
const digitCodes = digits.map((_, index) => 2 + index);
const speaker = 0x2c0;
const phone = 169;
const numLock = 0;

function board(led: string): unknown {
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
      paths: { handset: { playback: 'hw:0,0', capture: 'hw:0,1' }, speaker: { playback: 'hw:0,0', capture: 'hw:0,1' } },
    },
  };
}

const settings = ['enabled=true', 'id=1001', 'proxy_address=127.0.0.1'].flatMap((each) => ['--param', `voip/line/0/${each}`]);

interface Running {
  readonly child: ChildProcess;
  /** All that it said so far. */
  words(): string;
}

async function start(definition: unknown): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'phone-'));
  writeFileSync(join(folder, 'board.json'), JSON.stringify(definition));
  // As the device has it: an emulated processor takes a minute for the sources.
  const bundle = process.arch === 'arm64' ? 'build/bundle-arm64' : 'build/bundle';
  const args = [`${bundle}/main.js`, '--board', join(folder, 'board.json'), '--data', join(folder, 'data'), ...settings];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  let words = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    words += bytes.toString();
    process.stdout.write(bytes);
  });
  await until('the phone is up', () => {
    assert.equal(child.exitCode, null, words);
    return words.includes('the phone is up');
  });
  return { child, words: () => words };
}

/** Sees that the words of the soft keys, which no clock changes, are other ones than before, and keeps the picture for people. */
class Eye {
  readonly #monitor: Monitor;
  #before = '';

  constructor(monitor: Monitor) {
    this.#monitor = monitor;
  }

  async sees(what: string): Promise<void> {
    await until(what, async () => {
      const now = await this.#softKeys();
      if (now === undefined || now === this.#before) return false;
      this.#before = now;
      return true;
    });
    await this.#monitor.keep('screen', what.replaceAll(' ', '-'));
  }

  /** Undefined while nothing is drawn there. */
  async #softKeys(): Promise<string | undefined> {
    const picture = middleOf(await this.#monitor.look('screen'), { width: 320, height: 240 }).slice(-320 * 32);
    return new Set(picture).size < 4 ? undefined : picture.join();
  }
}

test('a key press becomes pixels, a lifted handset another screen, a lamp is lit, and a pulled keyboard comes back', async () => {
  const before = new Set(linuxKernel.list('/sys/class/leds'));
  using input = new Uinput({ name: 'phone keys', keys: [...digitCodes, speaker, phone], leds: [numLock] });
  await input.create();
  const led = linuxKernel.list('/sys/class/leds').find((each) => !before.has(each)) ?? '';
  using monitor = await Monitor.open();
  const running = await start(board(led));
  const { child } = running;
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
    child.kill('SIGTERM');
    await until('its end', () => child.exitCode !== null || child.signalCode !== null);
  }
  assert.equal(child.exitCode, 0);
});

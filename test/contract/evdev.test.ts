// Keys and hook switch as input events, on a kernel of our own; `make vm` runs the same on real nodes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvdevHeadset } from '#hal/headset/evdev';
import { openEvdevHook } from '#hal/hook/evdev';
import { openEvdevKeys } from '#hal/keys/evdev';
import type { KeyName } from '#hal/keys/keys';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeInput } from '../support/fake-input.ts';
import { FakeKernel } from '../support/fake-kernel.ts';
import { headsetContract } from './headset-contract.ts';
import { hookContract } from './hook-contract.ts';
import { keysContract } from './keys-contract.ts';

const names = [
  { name: '1', code: 'KEY_1' },
  { name: '2', code: 3 },
  { name: 'ok', code: 'KEY_OK' },
  { name: 'line1', code: 'KEY_F1' },
] as const;
const codes: ReadonlyMap<KeyName, number> = new Map([
  ['1', 2],
  ['2', 3],
  ['ok', 0x160],
  ['line1', 59],
]);

async function openKeys() {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const input = new FakeInput(kernel, 3, 'gpio-keys');
  const rig = await openDriverRig(clock);
  const keys = await openEvdevKeys(rig.context, { driver: 'evdev', input: 'gpio-keys', names }, kernel);
  const pass = (ms: number): void => {
    kernel.monotonicMs += ms;
    clock.advance(ms);
  };
  const press = (key: KeyName, value: number): void => input.move('key', codes.get(key) ?? 0, value);
  const dispose = async (): Promise<void> => {
    await keys[Symbol.asyncDispose]();
    await rig[Symbol.asyncDispose]();
  };
  return { clock, kernel, input, rig, keys, pass, press, [Symbol.asyncDispose]: dispose };
}

keysContract('evdev', async () => {
  const opened = await openKeys();
  const { clock, input, keys, pass, rig } = opened;
  return {
    keys,
    get events() {
      return rig.only('keyMoved', 'deviceLost', 'deviceReturned');
    },
    move: async (key, action) => {
      pass(5);
      opened.press(key, action === 'down' ? 1 : 0);
    },
    nowMs: () => clock.monotonicMs,
    loss: {
      lose: async () => input.pullOut(),
      return: async () => {
        input.plugIn();
        pass(10_000);
      },
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});

hookContract('evdev', async (liftedBefore) => {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const input = new FakeInput(kernel, 0, 'gpio-keys');
  input.put('key', 169, liftedBefore);
  const rig = await openDriverRig(clock);
  const hook = await openEvdevHook(rig.context, { driver: 'evdev', input: 'gpio-keys' }, kernel);
  return {
    hook,
    get events() {
      return rig.only('hookMoved');
    },
    move: async (off) => input.move('key', 169, off ? 1 : 0),
    [Symbol.asyncDispose]: async () => {
      await hook[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
    },
  };
});

const buttonCodes = { answer: 164, end: 0x1be, mute: 248, up: 115, down: 114 } as const;
const jack = {
  driver: 'evdev',
  input: 'jack',
  buttons: Object.entries(buttonCodes).map(([button, code]) => ({ button: button as keyof typeof buttonCodes, code })),
} as const;

headsetContract('evdev', async () => {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const input = new FakeInput(kernel, 0, 'jack');
  const rig = await openDriverRig(clock);
  const headset = await openEvdevHeadset(rig.context, jack, kernel);
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => input.move('switch', 2, plugged ? 1 : 0),
    press: async (button) => {
      for (const value of [1, 2, 0]) input.move('key', buttonCodes[button], value);
    },
    loss: {
      lose: async () => input.pullOut(),
      return: async () => {
        input.put('switch', 2, false);
        input.plugIn();
        clock.advance(5_000);
      },
    },
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
    },
  };
});

test('a headset that is plugged in at the start is seen', async () => {
  const kernel = new FakeKernel();
  new FakeInput(kernel, 0, 'jack').put('switch', 2, true);
  await using rig = await openDriverRig(new FakeClock());
  const headset = await openEvdevHeadset(rig.context, jack, kernel);
  assert.ok(headset.plugged);
  assert.deepEqual(rig.events, []);
});

test('what the kernel repeats is not told, and other codes are not ours', async () => {
  await using opened = await openKeys();
  opened.press('1', 1);
  for (let count = 0; count < 100; count++) opened.press('1', 2);
  opened.input.move('key', 500, 1);
  opened.press('1', 0);
  assert.deepEqual(
    opened.rig.only('keyMoved').map(({ action }) => action),
    ['down', 'up'],
  );
});

test('an event carries the time when it happened, not when it was read', async () => {
  await using opened = await openKeys();
  opened.pass(1_000);
  opened.kernel.monotonicMs -= 30;
  const told = opened.press;
  // The kernel stamps it now; it is read 30 ms later.
  const wake = opened.kernel.wake.bind(opened.kernel);
  opened.kernel.wake = () => {};
  told('1', 1);
  opened.kernel.monotonicMs += 30;
  wake(opened.input);
  assert.equal(opened.rig.only('keyMoved')[0]?.atMs, 970);
});

test('a key that was down at the start is told when it goes down the next time', async () => {
  await using opened = await openKeys();
  opened.press('1', 0);
  opened.press('1', 1);
  assert.deepEqual(
    opened.rig.only('keyMoved').map(({ action }) => action),
    ['down'],
  );
});

test('when the queue overran, keys come up and the hook switch is looked at', async () => {
  await using opened = await openKeys();
  const { input, kernel, rig } = opened;
  const hook = await openEvdevHook(rig.context, { driver: 'evdev', input: 'gpio-keys', code: 'SW_DOCK', lifted: 'up' }, kernel);
  assert.equal(hook.off, true);
  opened.press('1', 1);
  input.put('switch', 5, true);
  input.overrun();
  assert.deepEqual(
    rig.events.map((event) => (event.type === 'keyMoved' ? event.action : event.type)),
    ['down', 'up', 'hookMoved'],
  );
  assert.equal(hook.off, false);
});

test('a handset that was moved while its switch was lost is told after the return', async () => {
  await using opened = await openKeys();
  const { input, kernel, rig, pass } = opened;
  const hook = await openEvdevHook(rig.context, { driver: 'evdev', input: 'gpio-keys' }, kernel);
  input.pullOut();
  input.put('key', 169, true);
  input.plugIn();
  pass(1_000);
  assert.deepEqual(
    rig.events.map((event) => event.type),
    ['deviceLost', 'deviceLost', 'deviceReturned', 'deviceReturned', 'hookMoved'],
  );
  assert.equal(hook.off, true);
});

test('keys on two nodes are lost with the first and back with the last', async () => {
  const clock = new FakeClock();
  const kernel = new FakeKernel();
  const inputs = [new FakeInput(kernel, 0, 'dial'), new FakeInput(kernel, 1, 'side')] as const;
  await using rig = await openDriverRig(clock);
  const side = { name: 'line1', code: 'KEY_F1', input: 'side' } as const;
  const entries = [{ name: '1', code: 'KEY_1' } as const, side];
  await using _keys = await openEvdevKeys(rig.context, { driver: 'evdev', input: 'dial', names: entries }, kernel);
  inputs[0].pullOut();
  inputs[1].pullOut();
  inputs[0].plugIn();
  clock.advance(60_000);
  assert.equal(rig.events.length, 1);
  inputs[1].plugIn();
  clock.advance(60_000);
  inputs[1].move('key', 59, 1);
  assert.deepEqual(
    rig.events.map((event) => (event.type === 'keyMoved' ? event.key : event.type)),
    ['deviceLost', 'deviceReturned', 'line1'],
  );
});

test('a part of a name will do, unless two nodes have it', async () => {
  const kernel = new FakeKernel();
  new FakeInput(kernel, 1, '10-0038 panel');
  new FakeInput(kernel, 2, 'panel keys');
  await using rig = await openDriverRig(new FakeClock());
  const open = (input: string) => openEvdevHook(rig.context, { driver: 'evdev', input }, kernel);
  assert.equal((await open('0038')).off, false);
  await assert.rejects(open('panel'), /no input device is named "panel"/);
});

test('a node that is not there is named, with those that are, and nothing stays open', async () => {
  const kernel = new FakeKernel();
  new FakeInput(kernel, 4, 'Power Button');
  await using rig = await openDriverRig(new FakeClock());
  await assert.rejects(openEvdevKeys(rig.context, { driver: 'evdev', input: 'gpio-keys', names }, kernel), {
    message: /"gpio-keys".*"Power Button" \(\/dev\/input\/event4\)/,
  });
  const twice = [...names, { name: '3', code: 'KEY_1' } as const];
  await assert.rejects(openEvdevKeys(rig.context, { driver: 'evdev', input: 'Power Button', names: twice }, kernel), {
    message: /"1" and "3" have the same code/,
  });
  assert.equal(kernel.openFiles, 0);
});

// A USB headset on a kernel of our own; `make vm` runs the same on a headset made by uhid.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHidrawHeadset } from '#hal/headset/hidraw';
import { openDriverRig } from '../support/driver-rig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type FakeDevice, FakeKernel, kernelError } from '../support/fake-kernel.ts';
import { headsetDescriptor, pressReports, shownBy } from '../support/hid-headset.ts';
import { headsetContract } from './headset-contract.ts';

/** `name` and the numbers of the requests are those of <linux/hidraw.h>. */
class FakeHidraw implements FakeDevice {
  readonly written: Uint8Array[] = [];
  readonly waiting: Uint8Array[] = [];
  readonly #name: string;
  readonly #descriptor: Uint8Array;
  gone = false;

  constructor(name: string, descriptor: Uint8Array) {
    this.#name = name;
    this.#descriptor = descriptor;
  }

  read(): Uint8Array | undefined {
    if (this.gone) throw kernelError('ENODEV');
    return this.waiting.shift();
  }

  write(bytes: Uint8Array): void {
    if (this.gone) throw kernelError('ENODEV');
    this.written.push(Uint8Array.from(bytes));
  }

  ioctl(request: number, argument: number | Uint8Array): number {
    if (typeof argument === 'number') return 0;
    const number = request & 0xff;
    if (number === 1) new DataView(argument.buffer, argument.byteOffset).setUint32(0, this.#descriptor.length, true);
    if (number === 2) argument.set(this.#descriptor, 4);
    if (number === 4) argument.set(new TextEncoder().encode(this.#name));
    return 0;
  }
}

class Bench {
  readonly clock = new FakeClock();
  readonly kernel = new FakeKernel();
  device: FakeHidraw | undefined;

  plug(name = 'Jabra SPEAK 510 USB', descriptor = headsetDescriptor, node = 'hidraw3'): FakeHidraw {
    const device = new FakeHidraw(name, descriptor);
    this.kernel.devices.set(`/dev/${node}`, device);
    this.kernel.texts.set(`/sys/class/hidraw/${node}/device/uevent`, '');
    this.kernel.texts.set(`/sys/class/hidraw/${node}/device/../../bcdDevice`, '0210');
    this.device = device;
    return device;
  }

  unplug(): void {
    const { device } = this;
    if (device === undefined) return;
    device.gone = true;
    for (const path of [...this.kernel.devices.keys()])
      if (this.kernel.devices.get(path) === device) this.kernel.devices.delete(path);
    this.kernel.texts.clear();
    this.kernel.wake(device, true);
    this.device = undefined;
  }

  send(...reports: readonly Uint8Array[]): void {
    for (const report of reports) {
      this.device?.waiting.push(report);
      if (this.device !== undefined) this.kernel.wake(this.device);
    }
  }
}

async function open(bench: Bench, device?: string) {
  const rig = await openDriverRig(bench.clock);
  const choice = device === undefined ? ({ driver: 'hidraw' } as const) : ({ driver: 'hidraw', device } as const);
  const headset = await openHidrawHeadset(rig.context, choice, bench.kernel);
  const told = (): readonly string[] =>
    rig
      .only('headsetPlugged', 'headsetButtonPressed')
      .map((event) => (event.type === 'headsetPlugged' ? `plugged ${event.plugged}` : event.button));
  return { rig, headset, told };
}

headsetContract('hidraw', async () => {
  const bench = new Bench();
  const { rig, headset } = await open(bench);
  return {
    headset,
    get events() {
      return rig.only('headsetPlugged', 'headsetButtonPressed', 'deviceLost', 'deviceReturned');
    },
    plug: async (plugged) => {
      if (plugged) bench.plug();
      else bench.unplug();
      bench.clock.advance(1_000);
    },
    press: async (button) => bench.send(...pressReports(button)),
    look: () => shownBy(bench.device?.written.at(-1)),
    [Symbol.asyncDispose]: async () => {
      await headset[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
      assert.equal(bench.kernel.openFiles, 0);
      assert.equal(bench.clock.pendingTimers, 0);
    },
  };
});

test('headset, hidraw: the hook switch that follows our lamp is nobody’s hand, and a call is ended with it', async () => {
  const bench = new Bench();
  bench.plug();
  const { headset, told } = await open(bench);
  headset.showCall('ringing');
  bench.send(Uint8Array.of(2, 1));
  headset.showCall('active');
  bench.send(Uint8Array.of(2, 1));
  bench.send(Uint8Array.of(2, 0));
  headset.showCall('idle');
  assert.deepEqual(told(), ['answer', 'end']);
  // Answered at the phone: the headset follows the lamp with its switch.
  headset.showCall('active');
  bench.send(Uint8Array.of(2, 1));
  headset.showCall('idle');
  bench.send(Uint8Array.of(2, 0));
  assert.deepEqual(told(), ['answer', 'end']);
  await headset[Symbol.asyncDispose]();
});

test('headset, hidraw: mute is told each time it is pressed, also where the device never says that it was let go', async () => {
  const bench = new Bench();
  bench.plug();
  const { headset, told } = await open(bench);
  bench.send(Uint8Array.of(2, 2), Uint8Array.of(2, 2), Uint8Array.of(2, 0));
  assert.deepEqual(told(), ['mute', 'mute']);
  await headset[Symbol.asyncDispose]();
});

test('headset, hidraw: a keyboard is none, the board’s own is taken, and it says who it is', async () => {
  const bench = new Bench();
  const keyboard = Uint8Array.of(
    0x05,
    0x01,
    0x09,
    0x06,
    0xa1,
    0x01,
    0x05,
    0x07,
    0x19,
    0xe0,
    0x29,
    0xe7,
    0x15,
    0x00,
    0x25,
    0x01,
    0x75,
    0x01,
    0x95,
    0x08,
    0x81,
    0x02,
    0xc0,
  );
  bench.plug('A keyboard', keyboard, 'hidraw0');
  bench.plug('Plantronics C310', headsetDescriptor, 'hidraw1');
  bench.plug();
  const { headset } = await open(bench, 'Jabra');
  assert.deepEqual(headset.about, { name: 'Jabra SPEAK 510 USB', firmware: '2.10' });
  assert.equal(bench.kernel.openFiles, 1);
  await headset[Symbol.asyncDispose]();
});

test('headset, hidraw: what it was told before it came is shown when it comes', async () => {
  const bench = new Bench();
  const { headset, told } = await open(bench);
  headset.showCall('ringing');
  headset.showMute(true);
  const device = bench.plug();
  bench.clock.advance(1_000);
  assert.deepEqual(told(), ['plugged true']);
  assert.deepEqual(shownBy(device.written.at(-1)), { call: 'ringing', muted: true });
  await headset[Symbol.asyncDispose]();
});

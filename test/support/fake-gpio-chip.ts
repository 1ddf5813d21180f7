// A GPIO chip of the fake kernel: a hand moves its inputs, an eye sees its outputs.

import { gpioEventBytes, gpioRequests } from '#hal/linux/gpio-request';
import { type FakeDevice, type FakeKernel, kernelError } from './fake-kernel.ts';

const activeLowFlag = 2n;
const flagsAttribute = 1;

interface Lines extends FakeDevice {
  readonly offsets: readonly number[];
  readonly activeLow: ReadonlySet<number>;
  readonly queue: Uint8Array[];
}

export class FakeGpioChip implements FakeDevice {
  readonly #kernel: FakeKernel;
  readonly #path: string;
  readonly #names: readonly string[];
  readonly #levels: boolean[];
  readonly #lines = new Set<Lines>();
  #gone = false;

  constructor(kernel: FakeKernel, path: string, names: readonly string[]) {
    this.#kernel = kernel;
    this.#path = path;
    this.#names = names;
    this.#levels = names.map(() => false);
    kernel.devices.set(path, this);
  }

  pullOut(): void {
    this.#gone = true;
    this.#kernel.devices.delete(this.#path);
    for (const lines of [...this.#lines]) this.#kernel.wake(lines, true);
    this.#lines.clear();
  }

  plugIn(): void {
    this.#gone = false;
    this.#kernel.devices.set(this.#path, this);
  }

  level(offset: number): boolean {
    return this.#levels[offset] ?? false;
  }

  /** What stands at a pin; edges are told to whoever has asked for the line. */
  set(offset: number, high: boolean): void {
    if (this.#levels[offset] === high) return;
    this.#levels[offset] = high;
    for (const lines of this.#lines) {
      if (!lines.offsets.includes(offset)) continue;
      const view = new DataView(new ArrayBuffer(gpioEventBytes));
      view.setBigUint64(0, BigInt(Math.round(this.#kernel.monotonicMs * 1_000)) * 1_000n, true);
      view.setUint32(8, high !== lines.activeLow.has(offset) ? 1 : 2, true);
      view.setUint32(12, offset, true);
      lines.queue.push(new Uint8Array(view.buffer));
      this.#kernel.wake(lines);
    }
  }

  ioctl(request: number, argument: number | Uint8Array): number {
    if (this.#gone) throw kernelError('ENODEV');
    if (typeof argument === 'number') throw kernelError('EINVAL');
    const view = new DataView(argument.buffer, argument.byteOffset, argument.byteLength);
    if (request === gpioRequests.chipInfo) {
      argument.set(new TextEncoder().encode('fake-chip'), 32);
      view.setUint32(64, this.#names.length, true);
    } else if (request === gpioRequests.lineInfo) {
      argument.set(new TextEncoder().encode(this.#names[view.getUint32(64, true)] ?? ''), 0);
    } else this.#request(view);
    return 0;
  }

  #request(view: DataView): void {
    const offsets = Array.from({ length: view.getUint32(560, true) }, (_, index) => view.getUint32(index * 4, true));
    const activeLow = new Set<number>();
    for (let index = 0; index < view.getUint32(296, true); index++) {
      const at = 320 + index * 24;
      if (view.getUint32(at, true) !== flagsAttribute || (view.getBigUint64(at + 8, true) & activeLowFlag) === 0n) continue;
      for (const [bit, offset] of offsets.entries()) {
        if ((view.getBigUint64(at + 16, true) >> BigInt(bit)) & 1n) activeLow.add(offset);
      }
    }
    const queue: Uint8Array[] = [];
    const lines: Lines = {
      offsets,
      activeLow,
      queue,
      read: () => {
        if (this.#gone) throw kernelError('ENODEV');
        return queue.shift();
      },
      ioctl: (request, argument) => this.#values(lines, request, argument),
    };
    this.#lines.add(lines);
    view.setInt32(588, this.#kernel.adopt(lines), true);
  }

  #values({ offsets, activeLow }: Lines, request: number, argument: number | Uint8Array): number {
    if (this.#gone) throw kernelError('ENODEV');
    if (typeof argument === 'number') throw kernelError('EINVAL');
    const view = new DataView(argument.buffer, argument.byteOffset, argument.byteLength);
    const mask = view.getBigUint64(8, true);
    let bits = view.getBigUint64(0, true);
    for (const [index, offset] of offsets.entries()) {
      const bit = 1n << BigInt(index);
      if ((mask & bit) === 0n) continue;
      if (request === gpioRequests.setValues) this.#levels[offset] = ((bits & bit) !== 0n) !== activeLow.has(offset);
      else bits = this.level(offset) === activeLow.has(offset) ? bits & ~bit : bits | bit;
    }
    view.setBigUint64(0, bits, true);
    return 0;
  }
}

// An input node of the fake kernel: what a hand does to it is told as the kernel would.

import { eventType, inputEventBytes, inputRequests, synDropped } from '#hal/linux/input-event';
import type { FakeDevice, FakeKernel } from './fake-kernel.ts';
import { kernelError } from './fake-kernel.ts';

export class FakeInput implements FakeDevice {
  readonly #kernel: FakeKernel;
  readonly #number: number;
  readonly #name: string;
  readonly #queue: Uint8Array[] = [];
  readonly #on: Record<'key' | 'switch', Set<number>> = { key: new Set(), switch: new Set() };
  readonly #axes = new Map<number, readonly [number, number]>();
  #gone = false;

  constructor(kernel: FakeKernel, number: number, name: string) {
    this.#kernel = kernel;
    this.#number = number;
    this.#name = name;
    this.plugIn();
  }

  plugIn(): void {
    this.#gone = false;
    this.#kernel.devices.set(`/dev/input/event${this.#number}`, this);
    this.#kernel.texts.set(`/sys/class/input/event${this.#number}/device/name`, this.#name);
  }

  pullOut(): void {
    this.#gone = true;
    this.#on.key.clear();
    this.#kernel.devices.delete(`/dev/input/event${this.#number}`);
    this.#kernel.texts.delete(`/sys/class/input/event${this.#number}/device/name`);
    this.#kernel.wake(this, true);
  }

  setAxis(code: number, least: number, most: number): void {
    this.#axes.set(code, [least, most]);
  }

  /** The state changes without a word, as before the node was opened. */
  put(kind: 'key' | 'switch', code: number, on: boolean): void {
    if (on) this.#on[kind].add(code);
    else this.#on[kind].delete(code);
  }

  /** As the kernel's input core does, a move that is none is not told; the value 2 repeats. */
  move(kind: 'key' | 'switch', code: number, value: number): void {
    const before = this.#on[kind].has(code);
    if (value !== 2 && before === (value === 1)) return;
    this.put(kind, code, value !== 0);
    this.tell([eventType[kind], code, value]);
  }

  tell(...events: readonly (readonly [type: number, code: number, value: number])[]): void {
    this.#queue.push(this.#report(events));
    this.#kernel.wake(this);
  }

  /** The queue overran: what was in it is lost. */
  overrun(): void {
    this.tell([eventType.synchronize, synDropped, 0]);
  }

  read(): Uint8Array | undefined {
    if (this.#gone) throw kernelError('ENODEV');
    return this.#queue.shift();
  }

  ioctl(request: number, argument: number | Uint8Array): number {
    if (this.#gone) throw kernelError('ENODEV');
    if (typeof argument === 'number') throw kernelError('EINVAL');
    if (request === inputRequests.keys) setBits(argument, this.#on.key);
    else if (request === inputRequests.switches) setBits(argument, this.#on.switch);
    else if (request !== inputRequests.setClock) this.#tellAxis(request, argument);
    return 0;
  }

  #tellAxis(request: number, into: Uint8Array): void {
    const code = [...this.#axes.keys()].find((each) => inputRequests.axis(each) === request);
    const [least, most] = (code === undefined ? undefined : this.#axes.get(code)) ?? [0, 0];
    const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
    view.setInt32(4, least, true);
    view.setInt32(8, most, true);
  }

  #report(events: readonly (readonly [type: number, code: number, value: number])[]): Uint8Array {
    const all = [...events, [eventType.synchronize, 0, 0] as const];
    const view = new DataView(new ArrayBuffer(all.length * inputEventBytes));
    const seconds = Math.floor(this.#kernel.monotonicMs / 1_000);
    for (const [index, [type, code, value]] of all.entries()) {
      const at = index * inputEventBytes;
      view.setBigInt64(at, BigInt(seconds), true);
      view.setBigInt64(at + 8, BigInt(Math.round((this.#kernel.monotonicMs - seconds * 1_000) * 1_000)), true);
      view.setUint16(at + 16, type, true);
      view.setUint16(at + 18, code, true);
      view.setInt32(at + 20, value, true);
    }
    return new Uint8Array(view.buffer);
  }
}

function setBits(bytes: Uint8Array, on: ReadonlySet<number>): void {
  bytes.fill(0);
  for (const code of on) bytes[code >> 3] = (bytes[code >> 3] ?? 0) | (1 << (code & 7));
}

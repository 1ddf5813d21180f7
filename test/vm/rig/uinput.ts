// An input device of the kernel that a program moves: /dev/uinput.

import { inputNames } from '#hal/linux/find-input';
import { inputEventBytes } from '#hal/linux/input-event';
import { linuxKernel, type Watch } from '#hal/linux/kernel-door';
import { request } from '#hal/linux/request';
import { until } from './until.ts';

const event = { key: 1, absolute: 3, misc: 4, switch: 5, led: 17 } as const;
const create = request('none', 'U', 1, 0);
const destroy = request('none', 'U', 2, 0);
const setup = request('write', 'U', 3, 92);
const axisSetup = request('write', 'U', 4, 28);
const bit = (number: number): number => request('write', 'U', number, 4);
const bits = { events: bit(100), key: bit(101), absolute: bit(103), misc: bit(104), led: bit(105), switch: bit(109) };
/** MSC_SCAN passes the kernel's filter of moves that are none, so that it marks each of ours. */
const scan = 4;

export interface UinputOptions {
  readonly name: string;
  readonly keys?: readonly number[];
  readonly switches?: readonly number[];
  readonly leds?: readonly number[];
  /** Code, least and most. */
  readonly axes?: readonly (readonly [number, number, number])[];
}

export class Uinput implements Disposable {
  readonly #options: UinputOptions;
  #fd: number | undefined;
  readonly #lit = new Map<number, boolean>();
  #mark = 0;
  #witness: { readonly fd: number; readonly watch: Watch } | undefined;
  #seen = 0;

  constructor(options: UinputOptions) {
    this.#options = options;
  }

  /** Plugs it in; resolves when its node is there. */
  async create(): Promise<void> {
    const { name, keys = [], switches = [], leds = [], axes = [] } = this.#options;
    const fd = linuxKernel.open('/dev/uinput', 'readWrite');
    const allow = (type: number, kind: number, codes: readonly number[]): void => {
      if (codes.length > 0) linuxKernel.ioctl(fd, bits.events, type);
      for (const code of codes) linuxKernel.ioctl(fd, kind, code);
    };
    allow(event.key, bits.key, keys);
    allow(event.switch, bits.switch, switches);
    allow(event.led, bits.led, leds);
    allow(event.misc, bits.misc, [scan]);
    for (const [code, least, most] of axes) {
      allow(event.absolute, bits.absolute, [code]);
      const axis = new DataView(new ArrayBuffer(28));
      axis.setUint16(0, code, true);
      axis.setInt32(8, least, true);
      axis.setInt32(12, most, true);
      linuxKernel.ioctl(fd, axisSetup, new Uint8Array(axis.buffer));
    }
    const about = new Uint8Array(92);
    about.set(new TextEncoder().encode(name), 8);
    linuxKernel.ioctl(fd, setup, about);
    linuxKernel.ioctl(fd, create, 0);
    this.#fd = fd;
    await until(`the node of ${name}`, () => inputNames(linuxKernel).some((each) => each.name === name));
    this.#listen(name);
  }

  /** Pulls it out. */
  destroy(): void {
    if (this.#fd === undefined) return;
    this.#witness?.watch.close();
    if (this.#witness !== undefined) linuxKernel.close(this.#witness.fd);
    linuxKernel.ioctl(this.#fd, destroy, 0);
    linuxKernel.close(this.#fd);
    this.#fd = undefined;
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  /** One report; resolves when a reader beside the driver has it, and with that the driver too. */
  async tell(...events: readonly (readonly [type: keyof typeof event, code: number, value: number])[]): Promise<void> {
    const mark = ++this.#mark;
    const all = [...events.map(([type, code, value]) => [event[type], code, value] as const), [event.misc, scan, mark] as const];
    const view = new DataView(new ArrayBuffer((all.length + 1) * inputEventBytes));
    for (const [index, [type, code, value]] of all.entries()) {
      view.setUint16(index * inputEventBytes + 16, type, true);
      view.setUint16(index * inputEventBytes + 18, code, true);
      view.setInt32(index * inputEventBytes + 20, value, true);
    }
    if (this.#fd === undefined) return;
    linuxKernel.write(this.#fd, new Uint8Array(view.buffer));
    await until('a report', () => this.#seen >= mark);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** What the kernel last told the device of its LED. */
  isLit(code: number): boolean {
    const bytes = new Uint8Array(inputEventBytes);
    const view = new DataView(bytes.buffer);
    while (this.#fd !== undefined && linuxKernel.read(this.#fd, bytes) === inputEventBytes) {
      if (view.getUint16(16, true) === event.led) this.#lit.set(view.getUint16(18, true), view.getInt32(20, true) !== 0);
    }
    return this.#lit.get(code) ?? false;
  }

  #listen(name: string): void {
    const path = inputNames(linuxKernel).find((each) => each.name === name)?.path ?? '';
    const fd = linuxKernel.open(path, 'read');
    const bytes = new Uint8Array(64 * inputEventBytes);
    const watch = linuxKernel.watch(fd, () => {
      try {
        const count = linuxKernel.read(fd, bytes) ?? 0;
        const view = new DataView(bytes.buffer);
        for (let at = 0; at < count; at += inputEventBytes) {
          if (view.getUint16(at + 16, true) === event.misc) this.#seen = view.getInt32(at + 20, true);
        }
      } catch {
        watch.close();
      }
    });
    this.#witness = { fd, watch };
  }
}

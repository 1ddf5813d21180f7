// A HID device of the kernel that a program is: /dev/uhid, <linux/uhid.h>.

import { linuxKernel, type Watch } from '#hal/linux/kernel-door';
import { until } from './until.ts';

const eventBytes = 4380;
const types = { destroy: 1, output: 6, create2: 11, input2: 12 } as const;
const usbBus = 3;

export interface UhidOptions {
  readonly name: string;
  readonly vendor: number;
  readonly product: number;
  readonly descriptor: Uint8Array;
}

export class Uhid implements Disposable {
  readonly #options: UhidOptions;
  #fd: number | undefined;
  #watch: Watch | undefined;
  /** What was sent to the device, newest last. */
  readonly outputs: Uint8Array[] = [];

  constructor(options: UhidOptions) {
    this.#options = options;
  }

  /** Plugs it in; resolves when its hidraw node is there. */
  async create(): Promise<void> {
    const { name, vendor, product, descriptor } = this.#options;
    const before = new Set(nodes());
    const fd = linuxKernel.open('/dev/uhid', 'readWrite');
    const event = new Uint8Array(4 + 128 + 64 + 64 + 2 + 2 + 4 * 4 + 4096);
    const view = new DataView(event.buffer);
    view.setUint32(0, types.create2, true);
    event.set(new TextEncoder().encode(name), 4);
    view.setUint16(260, descriptor.length, true);
    view.setUint16(262, usbBus, true);
    view.setUint32(264, vendor, true);
    view.setUint32(268, product, true);
    event.set(descriptor, 280);
    this.#watch = linuxKernel.watch(fd, () => this.#drain(fd));
    linuxKernel.write(fd, event);
    this.#fd = fd;
    await until(`the node of ${name}`, () => nodes().some((node) => !before.has(node)));
  }

  /** Pulls it out. */
  destroy(): void {
    if (this.#fd === undefined) return;
    this.#watch?.close();
    const event = new Uint8Array(4);
    new DataView(event.buffer).setUint32(0, types.destroy, true);
    linuxKernel.write(this.#fd, event);
    linuxKernel.close(this.#fd);
    this.#fd = undefined;
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  send(report: Uint8Array): void {
    if (this.#fd === undefined) return;
    const event = new Uint8Array(4 + 2 + report.length);
    const view = new DataView(event.buffer);
    view.setUint32(0, types.input2, true);
    view.setUint16(4, report.length, true);
    event.set(report, 6);
    linuxKernel.write(this.#fd, event);
  }

  #drain(fd: number): void {
    const event = new Uint8Array(eventBytes);
    for (let count = linuxKernel.read(fd, event); count !== undefined && count > 0; count = linuxKernel.read(fd, event)) {
      const view = new DataView(event.buffer);
      if (view.getUint32(0, true) !== types.output) continue;
      this.outputs.push(event.slice(4, 4 + view.getUint16(4 + 4096, true)));
    }
  }
}

function nodes(): readonly string[] {
  try {
    return linuxKernel.list('/sys/class/hidraw');
  } catch {
    return [];
  }
}

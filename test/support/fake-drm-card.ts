// A DRM card of the fake kernel with one display, whose eye sees only the rectangles that were told to be dirty.

import type { BoardDefinition } from '#hal/board';
import { request } from '#hal/linux/request';
import { type FakeDevice, kernelError } from './fake-kernel.ts';

export interface CardMode {
  readonly width: number;
  readonly height: number;
}

type Call = (view: DataView, pointers: readonly Uint8Array[]) => void;

interface Dumb {
  readonly bits: number;
  readonly stride: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const ids = { crtc: 31, encoder: 32, connector: 33, otherConnector: 34, handle: 1, framebuffer: 40 } as const;

export class FakeDrmCard implements FakeDevice {
  gone = false;
  connected = true;
  /** Drivers that show their memory as it is have no such call. */
  readonly hasDirty: boolean;
  buffers = 0;
  readonly #mode: CardMode;
  #dumb: Dumb | undefined;
  #shown: Uint8Array | undefined;

  constructor(mode: CardMode, hasDirty: boolean) {
    this.#mode = mode;
    this.hasDirty = hasDirty;
  }

  ioctl(which: number, argument: number | Uint8Array, pointers: readonly Uint8Array[]): number {
    if (this.gone) throw kernelError('ENODEV');
    if (typeof argument === 'number') return 0;
    const view = new DataView(argument.buffer, argument.byteOffset, argument.byteLength);
    const call = this.#calls.get(which);
    if (call === undefined) throw kernelError('EINVAL');
    call(view, pointers);
    return 0;
  }

  memory(): ArrayBuffer {
    if (this.#dumb === undefined) throw kernelError('EINVAL');
    return this.#dumb.bytes.buffer;
  }

  look(size: BoardDefinition['display']): readonly number[] {
    const { width, height } = this.#mode;
    const left = Math.floor((width - size.width) / 2);
    const top = Math.floor((height - size.height) / 2);
    return Array.from({ length: size.width * size.height }, (_, index) => {
      const pixel = this.#pixel(left + (index % size.width), top + Math.floor(index / size.width));
      if (size.format === 'mono') return pixel === 0 ? 1 : 0;
      if (this.#dumb?.bits === 16) return pixel;
      const part = (shift: number, most: number): number => Math.round((((pixel >> shift) & 255) * most) / 255);
      return (part(16, 31) << 11) | (part(8, 63) << 5) | part(0, 31);
    });
  }

  #pixel(x: number, y: number): number {
    const bytes = (this.#dumb?.bits ?? 8) / 8;
    const at = y * (this.#dumb?.stride ?? 0) + x * bytes;
    const seen = this.hasDirty ? this.#shown : this.#dumb?.bytes;
    return [...(seen?.subarray(at, at + Math.min(bytes, 3)) ?? [])].reduceRight((sum, byte) => sum * 256 + byte, 0);
  }

  readonly #calls: ReadonlyMap<number, Call> = new Map<number, Call>([
    [request('both', 'd', 0xa0, 64), (view, pointers) => this.#resources(view, pointers)],
    [request('both', 'd', 0xa7, 80), (view, pointers) => this.#connector(view, pointers)],
    [request('both', 'd', 0xa6, 20), (view) => view.setUint32(12, 1, true)],
    [request('both', 'd', 0xa2, 104), (view, pointers) => this.#show(view, pointers)],
    [request('both', 'd', 0xae, 28), (view) => view.setUint32(0, ids.framebuffer, true)],
    [request('both', 'd', 0xaf, 4), () => {}],
    [request('both', 'd', 0xb1, 24), (view, pointers) => this.#dirty(view, pointers)],
    [request('both', 'd', 0xb2, 32), (view) => this.#create(view)],
    [request('both', 'd', 0xb3, 16), () => {}],
    [request('both', 'd', 0xb4, 4), () => void this.buffers--],
  ]);

  #resources(view: DataView, [crtcs, connectors]: readonly Uint8Array[]): void {
    view.setUint32(36, 1, true);
    view.setUint32(40, 2, true);
    if (crtcs !== undefined) dataOf(crtcs).setUint32(0, ids.crtc, true);
    if (connectors === undefined) return;
    dataOf(connectors).setUint32(0, ids.otherConnector, true);
    dataOf(connectors).setUint32(4, ids.connector, true);
  }

  #connector(view: DataView, [encoders, modes]: readonly Uint8Array[]): void {
    const used = this.connected && view.getUint32(48, true) === ids.connector;
    view.setUint32(32, used ? 2 : 0, true);
    view.setUint32(40, used ? 1 : 0, true);
    view.setUint32(60, used ? 1 : 2, true);
    if (encoders !== undefined && encoders.length > 0) dataOf(encoders).setUint32(0, ids.encoder, true);
    if (modes === undefined || modes.length === 0) return;
    dataOf(modes).setUint16(4, this.#mode.width, true);
    dataOf(modes).setUint16(14, this.#mode.height, true);
  }

  #create(view: DataView): void {
    const [height, width, bits] = [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)];
    // Lines are longer than what is seen of them, as on most cards.
    const stride = (width * bits) / 8 + 64;
    this.#dumb = { bits, stride, bytes: new Uint8Array(stride * height) };
    this.buffers++;
    view.setUint32(16, ids.handle, true);
    view.setUint32(20, stride, true);
    view.setBigUint64(24, BigInt(this.#dumb.bytes.length), true);
  }

  #show(view: DataView, [connectors]: readonly Uint8Array[]): void {
    const right = view.getUint32(12, true) === ids.crtc && view.getUint32(16, true) === ids.framebuffer;
    if (!right || connectors === undefined || dataOf(connectors).getUint32(0, true) !== ids.connector)
      throw kernelError('EINVAL');
    if (view.getUint32(8, true) !== 1 || view.getUint16(40, true) !== this.#mode.width) throw kernelError('EINVAL');
    this.#shown = this.#dumb?.bytes.slice();
  }

  #dirty(view: DataView, [clips]: readonly Uint8Array[]): void {
    if (!this.hasDirty) throw kernelError('ENOSYS');
    if (clips === undefined || this.#dumb === undefined || this.#shown === undefined) throw kernelError('EINVAL');
    const { bits, stride, bytes } = this.#dumb;
    for (let index = 0; index < view.getUint32(12, true); index++) {
      const at = (place: number): number => dataOf(clips).getUint16(index * 8 + place * 2, true);
      const [x1, y1, x2, y2] = [at(0), at(1), at(2), at(3)];
      if (x2 > this.#mode.width || y2 > this.#mode.height) throw kernelError('EINVAL');
      for (let y = y1; y < y2; y++) {
        const from = y * stride + (x1 * bits) / 8;
        this.#shown.set(bytes.subarray(from, y * stride + (x2 * bits) / 8), from);
      }
    }
  }
}

function dataOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

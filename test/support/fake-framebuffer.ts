// A framebuffer of the fake kernel, read pixel by pixel, the slow and plain way.

import type { BoardDefinition } from '#hal/board';
import type { FakeDevice } from './fake-kernel.ts';
import { kernelError } from './fake-kernel.ts';

export interface FramebufferMode {
  readonly width: number;
  readonly height: number;
  readonly bits: 1 | 8 | 16 | 24 | 32;
  readonly order?: 'bgr';
}

/** Offset and length of each colour by bits a pixel. */
const fields = {
  16: [
    [11, 5],
    [5, 6],
    [0, 5],
  ],
  24: [
    [16, 8],
    [8, 8],
    [0, 8],
  ],
} as const;

export class FakeFramebuffer implements FakeDevice {
  readonly writes: { readonly at: number; readonly length: number }[] = [];
  gone = false;
  readonly #mode: FramebufferMode;
  readonly #bytes: Uint8Array;
  readonly #lineBytes: number;

  constructor(mode: FramebufferMode) {
    this.#mode = mode;
    this.#lineBytes = Math.ceil((mode.width * mode.bits) / 8);
    this.#bytes = new Uint8Array(this.#lineBytes * mode.height).fill(0x55);
  }

  ioctl(request: number, argument: number | Uint8Array): number {
    if (this.gone) throw kernelError('ENODEV');
    if (typeof argument === 'number') throw kernelError('EINVAL');
    const view = new DataView(argument.buffer, argument.byteOffset, argument.byteLength);
    const { width, height, bits } = this.#mode;
    if (request === 0x4600) {
      view.setUint32(0, width, true);
      view.setUint32(4, height, true);
      view.setUint32(24, bits, true);
      for (const [index, [offset, length]] of this.#fields().entries()) {
        view.setUint32(32 + 12 * index, offset, true);
        view.setUint32(36 + 12 * index, length, true);
      }
    } else {
      argument.set(new TextEncoder().encode('fake'), 0);
      view.setUint32(24, this.#bytes.length, true);
      view.setUint32(36, bits === 1 ? 1 : 2, true);
      view.setUint32(48, this.#lineBytes, true);
    }
    return 0;
  }

  write(bytes: Uint8Array, at: number | undefined): void {
    if (this.gone) throw kernelError('ENODEV');
    const start = at ?? 0;
    if (start + bytes.length > this.#bytes.length) throw kernelError('EFBIG');
    this.#bytes.set(bytes, start);
    this.writes.push({ at: start, length: bytes.length });
  }

  /** The picture in its middle, in the frame's own format. */
  look(size: BoardDefinition['display'], options: { readonly layout?: string; readonly inverted?: boolean }): readonly number[] {
    const left = Math.floor((this.#mode.width - size.width) / 2);
    const top = Math.floor((this.#mode.height - size.height) / 2);
    return Array.from({ length: size.width * size.height }, (_, index) => {
      const x = left + (index % size.width);
      const y = top + Math.floor(index / size.width);
      if (this.#mode.bits === 1) return this.#bit(x, y, options.layout) === (options.inverted === true ? 1 : 0) ? 1 : 0;
      return size.format === 'mono' ? (this.#rgb(x, y).some((part) => part > 0) ? 0 : 1) : this.#rgb565(x, y);
    });
  }

  #bit(x: number, y: number, layout = 'rows-msb'): number {
    if (layout === 'pages') return ((this.#bytes[(y >> 3) * this.#lineBytes * 8 + x] ?? 0) >> (y & 7)) & 1;
    const byte = this.#bytes[y * this.#lineBytes + (x >> 3)] ?? 0;
    return (byte >> (layout === 'rows-lsb' ? x & 7 : 7 - (x & 7))) & 1;
  }

  #rgb(x: number, y: number): readonly number[] {
    const size = this.#mode.bits / 8;
    const at = y * this.#lineBytes + x * size;
    const pixel = [...this.#bytes.subarray(at, at + size)].reduceRight((sum, byte) => sum * 256 + byte, 0);
    return this.#fields().map(([offset, length]) => (Math.floor(pixel / 2 ** offset) % 2 ** length) / (2 ** length - 1));
  }

  #rgb565(x: number, y: number): number {
    const [red = 0, green = 0, blue = 0] = this.#rgb(x, y);
    return (Math.round(red * 31) << 11) | (Math.round(green * 63) << 5) | Math.round(blue * 31);
  }

  #fields(): readonly (readonly [number, number])[] {
    if (this.#mode.bits < 16) return [];
    const rgb = fields[this.#mode.bits === 16 ? 16 : 24];
    return this.#mode.order === 'bgr' ? rgb.toReversed() : rgb;
  }
}

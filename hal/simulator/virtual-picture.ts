// The virtual LCD's memory: takes the changed parts of frames, gives back the whole picture and cuts of it.

import type { Frame, Rectangle } from '../display/display.ts';
import { HalError } from '../errors.ts';

export class VirtualPicture {
  readonly #frame: Frame;

  constructor(size: { readonly width: number; readonly height: number; readonly format: Frame['format'] }) {
    const { width, height, format } = size;
    const count = width * height;
    this.#frame =
      format === 'mono'
        ? { format, width, height, pixels: new Uint8Array(count) }
        : { format, width, height, pixels: new Uint16Array(count) };
  }

  /** The whole picture as it is now. It goes on changing: copy what must not. */
  get frame(): Frame {
    return this.#frame;
  }

  /** Copies the changed parts and answers with them, clamped to the display; empty ones are left out. */
  update(frame: Frame, changed: readonly Rectangle[]): readonly Rectangle[] {
    const own = this.#frame;
    const same = frame.format === own.format && frame.width === own.width && frame.height === own.height;
    if (!same || frame.pixels.length !== own.pixels.length) {
      const wanted = `${own.width}x${own.height} ${own.format}`;
      throw new HalError(
        'ERR_HAL_INVALID_FRAME',
        `The display is ${wanted}, the frame ${frame.width}x${frame.height} ${frame.format}`,
      );
    }
    const clamped = changed.map((rectangle) => this.#clamp(rectangle)).filter(({ width, height }) => width > 0 && height > 0);
    for (const { x, y, width, height } of clamped) {
      for (let row = y; row < y + height; row++) {
        const start = row * own.width + x;
        own.pixels.set(frame.pixels.subarray(start, start + width), start);
      }
    }
    return clamped;
  }

  #clamp({ x, y, width, height }: Rectangle): Rectangle {
    const left = Math.max(0, Math.floor(x));
    const top = Math.max(0, Math.floor(y));
    const right = Math.min(this.#frame.width, Math.ceil(x + width));
    const bottom = Math.min(this.#frame.height, Math.ceil(y + height));
    return { x: left, y: top, width: right - left, height: bottom - top };
  }
}

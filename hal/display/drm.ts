// LCD behind the kernel's display interface (DRM): a plain buffer that is written in place, and the rectangles that changed are told.

import type { Choice, DriverContext } from '../driver.ts';
import type { DisplayDriver } from '../driver-choices.ts';
import {
  becomeMaster,
  connectedOutput,
  createBuffer,
  type DumbBuffer,
  destroyBuffer,
  showBuffer,
  tellDirty,
} from '../linux/drm.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import type { Display, Frame, Rectangle } from './display.ts';
import { type Panel, PanelDisplay } from './panel-memory.ts';
import { type PixelFormat, type PixelMemory, packPixels } from './pixel-format.ts';
import { withTouch } from './touch-panel.ts';

type DrmChoice = Choice<DisplayDriver, 'drm'>;
type Size = Pick<Frame, 'width' | 'height'>;

const formats: Readonly<Record<16 | 32, Extract<PixelFormat, { readonly kind: 'color' }>>> = {
  16: {
    kind: 'color',
    bytes: 2,
    red: { offset: 11, length: 5 },
    green: { offset: 5, length: 6 },
    blue: { offset: 0, length: 5 },
  },
  32: {
    kind: 'color',
    bytes: 4,
    red: { offset: 16, length: 8 },
    green: { offset: 8, length: 8 },
    blue: { offset: 0, length: 8 },
  },
};

/** Throws when the card is not there, has no display, or its display is too small. */
export async function openDrm(context: DriverContext, choice: DrmChoice, kernel: KernelDoor = linuxKernel): Promise<Display> {
  const panel = new DrmPanel(kernel, choice, context.definition.display);
  panel.open();
  return withTouch(new PanelDisplay(context, panel), context, choice.touchPanel, kernel);
}

interface OpenCard {
  readonly fd: number;
  readonly buffer: DumbBuffer;
  readonly memory: PixelMemory;
}

class DrmPanel implements Panel {
  readonly #kernel: KernelDoor;
  readonly #choice: DrmChoice;
  readonly #size: Size;
  #card: OpenCard | undefined;

  constructor(kernel: KernelDoor, choice: DrmChoice, size: Size) {
    this.#kernel = kernel;
    this.#choice = choice;
    this.#size = size;
  }

  open(): void {
    const fd = this.#kernel.open(this.#choice.path, 'readWrite');
    try {
      this.#card = this.#prepare(fd);
    } catch (error) {
      this.#kernel.close(fd);
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${this.#choice.path}: ${reason}`);
    }
  }

  write(frame: Frame, areas: readonly Rectangle[]): void {
    if (this.#card === undefined) return;
    const { fd, buffer, memory } = this.#card;
    for (const area of areas) packPixels(memory, frame, area);
    const clips = areas.map(({ x, y, width, height }) => ({ x: x + memory.left, y: y + memory.top, width, height }));
    tellDirty(this.#kernel, fd, buffer.framebuffer, clips);
  }

  close(): void {
    if (this.#card === undefined) return;
    const { fd, buffer } = this.#card;
    this.#card = undefined;
    try {
      destroyBuffer(this.#kernel, fd, buffer);
    } catch {
      // A card that is gone has nothing left to give back.
    }
    this.#kernel.close(fd);
  }

  #prepare(fd: number): OpenCard {
    const kernel = this.#kernel;
    becomeMaster(kernel, fd);
    const output = connectedOutput(kernel, fd);
    const { width, height } = output.mode;
    if (width < this.#size.width || height < this.#size.height) {
      const wanted = `${this.#size.width}x${this.#size.height}`;
      throw new Error(`its display is ${width}x${height}, smaller than the board's ${wanted}: correct the board's class`);
    }
    const bits = this.#choice.bits ?? 32;
    const buffer = createBuffer(kernel, fd, output.mode, bits);
    showBuffer(kernel, fd, output, buffer.framebuffer);
    const memory: PixelMemory = {
      format: { ...formats[bits], darkShines: this.#choice.inverted === true },
      bytes: new Uint8Array(buffer.memory.bytes),
      stride: buffer.stride,
      left: Math.floor((width - this.#size.width) / 2),
      top: Math.floor((height - this.#size.height) / 2),
    };
    return { fd, buffer, memory };
  }
}

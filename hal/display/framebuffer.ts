// LCD behind a framebuffer of the kernel: /dev/fb0. It is written to, not mapped: a write to a device that went away says so, and
// works with every driver's way of learning what changed.

import type { Choice, DriverContext } from '../driver.ts';
import type { DisplayDriver } from '../driver-choices.ts';
import { type FramebufferInfo, framebufferInfo } from '../linux/framebuffer-info.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import type { Display, Frame, Rectangle } from './display.ts';
import { type Panel, PanelDisplay } from './panel-memory.ts';
import { type PixelFormat, packPixels } from './pixel-format.ts';
import { withTouch } from './touch-panel.ts';

type FramebufferChoice = Choice<DisplayDriver, 'framebuffer'>;

/** Throws when the framebuffer is not there, or does not fit the board's display. */
export async function openFramebuffer(
  context: DriverContext,
  choice: FramebufferChoice,
  kernel: KernelDoor = linuxKernel,
): Promise<Display> {
  const panel = new Framebuffer(kernel, choice, context.definition.display);
  panel.open();
  return withTouch(new PanelDisplay(context, panel), context, choice.touchPanel, kernel);
}

/** Bytes of the device that are written at once, whole lines or pages of them. */
interface Lines {
  readonly bytes: Uint8Array;
  /** Of one line or page. */
  readonly stride: number;
  /** Pixels that one of them is high. */
  readonly rows: number;
  readonly format: PixelFormat;
  readonly left: number;
  readonly top: number;
}

class Framebuffer implements Panel {
  readonly #kernel: KernelDoor;
  readonly #choice: FramebufferChoice;
  readonly #size: Pick<Frame, 'width' | 'height' | 'format'>;
  #fd: number | undefined;
  #lines: Lines | undefined;

  constructor(kernel: KernelDoor, choice: FramebufferChoice, size: Pick<Frame, 'width' | 'height' | 'format'>) {
    this.#kernel = kernel;
    this.#choice = choice;
    this.#size = size;
  }

  open(): void {
    const fd = this.#kernel.open(this.#choice.path, 'readWrite');
    try {
      this.#lines = linesOf(framebufferInfo(this.#kernel, fd), this.#choice, this.#size);
      // Whatever was on it (a console, a logo) is no part of our picture.
      this.#kernel.write(fd, this.#lines.bytes, 0);
    } catch (error) {
      this.#kernel.close(fd);
      throw error;
    }
    this.#fd = fd;
  }

  write(frame: Frame, areas: readonly Rectangle[]): void {
    const lines = this.#lines;
    const fd = this.#fd;
    if (lines === undefined || fd === undefined) return;
    for (const area of areas) {
      packPixels(lines, frame, area);
      const first = Math.floor((lines.top + area.y) / lines.rows);
      const end = Math.ceil((lines.top + area.y + area.height) / lines.rows);
      const [from, to] = atLeastTwo(first, end, lines.bytes.length / lines.stride);
      this.#kernel.write(fd, lines.bytes.subarray(from * lines.stride, to * lines.stride), from * lines.stride);
    }
  }

  close(): void {
    if (this.#fd !== undefined) this.#kernel.close(this.#fd);
    this.#fd = undefined;
  }
}

/**
 * The DRM drivers' framebuffer takes a write within one line for that part of the line, and one that ends at the line's end for an
 * empty part, which is never shown (drm_fb_helper_memory_range_to_clip). Two lines are always taken whole.
 */
function atLeastTwo(from: number, to: number, count: number): readonly [number, number] {
  if (to - from > 1 || count < 2) return [from, to];
  return to < count ? [from, to + 1] : [from - 1, to];
}

function linesOf(
  info: FramebufferInfo,
  choice: FramebufferChoice,
  { width, height, format }: Pick<Frame, 'width' | 'height' | 'format'>,
): Lines {
  const where = `${choice.path} (${info.name}) is ${info.width}x${info.height} with ${info.bitsPerPixel} bits a pixel`;
  if (info.width < width || info.height < height) {
    throw new Error(`${where}, smaller than the board's ${width}x${height}: set the mode, or correct the board`);
  }
  const pixels = pixelFormat(info, choice);
  if (pixels === undefined) throw new Error(`${where}, which is not served: set it to 16 or 32 bits (kernel argument video=)`);
  if (pixels.kind !== 'color' && format !== 'mono') {
    throw new Error(`${where}, black and white: give the board a display class that begins with "mono"`);
  }
  const rows = pixels.kind === 'pages' ? 8 : 1;
  const stride = info.lineBytes * (pixels.kind === 'pages' && info.lineBytes < info.width ? 8 : 1);
  // A picture smaller than the display stands in its middle; in a memory of pages, at a page's edge.
  const left = Math.floor((info.width - width) / 2);
  const top = Math.floor((info.height - height) / 2 / rows) * rows;
  const bytes = new Uint8Array(stride * Math.ceil(info.height / rows));
  return { bytes, stride, rows, format: pixels, left, top };
}

function pixelFormat(info: FramebufferInfo, choice: FramebufferChoice): PixelFormat | undefined {
  const { bitsPerPixel, red, green, blue } = info;
  const darkIs = choice.inverted === true ? 1 : 0;
  if (bitsPerPixel === 1) {
    const dark = info.visual === 'mono01' ? (darkIs === 0 ? 1 : 0) : darkIs;
    return choice.layout === 'pages'
      ? { kind: 'pages', darkIs: dark }
      : { kind: 'rows', first: choice.layout === 'rows-lsb' ? 'lsb' : 'msb', darkIs: dark };
  }
  if (bitsPerPixel !== 16 && bitsPerPixel !== 24 && bitsPerPixel !== 32) return undefined;
  const bytes = (bitsPerPixel / 8) as 2 | 3 | 4;
  return { kind: 'color', bytes, red, green, blue, darkShines: choice.inverted === true };
}

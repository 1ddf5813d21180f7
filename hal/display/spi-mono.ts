// A small black-and-white display on an SPI bus: its memory of pages is written by the controller's commands, which a GPIO line tells
// from its pixels. Where the kernel has a driver for it, `framebuffer` or `drm` is the better choice.

import type { Choice, DriverContext } from '../driver.ts';
import type { DisplayDriver } from '../driver-choices.ts';
import { requestLines, setLine } from '../linux/gpio-chip.ts';
import { type KernelDoor, linuxKernel } from '../linux/kernel-door.ts';
import { SpiPort } from '../linux/spi.ts';
import type { Display, Frame, Rectangle } from './display.ts';
import { type MonoController, monoControllers } from './mono-controllers.ts';
import { type Panel, PanelDisplay } from './panel-memory.ts';
import { type PixelMemory, packPixels } from './pixel-format.ts';
import { withTouch } from './touch-panel.ts';

type SpiChoice = Choice<DisplayDriver, 'spi-mono'>;
type Size = Pick<Frame, 'width' | 'height'>;

const usualSpeedHz = 4_000_000;
const pageRows = 8;

/** Throws when bus or lines are not there. */
export async function openSpiMono(context: DriverContext, choice: SpiChoice, kernel: KernelDoor = linuxKernel): Promise<Display> {
  const { display } = context.definition;
  if (display.format !== 'mono')
    throw new Error(`it shows black and white: give the board a display class that begins with "mono"`);
  const panel = new SpiPanel(kernel, choice, display);
  panel.open();
  return withTouch(new PanelDisplay(context, panel), context, choice.touchPanel, kernel);
}

interface OpenPanel {
  readonly bus: SpiPort;
  readonly lines: number;
}

/** Their places in the request. */
const commandLine = 0;
const resetLine = 1;

class SpiPanel implements Panel {
  readonly #kernel: KernelDoor;
  readonly #choice: SpiChoice;
  readonly #controller: MonoController;
  readonly #size: Size;
  readonly #memory: PixelMemory;
  #opened: OpenPanel | undefined;

  constructor(kernel: KernelDoor, choice: SpiChoice, size: Size) {
    this.#kernel = kernel;
    this.#choice = choice;
    this.#controller = monoControllers[choice.controller];
    this.#size = size;
    const pages = Math.ceil(size.height / pageRows);
    const darkIs = this.#controller.shines === (choice.inverted === true) ? 1 : 0;
    this.#memory = {
      format: { kind: 'pages', darkIs },
      bytes: new Uint8Array(size.width * pages),
      stride: size.width,
      left: 0,
      top: 0,
    };
  }

  open(): void {
    const { bus, mode, speedHz, chip, command, reset } = this.#choice;
    const port = new SpiPort(this.#kernel, bus, { mode: mode ?? 0, speedHz: speedHz ?? usualSpeedHz });
    try {
      const wired = reset === undefined ? [command] : [command, reset];
      const { fd } = requestLines(this.#kernel, chip, wired, { output: true });
      this.#opened = { bus: port, lines: fd };
    } catch (error) {
      port.close();
      throw error;
    }
    this.#wake();
  }

  write(frame: Frame, areas: readonly Rectangle[]): void {
    const { bytes, stride } = this.#memory;
    for (const area of areas) {
      packPixels(this.#memory, frame, area);
      const end = Math.ceil((area.y + area.height) / pageRows);
      for (let page = Math.floor(area.y / pageRows); page < end; page++) {
        this.#command(this.#controller.place(page, area.x));
        const start = page * stride + area.x;
        this.#send(bytes.subarray(start, start + area.width), false);
      }
    }
  }

  close(): void {
    if (this.#opened === undefined) return;
    const { bus, lines } = this.#opened;
    try {
      this.#command(this.#controller.sleep);
    } catch {
      // A display that is gone sleeps.
    }
    this.#opened = undefined;
    this.#kernel.close(lines);
    bus.close();
  }

  #wake(): void {
    const { reset, contrast } = this.#choice;
    if (reset !== undefined && this.#opened !== undefined) {
      // Each call of the kernel takes longer than the microseconds that these controllers want.
      setLine(this.#kernel, this.#opened.lines, resetLine, true);
      setLine(this.#kernel, this.#opened.lines, resetLine, false);
    }
    this.#command(this.#controller.wake(this.#size));
    if (contrast !== undefined) this.#command(this.#controller.contrast(contrast));
    const { width } = this.#size;
    const light = new Uint8Array(width).fill(this.#lightByte);
    this.#memory.bytes.fill(this.#lightByte);
    for (let page = 0; page < this.#memory.bytes.length / width; page++) {
      this.#command(this.#controller.place(page, 0));
      this.#send(light, false);
    }
  }

  get #lightByte(): number {
    return this.#memory.format.kind === 'pages' && this.#memory.format.darkIs === 0 ? 0xff : 0;
  }

  #command(bytes: readonly number[]): void {
    this.#send(Uint8Array.from(bytes), true);
  }

  #send(bytes: Uint8Array, isCommand: boolean): void {
    if (this.#opened === undefined) return;
    const { bus, lines } = this.#opened;
    // D/C: low for commands; a board whose line is the other way round says activeLow.
    setLine(this.#kernel, lines, commandLine, !isCommand);
    bus.write(bytes);
  }
}

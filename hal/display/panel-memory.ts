// A display that a driver writes to: keeps the picture, so that whole lines can be written and a lost display gets it back.

import type { DriverContext } from '../driver.ts';
import { HalError } from '../errors.ts';
import { Reopening } from '../linux/reopening.ts';
import { clamped } from './clamp.ts';
import type { Display, Frame, Rectangle } from './display.ts';

/** The device behind the display. Both throw when it is gone. */
export interface Panel {
  /** Opens the device, again after it was lost. */
  open(): void;
  /** Puts parts of the frame, which lie within it, onto the device. */
  write(frame: Frame, areas: readonly Rectangle[]): void;
  close(): void;
}

export class PanelDisplay implements Display {
  readonly class: Display['class'];
  readonly width: number;
  readonly height: number;
  readonly format: Frame['format'];
  readonly #context: Pick<DriverContext, 'report'>;
  readonly #panel: Panel;
  readonly #reopening: Reopening;
  readonly #last: Frame;
  #lost = false;
  #closed = false;

  constructor(context: Pick<DriverContext, 'definition' | 'clock' | 'report'>, panel: Panel) {
    const { display } = context.definition;
    this.class = display.class;
    this.width = display.width;
    this.height = display.height;
    this.format = display.format;
    this.#context = context;
    this.#panel = panel;
    this.#last = emptyFrame(display);
    this.#reopening = new Reopening(context.clock, () => this.#reopen());
  }

  show(frame: Frame, changed: readonly Rectangle[]): void {
    if (frame.width !== this.width || frame.height !== this.height || frame.format !== this.format) {
      const given = `${frame.width}x${frame.height} ${frame.format}`;
      throw new HalError(
        'ERR_HAL_INVALID_FRAME',
        `The display is ${this.width}x${this.height} ${this.format}, the frame ${given}`,
      );
    }
    if (this.#closed) return;
    const areas = changed.flatMap((rectangle) => clamped(rectangle, this) ?? []);
    for (const area of areas) copyArea(frame, this.#last, area);
    if (!this.#lost && areas.length > 0) this.#write(areas);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#reopening.close();
    this.#panel.close();
  }

  #write(areas: readonly Rectangle[]): void {
    try {
      this.#panel.write(this.#last, areas);
    } catch (error) {
      this.#lost = true;
      this.#panel.close();
      const reason = error instanceof Error ? error.message : String(error);
      this.#context.report({ type: 'deviceLost', device: 'display', reason });
      this.#reopening.start();
    }
  }

  #reopen(): void {
    this.#panel.open();
    this.#panel.write(this.#last, [{ x: 0, y: 0, width: this.width, height: this.height }]);
    this.#lost = false;
    this.#context.report({ type: 'deviceReturned', device: 'display' });
  }
}

function emptyFrame({ width, height, format }: Pick<Frame, 'width' | 'height' | 'format'>): Frame {
  return format === 'mono'
    ? { format, width, height, pixels: new Uint8Array(width * height) }
    : { format, width, height, pixels: new Uint16Array(width * height) };
}

function copyArea(from: Frame, to: Frame, { x, y, width, height }: Rectangle): void {
  for (let row = y; row < y + height; row++) {
    const start = row * to.width + x;
    to.pixels.set(from.pixels.subarray(start, start + width), start);
  }
}

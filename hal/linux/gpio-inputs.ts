// Input lines of one GPIO chip: who listens is told of each change, and that the chip is gone or back.

import type { DriverContext } from '../driver.ts';
import { lineValues, requestLines } from './gpio-chip.ts';
import { type GpioLine, gpioEventBytes, readGpioEvents } from './gpio-request.ts';
import type { KernelDoor } from './kernel-door.ts';
import { WatchedFile } from './watched-file.ts';

/** Contacts bounce for less than this. */
const usualDebounceMs = 10;
const mostEvents = 16;

export interface GpioListener {
  /** `index` is the line's place in the list. */
  moved(index: number, on: boolean, atMs: number): void;
  lost(reason: string): void;
  returned(): void;
}

export class GpioInputs implements AsyncDisposable {
  readonly #kernel: KernelDoor;
  readonly #count: number;
  readonly #file: WatchedFile;
  #offsets: readonly number[] = [];

  /** Throws when chip or lines are not there. */
  constructor(
    { clock }: Pick<DriverContext, 'clock'>,
    kernel: KernelDoor,
    wiring: { readonly chip: string; readonly lines: readonly GpioLine[]; readonly debounceMs?: number },
    listener: GpioListener,
  ) {
    this.#kernel = kernel;
    this.#count = wiring.lines.length;
    this.#file = new WatchedFile({
      kernel,
      clock,
      mostBytes: mostEvents * gpioEventBytes,
      open: () => {
        const use = { output: false, debounceMs: wiring.debounceMs ?? usualDebounceMs };
        const { fd, offsets } = requestLines(kernel, wiring.chip, wiring.lines, use);
        this.#offsets = offsets;
        return fd;
      },
      received: (bytes) => {
        const aheadMs = clock.monotonicMs - kernel.monotonicMs;
        for (const event of readGpioEvents(bytes)) {
          const index = this.#offsets.indexOf(event.line);
          if (index !== -1) listener.moved(index, event.on, Math.min(clock.monotonicMs, event.atMs + aheadMs));
        }
      },
      lost: (reason) => listener.lost(reason),
      returned: () => listener.returned(),
    });
    this.#file.open();
  }

  /** Whether a line is on at this moment; false while the chip is lost. */
  isOn(index: number): boolean {
    const { fd } = this.#file;
    try {
      return fd !== undefined && lineValues(this.#kernel, fd, this.#count)[index] === true;
    } catch {
      return false;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file[Symbol.asyncDispose]();
  }
}

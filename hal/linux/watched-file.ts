// A device file that is read when the kernel says so, and opened again by itself after it was lost.

import type { Clock } from '../ports.ts';
import type { KernelDoor, Watch } from './kernel-door.ts';
import { Reopening } from './reopening.ts';

export interface WatchedFileOptions {
  readonly kernel: KernelDoor;
  readonly clock: Clock;
  /** The descriptor; throws while the device is not there. */
  open(): number;
  /** `bytes` is what was read at once; they are overwritten afterwards. */
  received(bytes: Uint8Array): void;
  lost(reason: string): void;
  returned(): void;
  readonly mostBytes: number;
}

export class WatchedFile implements AsyncDisposable {
  readonly #options: WatchedFileOptions;
  readonly #bytes: Uint8Array;
  readonly #reopening: Reopening;
  #fd: number | undefined;
  #watch: Watch | undefined;

  constructor(options: WatchedFileOptions) {
    this.#options = options;
    this.#bytes = new Uint8Array(options.mostBytes);
    this.#reopening = new Reopening(options.clock, () => {
      this.open();
      options.returned();
    });
  }

  /** Undefined while it is lost. */
  get fd(): number | undefined {
    return this.#fd;
  }

  /** Throws when the device is not there. */
  open(): void {
    const { kernel } = this.#options;
    const fd = this.#options.open();
    try {
      this.#watch = kernel.watch(fd, (failed) => this.#readable(failed));
    } catch (error) {
      kernel.close(fd);
      throw error;
    }
    this.#fd = fd;
  }

  /** For a device that may come later. */
  openSoon(): void {
    this.#reopening.start();
  }

  /** Does something with the device; what it throws is a loss. False when it is lost. */
  use(work: (fd: number) => void): boolean {
    if (this.#fd === undefined) return false;
    try {
      work(this.#fd);
      return true;
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#reopening.close();
    this.#close();
  }

  #readable(failed: boolean): void {
    const { kernel, received } = this.#options;
    let count: number | undefined;
    this.use((fd) => {
      count = kernel.read(fd, this.#bytes);
      if (count === 0 || (count === undefined && failed)) throw new Error('the device is gone');
    });
    if (count !== undefined && count > 0) received(this.#bytes.subarray(0, count));
  }

  #lost(reason: string): void {
    this.#close();
    this.#options.lost(reason);
    this.#reopening.start();
  }

  #close(): void {
    this.#watch?.close();
    this.#watch = undefined;
    if (this.#fd !== undefined) this.#options.kernel.close(this.#fd);
    this.#fd = undefined;
  }
}

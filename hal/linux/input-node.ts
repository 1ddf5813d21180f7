// One input node of the kernel, which keys, hook switch, jack and touch-screen may share. It comes back by itself after it was lost.

import type { Clock } from '../ports.ts';
import { findInput } from './find-input.ts';
import {
  eventType,
  hasBit,
  type InputEvent,
  inputEventBytes,
  inputRequests,
  keyStateBytes,
  readInputEvents,
  synDropped,
} from './input-event.ts';
import type { KernelDoor, Watch } from './kernel-door.ts';
import { Reopening } from './reopening.ts';

/** CLOCK_MONOTONIC of <linux/time.h>. */
const clockMonotonic = 1;
/** Events taken with one read; more are there at the next. */
const mostEvents = 64;

export interface InputListener {
  /** `atMs` is `Clock.monotonicMs`. */
  event(event: InputEvent): void;
  /** Events were missed: what is down or on has to be asked for. */
  missed(): void;
  lost(reason: string): void;
  returned(): void;
}

export class InputNode implements AsyncDisposable {
  readonly #kernel: KernelDoor;
  readonly #clock: Clock;
  readonly #input: string;
  readonly #listeners = new Set<InputListener>();
  readonly #reopening: Reopening;
  readonly #bytes = new Uint8Array(mostEvents * inputEventBytes);
  #fd: number | undefined;
  #watch: Watch | undefined;
  #dropping = false;

  constructor(kernel: KernelDoor, clock: Clock, input: string) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#input = input;
    this.#reopening = new Reopening(clock, () => {
      this.open();
      for (const listener of this.#listeners) listener.returned();
    });
  }

  /** Throws when the node is not there. */
  open(): void {
    const kernel = this.#kernel;
    const fd = kernel.open(findInput(kernel, this.#input), 'read');
    try {
      kernel.ioctl(fd, inputRequests.setClock, Uint8Array.of(clockMonotonic, 0, 0, 0));
      this.#watch = kernel.watch(fd, (failed) => this.#readable(failed));
    } catch (error) {
      kernel.close(fd);
      throw error;
    }
    this.#fd = fd;
    this.#dropping = false;
  }

  listen(listener: InputListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** At this moment; false while the node is lost. */
  isOn(what: 'keys' | 'switches', code: number): boolean {
    const bits = new Uint8Array(keyStateBytes[what]);
    return this.#ask(inputRequests[what], bits) && hasBit(bits, code);
  }

  /** Undefined where there is no such axis. */
  axis(code: number): { readonly least: number; readonly most: number } | undefined {
    const bytes = new Uint8Array(24);
    if (!this.#ask(inputRequests.axis(code), bytes)) return undefined;
    const view = new DataView(bytes.buffer);
    const [least, most] = [view.getInt32(4, true), view.getInt32(8, true)];
    return most > least ? { least, most } : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#reopening.close();
    this.#close();
  }

  #ask(request: number, into: Uint8Array): boolean {
    if (this.#fd === undefined) return false;
    try {
      this.#kernel.ioctl(this.#fd, request, into);
      return true;
    } catch {
      return false;
    }
  }

  #readable(failed: boolean): void {
    if (this.#fd === undefined) return;
    try {
      const count = this.#kernel.read(this.#fd, this.#bytes);
      if (count === undefined && failed) this.#lost('the device is gone');
      if (count === undefined) return;
      const aheadMs = this.#clock.monotonicMs - this.#kernel.monotonicMs;
      for (const event of readInputEvents(this.#bytes.subarray(0, count))) this.#take(event, aheadMs);
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    }
  }

  #take(event: InputEvent, aheadMs: number): void {
    if (event.type === eventType.synchronize) {
      if (event.code === synDropped) this.#dropping = true;
      else if (this.#dropping) {
        this.#dropping = false;
        for (const listener of this.#listeners) listener.missed();
      }
      return;
    }
    // What comes before the next report is half a picture.
    if (this.#dropping) return;
    const atMs = Math.min(this.#clock.monotonicMs, event.atMs + aheadMs);
    for (const listener of this.#listeners) listener.event({ ...event, atMs });
  }

  #lost(reason: string): void {
    this.#close();
    for (const listener of this.#listeners) listener.lost(reason);
    this.#reopening.start();
  }

  #close(): void {
    this.#watch?.close();
    this.#watch = undefined;
    if (this.#fd !== undefined) this.#kernel.close(this.#fd);
    this.#fd = undefined;
  }
}

// One input node of the kernel, which keys, hook switch, jack and touch-screen may share.

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
import type { KernelDoor } from './kernel-door.ts';
import { WatchedFile } from './watched-file.ts';

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
  readonly #file: WatchedFile;
  readonly #listeners = new Set<InputListener>();
  #dropping = false;

  constructor(kernel: KernelDoor, clock: Clock, input: string) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#file = new WatchedFile({
      kernel,
      clock,
      mostBytes: mostEvents * inputEventBytes,
      open: () => this.#open(input),
      received: (bytes) => this.#take(bytes),
      lost: (reason) => {
        for (const listener of this.#listeners) listener.lost(reason);
      },
      returned: () => {
        for (const listener of this.#listeners) listener.returned();
      },
    });
  }

  /** Throws when the node is not there. */
  open(): void {
    this.#file.open();
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

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file[Symbol.asyncDispose]();
  }

  #open(input: string): number {
    const fd = this.#kernel.open(findInput(this.#kernel, input), 'read');
    try {
      this.#kernel.ioctl(fd, inputRequests.setClock, Uint8Array.of(clockMonotonic, 0, 0, 0));
    } catch (error) {
      this.#kernel.close(fd);
      throw error;
    }
    this.#dropping = false;
    return fd;
  }

  /** What the node does not know is no loss of it. */
  #ask(request: number, into: Uint8Array): boolean {
    const { fd } = this.#file;
    if (fd === undefined) return false;
    try {
      this.#kernel.ioctl(fd, request, into);
      return true;
    } catch {
      return false;
    }
  }

  #take(bytes: Uint8Array): void {
    const aheadMs = this.#clock.monotonicMs - this.#kernel.monotonicMs;
    for (const event of readInputEvents(bytes)) {
      if (event.type === eventType.synchronize && event.code === synDropped) this.#dropping = true;
      else if (!this.#dropping) this.#pass(event, aheadMs);
      else if (event.type === eventType.synchronize) {
        // What came before this report is half a picture.
        this.#dropping = false;
        for (const listener of this.#listeners) listener.missed();
      }
    }
  }

  #pass(event: InputEvent, aheadMs: number): void {
    const atMs = Math.min(this.#clock.monotonicMs, event.atMs + aheadMs);
    for (const listener of this.#listeners) listener.event({ ...event, atMs });
  }
}

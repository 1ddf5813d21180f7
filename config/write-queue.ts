// Requests to the store's file, one after the other. The file is opened at a write, and let go when nothing more comes.

import type { Clock, Timer } from './ports.ts';
import type { WriteReply, WriteRequest } from './store-messages.ts';
import { StoreSession, type StoreSessionOptions } from './store-session.ts';

/** A person who changes one setting changes the next one soon. */
const idleMs = 5000;

export interface WriteQueueOptions extends StoreSessionOptions {
  readonly clock: Clock;
}

export type Send = (request: WriteRequest) => Promise<WriteReply>;

export class WriteQueue {
  readonly #options: WriteQueueOptions;
  #session: StoreSession | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #idle: Timer | undefined;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
  }

  /** Never rejects: what goes wrong is the `failed` reply. */
  send(request: WriteRequest): Promise<WriteReply> {
    return this.whole((send) => send(request));
  }

  /** What is done before a request and after it belongs to it: the next one waits for all of it. */
  whole<Result>(work: (send: Send) => Promise<Result>): Promise<Result> {
    this.#idle?.cancel();
    this.#waiting += 1;
    const done = this.#turn.then(() => work((request) => this.#handle(request))).finally(() => this.#rested());
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Everything sent is on the disk afterwards, the file is closed and whole. A later write opens it again. */
  async close(): Promise<void> {
    this.#idle?.cancel();
    const closed = this.#turn.then(() => this.#rest());
    this.#turn = closed;
    await closed;
  }

  /** A failure is an answer: the transaction was undone, the file lives on. */
  async #handle(request: WriteRequest): Promise<WriteReply> {
    try {
      this.#session ??= await StoreSession.open(this.#options);
      return await this.#session.handle(request);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
      return { type: 'failed', code, text: error instanceof Error ? error.message : String(error) };
    }
  }

  #rested(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#idle = this.#options.clock.setTimer(idleMs, () => void this.close());
  }

  /** What cannot be moved out of the log stays there, and is found at the next start. */
  async #rest(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close().catch(() => {});
  }
}

// The main thread's end of the worker: starts it at a write, keeps order, starts it again when it dies, and lets it go when nothing more
// comes: an idle thread costs 17 MB, which is a fifth of the phone.

import { Worker } from 'node:worker_threads';
import type { Clock, Log, Timer } from './ports.ts';
import type { NumberedReply, NumberedRequest, WriteReply, WriteRequest } from './store-messages.ts';

interface Pending {
  readonly request: WriteRequest;
  readonly resolve: (reply: WriteReply) => void;
}

/** Deaths in a row without one answer in between, after which the requests at hand are given up. */
const triesBeforeGivingUp = 3;
/** A person who changes one setting changes the next one soon. */
const idleMs = 5000;

export interface WriteQueueOptions {
  readonly workerFile: URL;
  /** The store's file. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log;
}

export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #pending = new Map<number, Pending>();
  #number = 0;
  #worker: Worker | undefined;
  #deaths = 0;
  #idle: Timer | undefined;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
  }

  /** Never rejects: what goes wrong is the `failed` reply. */
  send(request: WriteRequest): Promise<WriteReply> {
    const { promise, resolve } = Promise.withResolvers<WriteReply>();
    const number = ++this.#number;
    this.#pending.set(number, { request, resolve });
    this.#idle?.cancel();
    if (this.#worker === undefined) this.#start();
    else this.#post({ number, request });
    return promise;
  }

  /** Everything sent is on the disk afterwards, the file is closed and whole. A later write opens it again. */
  async close(): Promise<void> {
    if (this.#worker === undefined) return;
    await this.send({ type: 'close' });
    this.#idle?.cancel();
    // What was sent meanwhile opens the file again.
    if (this.#pending.size > 0) return;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /** Posts all that is pending: every request may be repeated without harm. */
  #start(): void {
    const { workerFile, path, log } = this.#options;
    const worker = new Worker(workerFile, { workerData: { path }, name: 'store' });
    this.#worker = worker;
    worker.on('message', (numbered: NumberedReply) => this.#answered(numbered));
    worker.on('error', (error) => log.error('config', 'The thread that writes the settings failed', { reason: error.message }));
    worker.on('exit', () => this.#exited(worker));
    for (const [number, { request }] of this.#pending) this.#post({ number, request });
  }

  #post(numbered: NumberedRequest): void {
    // Pending writes keep the process alive, an idle writer does not.
    this.#worker?.ref();
    this.#worker?.postMessage(numbered);
  }

  #answered({ number, reply }: NumberedReply): void {
    this.#deaths = 0;
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    if (this.#pending.size === 0) this.#rest();
    pending?.resolve(reply);
  }

  #rest(): void {
    this.#worker?.unref();
    this.#idle?.cancel();
    this.#idle = this.#options.clock.setTimer(idleMs, () => void this.close());
  }

  #exited(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    if (this.#pending.size === 0) return;
    this.#deaths += 1;
    if (this.#deaths < triesBeforeGivingUp) {
      this.#start();
      return;
    }
    this.#deaths = 0;
    this.#options.log.error('config', 'Settings cannot be written: the thread that does it keeps failing');
    const given = [...this.#pending.values()];
    this.#pending.clear();
    for (const { resolve } of given) resolve({ type: 'failed', code: 'WORKER_FAILED', text: 'the writing thread keeps failing' });
  }
}

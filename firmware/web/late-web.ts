// The web server comes last: it is loaded when the lines have been tried, so that it costs no call a millisecond, and only while it is wanted.

import type { Timer } from '#ui/ports';
import { PasswordKeeper } from '../administration/password-keeper.ts';
import type { SocketName, WebPlace } from '../command-line.ts';
import type { OpenedWeb, OpenWebOptions } from './open-web.ts';

export interface LateWebOptions extends Omit<OpenWebOptions, 'at' | 'securePort'> {
  /** Of the command line; without a port, and on real boards without it: the ports of the parameters. */
  readonly asked: WebPlace | undefined;
  readonly opened: (addresses: readonly string[]) => void;
}

/** What the server listens at follows these. */
const ownParameters = ['system/web/enabled', 'system/web/port', 'security/web/port'];

/** Several of them change together. */
const settledMs = 300;
/** So long may answers take when it closes. */
const longestAnswerMs = 10_000;

export class LateWeb implements AsyncDisposable {
  readonly #options: LateWebOptions;
  #server: OpenedWeb | undefined;
  /** One after the other: opening and closing never meet. */
  #turn: Promise<void> = Promise.resolve();
  #stop: (() => void)[] = [];
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: LateWebOptions) {
    this.#options = options;
  }

  start(): void {
    const { machine, telephony, log } = this.#options;
    const { phone } = telephony;
    this.#stop.push(new PasswordKeeper(machine.store, log).start());
    for (const path of ownParameters) this.#stop.push(machine.store.subscribe(path, () => this.#soon()));
    if (phone.snapshot.phase === 'ready') {
      this.#again();
      return;
    }
    const unsubscribe = phone.subscribe(() => {
      if (phone.snapshot.phase !== 'ready') return;
      unsubscribe();
      this.#again();
    });
    this.#stop.push(unsubscribe);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    for (const stop of this.#stop) stop();
    this.#again();
    await this.#turn;
  }

  #soon(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(settledMs, () => this.#again());
  }

  #again(): void {
    this.#turn = this.#turn.then(() => this.#follow());
  }

  async #follow(): Promise<void> {
    const { log, opened } = this.#options;
    if (this.#server !== undefined) await this.#close(this.#server);
    this.#server = undefined;
    const at = this.#places();
    if (at.length === 0) return;
    try {
      const { openWeb } = await import('./open-web.ts');
      const securePort = at.length > 1 ? at.at(-1)?.port : undefined;
      this.#server = await openWeb({ ...this.#options, at, securePort });
      opened(this.#server.addresses);
    } catch (error) {
      log.error('web', 'the web pages can not be served', { reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Whoever changed its place by these very pages hears that it was done, however long that takes a busy phone. */
  async #close(server: OpenedWeb): Promise<void> {
    if (!this.#closed) {
      const { promise: patience, resolve: giveUp } = Promise.withResolvers<void>();
      const timer = this.#options.clock.setTimer(longestAnswerMs, giveUp);
      await Promise.race([server.shut(), patience]);
      timer.cancel();
    }
    await server[Symbol.asyncDispose]();
  }

  /** The plain one first. */
  #places(): readonly SocketName[] {
    const { machine, asked } = this.#options;
    const { store, virtualBoard } = machine;
    if (this.#closed || !store.get('system/web/enabled')) return [];
    const { host = '::', port: askedPort } = asked ?? {};
    if (askedPort !== undefined) return [{ host, port: askedPort }];
    // A simulated board opens only the doors that it is asked to.
    if (virtualBoard !== undefined && asked === undefined) return [];
    return [...new Set([store.get('system/web/port'), store.get('security/web/port')])].map((port) => ({ host, port }));
  }
}

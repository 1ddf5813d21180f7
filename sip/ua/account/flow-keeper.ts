// Keeps the ways to an account's registrars open (RFC 5626 §4.4), one for each server.

import type { KeepAlive, Target } from '../../transport/transport.ts';
import type { KeepAliveWish } from './routing-settings.ts';
import type { ServerRole } from './servers.ts';

interface Kept {
  readonly name: string;
  readonly keepAlive: KeepAlive;
}

export class FlowKeeper {
  readonly #start: (target: Target, wish: KeepAliveWish) => KeepAlive;
  readonly #kept: Map<ServerRole, Kept> = new Map();

  constructor(start: (target: Target, wish: KeepAliveWish) => KeepAlive) {
    this.#start = start;
  }

  /** What is kept already goes on as it is. */
  keep(server: ServerRole, target: Target, options: KeepAliveWish | undefined): void {
    const name = JSON.stringify([target.protocol, target.remote, target.flow, options]);
    if (this.#kept.get(server)?.name === name) return;
    this.stop(server);
    if (options !== undefined) this.#kept.set(server, { name, keepAlive: this.#start(target, options) });
  }

  stop(server: ServerRole): void {
    this.#kept.get(server)?.keepAlive.stop();
    this.#kept.delete(server);
  }

  stopAll(): void {
    for (const server of [...this.#kept.keys()]) this.stop(server);
  }
}

// Keeps the ways to an account's registrars open (RFC 5626 §4.4), one for each server.

import type { KeepAlive, KeepAliveOptions, Target, Transport } from '../../transport/transport.ts';
import type { ServerRole } from './servers.ts';

interface Kept {
  readonly name: string;
  readonly keepAlive: KeepAlive;
}

export class FlowKeeper {
  readonly #transport: Transport;
  readonly #kept: Map<ServerRole, Kept> = new Map();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What is kept already goes on as it is. */
  keep(server: ServerRole, target: Target, options: KeepAliveOptions | undefined): void {
    const name = JSON.stringify([target.protocol, target.remote, target.flow, options]);
    if (this.#kept.get(server)?.name === name) return;
    this.stop(server);
    if (options !== undefined) this.#kept.set(server, { name, keepAlive: this.#transport.keepAlive(target, options) });
  }

  stop(server: ServerRole): void {
    this.#kept.get(server)?.keepAlive.stop();
    this.#kept.delete(server);
  }

  stopAll(): void {
    for (const server of [...this.#kept.keys()]) this.stop(server);
  }
}

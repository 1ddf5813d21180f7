// The addresses that an account's servers resolved to: who may call us, and who may ask for our digest.

import type { Target } from '../../transport/transport.ts';
import type { ServerRole } from './servers.ts';

/** A proxy farm changes its addresses; old ones stay good for as long as nobody pushes them out. */
const maxAddresses = 64;

export class ProxyAddresses {
  readonly #roles: Map<string, ServerRole> = new Map();

  learn(targets: readonly Target[], role: ServerRole): void {
    for (const { remote } of targets) {
      const known = this.#roles.get(remote.address);
      // Moved to the end, so that the oldest goes first.
      this.#roles.delete(remote.address);
      this.#roles.set(remote.address, known === 'primary' ? known : role);
    }
    for (const oldest of this.#roles.keys()) {
      if (this.#roles.size <= maxAddresses) break;
      this.#roles.delete(oldest);
    }
  }

  /** By address alone: proxies answer and call from other ports too. */
  includes(target: Target): boolean {
    return this.#roles.has(target.remote.address);
  }

  /** Which of the servers has that address; the primary when they share it. */
  roleOf(target: Target): ServerRole {
    return this.#roles.get(target.remote.address) ?? 'primary';
  }
}

// The addresses that an account's proxy resolved to: who may call us, and who may ask for our digest.

import type { Target } from '../../transport/transport.ts';

/** A proxy farm changes its addresses; old ones stay good for as long as nobody pushes them out. */
const maxAddresses = 64;

export class ProxyAddresses {
  readonly #addresses: Set<string> = new Set();

  learn(targets: readonly Target[]): void {
    for (const { remote } of targets) {
      // Moved to the end, so that the oldest goes first.
      this.#addresses.delete(remote.address);
      this.#addresses.add(remote.address);
    }
    for (const oldest of this.#addresses) {
      if (this.#addresses.size <= maxAddresses) break;
      this.#addresses.delete(oldest);
    }
  }

  /** By address alone: proxies answer and call from other ports too. */
  includes(target: Target): boolean {
    return this.#addresses.has(target.remote.address);
  }

  /** The settings name another proxy now. */
  clear(): void {
    this.#addresses.clear();
  }
}

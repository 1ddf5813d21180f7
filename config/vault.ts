// Between the store's memory, where a secret is a value, and its file, where it is sealed.

import { findParameter } from './schema.ts';
import { type KeyRing, seal, sealedBy, unseal } from './sealing.ts';
import type { StoredChange } from './store-messages.ts';

export class Vault {
  #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  get ring(): KeyRing {
    return this.#ring;
  }

  /** From now on the first of these seals. */
  changeKeys(ring: KeyRing): void {
    this.#ring = ring;
  }

  /** As it goes to the disk. */
  seal(change: StoredChange): StoredChange {
    const { path, json } = change;
    if (json === null || findParameter(path)?.declaration.secret !== true) return change;
    return { path, json: seal(this.#ring[0], path, json) };
  }

  /** As it came from the disk. A secret whose key is lost counts as not set. */
  open(change: StoredChange): StoredChange {
    const { path, json } = change;
    return json === null || sealedBy(json) === undefined ? change : { path, json: unseal(this.#ring, path, json) ?? null };
  }

  /** Sealed by a key that is not there any more. */
  isLost({ path, json }: StoredChange): boolean {
    return json !== null && sealedBy(json) !== undefined && unseal(this.#ring, path, json) === undefined;
  }
}

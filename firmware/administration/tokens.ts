// Tokens for programs. Only a hash is kept; the words are 256 random bits, so that a plain hash is enough.

import { createHash } from 'node:crypto';
import type { Collection } from '#config/collection';
import { type Scope, scopes, type TokenEntry, type Tokens } from '#ui/administration/tokens';
import type { Clock } from '#ui/ports';

export type StoredToken = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  /** SHA-256, base64. */
  readonly hash: string;
};

const most = 32;
/** Makes one that was published by mistake easy to find. */
const prefix = 'hookswitch_';

export class PhoneTokens implements Tokens {
  readonly #stored: Collection<StoredToken>;
  readonly #clock: Clock;
  readonly #random: { bytes(count: number): Uint8Array };

  constructor(stored: Collection<StoredToken>, clock: Clock, random: { bytes(count: number): Uint8Array }) {
    this.#stored = stored;
    this.#clock = clock;
    this.#random = random;
  }

  get entries(): readonly TokenEntry[] {
    return this.#stored.list().map(entryOf);
  }

  create(name: string, wanted: readonly Scope[]): ReturnType<Tokens['create']> {
    if (this.#stored.list().length >= most) return undefined;
    const text = prefix + Buffer.from(this.#random.bytes(32)).toString('base64url');
    const given = scopes.filter((scope) => wanted.includes(scope));
    const kept = this.#stored.add({ name, scopes: given, createdAtMs: this.#clock.wall.ms, hash: hashOf(text) });
    return { entry: entryOf(kept), text };
  }

  revoke(id: number): boolean {
    return this.#stored.delete(id);
  }

  find(text: string): TokenEntry | undefined {
    if (!text.startsWith(prefix) || text.length > 100) return undefined;
    const hash = hashOf(text);
    const found = this.#stored.list().find((token) => token.hash === hash);
    return found === undefined ? undefined : entryOf(found);
  }
}

function entryOf({ id, name, scopes: given, createdAtMs }: StoredToken & { readonly id: number }): TokenEntry {
  return { id, name, scopes: given, createdAtMs };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

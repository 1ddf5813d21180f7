// Which methods the other side understands (Allow, RFC 3261 §20.5).

import type { Headers } from '../../message/headers.ts';

const maxMethods = 64;

export class PeerMethods {
  #allowed: ReadonlySet<string> = new Set();
  readonly #refused: Set<string> = new Set();

  /** A message without Allow says nothing. */
  learn(headers: Headers): void {
    if (headers.has('Allow')) this.#allowed = new Set(headers.getAll('Allow').slice(0, maxMethods));
  }

  allows(method: string): boolean {
    return this.#allowed.has(method) && !this.#refused.has(method);
  }

  /** For a method that we use ourselves: there are few of them. */
  refuses(method: string): void {
    this.#refused.add(method);
  }
}

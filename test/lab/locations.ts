// Where the registered phones are (RFC 3261 §10): the bindings of each address of record.

import { sameUri } from '#sip/message/same-uri';
import type { Uri } from '#sip/message/uri';
import type { Clock } from '#sip/ports';
import type { Target } from '#sip/transport/transport';

export interface Binding {
  readonly contact: Uri;
  /** Where the REGISTER came from; requests go back the same way, whatever a NAT or a relay made of the Contact. */
  readonly target: Target;
  readonly callId: string;
  readonly sequence: number;
  readonly expiresAtMs: number;
}

export class Locations {
  readonly #clock: Clock;
  readonly #bindings = new Map<string, readonly Binding[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(user: string): readonly Binding[] {
    const live = (this.#bindings.get(user) ?? []).filter((binding) => binding.expiresAtMs > this.#clock.monotonicMs);
    this.replace(user, live);
    return live;
  }

  replace(user: string, bindings: readonly Binding[]): void {
    if (bindings.length === 0) this.#bindings.delete(user);
    else this.#bindings.set(user, bindings);
  }

  get users(): readonly string[] {
    return [...this.#bindings.keys()].filter((user) => this.of(user).length > 0);
  }

  /** The way to a phone that is addressed by its Contact, as requests within a dialog are. */
  targetOf(contact: Uri): Target | undefined {
    for (const user of this.users) {
      const found = this.of(user).find((binding) => sameUri(binding.contact, contact));
      if (found !== undefined) return found.target;
    }
    return undefined;
  }
}

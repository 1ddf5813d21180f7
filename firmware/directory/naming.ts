// Puts the names of the directory into what a snapshot shows: calls and their log. What did not change stays the same object.

import type { CallLogEntry, CallSnapshot, Party } from '#ui/phone';

export interface Named {
  /** The same until a name may be another. */
  readonly contacts: readonly unknown[];
  named(party: Party): Party;
}

interface Kept<T> {
  readonly from: readonly T[];
  readonly to: readonly T[];
}

export class Naming {
  readonly #directory: Named;
  #contacts: readonly unknown[] | undefined;
  #renamed = new WeakMap<object, object>();
  #calls: Kept<CallSnapshot> | undefined;
  #log: Kept<CallLogEntry> | undefined;

  constructor(directory: Named) {
    this.#directory = directory;
  }

  calls(calls: readonly CallSnapshot[]): readonly CallSnapshot[] {
    this.#follow();
    this.#calls = this.#calls?.from === calls ? this.#calls : this.#all(calls);
    return this.#calls.to;
  }

  callLog(entries: readonly CallLogEntry[]): readonly CallLogEntry[] {
    this.#follow();
    this.#log = this.#log?.from === entries ? this.#log : this.#all(entries);
    return this.#log.to;
  }

  #follow(): void {
    if (this.#contacts === this.#directory.contacts) return;
    this.#contacts = this.#directory.contacts;
    this.#renamed = new WeakMap();
    this.#calls = undefined;
    this.#log = undefined;
  }

  #all<T extends { readonly remote: Party }>(from: readonly T[]): Kept<T> {
    const to = from.map((each) => this.#one(each));
    return { from, to: to.every((each, index) => each === from[index]) ? from : to };
  }

  #one<T extends { readonly remote: Party }>(each: T): T {
    const known = this.#renamed.get(each);
    if (known !== undefined) return known as T;
    const remote = this.#directory.named(each.remote);
    const result = remote === each.remote ? each : { ...each, remote };
    this.#renamed.set(each, result);
    return result;
  }
}

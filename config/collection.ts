// A list of records such as the call log: read from memory, written behind in order, the oldest dropped at the cap.

import type { RecordOperation } from './store-messages.ts';

/** JSON data. */
export type RecordData = Readonly<Record<string, unknown>>;

export type Entry<T> = T & { readonly id: number };

export interface Collection<T extends RecordData> {
  /** Newest first; the same array as long as nothing changes. */
  list(): readonly Entry<T>[];
  /** Heard at once, on the disk shortly after. `id` is given out in rising order. */
  add(record: T): Entry<T>;
  /** False when there is no such record. */
  delete(id: number): boolean;
  clear(): void;
}

export interface StoredRecord {
  readonly id: number;
  readonly data: RecordData;
}

export class StoredCollection<T extends RecordData> implements Collection<T> {
  readonly #name: string;
  readonly #capacity: number;
  readonly #write: (operations: readonly RecordOperation[]) => void;
  #entries: readonly Entry<T>[];
  #nextId: number;

  constructor(
    name: string,
    capacity: number,
    stored: readonly StoredRecord[],
    write: (operations: readonly RecordOperation[]) => void,
  ) {
    this.#name = name;
    this.#capacity = capacity;
    this.#write = write;
    this.#entries = stored
      .map(({ id, data }) => ({ ...(data as T), id }))
      .sort((a, b) => b.id - a.id)
      .slice(0, capacity);
    this.#nextId = (this.#entries[0]?.id ?? 0) + 1;
  }

  list(): readonly Entry<T>[] {
    return this.#entries;
  }

  add(record: T): Entry<T> {
    const id = this.#nextId++;
    const entry: Entry<T> = { ...record, id };
    const all = [entry, ...this.#entries];
    this.#entries = all.slice(0, this.#capacity);
    const { id: _, ...data } = entry;
    const put: RecordOperation = { operation: 'put', collection: this.#name, id, json: JSON.stringify(data) };
    const dropped = all.slice(this.#capacity).map(({ id }) => this.#deletion(id));
    this.#write([put, ...dropped]);
    return entry;
  }

  delete(id: number): boolean {
    const left = this.#entries.filter((entry) => entry.id !== id);
    if (left.length === this.#entries.length) return false;
    this.#entries = left;
    this.#write([this.#deletion(id)]);
    return true;
  }

  clear(): void {
    if (this.#entries.length === 0) return;
    this.#entries = [];
    this.#write([{ operation: 'clear', collection: this.#name }]);
  }

  #deletion(id: number): RecordOperation {
    return { operation: 'delete', collection: this.#name, id };
  }
}

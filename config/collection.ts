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
  /** In one write; the last is the newest. */
  addAll(records: readonly T[]): void;
  /** Under the same id. False when there is no such record. */
  replace(id: number, record: T): boolean;
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
    const entry: Entry<T> = { ...record, id: this.#nextId++ };
    this.#prepend([entry]);
    return entry;
  }

  addAll(records: readonly T[]): void {
    if (records.length > 0) this.#prepend(records.map((record) => ({ ...record, id: this.#nextId++ })).reverse());
  }

  replace(id: number, record: T): boolean {
    const index = this.#entries.findIndex((entry) => entry.id === id);
    if (index === -1) return false;
    const entry: Entry<T> = { ...record, id };
    this.#entries = this.#entries.with(index, entry);
    this.#write([this.#put(entry)]);
    return true;
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

  /** Newest first. */
  #prepend(entries: readonly Entry<T>[]): void {
    const all = entries.concat(this.#entries);
    const dropped = all.splice(this.#capacity).map(({ id }) => this.#deletion(id));
    this.#entries = all;
    this.#write([...entries.map((entry) => this.#put(entry)), ...dropped]);
  }

  #put({ id, ...data }: Entry<T>): RecordOperation {
    return { operation: 'put', collection: this.#name, id, json: JSON.stringify(data) };
  }

  #deletion(id: number): RecordOperation {
    return { operation: 'delete', collection: this.#name, id };
  }
}

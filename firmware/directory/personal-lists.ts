// What the person keeps on the phone beside its settings: contacts, speed dials, blocked numbers; and who is behind a number.

import type { Collection } from '#config/collection';
import type { BlockedNumber, ContactDraft, DirectoryCommands, DirectorySnapshot, SpeedDial } from '#ui/directory-snapshot';
import type { Notice } from '#ui/phone';
import type { Parameters } from '../lines/line-settings.ts';
import { cleanContact, cleanNumber } from './contact.ts';
import type { Directory } from './directory.ts';
import { exactKey } from './number-key.ts';

export type BlockedRecord = { readonly number: string; readonly name: string };

/** A digit key each; 0 has none. */
export const speedDialCount = 9;

export interface PersonalListsOptions {
  readonly directory: Directory;
  readonly blocked: Collection<BlockedRecord>;
  readonly parameters: Parameters;
  readonly keepSpeedDial: (dial: SpeedDial) => void;
  readonly notify: (notice: Notice) => void;
  readonly changed: () => void;
}

export class PersonalLists implements DirectoryCommands {
  readonly #options: PersonalListsOptions;
  #speedDials: readonly SpeedDial[] | undefined;
  #snapshot: DirectorySnapshot | undefined;
  #blockedKeys: { readonly of: readonly BlockedRecord[]; readonly keys: ReadonlySet<string> } | undefined;

  constructor(options: PersonalListsOptions) {
    this.#options = options;
  }

  get snapshot(): DirectorySnapshot {
    const { directory, blocked } = this.#options;
    const { contacts, groups, full } = directory;
    const speedDials = this.#speedDials ?? this.#readSpeedDials();
    this.#speedDials = speedDials;
    const next = { contacts, groups, full, speedDials, blocked: blocked.list() };
    const before = this.#snapshot;
    const same =
      before?.contacts === contacts &&
      before.full === full &&
      before.speedDials === speedDials &&
      before.blocked === next.blocked;
    if (!same) this.#snapshot = next;
    return this.#snapshot ?? next;
  }

  /** Keys of numbers whose calls are refused. */
  get blockedKeys(): ReadonlySet<string> {
    const of = this.#options.blocked.list();
    if (this.#blockedKeys?.of !== of) this.#blockedKeys = { of, keys: new Set(of.map(({ number }) => exactKey(number))) };
    return this.#blockedKeys.keys;
  }

  /** The parameters changed. */
  configure(): void {
    this.#speedDials = undefined;
    this.#options.changed();
  }

  saveContact(draft: ContactDraft, id?: number): void {
    const result = this.#options.directory.save(draft, id);
    if (result.ok || result.problem !== 'full') return;
    const text = 'Delete contacts that you do not need, then save it again.';
    this.#options.notify({ id: 'directory-full', severity: 'warning', title: 'The directory is full', text });
  }

  deleteContact(id: number): void {
    this.#options.directory.delete(id);
  }

  clearContacts(): void {
    this.#options.directory.clear();
  }

  setSpeedDial({ key, number, name }: SpeedDial): void {
    if (!Number.isInteger(key) || key < 1 || key > speedDialCount) return;
    this.#options.keepSpeedDial({ key, number: cleanNumber(number), name: cleanContact({ name }).name });
  }

  blockNumber(number: string, name: string): void {
    const key = exactKey(number);
    if (key === '' || this.blockedKeys.has(key)) return;
    this.#options.blocked.add({ number: cleanNumber(number), name: cleanContact({ name }).name });
    this.#options.changed();
  }

  unblockNumber(id: BlockedNumber['id']): void {
    if (this.#options.blocked.delete(id)) this.#options.changed();
  }

  #readSpeedDials(): readonly SpeedDial[] {
    const { parameters } = this.#options;
    const dials: SpeedDial[] = [];
    for (let index = 0; index < speedDialCount; index++) {
      const number = parameters.get(`personal_settings/speed_dial/${index}/number`);
      const name = parameters.get(`personal_settings/speed_dial/${index}/name`);
      if (number !== '') dials.push({ key: index + 1, number, name });
    }
    return dials;
  }
}

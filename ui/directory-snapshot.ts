// The person's own lists as surfaces see them: contacts, speed dials, blocked numbers, recordings.

/** A person, or a place, with up to three numbers; each may be an address (`ada@example.com`). */
export interface ContactDraft {
  readonly name: string;
  readonly office: string;
  readonly home: string;
  readonly mobile: string;
  /** Empty: none. */
  readonly group: string;
  /** The ring of their calls; empty: the line's. */
  readonly ring: string;
  readonly favourite: boolean;
}

export interface Contact extends ContactDraft {
  readonly id: number;
}

export const numberFields = ['office', 'home', 'mobile'] as const;
export type NumberField = (typeof numberFields)[number];

export interface NumberOfContact {
  readonly field: NumberField;
  readonly number: string;
}

/** The numbers that there are, in order. */
export function numbersOf(contact: ContactDraft): readonly NumberOfContact[] {
  return numberFields.map((field) => ({ field, number: contact[field] })).filter(({ number }) => number !== '');
}

/** What lies behind a held digit key. */
export interface SpeedDial {
  /** 1 to 9. */
  readonly key: number;
  readonly number: string;
  /** Empty: nothing but the number is known. */
  readonly name: string;
}

export interface BlockedNumber {
  readonly id: number;
  readonly number: string;
  readonly name: string;
}

/** Each list is the same object until it changes. */
export interface DirectorySnapshot {
  /** By name. */
  readonly contacts: readonly Contact[];
  readonly groups: readonly string[];
  /** No contact can be added. */
  readonly full: boolean;
  readonly speedDials: readonly SpeedDial[];
  /** Newest first. */
  readonly blocked: readonly BlockedNumber[];
}

/** Longest of each field; what is longer is cut where it comes from outside. */
export const longestOfContact = { name: 64, number: 128, group: 32, ring: 64 } as const;

/** As all commands of the phone: they never throw or block, and what they bring about shows in the next snapshot. */
export interface DirectoryCommands {
  /** Adds, or changes the one with this id. Without a name or any number: does nothing. */
  saveContact(draft: ContactDraft, id?: number): void;
  deleteContact(id: number): void;
  /** All of them. */
  clearContacts(): void;
  /** An empty number: nothing is behind the key any more. */
  setSpeedDial(dial: SpeedDial): void;
  /** Calls from there are refused from now on. */
  blockNumber(number: string, name: string): void;
  unblockNumber(id: number): void;
}

// What the readers of contact files give, before it is cleaned.

import type { ContactDraft } from '#ui/directory-snapshot';

export interface RawContact {
  /** The line of the file where it begins, or its number where lines mean nothing. */
  readonly at: number;
  readonly fields: Partial<ContactDraft>;
  /** Numbers that there is no field for. */
  readonly furtherNumbers: number;
}

export interface RawContacts {
  readonly contacts: readonly RawContact[];
  /** Names of fields that the directory does not keep, such as an address. */
  readonly ignored: readonly string[];
  /** The file as a whole is not what it seemed; in words for a person. */
  readonly problem?: string;
}

export const largestContactFileBytes: number = 8 * 1024 * 1024;
/** A file with more is not read to its end. */
export const mostRawContacts = 20_000;

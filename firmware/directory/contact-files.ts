// The directory as files, for whoever brings one: a page, a provisioning server.

import type { ContactFiles, ContactImport, SpeedDialImport } from '#ui/administration/contact-files';
import type { Contact, DirectoryCommands } from '#ui/directory-snapshot';
import { inBackground, smallBytes } from '../background/in-background.ts';
import { inSlices } from '../system/in-slices.ts';
import type { Directory } from './directory.ts';
import { contactCsvHeading, writeContactRows } from './files/contact-csv.ts';
import { readContacts } from './files/read-contacts.ts';
import { readSpeedDials } from './files/speed-dial-csv.ts';
import { writeVcards } from './files/write-vcards.ts';
import { speedDialCount } from './personal-lists.ts';

const stepContacts = 50;

function* written(contacts: readonly Contact[], format: 'vcard' | 'csv'): Generator<void, string> {
  const parts = format === 'csv' ? [contactCsvHeading] : [];
  for (let from = 0; from < contacts.length; from += stepContacts) {
    parts.push((format === 'csv' ? writeContactRows : writeVcards)(contacts.slice(from, from + stepContacts)));
    yield;
  }
  return parts.join('');
}

export class DirectoryFiles implements ContactFiles {
  readonly #directory: Directory;
  readonly #lists: Pick<DirectoryCommands, 'setSpeedDial'>;
  readonly #clock: { readonly monotonicMs: number };

  constructor(directory: Directory, lists: Pick<DirectoryCommands, 'setSpeedDial'>, clock: { readonly monotonicMs: number }) {
    this.#directory = directory;
    this.#lists = lists;
    this.#clock = clock;
  }

  async importContacts(bytes: Uint8Array): Promise<ContactImport> {
    // The first two to be put in order make the rules for it be read: there.
    const long = bytes.length > smallBytes || this.#directory.contacts.length < 2;
    const { contacts, ...read } = await (long ? inBackground('readContacts', bytes) : readContacts(bytes));
    return { ...read, ...(await inSlices(this.#directory.addAll(contacts), this.#clock)) };
  }

  exportContacts(format: 'vcard' | 'csv'): Promise<string> {
    return inSlices(written(this.#directory.contacts, format), this.#clock);
  }

  importSpeedDials(bytes: Uint8Array): SpeedDialImport {
    const { dials, refused } = readSpeedDials(bytes, speedDialCount);
    for (const dial of dials) this.#lists.setSpeedDial(dial);
    return { added: dials.length, refused };
  }
}

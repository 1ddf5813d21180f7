// The directory as files, for whoever brings one: a page, a provisioning server.

import type { ContactFiles, ContactImport, SpeedDialImport } from '#ui/administration/contact-files';
import type { DirectoryCommands } from '#ui/directory-snapshot';
import type { Directory } from './directory.ts';
import { writeContactCsv } from './files/contact-csv.ts';
import { readContacts } from './files/read-contacts.ts';
import { readSpeedDials } from './files/speed-dial-csv.ts';
import { writeVcards } from './files/write-vcards.ts';
import { speedDialCount } from './personal-lists.ts';

export class DirectoryFiles implements ContactFiles {
  readonly #directory: Directory;
  readonly #lists: Pick<DirectoryCommands, 'setSpeedDial'>;

  constructor(directory: Directory, lists: Pick<DirectoryCommands, 'setSpeedDial'>) {
    this.#directory = directory;
    this.#lists = lists;
  }

  importContacts(bytes: Uint8Array): ContactImport {
    const { contacts, ...read } = readContacts(bytes);
    return { ...read, ...this.#directory.addAll(contacts) };
  }

  exportContacts(format: 'vcard' | 'csv'): string {
    return (format === 'csv' ? writeContactCsv : writeVcards)(this.#directory.contacts);
  }

  importSpeedDials(bytes: Uint8Array): SpeedDialImport {
    const { dials, refused } = readSpeedDials(bytes, speedDialCount);
    for (const dial of dials) this.#lists.setSpeedDial(dial);
    return { added: dials.length, refused };
  }
}

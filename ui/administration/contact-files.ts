// Contacts and speed dials as files: brought, with an account of what was taken and what not, and taken away.

export type ContactFormat = 'vcard' | 'csv' | 'xml';

export interface ContactImport {
  readonly format: ContactFormat;
  readonly added: number;
  /** There already, with the same name and numbers. */
  readonly known: number;
  /** For which there was no room. */
  readonly left: number;
  /** The first of those that are no contacts; `at` is the line of the file, in XML the number of the entry. */
  readonly refused: readonly { readonly at: number; readonly reason: 'nameMissing' | 'numberMissing' }[];
  readonly refusedCount: number;
  /** Contacts of which a number was left behind: there are three fields. */
  readonly shortened: number;
  /** Fields that the directory does not keep. */
  readonly ignored: readonly string[];
  /** Why nothing, or not everything, could be read. */
  readonly problem: string | undefined;
}

export interface SpeedDialImport {
  readonly added: number;
  readonly refused: readonly { readonly line: number; readonly reason: 'key' | 'number' | 'type' }[];
}

export interface ContactFiles {
  /** The form is found out from the bytes. */
  importContacts(bytes: Uint8Array): Promise<ContactImport>;
  exportContacts(format: 'vcard' | 'csv'): Promise<string>;
  /** AudioCodes' speed dial file. */
  importSpeedDials(bytes: Uint8Array): SpeedDialImport;
}

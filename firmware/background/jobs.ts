// Work that takes longer than the main thread may be held, each a pure function of plain data: done beside it, one thread for one job.

import { readConfigurationFile } from '#config/formats/read-file';
import { writtenBackup } from '../administration/written-backup.ts';
import { readContacts } from '../directory/files/read-contacts.ts';
import { nameOrder } from '../directory/name-order.ts';
import { readOfferedFile } from '../provisioning/offered-file.ts';

export interface Jobs {
  readonly readConfigurationFile: typeof readConfigurationFile;
  readonly readContacts: typeof readContacts;
  readonly readOfferedFile: typeof readOfferedFile;
  readonly writtenBackup: typeof writtenBackup;
}

/** What the main thread needs to put them in order is in memory afterwards. */
function readContactsToSort(bytes: Uint8Array): ReturnType<typeof readContacts> {
  nameOrder('a', 'b');
  return readContacts(bytes);
}

export const jobs: Jobs = { readConfigurationFile, readContacts: readContactsToSort, readOfferedFile, writtenBackup };
export type JobName = keyof Jobs;

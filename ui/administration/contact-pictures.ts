// Pictures of contacts: brought and taken away. The phone shows them where somebody calls or is called.

import type { Stored } from './media-files.ts';

export interface ContactPictures {
  /** PNG or JPEG; undefined: there is none. */
  picture(contact: number): Promise<Uint8Array | undefined>;
  store(contact: number, bytes: Uint8Array): Promise<Stored>;
  /** False: there was none. */
  delete(contact: number): Promise<boolean>;
}

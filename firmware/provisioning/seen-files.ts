// What was taken last from where, so that a file that has not changed is neither sent nor applied again.

import { createHash } from 'node:crypto';
import type { Collection, Entry } from '#config/collection';
import type { Validators } from './fetch/fetched.ts';

export type SeenFile = {
  /** Of its address, which may hold a password. */
  readonly addressHash: string;
  readonly contentHash: string;
  readonly entityTag?: string | undefined;
  readonly lastModified?: string | undefined;
};

/** Where the store keeps them; gone with the settings when those go back to their defaults. */
export const seenFilesName = 'fetched_files';

export class SeenFiles {
  readonly #files: Collection<SeenFile>;

  constructor(files: Collection<SeenFile>) {
    this.#files = files;
  }

  validators(url: URL): Validators {
    const { entityTag, lastModified } = this.#find(url) ?? {};
    return {
      ...(entityTag === undefined ? {} : { entityTag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    };
  }

  isKnown(url: URL, bytes: Uint8Array): boolean {
    return this.#find(url)?.contentHash === hashOf(bytes);
  }

  remember(url: URL, bytes: Uint8Array, validators: Validators): void {
    const known = this.#find(url);
    if (known !== undefined) this.#files.delete(known.id);
    this.#files.add({ addressHash: hashOf(url.href), contentHash: hashOf(bytes), ...validators });
  }

  #find(url: URL): Entry<SeenFile> | undefined {
    const addressHash = hashOf(url.href);
    return this.#files.list().find((file) => file.addressHash === addressHash);
  }
}

function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

// Logo and background: looked at before they are kept, under a name of ours that changes with what is in them.

import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Store } from '#config/store';
import type { Stored } from '#ui/administration/media-files';
import { type PictureName, pictureNames, type ScreenPictures } from '#ui/administration/pictures';
import type { Clock } from '#ui/ports';
import { decodePicture } from '../pictures/decode.ts';
import { PictureError } from '../pictures/picture.ts';
import { readPictureFile } from '../pictures/picture-source.ts';
import { inSlices } from '../system/in-slices.ts';

const paths = {
  logo: { address: 'personal_settings/logo_url', shown: 'personal_settings/logo_shown' },
  background: { address: 'personal_settings/background_url', shown: 'personal_settings/background_shown' },
} as const;

export interface BroughtPicturesOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** A whole path: it becomes the value of a parameter. */
  readonly directory: string;
}

export class BroughtPictures implements ScreenPictures {
  readonly #options: BroughtPicturesOptions;

  constructor(options: BroughtPicturesOptions) {
    this.#options = options;
  }

  get shown(): readonly PictureName[] {
    return pictureNames.filter((name) => this.#fileOf(name) !== undefined);
  }

  async read(name: PictureName): ReturnType<ScreenPictures['read']> {
    const file = this.#fileOf(name);
    const bytes = file === undefined ? undefined : await readPictureFile(file).catch(() => undefined);
    return bytes === undefined ? undefined : { bytes, type: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg' };
  }

  async store(name: PictureName, bytes: Uint8Array): Promise<Stored> {
    const { store, clock, directory } = this.#options;
    try {
      await inSlices(decodePicture(bytes), clock);
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      return { ok: false, expected: `a picture, PNG or JPEG: ${error.message}` };
    }
    await mkdir(directory, { recursive: true });
    const before = this.#fileOf(name);
    const file = join(directory, `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`);
    await writeFile(`${file}.new`, bytes);
    await rename(`${file}.new`, file);
    const changes = [
      { path: paths[name].address, value: file },
      { path: paths[name].shown, value: 'PICTURE' },
    ];
    const result = await store.change(changes, 'admin', 'a picture was brought');
    if (!result.ok) return { ok: false, expected: 'space on the disk: it could not be stored' };
    if (before !== undefined && before !== file) await rm(before, { force: true });
    return { ok: true };
  }

  async clear(name: PictureName): Promise<boolean> {
    const before = this.#fileOf(name);
    if (before === undefined) return false;
    const { address, shown } = paths[name];
    const changes = [address, shown].map((path) => ({ path, value: undefined }));
    const { ok } = await this.#options.store.change(changes, 'admin', 'a picture was taken away');
    if (ok) await rm(before, { force: true });
    return ok;
  }

  /** Only what was brought here: other addresses are the site's own. */
  #fileOf(name: PictureName): string | undefined {
    const { store, directory } = this.#options;
    const address = store.get(paths[name].address);
    return dirname(address) === directory && address.startsWith(join(directory, `${name}-`)) ? address : undefined;
  }
}

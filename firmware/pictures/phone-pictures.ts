// The pictures of this phone: logo, background, and faces by number. Read in the background; a broken one is told and left out.

import { join } from 'node:path';
import type { Display } from '#hal/display/display';
import { type Bitmap, colorBitmap, monoBitmap } from '#ui/lcd/raster/bitmap';
import { metricsFor } from '#ui/lcd/themes/metrics';
import type { Pictures } from '#ui/pictures';
import type { Parameters } from '../lines/line-settings.ts';
import { inSlices } from '../system/in-slices.ts';
import { knownNotice } from '../system/known-notices.ts';
import type { Log } from '../system/log.ts';
import type { Notices } from '../system/notices.ts';
import { decodePicture } from './decode.ts';
import { type DecodedPicture, PictureError } from './picture.ts';
import { loadPicture, type PictureSource, readPictureFile } from './picture-source.ts';
import { contained, covering } from './scale.ts';

/** Of the display, what a logo may take. */
const logoShare = { width: 0.45, height: 0.3 };
/** Faces that are kept; more than a screen shows. */
const mostFaces = 24;

export interface PhonePicturesOptions {
  readonly parameters: Parameters;
  readonly display: Pick<Display, 'class' | 'width' | 'height' | 'format'>;
  /** Faces lie in it, each under the number that it belongs to: `1002.jpg`. */
  readonly directory: string;
  readonly source: PictureSource;
  readonly log: Log;
  readonly notices: Pick<Notices, 'raise' | 'clear'>;
}

type Name = 'logo' | 'background';

export class PhonePictures implements Pictures {
  readonly #options: PhonePicturesOptions;
  readonly #listeners = new Set<() => void>();
  readonly #wanted: Record<Name, string> = { logo: '', background: '' };
  readonly #made: Record<Name, Bitmap | undefined> = { logo: undefined, background: undefined };
  /** Null: there is none. */
  readonly #faces = new Map<string, Bitmap | null>();

  constructor(options: PhonePicturesOptions) {
    this.#options = options;
  }

  get logo(): Bitmap | undefined {
    return this.#made.logo;
  }
  get background(): Bitmap | undefined {
    return this.#made.background;
  }

  ofNumber(number: string): Bitmap | undefined {
    if (!/^\+?[0-9*#]{1,32}$/.test(number)) return undefined;
    const known = this.#faces.get(number);
    if (known !== undefined) return known ?? undefined;
    if (this.#faces.size >= mostFaces) this.#faces.delete(this.#faces.keys().next().value ?? '');
    this.#faces.set(number, null);
    void this.#readFace(number);
    return undefined;
  }

  /** The face of this number may be another now. */
  forget(number: string): void {
    this.#faces.delete(number);
    this.#tell();
  }

  /** Takes up what the parameters say now. */
  async configure(): Promise<void> {
    const { parameters } = this.#options;
    const logo = parameters.get('personal_settings/logo_shown') === 'PICTURE' ? parameters.get('personal_settings/logo_url') : '';
    const shown = parameters.get('personal_settings/background_shown') === 'PICTURE';
    const background = shown ? parameters.get('personal_settings/background_url') : '';
    await Promise.all([this.#take('logo', logo), this.#take('background', background)]);
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  async #take(name: Name, address: string): Promise<void> {
    const { source, notices, log } = this.#options;
    if (this.#wanted[name] === address) return;
    this.#wanted[name] = address;
    const id = `picture-${name}`;
    let made: Bitmap | undefined;
    notices.clear(id);
    try {
      if (address !== '') made = await this.#make(name, await loadPicture(address, source));
    } catch (error) {
      const reason = error instanceof PictureError ? error.message : 'It cannot be shown.';
      log.warn('lcd', `the ${name} cannot be shown`, { reason });
      notices.raise(knownNotice('picture', { id, severity: 'warning' }, { file: fileName(address), reason }));
    }
    // Another one may have been asked for meanwhile.
    if (this.#wanted[name] !== address) return;
    this.#made[name] = made;
    this.#tell();
  }

  async #make(name: Name, bytes: Uint8Array): Promise<Bitmap> {
    const { display, source } = this.#options;
    const picture = await inSlices(decodePicture(bytes), source.clock);
    const [width, height] = [Math.round(display.width * logoShare.width), Math.round(display.height * logoShare.height)];
    const sized = name === 'logo' ? contained(picture, width, height) : covering(picture, display.width, display.height);
    return await this.#bitmap(await inSlices(sized, source.clock));
  }

  async #readFace(number: string): Promise<void> {
    const { directory, display, source, log } = this.#options;
    const size = faceSize(display);
    if (size === 0) return;
    for (const kind of ['jpg', 'png']) {
      const bytes = await readPictureFile(join(directory, `${number}.${kind}`)).catch(() => undefined);
      if (bytes === undefined) continue;
      try {
        const picture = await inSlices(decodePicture(bytes), source.clock);
        const face = rounded(await inSlices(covering(picture, size, size), source.clock));
        this.#faces.set(number, await this.#bitmap(face));
        this.#tell();
      } catch (error) {
        log.warn('lcd', 'a contact picture cannot be shown', { reason: error instanceof Error ? error.message : String(error) });
      }
      return;
    }
  }

  /** Mono screens are small. */
  async #bitmap(picture: DecodedPicture): Promise<Bitmap> {
    const { display, source } = this.#options;
    return display.format === 'mono' ? monoBitmap(picture) : await inSlices(colorBitmap(picture), source.clock);
  }

  #tell(): void {
    for (const changed of this.#listeners) changed();
  }
}

/** Without the rest of the address, which may hold a password. */
function fileName(address: string): string {
  return (address.split(/[?#]/)[0] ?? '').split('/').at(-1) ?? '';
}

/** What the disc beside a name has room for within its ring; 0: there is none. */
function faceSize(display: Pick<Display, 'class'>): number {
  const { avatar } = metricsFor(display.class, false);
  return Math.max(0, avatar - 2 * Math.max(2, avatar >> 5));
}

/** Nothing of it shows outside the circle. */
function rounded({ width, height, rgba }: DecodedPicture): DecodedPicture {
  const radius = width / 2;
  for (let i = 0; i < width * height; i += 1) {
    const distance = Math.hypot((i % width) + 0.5 - radius, Math.floor(i / width) + 0.5 - radius);
    const covered = Math.min(1, Math.max(0, radius - distance + 0.5));
    rgba[i * 4 + 3] = Math.round((rgba[i * 4 + 3] as number) * covered);
  }
  return { width, height, rgba };
}

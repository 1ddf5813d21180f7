// The pictures of contacts as files: each under the number of a contact, as `PhonePictures` looks for it. Checked by reading them.

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContactPictures } from '#ui/administration/contact-pictures';
import type { Stored } from '#ui/administration/media-files';
import { type Contact, numbersOf } from '#ui/directory-snapshot';
import { inSlices } from '../system/in-slices.ts';
import { decodePicture } from './decode.ts';
import { PictureError } from './picture.ts';
import { readPictureFile } from './picture-source.ts';
import { isPng } from './png-picture.ts';

export interface FaceFilesOptions {
  readonly directory: string;
  readonly clock: { readonly monotonicMs: number };
  readonly contacts: () => readonly Contact[];
  /** Look again for the face of this number. */
  readonly forget: (number: string) => void;
}

/** What may be a file's name. */
const plainNumber = /^\+?[0-9*#]{1,32}$/;
const kinds = ['jpg', 'png'] as const;

/** Each contact is looked at once: there may be thousands, and few of them change. */
const found = new WeakMap<Contact, string>();

function numberOf(contact: Contact): string | undefined {
  const number = found.get(contact) ?? numbersOf(contact).find((each) => plainNumber.test(each.number))?.number ?? '';
  found.set(contact, number);
  return number === '' ? undefined : number;
}

interface Followed {
  /** Under which number the picture of a contact lies, if it has one. */
  readonly numbers: ReadonlyMap<number, string>;
  /** Contacts of before whose number nobody has now. */
  readonly left: readonly (readonly [id: number, number: string])[];
}

function* followed(contacts: readonly Contact[], before: Followed['numbers']): Generator<void, Followed> {
  const numbers = new Map<number, string>();
  const used = new Set<string>();
  for (const contact of contacts) {
    const number = numberOf(contact);
    if (number !== undefined) {
      numbers.set(contact.id, number);
      used.add(number);
    }
    yield;
  }
  const left: (readonly [number, string])[] = [];
  for (const entry of before) {
    if (!used.has(entry[1])) left.push(entry);
    yield;
  }
  return { numbers, left };
}

export class FaceFiles implements ContactPictures {
  readonly #options: FaceFilesOptions;
  #followed: readonly Contact[] | undefined;
  #following: Promise<void> = Promise.resolve();
  #numbers: Followed['numbers'] = new Map();

  constructor(options: FaceFilesOptions) {
    this.#options = options;
  }

  /** A picture goes with its contact, and with the contact's number. */
  follow(): Promise<void> {
    const contacts = this.#options.contacts();
    if (contacts === this.#followed) return Promise.resolve();
    this.#followed = contacts;
    const next = this.#following.then(() => this.#follow(contacts));
    this.#following = next.catch(() => undefined);
    return next;
  }

  async #follow(contacts: readonly Contact[]): Promise<void> {
    const { numbers, left } = await inSlices(followed(contacts, this.#numbers), this.#options.clock);
    this.#numbers = numbers;
    for (const [id, number] of left) await this.#move(number, numbers.get(id));
  }

  async #move(from: string, to: string | undefined): Promise<void> {
    const { directory, forget } = this.#options;
    for (const kind of kinds) {
      const old = join(directory, `${from}.${kind}`);
      // Most contacts have none.
      if (to === undefined) await rm(old, { force: true });
      else await rename(old, join(directory, `${to}.${kind}`)).catch(() => undefined);
    }
    forget(from);
    if (to !== undefined) forget(to);
  }

  async picture(contact: number): Promise<Uint8Array | undefined> {
    for (const place of this.#places(contact)) {
      const bytes = await readPictureFile(place).catch(() => undefined);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  }

  async store(contact: number, bytes: Uint8Array): Promise<Stored> {
    const number = this.#number(contact);
    if (number === undefined) return { ok: false, expected: 'a contact with a telephone number' };
    try {
      await inSlices(decodePicture(bytes), this.#options.clock);
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      return { ok: false, expected: `a PNG or JPEG picture: ${error.message}` };
    }
    await mkdir(this.#options.directory, { recursive: true });
    const [kind, other] = isPng(bytes) ? (['png', 'jpg'] as const) : (['jpg', 'png'] as const);
    const place = join(this.#options.directory, `${number}.${kind}`);
    await writeFile(`${place}.new`, bytes);
    await rename(`${place}.new`, place);
    await rm(join(this.#options.directory, `${number}.${other}`), { force: true });
    this.#options.forget(number);
    return { ok: true };
  }

  async delete(contact: number): Promise<boolean> {
    const there = (await this.picture(contact)) !== undefined;
    for (const place of this.#places(contact)) await rm(place, { force: true });
    const number = this.#number(contact);
    if (number !== undefined) this.#options.forget(number);
    return there;
  }

  #number(id: number): string | undefined {
    const contact = this.#options.contacts().find((each) => each.id === id);
    return contact && numberOf(contact);
  }

  #places(contact: number): readonly string[] {
    const number = this.#number(contact);
    return number === undefined ? [] : kinds.map((kind) => join(this.#options.directory, `${number}.${kind}`));
  }
}

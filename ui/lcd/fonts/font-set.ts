// The fonts of one screen family, by role, made from packs that were read outside.

import type { DisplayClass } from '#hal/display/display';
import type { Script } from '../../text/languages.ts';
import { Font } from './font.ts';
import { type FontChain, type FontChoice, type FontRole, fontsOfClass, latinScript } from './font-list.ts';
import { type FontFiles, FontPack } from './font-pack.ts';
import { PackGlyphs } from './glyphs.ts';

/** A pack that the screen family needs was not handed over. */
class FontMissingError extends Error {
  readonly code = 'FONT_MISSING';
}

/** Characters without a glyph that are remembered by name; the count goes on. */
const mostNamed = 200;

export class FontSet {
  readonly #files: FontFiles;
  readonly #fonts = new Map<FontRole, Font>();
  /** Null: it is not there, or damaged. */
  readonly #packs = new Map<string, FontPack | null>();
  readonly #glyphs = new Map<string, PackGlyphs>();
  readonly #missing = new Set<string>();
  #missingCount = 0;

  private constructor(files: FontFiles) {
    this.#files = files;
  }

  /** Takes what `packsOfClass` names from the files at once, and what further scripts need when they turn up. */
  static load(displayClass: DisplayClass, files: FontFiles, script: Script = latinScript, largeText = false): FontSet {
    const set = new FontSet(files);
    for (const [role, chain] of Object.entries(fontsOfClass(displayClass, script, largeText))) set.#add(role as FontRole, chain);
    return set;
  }

  of(role: FontRole): Font {
    return this.#fonts.get(role) as Font;
  }

  /** Characters that no pack has, as far as they were looked up; each is drawn as a box. */
  get missing(): { readonly count: number; readonly characters: ReadonlySet<string> } {
    return { count: this.#missingCount, characters: this.#missing };
  }

  #add(role: FontRole, [first, ...later]: FontChain): void {
    const bytes = this.#packs.has(first.pack) ? undefined : this.#files.get(first.pack);
    if (bytes !== undefined) this.#packs.set(first.pack, FontPack.parse(bytes));
    const pack = this.#packs.get(first.pack);
    if (pack === undefined || pack === null) throw new FontMissingError(`Font pack ${first.pack} is missing.`);
    const openers = later.map((choice) => () => this.#later(choice));
    this.#fonts.set(role, new Font(pack, first.scale, openers, (character) => this.#note(character)));
  }

  #later(choice: FontChoice): PackGlyphs | undefined {
    const { pack, scale, thickened = false } = choice;
    const key = `${pack} ${scale} ${thickened}`;
    const known = this.#glyphs.get(key);
    if (known !== undefined) return known;
    const opened = this.#open(pack);
    if (opened === null) return undefined;
    const glyphs = new PackGlyphs(opened, scale, thickened);
    this.#glyphs.set(key, glyphs);
    return glyphs;
  }

  /** A pack of a further script that cannot be read is as if it were not there: the screen still shows everything else. */
  #open(name: string): FontPack | null {
    const known = this.#packs.get(name);
    if (known !== undefined) return known;
    let pack: FontPack | null = null;
    try {
      const bytes = this.#files.get(name);
      pack = bytes === undefined ? null : FontPack.parse(bytes);
    } catch {
      pack = null;
    }
    this.#packs.set(name, pack);
    return pack;
  }

  #note(character: string): void {
    this.#missingCount += 1;
    if (this.#missing.size < mostNamed) this.#missing.add(character);
  }
}

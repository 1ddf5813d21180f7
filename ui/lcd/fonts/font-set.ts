// The fonts of one screen family, by role, made from packs that were read outside.

import type { DisplayClass } from '#hal/display/display';
import { Font } from './font.ts';
import { type FontRole, fontsOfClass } from './font-list.ts';
import { FontPack } from './font-pack.ts';

/** A pack that the screen family needs was not handed over. */
class FontMissingError extends Error {
  readonly code = 'FONT_MISSING';
}

export class FontSet {
  readonly #fonts: ReadonlyMap<FontRole, Font>;

  private constructor(fonts: ReadonlyMap<FontRole, Font>) {
    this.#fonts = fonts;
  }

  /** Takes what `packsOfClass` names from the packs. */
  static load(displayClass: DisplayClass, packs: ReadonlyMap<string, Uint8Array>): FontSet {
    const parsed = new Map<string, FontPack>();
    const fonts = new Map<FontRole, Font>();
    for (const [role, { pack, scale }] of Object.entries(fontsOfClass[displayClass])) {
      const bytes = packs.get(pack);
      if (bytes === undefined) throw new FontMissingError(`Font pack ${pack} is missing.`);
      const known = parsed.get(pack) ?? FontPack.parse(bytes);
      parsed.set(pack, known);
      fonts.set(role as FontRole, new Font(known, scale));
    }
    return new FontSet(fonts);
  }

  of(role: FontRole): Font {
    return this.#fonts.get(role) as Font;
  }
}

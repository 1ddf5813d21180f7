// What the font packs are baked from: which characters, out of which files.

import { join } from 'node:path';
import type { PackRecipe } from '../ui/lcd/fonts/font-list.ts';
import type { HanForms } from '../ui/text/languages.ts';

type Range = readonly [number, number];

/** Latin, Greek, Cyrillic and Hebrew: what the languages of Europe and Israel write names in. */
const alphabets: readonly Range[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x218, 0x21b],
  [0x386, 0x3ce],
  [0x400, 0x45f],
  [0x490, 0x491],
  [0x5be, 0x5be],
  [0x5d0, 0x5ea],
  [0x5f0, 0x5f4],
  [0x1e9e, 0x1e9e],
  [0x2010, 0x2015],
  [0x2018, 0x201e],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2033],
  [0x2039, 0x203a],
  [0x20aa, 0x20aa],
  [0x20ac, 0x20ac],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
  [0xfffd, 0xfffd],
];

const hebrewLetters: Range = [0x5d0, 0x5f2];

/** Punctuation, kana, and letters as wide as a Chinese character: every East Asian pack has them. */
const eastAsian: readonly Range[] = [
  [0x3000, 0x3017],
  [0x301c, 0x301f],
  [0x3041, 0x3096],
  [0x3099, 0x309e],
  [0x30a0, 0x30ff],
  [0xff01, 0xff5e],
  [0xff61, 0xff9f],
  [0xffe0, 0xffe6],
];

/** Bytes of a national character set's own characters: rows and columns as its standard counts them. */
interface NationalSet {
  readonly encoding: string;
  readonly rows: Range;
  readonly columns: readonly Range[];
}

const nationalSets: Readonly<Record<HanForms, NationalSet>> = {
  // GB 2312, both levels.
  cn: { encoding: 'gbk', rows: [0xb0, 0xf7], columns: [[0xa1, 0xfe]] },
  // Big5, the first level: what is in daily use.
  tw: {
    encoding: 'big5',
    rows: [0xa4, 0xc6],
    columns: [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
  },
  // JIS X 0208, both levels.
  jp: { encoding: 'euc-jp', rows: [0xb0, 0xf4], columns: [[0xa1, 0xfe]] },
  // KS X 1001, the syllables.
  kr: { encoding: 'euc-kr', rows: [0xb0, 0xc8], columns: [[0xa1, 0xfe]] },
};

function expanded(ranges: readonly Range[]): number[] {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

function nationalCodes({ encoding, rows, columns }: NationalSet): number[] {
  const decoder = new TextDecoder(encoding);
  const codes: number[] = [];
  for (const row of expanded([rows])) {
    for (const column of expanded(columns)) {
      const [character = ''] = decoder.decode(Uint8Array.of(row, column));
      const code = character.codePointAt(0) ?? 0;
      if (code >= 0x3400 && code !== 0xfffd && !(code >= 0xe000 && code < 0xf900)) codes.push(code);
    }
  }
  return codes;
}

/** In ascending order, each once. */
export function codesOf(characters: PackRecipe['characters']): readonly number[] {
  if (characters === 'text') return expanded(alphabets);
  if (characters === 'clock') return [...' -0123456789:'].map((c) => c.charCodeAt(0));
  const codes = new Set([...expanded(eastAsian), ...nationalCodes(nationalSets[characters])]);
  return [...codes].toSorted((a, b) => a - b);
}

const packageOf: Readonly<Record<HanForms, string>> = { cn: 'sc', tw: 'tc', jp: 'jp', kr: 'kr' };

/** The place of each country's font within Noto's collection (fonts-noto-cjk). */
const faceOf: Readonly<Record<HanForms, number>> = { jp: 0, kr: 1, cn: 2, tw: 3 };

export interface FontSource {
  readonly file: string;
  readonly kind: 'woff' | 'collection' | 'pcf';
  /** These characters only, each as wide as it is drawn: letters of a typewriter set like print. */
  readonly proportional?: Range;
  /** Which font of a collection. */
  readonly face?: number;
}

const notoCollection = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const efont = (size: number): string => `/usr/share/fonts/X11/misc/h${size}.pcf.gz`;

/** Earlier files win where several have a character. */
export function sourcesOf({ family, weight, size, characters }: PackRecipe, root: string): readonly FontSource[] {
  const modules = join(root, 'node_modules/@fontsource');
  if (family === 'noto-sans') {
    const parts = ['latin', 'latin-ext', 'greek', 'cyrillic'].map(
      (part): FontSource => ({ file: join(modules, `noto-sans/files/noto-sans-${part}-${weight}-normal.woff`), kind: 'woff' }),
    );
    if (characters === 'clock') return parts.slice(0, 1);
    const hebrew = join(modules, `noto-sans-hebrew/files/noto-sans-hebrew-hebrew-${weight}-normal.woff`);
    return [...parts, { file: hebrew, kind: 'woff' }];
  }
  const han = characters === 'text' || characters === 'clock' ? undefined : characters;
  if (family === 'noto-cjk') return [{ file: notoCollection, kind: 'collection', face: faceOf[han ?? 'cn'] }];
  const name = `fusion-pixel-${size}px-proportional-${packageOf[han ?? 'cn']}`;
  const fusion: FontSource = { file: join(modules, name, `files/${name}-latin-400-normal.woff`), kind: 'woff' };
  // Electronic Font fills the gaps: Polish, Hebrew and more. At 8 pixels there is nothing to fill them with.
  if (han !== undefined || size < 10) return [fusion];
  // Hebrew letters are low: those of the next size stand as high as Latin ones.
  return [fusion, { file: efont(size + 2), kind: 'pcf', proportional: hebrewLetters }, { file: efont(size), kind: 'pcf' }];
}

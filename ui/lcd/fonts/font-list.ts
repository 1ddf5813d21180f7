// Which baked fonts there are and which of them serve each role on each screen family. tools/bake-fonts.ts bakes this list.

import type { DisplayClass } from '#hal/display/display';
import type { HanForms, Script } from '../../text/languages.ts';

/** What a text is for; the theme's metrics say how large that is. */
export type FontRole = 'small' | 'smallStrong' | 'body' | 'bodyStrong' | 'title' | 'titleStrong' | 'large' | 'clock';

export const latinScript: Script = { han: 'cn', tall: false };

/** One pack, drawn `scale` times as large (whole numbers, for pixel fonts). */
export interface FontChoice {
  readonly pack: string;
  readonly scale: 1 | 2;
  /** The pack has one weight only: thickened when drawn. */
  readonly thickened?: boolean;
}

export interface PackRecipe {
  readonly name: string;
  readonly family: 'noto-sans' | 'fusion-pixel' | 'noto-cjk';
  readonly weight: 300 | 400 | 600;
  readonly size: number;
  /** `text`: the alphabets of Europe and Hebrew. `clock`: digits, colon and dash only. */
  readonly characters: 'text' | 'clock' | HanForms;
}

const sans = (weight: 400 | 600, size: number): PackRecipe => ({
  name: `sans-${weight}-${size}`,
  family: 'noto-sans',
  weight,
  size,
  characters: 'text',
});
const clock = (size: number): PackRecipe => ({
  name: `clock-${size}`,
  family: 'noto-sans',
  weight: 300,
  size,
  characters: 'clock',
});
const pixel = (size: number): PackRecipe => ({
  name: `pixel-${size}`,
  family: 'fusion-pixel',
  weight: 400,
  size,
  characters: 'text',
});

const hanForms: readonly HanForms[] = ['cn', 'tw', 'jp', 'kr'];
const hanName = (family: 'sans' | 'pixel', forms: HanForms, size: number): string => `${family}-${forms}-${size}`;

const colorSizes = [
  { small: 14, body: 16, title: 20, large: 28, clock: 58 },
  { small: 16, body: 18, title: 24, large: 34, clock: 72 },
  { small: 20, body: 24, title: 32, large: 48, clock: 112 },
] as const;

const hanRecipes: readonly PackRecipe[] = hanForms.flatMap((forms) => [
  ...[...new Set(colorSizes.flatMap((s) => [s.small, s.body, s.title]))].map(
    (size): PackRecipe => ({
      name: hanName('sans', forms, size),
      family: 'noto-cjk',
      weight: 400,
      size,
      characters: forms,
    }),
  ),
  ...[10, 12].map(
    (size): PackRecipe => ({
      name: hanName('pixel', forms, size),
      family: 'fusion-pixel',
      weight: 400,
      size,
      characters: forms,
    }),
  ),
]);

/** Every pack, each once. */
export const packRecipes: readonly PackRecipe[] = [
  ...new Map(
    [
      ...colorSizes.flatMap((s) => [
        ...[s.small, s.body, s.title].flatMap((size) => [sans(400, size), sans(600, size)]),
        sans(600, s.large),
        clock(s.clock),
      ]),
      ...[8, 10, 12].map(pixel),
      ...hanRecipes,
    ].map((recipe) => [recipe.name, recipe]),
  ).values(),
];

/** The packs of a role in the order in which they are asked for a character. The first is always there, the others are read when wanted. */
export type FontChain = readonly [FontChoice, ...FontChoice[]];

/** Packs of East Asia behind the first: the language's own forms, then whatever the others have. */
function withHan(own: HanForms, first: FontChoice, family: 'sans' | 'pixel', size: number, scale: 1 | 2 = 1): FontChain {
  const thickened = first.pack.startsWith('sans-600') ? { thickened: true } : {};
  const order = [own, ...hanForms.filter((forms) => forms !== own)];
  return [first, ...order.map((forms) => ({ pack: hanName(family, forms, size), scale, ...thickened }))];
}

const once = (pack: string): FontChoice => ({ pack, scale: 1 });

/** What the fonts of a colour screen measure. */
interface Sizes {
  readonly small: number;
  readonly body: number;
  readonly title: number;
  readonly large: number;
  readonly clock: number;
}

function colorFonts(sizes: Sizes, { han }: Script): Readonly<Record<FontRole, FontChain>> {
  const sansOf = (weight: 400 | 600, size: number, hanSize: number = size): FontChain =>
    withHan(han, once(`sans-${weight}-${size}`), 'sans', hanSize);
  return {
    small: sansOf(400, sizes.small),
    smallStrong: sansOf(600, sizes.small),
    body: sansOf(400, sizes.body),
    bodyStrong: sansOf(600, sizes.body),
    title: sansOf(400, sizes.title),
    titleStrong: sansOf(600, sizes.title),
    // Chinese characters fill their square: at the size of a title they are as large as a name in large letters.
    large: sansOf(600, sizes.large, sizes.title),
    clock: [once(`clock-${sizes.clock}`)],
  };
}

function monoFonts(displayClass: DisplayClass, { han, tall }: Script): Readonly<Record<FontRole, FontChain>> {
  const pixels = (size: 10 | 12, scale: 1 | 2 = 1): FontChain =>
    withHan(han, { pack: `pixel-${size}`, scale }, 'pixel', size, scale);
  /** 8 pixels are too few for Cyrillic, Hebrew and all of East Asia. */
  const latin = (scale: 1 | 2, others: 10 | 12): FontChain => [{ pack: 'pixel-8', scale }, ...pixels(others)];
  const wide = displayClass === 'mono-256';
  const small = wide || tall ? pixels(10) : latin(1, 10);
  const body = pixels(wide ? 12 : 10);
  const title = wide && !tall ? latin(2, 12) : pixels(12);
  return {
    small,
    smallStrong: small,
    body,
    bodyStrong: body,
    title,
    titleStrong: title,
    large: wide ? pixels(12, 2) : latin(2, 12),
    clock: pixels(12, 2),
  };
}

const colorSizesOf: Readonly<Partial<Record<DisplayClass, (typeof colorSizes)[number]>>> = {
  'color-320': colorSizes[0],
  'color-480': colorSizes[1],
  'touch-800': colorSizes[2],
};

/** Text for eyes that want it larger, of the sizes that are baked for the other screens. */
const largeSizesOf: Readonly<Partial<Record<DisplayClass, Sizes>>> = {
  'color-320': { small: 16, body: 20, title: 24, large: 32, clock: 58 },
  'color-480': { small: 20, body: 24, title: 32, large: 34, clock: 72 },
  'touch-800': { small: 24, body: 32, title: 32, large: 48, clock: 112 },
};

function largeMonoFonts(displayClass: DisplayClass, script: Script): Readonly<Record<FontRole, FontChain>> {
  const usual = monoFonts(displayClass, script);
  // Bars of 128 by 64 pixels keep their letters: larger ones would leave no word whole.
  if (displayClass !== 'mono-256') return { ...usual, body: usual.title, bodyStrong: usual.title };
  const { clock } = usual;
  return {
    ...usual,
    small: usual.body,
    smallStrong: usual.body,
    body: clock,
    bodyStrong: clock,
    title: clock,
    titleStrong: clock,
  };
}

/** The fonts of a screen family for a language's script. */
export function fontsOfClass(
  displayClass: DisplayClass,
  script: Script,
  largeText = false,
): Readonly<Record<FontRole, FontChain>> {
  const sizes = (largeText ? largeSizesOf : colorSizesOf)[displayClass];
  if (sizes !== undefined) return colorFonts(sizes, script);
  return largeText ? largeMonoFonts(displayClass, script) : monoFonts(displayClass, script);
}

const basePack = /^(sans-\d+|clock|pixel)-\d+$/;

/** Names of the packs that a screen family cannot do without, so that the composition root reads no others whole. */
export function packsOfClass(displayClass: DisplayClass): readonly string[] {
  const chains = Object.values(fontsOfClass(displayClass, latinScript)).flat();
  return [...new Set(chains.map(({ pack }) => pack).filter((pack) => basePack.test(pack)))];
}

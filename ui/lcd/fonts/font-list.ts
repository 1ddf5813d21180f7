// Which baked fonts there are and which of them serves each role on each screen family. tools/bake-fonts.ts bakes this list.

import type { DisplayClass } from '#hal/display/display';

/** What a text is for; the theme's metrics say how large that is. */
export type FontRole = 'small' | 'smallStrong' | 'body' | 'bodyStrong' | 'title' | 'titleStrong' | 'large' | 'clock';

/** One pack, drawn `scale` times as large (whole numbers, for pixel fonts). */
export interface FontChoice {
  readonly pack: string;
  readonly scale: 1 | 2;
}

export interface PackRecipe {
  readonly name: string;
  readonly family: 'noto-sans' | 'fusion-pixel';
  readonly weight: 300 | 400 | 600;
  readonly size: number;
  /** `clock`: digits, colon and dash only. */
  readonly characters: 'text' | 'clock';
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

const colorSizes = [
  { small: 14, body: 16, title: 20, large: 28, clock: 58 },
  { small: 16, body: 18, title: 24, large: 34, clock: 72 },
  { small: 20, body: 24, title: 32, large: 48, clock: 112 },
] as const;

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
    ].map((recipe) => [recipe.name, recipe]),
  ).values(),
];

const once = (pack: string): FontChoice => ({ pack, scale: 1 });
const twice = (pack: string): FontChoice => ({ pack, scale: 2 });

function colorFonts(sizes: (typeof colorSizes)[number]): Readonly<Record<FontRole, FontChoice>> {
  return {
    small: once(`sans-400-${sizes.small}`),
    smallStrong: once(`sans-600-${sizes.small}`),
    body: once(`sans-400-${sizes.body}`),
    bodyStrong: once(`sans-600-${sizes.body}`),
    title: once(`sans-400-${sizes.title}`),
    titleStrong: once(`sans-600-${sizes.title}`),
    large: once(`sans-600-${sizes.large}`),
    clock: once(`clock-${sizes.clock}`),
  };
}

const monoFonts: Readonly<Record<FontRole, FontChoice>> = {
  small: once('pixel-8'),
  smallStrong: once('pixel-8'),
  body: once('pixel-10'),
  bodyStrong: once('pixel-10'),
  title: once('pixel-12'),
  titleStrong: once('pixel-12'),
  large: twice('pixel-8'),
  clock: twice('pixel-12'),
};

/** Twice the height: the next larger pixel fonts. */
const largeMonoFonts: Readonly<Record<FontRole, FontChoice>> = {
  small: once('pixel-10'),
  smallStrong: once('pixel-10'),
  body: once('pixel-12'),
  bodyStrong: once('pixel-12'),
  title: twice('pixel-8'),
  titleStrong: twice('pixel-8'),
  large: twice('pixel-12'),
  clock: twice('pixel-12'),
};

/** The fonts of a screen family. */
export const fontsOfClass: Readonly<Record<DisplayClass, Readonly<Record<FontRole, FontChoice>>>> = {
  'mono-128': monoFonts,
  'mono-132': monoFonts,
  'mono-256': largeMonoFonts,
  'color-320': colorFonts(colorSizes[0]),
  'color-480': colorFonts(colorSizes[1]),
  'touch-800': colorFonts(colorSizes[2]),
};

/** Names of the packs that a screen family needs, so that the composition root reads no others. */
export function packsOfClass(displayClass: DisplayClass): readonly string[] {
  return [...new Set(Object.values(fontsOfClass[displayClass]).map((choice) => choice.pack))];
}

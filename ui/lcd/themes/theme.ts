// Everything that decides how a screen looks on one display: colours, measures, fonts and icons.

import type { Display, Rectangle } from '#hal/display/display';
import { type LanguageTraits, languages } from '../../text/languages.ts';
import type { FontFiles } from '../fonts/font-pack.ts';
import { FontSet } from '../fonts/font-set.ts';
import { bitmapIcons, type IconSet, outlineIcons } from '../icons/icon-set.ts';
import type { Color } from '../raster/canvas.ts';
import { type Metrics, metricsFor } from './metrics.ts';
import { type Palette, paletteOf, type ThemeName } from './palette.ts';

export interface Theme {
  readonly name: ThemeName;
  /** The colour of somebody's brand; undefined: the theme's own. */
  readonly brand: Color | undefined;
  readonly mono: boolean;
  /** Everything begins on the right. */
  readonly rightToLeft: boolean;
  readonly screen: Rectangle;
  readonly palette: Palette;
  readonly metrics: Metrics;
  readonly fonts: FontSet;
  readonly icons: IconSet;
}

/** `packs`: where those that `packsOfClass` names must be, and those of further scripts may be. */
export function makeTheme(
  display: Pick<Display, 'class' | 'width' | 'height' | 'format'>,
  name: ThemeName,
  packs: FontFiles,
  language: LanguageTraits = languages.en,
  largeText = false,
  brand?: Color,
): Theme {
  const mono = display.format === 'mono';
  return {
    name,
    brand,
    mono,
    rightToLeft: language.rightToLeft,
    screen: { x: 0, y: 0, width: display.width, height: display.height },
    palette: paletteOf(name, mono, brand),
    metrics: metricsFor(display.class, language.tall, largeText),
    fonts: FontSet.load(display.class, packs, language, largeText),
    icons: mono ? bitmapIcons : outlineIcons,
  };
}

/** The same display with other colours. */
export function recolored(theme: Theme, name: ThemeName, brand: Color | undefined = theme.brand): Theme {
  return { ...theme, name, brand, palette: paletteOf(name, theme.mono, brand) };
}

// Everything that decides how a screen looks on one display: colours, measures, fonts and icons.

import type { Display, Rectangle } from '#hal/display/display';
import { FontSet } from '../fonts/font-set.ts';
import { BitmapIcons, type IconSet, OutlineIcons } from '../icons/icon-set.ts';
import { type Metrics, metricsOfClass } from './metrics.ts';
import { colorPalettes, monoPalettes, type Palette, type ThemeName } from './palette.ts';

export interface Theme {
  readonly name: ThemeName;
  readonly mono: boolean;
  readonly screen: Rectangle;
  readonly palette: Palette;
  readonly metrics: Metrics;
  readonly fonts: FontSet;
  readonly icons: IconSet;
}

/** `packs`: those that `packsOfClass` names, read by the caller. */
export function makeTheme(
  display: Pick<Display, 'class' | 'width' | 'height' | 'format'>,
  name: ThemeName,
  packs: ReadonlyMap<string, Uint8Array>,
): Theme {
  const mono = display.format === 'mono';
  return {
    name,
    mono,
    screen: { x: 0, y: 0, width: display.width, height: display.height },
    palette: (mono ? monoPalettes : colorPalettes)[name],
    metrics: metricsOfClass[display.class],
    fonts: FontSet.load(display.class, packs),
    icons: mono ? new BitmapIcons() : new OutlineIcons(),
  };
}

/** The same display with other colours. */
export function recolored(theme: Theme, name: ThemeName): Theme {
  return { ...theme, name, palette: (theme.mono ? monoPalettes : colorPalettes)[name] };
}

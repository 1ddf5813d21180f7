// The measures of each screen family. The same screens come out of all of them; width and height come from the display.

import type { DisplayClass } from '#hal/display/display';

export interface Metrics {
  readonly topBar: number;
  readonly softBar: number;
  /** Least height of a list row. */
  readonly row: number;
  /** Distance from the edge of the screen. */
  readonly margin: number;
  /** Distance between things that belong together. */
  readonly gap: number;
  /** Between an icon and the word behind it. */
  readonly iconGap: number;
  readonly radius: number;
  readonly icon: number;
  /** The disc with initials; 0: none. */
  readonly avatar: number;
  /** A second call below the one in front. */
  readonly strip: number;
  /** Labels beside the line keys on the idle screen; `sides` 0: none. */
  readonly lineKeys: { readonly sides: 0 | 1 | 2; readonly width: number; readonly perSide: number };
  /** There is room for few letters: words are the shorter ones, where the language has them. */
  readonly shortWords: boolean;
  /** How far a long text moves at once while it scrolls. */
  readonly scrollStep: { readonly px: number; readonly everyMs: number };
  /** Height of a row of keys that are touched, at least 9 mm; 0: the screen cannot be touched. */
  readonly keyboardRow: number;
  /** Between two pictures of something that moves: 30 a second, fewer where the crystals are slow. */
  readonly animationMs: number;
}

const smallMono: Metrics = {
  topBar: 10,
  softBar: 12,
  row: 13,
  margin: 2,
  gap: 2,
  iconGap: 3,
  radius: 1,
  icon: 7,
  avatar: 0,
  strip: 12,
  lineKeys: { sides: 0, width: 0, perSide: 0 },
  shortWords: true,
  scrollStep: { px: 4, everyMs: 160 },
  keyboardRow: 0,
  animationMs: 160,
};

const color = {
  lineKeys: { sides: 1, width: 96, perSide: 6 },
  shortWords: false,
  scrollStep: { px: 2, everyMs: 66 },
  keyboardRow: 0,
  animationMs: 33,
} as const;

const metricsOfClass: Readonly<Record<DisplayClass, Metrics>> = {
  'mono-128': smallMono,
  'mono-132': smallMono,
  'mono-256': { ...smallMono, topBar: 14, softBar: 16, row: 16, margin: 4, gap: 3, strip: 16, shortWords: false },
  'color-320': {
    ...color,
    topBar: 28,
    softBar: 32,
    row: 32,
    margin: 12,
    gap: 6,
    iconGap: 8,
    radius: 6,
    icon: 18,
    avatar: 64,
    strip: 38,
  },
  'color-480': {
    ...color,
    topBar: 32,
    softBar: 40,
    row: 36,
    margin: 14,
    gap: 8,
    iconGap: 10,
    radius: 7,
    icon: 20,
    avatar: 76,
    strip: 42,
    lineKeys: { sides: 2, width: 104, perSide: 3 },
  },
  'touch-800': {
    ...color,
    topBar: 44,
    softBar: 68,
    row: 68,
    margin: 24,
    gap: 12,
    iconGap: 14,
    radius: 12,
    icon: 28,
    avatar: 128,
    strip: 68,
    lineKeys: { sides: 2, width: 184, perSide: 3 },
    keyboardRow: 68,
  },
};

/** Bars and rows for larger text. */
const largeMetrics: Readonly<Record<DisplayClass, Partial<Metrics>>> = {
  'mono-128': { row: 14, strip: 14 },
  'mono-132': { row: 14, strip: 14 },
  'mono-256': { topBar: 17, softBar: 18, row: 27, strip: 27, shortWords: true },
  'color-320': { topBar: 30, softBar: 36, row: 40, strip: 42, shortWords: true },
  'color-480': { topBar: 36, softBar: 44, row: 48, strip: 48 },
  'touch-800': { row: 80, strip: 80 },
};

/** Small screens of languages whose letters need 10 pixels: higher bars, and rows that make up for it. */
const tallMono: Partial<Metrics> = { topBar: 12, softBar: 13, row: 12 };

/** `tall`: the letters of the language do not fit into bars made for small ones. */
export function metricsFor(displayClass: DisplayClass, tall: boolean, largeText = false): Metrics {
  const metrics = metricsOfClass[displayClass];
  const isSmall = displayClass === 'mono-128' || displayClass === 'mono-132';
  const usual = tall && isSmall ? { ...metrics, ...tallMono } : metrics;
  return largeText ? { ...usual, ...largeMetrics[displayClass] } : usual;
}

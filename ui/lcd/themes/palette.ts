// The colours of each theme, by what they are for. Text on its ground keeps a contrast of 4.5:1 and more.

import { accentOn } from '../../brand-color.ts';
import type { Color } from '../raster/canvas.ts';

/** What a colour tells about a call, a line or a message; there is always an icon and a word beside it. */
export type Tone = 'neutral' | 'calm' | 'ringing' | 'held' | 'error';

export interface Palette {
  readonly ground: Color;
  /** Upper end of the ground where nothing goes on: idle and start. */
  readonly sky: Color;
  readonly bar: Color;
  readonly raised: Color;
  readonly line: Color;
  readonly text: Color;
  readonly second: Color;
  readonly accent: Color;
  readonly onAccent: Color;
  readonly softKey: Color;
  readonly onSoftKey: Color;
  readonly tone: Readonly<Record<Tone, Color>>;
  /** Text on a surface that is filled with a tone. */
  readonly onTone: Color;
}

export type ThemeName = 'dark' | 'light' | 'contrast';

const dark: Palette = {
  ground: 0x10141c,
  sky: 0x1d3358,
  bar: 0x0b0e14,
  raised: 0x1f2838,
  line: 0x2c3648,
  text: 0xf2f5fa,
  second: 0xa9b4c6,
  accent: 0x2468d8,
  onAccent: 0xffffff,
  softKey: 0x232d40,
  onSoftKey: 0xf2f5fa,
  tone: { neutral: 0xa9b4c6, calm: 0x35c26b, ringing: 0x4aa3ff, held: 0xf2b134, error: 0xff5d5d },
  onTone: 0x0b0e14,
};

const light: Palette = {
  ground: 0xf3f5f9,
  sky: 0xcfdff5,
  bar: 0xffffff,
  raised: 0xffffff,
  line: 0xc9d2e0,
  text: 0x10141c,
  second: 0x49556a,
  accent: 0x1b64d2,
  onAccent: 0xffffff,
  softKey: 0xd9e0ec,
  onSoftKey: 0x10141c,
  tone: { neutral: 0x49556a, calm: 0x12753a, ringing: 0x1760c4, held: 0x8a5600, error: 0xc42525 },
  onTone: 0xffffff,
};

const contrast: Palette = {
  ground: 0x000000,
  sky: 0x000000,
  bar: 0x000000,
  raised: 0x202020,
  line: 0xffffff,
  text: 0xffffff,
  second: 0xffffff,
  accent: 0xffe600,
  onAccent: 0x000000,
  softKey: 0xffffff,
  onSoftKey: 0x000000,
  tone: { neutral: 0xffffff, calm: 0x4dff88, ringing: 0x66ccff, held: 0xffe600, error: 0xff7a7a },
  onTone: 0x000000,
};

function mono(paper: 0 | 1): Palette {
  const ink = paper === 0 ? 1 : 0;
  return {
    ground: paper,
    sky: paper,
    bar: paper,
    raised: paper,
    line: ink,
    text: ink,
    second: ink,
    accent: ink,
    onAccent: paper,
    softKey: ink,
    onSoftKey: paper,
    tone: { neutral: ink, calm: ink, ringing: ink, held: ink, error: ink },
    onTone: paper,
  };
}

export const colorPalettes: Readonly<Record<ThemeName, Palette>> = { dark, light, contrast };

/** Mono screens have two: dark on light, and the reverse. */
const monoPalettes: Readonly<Record<ThemeName, Palette>> = { dark: mono(0), light: mono(0), contrast: mono(1) };

/** For what is filled (WCAG 2.2 §1.4.11). */
const seen = 3;

/** `brand` marks what is chosen where the theme leaves colours any room. */
export function paletteOf(name: ThemeName, isMono: boolean, brand: Color | undefined): Palette {
  if (isMono) return monoPalettes[name];
  const own = colorPalettes[name];
  if (brand === undefined || name === 'contrast') return own;
  const toward = name === 'light' ? 'dark' : 'light';
  const { color: accent, on: onAccent } = accentOn(brand, [own.ground, own.raised], toward, seen);
  return { ...own, accent, onAccent };
}

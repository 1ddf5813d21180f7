// A brand's colour, as near to itself as it can be and still be seen (WCAG 2.2 §1.4.3, §1.4.11).

/** 0xRRGGBB. */
type Color = number;

export interface Accent {
  readonly color: Color;
  /** Text on it, 4.5:1 and more. */
  readonly on: Color;
}

const white = 0xffffff;
const black = 0x000000;
const readable = 4.5;
const steps = 16;

/** `#RRGGBB`; undefined for anything else. */
export function colorOf(text: string): Color | undefined {
  return /^#[0-9a-f]{6}$/i.test(text) ? Number.parseInt(text.slice(1), 16) : undefined;
}

/** `least`: the contrast to each ground, 3 for what is filled and 4.5 for what is read. `toward`: where a colour too near to a ground is led. */
export function accentOn(brand: Color, grounds: readonly Color[], toward: 'light' | 'dark', least: number): Accent {
  const end = toward === 'light' ? white : black;
  let color = brand;
  for (let step = 1; step <= steps && !grounds.every((ground) => contrast(color, ground) >= least); step++) {
    color = mixed(brand, end, step / steps);
  }
  return { color, on: contrast(color, white) >= readable ? white : black };
}

function channels(color: Color): readonly [number, number, number] {
  return [color >> 16, (color >> 8) & 255, color & 255];
}

function mixed(from: Color, to: Color, share: number): Color {
  const ends = channels(to);
  const parts = channels(from).map((part, index) => Math.round(part + ((ends[index] ?? part) - part) * share));
  return parts.reduce((color, part) => (color << 8) | part, 0);
}

function luminance(color: Color): number {
  const [red, green, blue] = channels(color).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21. */
function contrast(a: Color, b: Color): number {
  const [one, other] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return one > other ? one / other : other / one;
}

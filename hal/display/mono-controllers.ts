// The controllers of small black-and-white displays that have their memory in pages: what wakes them, and where a run of bytes begins.

export interface MonoController {
  /** After the reset. */
  readonly wake: (size: { readonly width: number; readonly height: number }) => readonly number[];
  /** Next come the bytes of this page, from this column on. */
  readonly place: (page: number, column: number) => readonly number[];
  /** Palest is 0, darkest 100. */
  readonly contrast: (percent: number) => readonly number[];
  readonly sleep: readonly number[];
  /** A set bit shines (OLED), or darkens (LCD). */
  readonly shines: boolean;
}

const of = (percent: number, most: number): number => Math.round((Math.min(100, Math.max(0, percent)) * most) / 100);

/** Page and column as both families take them (UC1701 and ST7565 §9, SSD1306 §10.1.1, §10.1.13). */
const place =
  (firstColumn: number) =>
  (page: number, column: number): readonly number[] => {
    const at = firstColumn + column;
    return [0xb0 | page, 0x10 | (at >> 4), at & 15];
  };

/** Sitronix ST7565 and its like, UC1701 among them: bias 1/9, usual direction, booster, regulator and follower on. */
const st7565: MonoController = {
  wake: () => [0xa2, 0xa0, 0xc8, 0x2f, 0x25, 0x81, 32, 0x40, 0xa6, 0xa4, 0xaf],
  place: place(0),
  contrast: (percent) => [0x81, of(percent, 63)],
  sleep: [0xae, 0xa5],
  shines: false,
};

/** Solomon SSD1306: multiplex by height, page addressing, charge pump on. */
const ssd1306: MonoController = {
  wake: ({ height }) => [
    ...[0xae, 0xd5, 0x80, 0xa8, height - 1, 0xd3, 0, 0x40, 0x8d, 0x14, 0x20, 2, 0xa1, 0xc8],
    ...[0xda, height > 32 ? 0x12 : 2, 0x81, 0xcf, 0xd9, 0xf1, 0xdb, 0x40, 0xa4, 0xa6, 0xaf],
  ],
  place: place(0),
  contrast: (percent) => [0x81, of(percent, 255)],
  sleep: [0xae],
  shines: true,
};

/** SH1106 has 132 columns of memory; displays of 128 show those from the third on. No charge-pump command of its own. */
const sh1106: MonoController = {
  ...ssd1306,
  wake: ({ height }) => [
    ...[0xae, 0xd5, 0x80, 0xa8, height - 1, 0xd3, 0, 0x40, 0xad, 0x8b, 0xa1, 0xc8],
    ...[0xda, 0x12, 0x81, 0x80, 0xd9, 0x22, 0xdb, 0x35, 0xa4, 0xa6, 0xaf],
  ],
  place: place(2),
};

export type MonoControllerName = 'st7565' | 'ssd1306' | 'sh1106';

export const monoControllers: Readonly<Record<MonoControllerName, MonoController>> = { st7565, ssd1306, sh1106 };

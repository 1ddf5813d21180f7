// Reads an X11 bitmap font (PCF, gzipped): the glyphs of real bitmap fonts that are no outlines.
// The format: table of contents, then metrics, bitmaps and encodings (X.Org's libXfont, `fontutil` and `bitmap/pcfread`).

import { gunzipSync } from 'node:zlib';

export interface PcfGlyph {
  readonly left: number;
  /** Rows above the base line. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly advance: number;
  /** A row each, 0 or 255. */
  readonly pixels: readonly (readonly number[])[];
}

const metricsTable = 4;
const bitmapsTable = 8;
const encodingsTable = 32;
const compressed = 0x100;
const noGlyph = 0xffff;

interface Table {
  readonly view: DataView;
  readonly format: number;
  readonly littleEndian: boolean;
}

export class PcfFont {
  readonly #metrics: Table;
  readonly #bitmaps: Table;
  readonly #encodings: Table;

  constructor(file: Uint8Array) {
    const bytes = gunzipSync(file);
    const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const tables = new Map<number, Table>();
    for (let i = 0; i < whole.getUint32(4, true); i += 1) {
      const at = whole.getUint32(8 + i * 16 + 12, true);
      const view = new DataView(whole.buffer, whole.byteOffset + at);
      const format = view.getUint32(0, true);
      tables.set(whole.getUint32(8 + i * 16, true), { view, format, littleEndian: (format & 4) === 0 });
    }
    const table = (type: number): Table => {
      const found = tables.get(type);
      if (found === undefined) throw new Error(`PCF font without table ${type}`);
      return found;
    };
    this.#metrics = table(metricsTable);
    this.#bitmaps = table(bitmapsTable);
    this.#encodings = table(encodingsTable);
  }

  glyph(code: number): PcfGlyph | undefined {
    const index = this.#indexOf(code);
    return index === noGlyph ? undefined : this.#read(index);
  }

  #indexOf(code: number): number {
    const { view, littleEndian } = this.#encodings;
    const field = (at: number): number => view.getUint16(at, littleEndian);
    const [firstColumn, lastColumn, firstRow, lastRow] = [field(4), field(6), field(8), field(10)];
    const [row, column] = [code >> 8, code & 255];
    if (row < firstRow || row > lastRow || column < firstColumn || column > lastColumn) return noGlyph;
    return field(14 + 2 * ((row - firstRow) * (lastColumn - firstColumn + 1) + column - firstColumn));
  }

  #read(index: number): PcfGlyph {
    const [left, right, advance, ascent, descent] = this.#metricsOf(index);
    const { view, format, littleEndian } = this.#bitmaps;
    const count = view.getUint32(4, littleEndian);
    const start = 8 + 4 * count + 16 + view.getUint32(8 + 4 * index, littleEndian);
    const [width, height] = [right - left, ascent + descent];
    const padding = 8 << (format & 3);
    const rowBytes = (Math.ceil(width / padding) * padding) / 8;
    const mostSignificantFirst = (format & 8) !== 0;
    const pixels = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => {
        const byte = view.getUint8(start + y * rowBytes + (x >> 3));
        return (byte >> (mostSignificantFirst ? 7 - (x & 7) : x & 7)) & 1 ? 255 : 0;
      }),
    );
    return { left, top: ascent, width, height, advance, pixels };
  }

  #metricsOf(index: number): [left: number, right: number, advance: number, ascent: number, descent: number] {
    const { view, format, littleEndian } = this.#metrics;
    if ((format & compressed) !== 0) {
      const at = 6 + index * 5;
      const field = (i: number): number => view.getUint8(at + i) - 0x80;
      return [field(0), field(1), field(2), field(3), field(4)];
    }
    const at = 8 + index * 12;
    const field = (i: number): number => view.getInt16(at + 2 * i, littleEndian);
    return [field(0), field(1), field(2), field(3), field(4)];
  }
}

// Bakes the fonts of ui/lcd/fonts/font-list.ts from their npm packages into build/fonts. Does nothing when they are up to date.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PackRecipe, packRecipes } from '../ui/lcd/fonts/font-list.ts';
import { glyphRecordBytes, kerningRecordBytes, packHeaderBytes, packMagic } from '../ui/lcd/fonts/font-pack.ts';

// lv_font_conv bundles FreeType as WebAssembly. `lib/freetype` is internal to it: package.json pins the version.
const require = createRequire(import.meta.url);
const freetype: FreeType = require('lv_font_conv/lib/freetype');
const opentype: { parse(file: ArrayBufferLike): OutlineFont } = createRequire(require.resolve('lv_font_conv/package.json'))(
  'opentype.js',
);

interface Face {
  readonly ptr: number;
  readonly units_per_em: number;
  readonly ascender: number;
  readonly descender: number;
}
interface FreeType {
  init(): Promise<void>;
  fontface_create(source: Uint8Array, size: number): Face;
  fontface_destroy(face: Face): void;
  glyph_exists(face: Face, code: number): boolean;
  glyph_render(face: Face, code: number, options: { mono?: boolean; autohint_off?: boolean }): RenderedGlyph;
  FT_Set_Char_Size(face: number, width: number, height: number, horizontal: number, vertical: number): number;
}
interface RenderedGlyph {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Unhinted, in pixels (columns where oversampled). */
  readonly advance_x: number;
  readonly pixels: readonly (readonly number[])[];
}
interface OutlineFont {
  readonly unitsPerEm: number;
  charToGlyph(character: string): unknown;
  getKerningValue(left: unknown, right: unknown): number;
}
interface BakedGlyph {
  readonly code: number;
  readonly face: number;
  readonly rendered: RenderedGlyph;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outputFolder = join(root, 'build/fonts');
const oversampledColumns = 4;

/** Latin, Greek and Cyrillic: what the languages of Europe write names in. */
const europeanRanges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x218, 0x21b],
  [0x386, 0x3ce],
  [0x400, 0x45f],
  [0x490, 0x491],
  [0x1e9e, 0x1e9e],
  [0x2010, 0x2015],
  [0x2018, 0x201e],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2033],
  [0x2039, 0x203a],
  [0x20ac, 0x20ac],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
  [0xfffd, 0xfffd],
];
const kernedRange = [0x21, 0x7e] as const;

function codesOf(characters: PackRecipe['characters']): number[] {
  if (characters === 'clock') return [...' 0123456789:-'].map((c) => c.charCodeAt(0));
  return europeanRanges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

function sourcesOf(recipe: PackRecipe): string[] {
  const modules = join(root, 'node_modules/@fontsource');
  if (recipe.family === 'noto-sans') {
    return ['latin', 'latin-ext', 'greek', 'cyrillic'].map((part) =>
      join(modules, `noto-sans/files/noto-sans-${part}-${recipe.weight}-normal.woff`),
    );
  }
  const name = `fusion-pixel-${recipe.size}px-proportional-sc`;
  return [join(modules, name, `files/${name}-latin-400-normal.woff`)];
}

/** What the result depends on; the same stamp means the same packs. */
async function stampOf(): Promise<string> {
  const hash = createHash('sha256');
  const sources = [...new Set(packRecipes.flatMap(sourcesOf))];
  const code = [fileURLToPath(import.meta.url), join(root, 'ui/lcd/fonts/font-list.ts'), join(root, 'ui/lcd/fonts/font-pack.ts')];
  for (const file of [...code, ...sources]) hash.update(await readFile(file));
  return hash.digest('hex');
}

function renderGlyphs(recipe: PackRecipe, faces: readonly Face[]): BakedGlyph[] {
  const glyphs: BakedGlyph[] = [];
  for (const code of codesOf(recipe.characters)) {
    const face = faces.findIndex((candidate) => freetype.glyph_exists(candidate, code));
    const pointer = faces[face];
    if (pointer === undefined) continue;
    const options = recipe.family === 'fusion-pixel' ? { mono: true, autohint_off: true } : {};
    glyphs.push({ code, face, rendered: freetype.glyph_render(pointer, code, options) });
  }
  return glyphs;
}

/** Pairs among ASCII characters in 1/64 px, by glyph number. */
function kerningPairs(recipe: PackRecipe, font: OutlineFont, glyphs: readonly BakedGlyph[]): [number, number, number][] {
  if (recipe.family === 'fusion-pixel') return [];
  const kerned = glyphs
    .map(({ code, face }, index) => ({ code, face, index, glyph: font.charToGlyph(String.fromCodePoint(code)) }))
    .filter(({ code, face }) => face === 0 && code >= kernedRange[0] && code <= kernedRange[1]);
  const pairs: [number, number, number][] = [];
  for (const left of kerned) {
    for (const right of kerned) {
      const amount = Math.round((font.getKerningValue(left.glyph, right.glyph) * recipe.size * 64) / font.unitsPerEm);
      if (amount !== 0) pairs.push([left.index, right.index, amount]);
    }
  }
  return pairs;
}

function packRows(glyph: RenderedGlyph, bitsPerPixel: 1 | 4): Uint8Array {
  const rowBytes = Math.ceil((glyph.width * bitsPerPixel) / 8);
  const bytes = new Uint8Array(rowBytes * glyph.height);
  glyph.pixels.forEach((row, y) => {
    row.forEach((value, x) => {
      const at = y * rowBytes + Math.floor((x * bitsPerPixel) / 8);
      const bits =
        bitsPerPixel === 1 ? (value >= 128 ? 1 : 0) << (7 - (x & 7)) : Math.round(value / 17) << ((x & 1) === 0 ? 4 : 0);
      bytes[at] = (bytes[at] ?? 0) | bits;
    });
  });
  return bytes;
}

function capHeightOf(glyphs: readonly BakedGlyph[]): number {
  const model = glyphs.find(({ code }) => code === 0x48) ?? glyphs.find(({ code }) => code === 0x30);
  return model?.rendered.y ?? 0;
}

async function bake(recipe: PackRecipe): Promise<Uint8Array> {
  const files = await Promise.all(sourcesOf(recipe).map((file) => readFile(file)));
  const first = files[0];
  if (first === undefined) throw new Error(`No source for ${recipe.name}`);
  const columns = recipe.family === 'fusion-pixel' ? 1 : oversampledColumns;
  const bitsPerPixel = recipe.family === 'fusion-pixel' ? 1 : 4;
  const faces = files.map((file) => freetype.fontface_create(file, recipe.size));
  for (const face of faces) freetype.FT_Set_Char_Size(face.ptr, 0, recipe.size * 64, 72 * columns, 72);
  const glyphs = renderGlyphs(recipe, faces);
  const outline = opentype.parse(first.buffer.slice(first.byteOffset, first.byteOffset + first.byteLength));
  const pairs = kerningPairs(recipe, outline, glyphs);
  const bitmaps = glyphs.map(({ rendered }) => packRows(rendered, bitsPerPixel));

  const dataAt = packHeaderBytes + glyphs.length * glyphRecordBytes + pairs.length * kerningRecordBytes;
  const bytes = new Uint8Array(dataAt + bitmaps.reduce((sum, bitmap) => sum + bitmap.length, 0));
  const view = new DataView(bytes.buffer);
  const face = faces[0] as Face;
  const scale = recipe.size / face.units_per_em;
  const ascent = Math.round(face.ascender * scale);
  const descent = Math.round(-face.descender * scale);
  view.setUint32(0, packMagic, true);
  bytes.set([recipe.size, bitsPerPixel, columns, ascent, descent, ascent + descent, capHeightOf(glyphs), 0], 4);
  view.setUint32(12, glyphs.length, true);
  view.setUint32(16, pairs.length, true);
  let offset = 0;
  glyphs.forEach(({ code, rendered }, index) => {
    const at = packHeaderBytes + index * glyphRecordBytes;
    view.setUint32(at, code, true);
    view.setUint16(at + 4, Math.round((rendered.advance_x * 64) / columns), true);
    view.setInt16(at + 6, rendered.x, true);
    view.setInt8(at + 8, rendered.y);
    view.setUint8(at + 9, rendered.height);
    view.setUint16(at + 10, rendered.width, true);
    view.setUint32(at + 12, offset, true);
    bytes.set(bitmaps[index] ?? [], dataAt + offset);
    offset += bitmaps[index]?.length ?? 0;
  });
  pairs.forEach(([left, right, amount], index) => {
    const at = packHeaderBytes + glyphs.length * glyphRecordBytes + index * kerningRecordBytes;
    view.setUint16(at, left, true);
    view.setUint16(at + 2, right, true);
    view.setInt16(at + 4, amount, true);
  });
  for (const used of faces) freetype.fontface_destroy(used);
  return bytes;
}

/** Readers, and a bake beside this one, see the old file or the new one. */
async function writeWhole(name: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(outputFolder, `${name}.${process.pid}`);
  await writeFile(temporary, content);
  await rename(temporary, join(outputFolder, name));
}

async function upToDate(stamp: string): Promise<boolean> {
  try {
    return JSON.parse(await readFile(join(outputFolder, 'index.json'), 'utf8')).stamp === stamp;
  } catch {
    return false;
  }
}

const stamp = await stampOf();
if (!(await upToDate(stamp))) {
  await mkdir(outputFolder, { recursive: true });
  await freetype.init();
  const packs: { name: string; file: string; bytes: number }[] = [];
  for (const recipe of packRecipes) {
    const bytes = await bake(recipe);
    await writeWhole(`${recipe.name}.hsf`, bytes);
    packs.push({ name: recipe.name, file: `${recipe.name}.hsf`, bytes: bytes.length });
  }
  // The index comes last, so that an interrupted bake is done again.
  await writeWhole('index.json', `${JSON.stringify({ stamp, packs }, undefined, 2)}\n`);
  process.stdout.write(
    `Baked ${packs.length} fonts, ${Math.round(packs.reduce((sum, pack) => sum + pack.bytes, 0) / 1024)} KiB.\n`,
  );
}

// Bakes the fonts of ui/lcd/fonts/font-list.ts from npm and Debian packages into build/fonts. Bakes only what is not up to date.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PackRecipe, packRecipes } from '../ui/lcd/fonts/font-list.ts';
import { glyphRecordBytes, kerningRecordBytes, packHeaderBytes, packMagic } from '../ui/lcd/fonts/font-pack.ts';
import { fontOfCollection } from './font-collection.ts';
import { codesOf, type FontSource, sourcesOf } from './font-sources.ts';
import { PcfFont } from './pcf-font.ts';

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
  readonly rendered: Omit<RenderedGlyph, 'pixels'>;
  readonly bitmap: Uint8Array;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outputFolder = join(root, 'build/fonts');
const oversampledColumns = 4;

const kernedRange = [0x21, 0x7e] as const;

/** A source, opened: an outline font in FreeType's memory, or a bitmap font. */
type OpenFont =
  | { readonly kind: 'outline'; readonly face: Face; readonly bytes: Uint8Array }
  | { readonly kind: 'pcf'; readonly font: PcfFont; readonly proportional: FontSource['proportional'] };

const files = new Map<string, Promise<Buffer>>();

function readOnce(file: string): Promise<Buffer> {
  const known = files.get(file) ?? readFile(file);
  files.set(file, known);
  return known;
}

/** Outlines are opened once for all their sizes: some files are large. */
const openFaces = new Map<string, { readonly face: Face; readonly bytes: Uint8Array }>();

async function openSource({ file, kind, face: index = 0, proportional }: FontSource): Promise<OpenFont> {
  if (kind === 'pcf') return { kind: 'pcf', font: new PcfFont(await readOnce(file)), proportional };
  const key = `${file} ${index}`;
  const known = openFaces.get(key);
  if (known !== undefined) return { kind: 'outline', ...known };
  const whole = await readOnce(file);
  const bytes = kind === 'collection' ? fontOfCollection(whole, index) : whole;
  const opened = { face: freetype.fontface_create(bytes, 16), bytes };
  openFaces.set(key, opened);
  return { kind: 'outline', ...opened };
}

/** What the result depends on; the same stamp means the same pack. */
async function stampOf(recipe: PackRecipe, codeStamp: string): Promise<string> {
  const hash = createHash('sha256').update(codeStamp).update(JSON.stringify(recipe));
  for (const { file } of sourcesOf(recipe, root)) hash.update(await fileStamp(file));
  return hash.digest('hex');
}

const fileStamps = new Map<string, Promise<string>>();

function fileStamp(file: string): Promise<string> {
  const known = fileStamps.get(file) ?? readOnce(file).then((bytes) => createHash('sha256').update(bytes).digest('hex'));
  fileStamps.set(file, known);
  return known;
}

function renderedBy(font: OpenFont, code: number, recipe: PackRecipe): RenderedGlyph | undefined {
  if (font.kind === 'outline') {
    if (!freetype.glyph_exists(font.face, code)) return undefined;
    return freetype.glyph_render(font.face, code, recipe.family === 'fusion-pixel' ? { mono: true, autohint_off: true } : {});
  }
  const { proportional } = font;
  if (proportional !== undefined && (code < proportional[0] || code > proportional[1])) return undefined;
  const glyph = font.font.glyph(code);
  if (glyph === undefined) return undefined;
  const rendered = { ...glyph, x: glyph.left, y: glyph.top, advance_x: glyph.advance };
  return proportional === undefined ? rendered : trimmed(rendered);
}

/** Without empty columns at its sides, and one behind it. */
function trimmed(glyph: RenderedGlyph): RenderedGlyph {
  const isInk = (x: number): boolean => glyph.pixels.some((row) => (row[x] ?? 0) > 0);
  const columns = Array.from({ length: glyph.width }, (_, x) => x).filter(isInk);
  const [first = 0, last = 0] = [columns[0], columns.at(-1)];
  const width = last - first + 1;
  return { ...glyph, x: 0, width, advance_x: width + 1, pixels: glyph.pixels.map((row) => row.slice(first, last + 1)) };
}

function renderGlyphs(recipe: PackRecipe, fonts: readonly OpenFont[]): BakedGlyph[] {
  const glyphs: BakedGlyph[] = [];
  for (const code of codesOf(recipe.characters)) {
    for (const [face, font] of fonts.entries()) {
      const rendered = renderedBy(font, code, recipe);
      if (rendered === undefined) continue;
      // Their pixels as lists would fill the memory of a small machine.
      glyphs.push({ code, face, rendered, bitmap: packRows(rendered, recipe.family === 'fusion-pixel' ? 1 : 4) });
      break;
    }
  }
  return glyphs;
}

/** Pairs among ASCII characters in 1/64 px, by glyph number. */
function kerningPairs(recipe: PackRecipe, bytes: Uint8Array, glyphs: readonly BakedGlyph[]): [number, number, number][] {
  if (recipe.family !== 'noto-sans') return [];
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
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

/** Letters are placed to a quarter of a pixel; bitmap fonts and Chinese characters, which are all equally wide, to a whole one. */
function columnsOf({ family }: PackRecipe): number {
  return family === 'noto-sans' ? oversampledColumns : 1;
}

async function bake(recipe: PackRecipe): Promise<Uint8Array> {
  const fonts = await Promise.all(sourcesOf(recipe, root).map(openSource));
  const first = fonts[0];
  if (first?.kind !== 'outline') throw new Error(`No source for ${recipe.name}`);
  const columns = columnsOf(recipe);
  const bitsPerPixel = recipe.family === 'fusion-pixel' ? 1 : 4;
  for (const font of fonts) {
    if (font.kind === 'outline') freetype.FT_Set_Char_Size(font.face.ptr, 0, recipe.size * 64, 72 * columns, 72);
  }
  const glyphs = renderGlyphs(recipe, fonts);
  const pairs = kerningPairs(recipe, first.bytes, glyphs);
  const bitmaps = glyphs.map(({ bitmap }) => bitmap);

  const dataAt = packHeaderBytes + glyphs.length * glyphRecordBytes + pairs.length * kerningRecordBytes;
  const bytes = new Uint8Array(dataAt + bitmaps.reduce((sum, bitmap) => sum + bitmap.length, 0));
  const view = new DataView(bytes.buffer);
  const { face } = first;
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
  return bytes;
}

/** Readers, and a bake beside this one, see the old file or the new one. */
async function writeWhole(name: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(outputFolder, `${name}.${process.pid}`);
  await writeFile(temporary, content);
  await rename(temporary, join(outputFolder, name));
}

interface Index {
  readonly packs: readonly { readonly name: string; readonly file: string; readonly bytes: number; readonly stamp: string }[];
}

async function readIndex(): Promise<Index> {
  try {
    return JSON.parse(await readFile(join(outputFolder, 'index.json'), 'utf8'));
  } catch {
    return { packs: [] };
  }
}

const code = [
  'tools/bake-fonts.ts',
  'tools/font-sources.ts',
  'tools/font-collection.ts',
  'tools/pcf-font.ts',
  'ui/lcd/fonts/font-pack.ts',
];
const codeStamp = (await Promise.all(code.map((file) => fileStamp(join(root, file))))).join();
const before = new Map(((await readIndex()).packs ?? []).map((pack) => [pack.name, pack]));
const packs: Index['packs'][number][] = [];
let baked = 0;
await mkdir(outputFolder, { recursive: true });
await freetype.init();
for (const recipe of packRecipes) {
  const stamp = await stampOf(recipe, codeStamp);
  const known = before.get(recipe.name);
  if (known?.stamp === stamp) {
    packs.push(known);
    continue;
  }
  const bytes = await bake(recipe);
  const file = `${recipe.name}.hsf`;
  await writeWhole(file, bytes);
  packs.push({ name: recipe.name, file, bytes: bytes.length, stamp });
  baked += 1;
}
if (baked > 0) {
  // The index comes last, so that an interrupted bake is done again.
  await writeWhole('index.json', `${JSON.stringify({ packs }, undefined, 2)}\n`);
  const total = packs.reduce((sum, pack) => sum + pack.bytes, 0);
  process.stdout.write(`Baked ${baked} fonts; all ${packs.length} take ${Math.round(total / 1024)} KiB.\n`);
}

// Writes contact sheets: every situation on every screen family and expansion unit, as PNG files in build/screens.
// node tools/screens.ts [class ...]  (LANGUAGE=de for another language, `all` for each; LARGE=1 for larger text)

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DisplayClass, Frame } from '../hal/display/display.ts';
import { encodePng } from '../hal/simulator/png.ts';
import { everyScreen } from '../test/support/every-screen.ts';
import { everySidecar, type SidecarUnit, sidecarPicture, sidecarTheme, sidecarUnits } from '../test/support/every-sidecar.ts';
import { fixtureNowMs, fixtureWallMs } from '../test/support/phone-fixture.ts';
import { fixtureMaintenance, settingsWith } from '../test/support/screen-fixture.ts';
import { accessAt } from '../ui/lcd/menus/administrator.ts';
import type { Canvas } from '../ui/lcd/raster/canvas.ts';
import { ColorCanvas } from '../ui/lcd/raster/color-canvas.ts';
import { MonoCanvas } from '../ui/lcd/raster/mono-canvas.ts';
import { paint } from '../ui/lcd/raster/paint.ts';
import { type Picture, render } from '../ui/lcd/screens/render.ts';
import { viewOf } from '../ui/lcd/screens/view-of.ts';
import type { ThemeName } from '../ui/lcd/themes/palette.ts';
import { makeTheme, type Theme } from '../ui/lcd/themes/theme.ts';
import { noPictures } from '../ui/pictures.ts';
import { factoryCalendar } from '../ui/text/calendar.ts';
import { type Language, languageTags, traitsOf } from '../ui/text/languages.ts';
import { readLanguages, stringsOf } from '../ui/text/strings.ts';

const root = join(import.meta.dirname, '..');

/** Size, and how many times as large the sheet shows it. */
const displays: Readonly<Record<DisplayClass, { width: number; height: number; scale: number }>> = {
  'mono-128': { width: 128, height: 64, scale: 3 },
  'mono-132': { width: 132, height: 64, scale: 3 },
  'mono-256': { width: 256, height: 128, scale: 2 },
  'color-320': { width: 320, height: 240, scale: 1 },
  'color-480': { width: 480, height: 272, scale: 1 },
  'touch-800': { width: 800, height: 480, scale: 1 },
};
/** On one sheet; more of them, shown as one picture, are too small to be judged. */
const shotsOnSheet = 15;
const border = 8;

function isLanguage(tag: string): tag is Language {
  return (languageTags as readonly string[]).includes(tag);
}
const asked = process.env['LANGUAGE'] ?? 'en';
const languages: readonly Language[] = asked === 'all' ? languageTags : [isLanguage(asked) ? asked : 'en'];
const largeText = process.env['LARGE'] === '1';

function painted(theme: Theme, { items }: Picture): Frame {
  const { width, height } = theme.screen;
  const canvas: Canvas = theme.mono ? new MonoCanvas(width, height) : new ColorCanvas(width, height);
  paint(canvas, items, theme.fonts, theme.icons, theme.screen);
  return canvas.frame;
}

function drawnSidecar(unit: SidecarUnit, themeName: ThemeName, language: Language): readonly Frame[] {
  const theme = sidecarTheme(unit, language, themeName);
  return everySidecar().map((named) => painted(theme, sidecarPicture(theme, named, language)));
}

function drawn(displayClass: DisplayClass, themeName: ThemeName, language: Language): readonly Frame[] {
  const { width, height } = displays[displayClass];
  const mono = displayClass.startsWith('mono');
  const packs = { get: (name: string) => readFileSync(join(root, `build/fonts/${name}.hsf`)) };
  const theme = makeTheme(
    { class: displayClass, width, height, format: mono ? 'mono' : 'rgb565' },
    themeName,
    packs,
    traitsOf(language),
    largeText,
  );
  return everyScreen().map(({ snapshot, navigation, job, values, rights, pictures }) => {
    const settings = settingsWith(values, rights);
    const view = viewOf({
      snapshot,
      settings,
      access: accessAt(settings, navigation, fixtureNowMs),
      maintenance: { ...fixtureMaintenance, job },
      pictures: { ...noPictures, ...pictures?.(theme) },
      navigation: { ...navigation, focusedSinceMs: fixtureNowMs },
      nowMs: fixtureNowMs,
      wall: { ms: fixtureWallMs, trusted: true, calendar: factoryCalendar },
      text: stringsOf(language, theme.metrics.shortWords),
      language,
      themeName,
      mono,
      shortWords: theme.metrics.shortWords,
    });
    return painted(theme, render(theme, view));
  });
}

function wordOf(frame: Frame, x: number, y: number): number {
  const pixel = frame.pixels[y * frame.width + x] ?? 0;
  if (frame.format === 'rgb565') return pixel;
  return pixel === 0 ? 0xd71c : 0x1082;
}

function sheet(frames: readonly Frame[], scale: number, columns: number): Frame {
  const first = frames[0] as Frame;
  const cell = { width: first.width * scale + border, height: first.height * scale + border };
  const width = columns * cell.width + border;
  const height = Math.ceil(frames.length / columns) * cell.height + border;
  const pixels = new Uint16Array(width * height).fill(0x7bcf);
  frames.forEach((frame, index) => {
    const left = border + (index % columns) * cell.width;
    const top = border + Math.floor(index / columns) * cell.height;
    for (let y = 0; y < frame.height * scale; y += 1) {
      for (let x = 0; x < frame.width * scale; x += 1) {
        pixels[(top + y) * width + left + x] = wordOf(frame, Math.floor(x / scale), Math.floor(y / scale));
      }
    }
  });
  return { format: 'rgb565', width, height, pixels };
}

/** What is drawn, and how many times as large and how many beside each other the sheet shows it. */
interface Subject {
  readonly name: string;
  readonly mono: boolean;
  readonly scale: number;
  readonly columns: number;
  readonly frames: (theme: ThemeName, language: Language) => readonly Frame[];
}

function subjects(): readonly Subject[] {
  const phones = (Object.keys(displays) as DisplayClass[]).map((name): Subject => {
    const frames: Subject['frames'] = (theme, language) => drawn(name, theme, language);
    return { name, mono: name.startsWith('mono'), scale: displays[name].scale, columns: 3, frames };
  });
  const units = Object.entries(sidecarUnits).map(([name, unit]): Subject => {
    const strip = unit.width < unit.height;
    const frames: Subject['frames'] = (theme, language) => drawnSidecar(unit, theme, language);
    return { name, mono: unit.format === 'mono', scale: strip ? 2 : 1, columns: strip ? 6 : 2, frames };
  });
  return [...phones, ...units];
}

const folder = join(root, 'build/screens');
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const language of languages) {
  await readLanguages(language);
  const prefix = language === 'en' ? '' : `${language}-`;
  for (const { name, mono, scale, columns, frames: draw } of subjects()) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const themes: readonly ThemeName[] = mono ? ['dark', 'contrast'] : ['dark', 'light', 'contrast'];
    for (const theme of themes) {
      const frames = draw(theme, language);
      for (let first = 0; first < frames.length; first += shotsOnSheet) {
        const file = join(folder, `${prefix}${name}-${theme}-${first / shotsOnSheet + 1}.png`);
        writeFileSync(file, encodePng(sheet(frames.slice(first, first + shotsOnSheet), scale, columns)));
        process.stdout.write(`${file}\n`);
      }
    }
  }
}

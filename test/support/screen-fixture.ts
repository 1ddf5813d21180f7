// Screens for tests: renders a snapshot on any display class without a surface.

import { findParameter, type StoredValue } from '#config/schema';
import { readUserRights, userAccess } from '#config/user-rights';
import type { Display, DisplayClass, Frame, Rectangle } from '#hal/display/display';
import { accessAt } from '#ui/lcd/menus/administrator';
import { home, type Navigation } from '#ui/lcd/navigation';
import type { Canvas } from '#ui/lcd/raster/canvas';
import { ColorCanvas } from '#ui/lcd/raster/color-canvas';
import { MonoCanvas } from '#ui/lcd/raster/mono-canvas';
import { paint } from '#ui/lcd/raster/paint';
import { type Picture, render } from '#ui/lcd/screens/render';
import { viewOf } from '#ui/lcd/screens/view-of';
import type { SoftKeyLists } from '#ui/lcd/soft-key-choice';
import type { ThemeName } from '#ui/lcd/themes/palette';
import { makeTheme, recolored, type Theme } from '#ui/lcd/themes/theme';
import { type JobSnapshot, type MaintenanceReader, noMaintenance } from '#ui/maintenance';
import type { PhoneSnapshot } from '#ui/phone';
import { noPictures, type PicturesReader } from '#ui/pictures';
import { factorySettings, type Settings } from '#ui/settings';
import { type Calendar, factoryCalendar } from '#ui/text/calendar';
import { type Language, languageTags, traitsOf } from '#ui/text/languages';
import { readLanguages, stringsOf } from '#ui/text/strings';
import { fontsFor } from './fonts.ts';
import { fixtureNowMs, fixtureWallMs } from './phone-fixture.ts';

const displaySizes: Readonly<Record<DisplayClass, readonly [number, number]>> = {
  'mono-128': [128, 64],
  'mono-132': [132, 64],
  'mono-256': [256, 128],
  'color-320': [320, 240],
  'color-480': [480, 272],
  'touch-800': [800, 480],
};

export const displayClasses: readonly DisplayClass[] = Object.keys(displaySizes) as DisplayClass[];

/** A machine with everything. */
export const fixtureMaintenance: MaintenanceReader = {
  ...noMaintenance,
  probes: { ping: true, traceroute: true },
  canUpdate: true,
  facts: {
    memoryMb: { used: 142, total: 512 },
    load: 0.07,
    network: {
      interface: 'eth0',
      gateway: '192.0.2.1',
      nameServers: ['192.0.2.53', '2001:db8::53'],
      link: { up: true, speedMbps: 1000, fullDuplex: true },
      vlan: 12,
    },
  },
};

await readLanguages(...languageTags);

const themes = new Map<string, Theme>();

export function themeFor(displayClass: DisplayClass, language: Language = 'en', largeText = false): Theme {
  const [width, height] = displaySizes[displayClass];
  const format = displayClass.startsWith('mono') ? 'mono' : 'rgb565';
  const key = `${displayClass} ${language} ${largeText}`;
  const display = { class: displayClass, width, height, format } as const;
  const theme = themes.get(key) ?? makeTheme(display, 'dark', fontsFor(displayClass), traitsOf(language), largeText);
  themes.set(key, theme);
  return theme;
}

/** As from the factory, but for these. */
export function settingsWith(values: Readonly<Record<string, StoredValue>> = {}, rights = ''): Settings {
  const map = readUserRights(rights);
  return {
    ...factorySettings,
    value: (path) => values[path] ?? factorySettings.value(path),
    userAccess: (path) => userAccess(map, path, findParameter(path)?.declaration.owner ?? 'admin'),
  };
}

export interface Situation {
  readonly navigation?: Partial<Navigation>;
  readonly nowMs?: number;
  readonly trusted?: boolean;
  readonly language?: Language;
  readonly calendar?: Calendar;
  readonly themeName?: ThemeName;
  readonly largeText?: boolean;
  readonly job?: JobSnapshot;
  readonly pictures?: (theme: Theme) => Partial<PicturesReader>;
  readonly values?: Readonly<Record<string, StoredValue>>;
  readonly softKeyLists?: SoftKeyLists;
  /** As `system/user_rights` has it. */
  readonly rights?: string;
}

export function pictureOf(displayClass: DisplayClass, snapshot: PhoneSnapshot, situation: Situation = {}): Picture {
  const { language = 'en', themeName = 'dark', largeText = false } = situation;
  const theme = recolored(themeFor(displayClass, language, largeText), themeName);
  const nowMs = situation.nowMs ?? fixtureNowMs;
  const settings = settingsWith(situation.values, situation.rights);
  const navigation = { ...home, focusedSinceMs: fixtureNowMs, ...situation.navigation };
  const view = viewOf({
    snapshot,
    settings,
    access: accessAt(settings, navigation, nowMs),
    maintenance: { ...fixtureMaintenance, job: situation.job },
    pictures: { ...noPictures, ...situation.pictures?.(theme) },
    navigation,
    nowMs,
    wall: {
      ms: fixtureWallMs + nowMs - fixtureNowMs,
      trusted: situation.trusted ?? true,
      calendar: situation.calendar ?? factoryCalendar,
    },
    text: stringsOf(language, theme.metrics.shortWords),
    themeName,
    language,
    mono: theme.mono,
    shortWords: theme.metrics.shortWords,
    ...(situation.softKeyLists === undefined ? {} : { softKeyLists: situation.softKeyLists }),
  });
  return render(theme, view);
}

export function canvasFor(displayClass: DisplayClass): Canvas {
  const [width, height] = displaySizes[displayClass];
  return themeFor(displayClass).mono ? new MonoCanvas(width, height) : new ColorCanvas(width, height);
}

export function paintOn(canvas: Canvas, displayClass: DisplayClass, picture: Picture, area: Rectangle): void {
  const theme = themeFor(displayClass);
  paint(canvas, picture.items, theme.fonts, theme.icons, area);
}

/** A display that keeps what it was shown. */
export class RecordingDisplay implements Display {
  readonly class: DisplayClass;
  readonly width: number;
  readonly height: number;
  readonly format: Frame['format'];
  readonly shown: (readonly Rectangle[])[] = [];

  constructor(displayClass: DisplayClass) {
    this.class = displayClass;
    [this.width, this.height] = displaySizes[displayClass];
    this.format = displayClass.startsWith('mono') ? 'mono' : 'rgb565';
  }

  show(_frame: Frame, changed: readonly Rectangle[]): void {
    this.shown.push(changed);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

export const silentLog = { debug(): void {}, info(): void {}, warn(): void {}, error(): void {} };

// The few parameters that decide about screens themselves, as this surface takes them.

import { colorOf } from '../brand-color.ts';
import type { SettingsReader } from '../settings.ts';
import type { Color } from './raster/canvas.ts';

export type SaverPicture = 'CLOCK' | 'BACKGROUND' | 'LOGO' | 'STATION_NAME' | 'LOCK';

export interface SaverSettings {
  readonly afterMs: number;
  readonly shows: SaverPicture;
}

const saverPictures: ReadonlySet<unknown> = new Set<SaverPicture>(['CLOCK', 'BACKGROUND', 'LOGO', 'STATION_NAME', 'LOCK']);

/** Undefined: the idle screen stays. */
export function saverSettings(settings: SettingsReader): SaverSettings | undefined {
  if (settings.value('personal_settings/screen_saver/enabled') !== true) return undefined;
  const seconds = settings.value('personal_settings/screen_saver/wait');
  const shows = settings.value('personal_settings/screen_saver/picture');
  return {
    afterMs: (typeof seconds === 'number' ? seconds : 300) * 1000,
    shows: saverPictures.has(shows) ? (shows as SaverPicture) : 'CLOCK',
  };
}

function textOf(settings: SettingsReader, path: string): string {
  const value = settings.value(path);
  return typeof value === 'string' ? value : '';
}

/** Places of menu entries that the administrator hides. */
export function hiddenMenus(settings: SettingsReader): readonly string[] {
  return textOf(settings, 'personal_settings/menus/hidden')
    .split(',')
    .map((place) => place.trim());
}

/** What the phone calls itself; empty: nothing. */
export function phoneLabel(settings: SettingsReader): string {
  return textOf(settings, 'personal_settings/phone_label');
}

export interface LogoSettings {
  /** `DEFAULT`, `PICTURE`, `TEXT` or `NONE`. */
  readonly shown: string;
  readonly text: string;
  /** Whether the words are the background, too. */
  readonly textBehind: boolean;
}

export function logoSettings(settings: SettingsReader): LogoSettings {
  return {
    shown: textOf(settings, 'personal_settings/logo_shown') || 'DEFAULT',
    text: textOf(settings, 'personal_settings/logo_text'),
    textBehind: textOf(settings, 'personal_settings/background_shown') === 'TEXT',
  };
}

export function largeText(settings: SettingsReader): boolean {
  return settings.value('personal_settings/large_text/enabled') === true;
}

/** What the phone is called on its screens. */
export function brandName(settings: SettingsReader): string {
  return textOf(settings, 'personal_settings/brand/name');
}

/** Undefined: the theme's own. */
export function brandColor(settings: SettingsReader): Color | undefined {
  return colorOf(textOf(settings, 'personal_settings/brand/color'));
}

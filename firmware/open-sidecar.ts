// The expansion unit's surface, on boards that have one.

import type { Store } from '#config/store';
import type { Board } from '#hal/board';
import type { Clock } from '#sip/ports';
import { colorOf } from '#ui/brand-color';
import type { KeyTarget } from '#ui/keys/key-interpreter';
import { SidecarSurface } from '#ui/lcd/sidecar/sidecar-surface';
import type { LcdSurface } from '#ui/lcd/surface';
import type { ThemeName } from '#ui/lcd/themes/palette';
import type { Phone } from '#ui/phone';
import { languageOf } from '#ui/text/languages';
import { readLanguages } from '#ui/text/strings';
import type { BroughtLanguages } from './languages/language-files.ts';
import { openFontFiles } from './system/font-files.ts';

export interface OpenSidecar extends Disposable {
  readonly surface: SidecarSurface | undefined;
  /** Keys of the unit go to it, all others to the screen. */
  readonly keys: KeyTarget;
}

export function openSidecar(
  board: Board,
  parts: {
    readonly store: Store;
    readonly languages: Pick<BroughtLanguages, 'subscribe'>;
    readonly phone: Phone;
    readonly clock: Clock;
    readonly screen: LcdSurface;
    readonly theme: () => ThemeName;
  },
): OpenSidecar {
  const { store, languages, phone, clock, screen, theme } = parts;
  const { sidecar, definition } = board;
  if (sidecar === undefined) return { surface: undefined, keys: screen, [Symbol.dispose]: () => {} };
  const fonts = openFontFiles(sidecar.class);
  const language = (): ReturnType<typeof languageOf> => languageOf(store.get('personal_settings/language'));
  const brand = (): number | undefined => colorOf(store.get('personal_settings/brand/color'));
  const recolor = (): void => surface.setTheme(theme(), brand());
  const surface = new SidecarSurface({
    display: sidecar,
    keys: definition.sidecar?.keys ?? 0,
    phone,
    clock,
    fonts,
    theme: theme(),
    brand: brand(),
    language: language(),
    act: (intent) => screen.carryOut(intent),
  });
  const speak = (): void => void readLanguages(language()).then(() => surface.setLanguage(language()));
  const stops = [
    store.subscribe('personal_settings/language', speak),
    languages.subscribe(speak),
    store.subscribe('personal_settings/theme', recolor),
    store.subscribe('personal_settings/brand', recolor),
  ];
  return {
    surface,
    keys: {
      press: (key, kind, atMs) => surface.press(key, kind) || screen.press(key, kind, atMs),
    },
    [Symbol.dispose]: () => {
      for (const stop of stops) stop();
      surface.close();
      fonts[Symbol.dispose]();
    },
  };
}

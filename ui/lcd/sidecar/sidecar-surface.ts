// The display of an expansion unit as a second surface of the phone, with a page of its own.

import type { Display, Frame } from '#hal/display/display';
import { type KeyName, sidecarKeys } from '#hal/keys/keys';
import { noMaintenance } from '../../maintenance.ts';
import type { Phone, Unsubscribe } from '../../phone.ts';
import { noPictures } from '../../pictures.ts';
import type { Clock, Timer } from '../../ports.ts';
import { factorySettings } from '../../settings.ts';
import { factoryCalendar } from '../../text/calendar.ts';
import { type Language, traitsOf } from '../../text/languages.ts';
import { stringsOf } from '../../text/strings.ts';
import type { FontFiles } from '../fonts/font-pack.ts';
import type { Intent } from '../intents.ts';
import { home } from '../navigation.ts';
import type { Canvas, Color } from '../raster/canvas.ts';
import { ColorCanvas } from '../raster/color-canvas.ts';
import { changedRectangles } from '../raster/diff.ts';
import { MonoCanvas } from '../raster/mono-canvas.ts';
import { paint } from '../raster/paint.ts';
import type { Picture } from '../screens/render.ts';
import type { ViewInput } from '../screens/view.ts';
import type { SemanticTree } from '../semantic-tree.ts';
import type { ThemeName } from '../themes/palette.ts';
import { makeTheme, recolored, type Theme } from '../themes/theme.ts';
import { renderSidecar } from './sidecar-screen.ts';
import { type SidecarView, sidecarView } from './sidecar-view.ts';

export interface SidecarSurfaceOptions {
  readonly display: Display;
  /** How many keys lie beside it. */
  readonly keys: number;
  readonly phone: Phone;
  readonly clock: Clock;
  readonly fonts: FontFiles;
  readonly theme?: ThemeName;
  readonly brand?: Color | undefined;
  readonly language?: Language;
  /** Does what a key stands for, on the phone or on its screen. */
  readonly act: (intent: Intent) => void;
}

const frameMs = 16;
const places: readonly string[] = sidecarKeys;

export class SidecarSurface {
  readonly #options: SidecarSurfaceOptions;
  readonly #canvas: Canvas;
  #language: Language;
  #theme: Theme;
  #page = 0;
  #picture: Picture | undefined;
  #timer: Timer | undefined;
  #unsubscribe: Unsubscribe = () => {};

  constructor(options: SidecarSurfaceOptions) {
    const { display } = options;
    this.#options = options;
    this.#language = options.language ?? 'en';
    this.#theme = makeTheme(display, options.theme ?? 'dark', options.fonts, traitsOf(this.#language), false, options.brand);
    this.#canvas =
      display.format === 'mono' ? new MonoCanvas(display.width, display.height) : new ColorCanvas(display.width, display.height);
  }

  start(): void {
    this.#unsubscribe = this.#options.phone.subscribe(() => this.#later());
    this.#draw();
  }

  /** True for a key of the unit, whatever it means. */
  press(key: KeyName, kind: 'press' | 'long'): boolean {
    const place = places.indexOf(key);
    if (place === -1) return false;
    const pressed = this.#view().keys[place];
    if (kind === 'long' || pressed === undefined) return true;
    if (pressed.turn !== undefined) {
      this.#page = this.#view().page + pressed.turn;
      this.#later();
    } else if (pressed.intent !== undefined) {
      this.#options.act(pressed.intent);
    }
    return true;
  }

  get tree(): SemanticTree | undefined {
    return this.#picture?.tree;
  }
  get frame(): Frame {
    return this.#canvas.frame;
  }

  /** Draws now what has changed. */
  settle(): void {
    if (this.#timer !== undefined) this.#draw();
  }

  setLanguage(language: Language): void {
    const { display, fonts } = this.#options;
    this.#language = language;
    this.#theme = makeTheme(display, this.#theme.name, fonts, traitsOf(language), false, this.#theme.brand);
    this.#picture = undefined;
    this.#later();
  }

  /** `brand` undefined: the theme's own colour. */
  setTheme(name: ThemeName, brand: Color | undefined): void {
    this.#theme = recolored(this.#theme, name, brand);
    this.#picture = undefined;
    this.#later();
  }

  close(): void {
    this.#unsubscribe();
    this.#timer?.cancel();
  }

  #view(): SidecarView {
    const { phone, clock, keys } = this.#options;
    const { name, mono, metrics } = this.#theme;
    const input: ViewInput = {
      snapshot: phone.snapshot,
      settings: factorySettings,
      access: factorySettings.userAccess,
      maintenance: noMaintenance,
      pictures: noPictures,
      navigation: home,
      nowMs: clock.monotonicMs,
      wall: { ...clock.wall, calendar: factoryCalendar },
      text: stringsOf(this.#language),
      language: this.#language,
      themeName: name,
      mono,
      shortWords: metrics.shortWords,
    };
    return sidecarView(input, keys, this.#page);
  }

  #later(): void {
    this.#timer ??= this.#options.clock.setTimer(frameMs, () => this.#draw());
  }

  #draw(): void {
    const { display } = this.#options;
    this.#timer?.cancel();
    this.#timer = undefined;
    const picture = renderSidecar(this.#theme, this.#view());
    const { screen, fonts, icons } = this.#theme;
    const areas = this.#picture === undefined ? [screen] : changedRectangles(this.#picture.items, picture.items, screen);
    for (const area of areas) paint(this.#canvas, picture.items, fonts, icons, area);
    this.#picture = picture;
    if (areas.length > 0) display.show(this.#canvas.frame, areas);
  }
}

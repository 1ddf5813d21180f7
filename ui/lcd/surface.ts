// The LCD as a surface of the phone: gathers changes, renders the screen that belongs to them and shows what differs.

import type { Display, Frame, Rectangle, TouchEvent } from '#hal/display/display';
import type { KeyEvent, KeyName } from '#hal/keys/keys';
import { type Maintenance, noMaintenance } from '../maintenance.ts';
import type { Phone, PhoneSnapshot, Unsubscribe } from '../phone.ts';
import { noPictures, type Pictures } from '../pictures.ts';
import type { Clock, Log, Timer } from '../ports.ts';
import { factorySettings, type Settings } from '../settings.ts';
import { type Calendar, factoryCalendar } from '../text/calendar.ts';
import { type Language, traitsOf } from '../text/languages.ts';
import { type Strings, stringsOf } from '../text/strings.ts';
import { type DraggedList, type Finger, touched } from './finger.ts';
import type { FontFiles } from './fonts/font-pack.ts';
import type { Intent } from './intents.ts';
import { heldIntent, isScreenKey, pressedIntent } from './key-intents.ts';
import { accessAt } from './menus/administrator.ts';
import { NameFolding } from './name-folding.ts';
import { aged, followed, home, type Navigation, opened, type Page, pageLeftMs } from './navigation.ts';
import { perform } from './perform.ts';
import type { Canvas } from './raster/canvas.ts';
import { ColorCanvas } from './raster/color-canvas.ts';
import { changedRectangles } from './raster/diff.ts';
import { MonoCanvas } from './raster/mono-canvas.ts';
import { paint } from './raster/paint.ts';
import { type Access, keptFrom } from './rights.ts';
import { brandColor, largeText } from './screen-settings.ts';
import { type Picture, render } from './screens/render.ts';
import type { View } from './screens/view.ts';
import { viewOf } from './screens/view-of.ts';
import type { SemanticTree } from './semantic-tree.ts';
import type { SoftKeyLists } from './soft-key-choice.ts';
import type { ThemeName } from './themes/palette.ts';
import { makeTheme, recolored, type Theme } from './themes/theme.ts';

export interface LcdSurfaceOptions {
  readonly display: Display;
  readonly phone: Phone;
  /** Absent: what there is from the factory, unchangeable. */
  readonly settings?: Settings;
  readonly maintenance?: Maintenance;
  readonly pictures?: Pictures;
  readonly clock: Clock;
  readonly log: Log;
  /** The packs that `packsOfClass(display.class)` names must be there; those of further scripts are asked for when they turn up. */
  readonly fonts: FontFiles;
  readonly theme?: ThemeName;
  readonly language?: Language;
  readonly calendar?: Calendar;
  /** The person chose another theme; who stores settings may keep it. */
  readonly themeChosen?: (theme: ThemeName) => void;
  /** A key of the picture moves as the board's own do. */
  readonly keyTouched?: (event: KeyEvent) => void;
  /** Told of what each picture says. */
  readonly drawn?: (tree: SemanticTree) => void;
}

/** At most one picture in this time. */
const frameMs = 16;
/** The volume's bar goes away by itself. */
const volumeShowsMs = 1500;
/** Times are rounded up: waking a moment too early would draw the old second once more. */
const latestRedrawMs = 60_000;

function turnedOver(name: ThemeName, mono: boolean): ThemeName {
  if (mono) return name === 'contrast' ? 'dark' : 'contrast';
  return name === 'light' ? 'dark' : 'light';
}

function draggedList({ body }: View): DraggedList | undefined {
  if (!('rows' in body)) return undefined;
  return { focus: body.focus, count: body.window?.count ?? body.rows.length };
}

export class LcdSurface {
  readonly #options: LcdSurfaceOptions;
  readonly #settings: Settings;
  #language: Language;
  #text: Strings;
  #calendar: Calendar;
  readonly #maintenance: Maintenance;
  readonly #pictures: Pictures;
  readonly #canvas: Canvas;
  #theme: Theme;
  /** While a call rings the picture may be in other colours. */
  #chosenTheme: ThemeName;
  #softKeyLists: SoftKeyLists | undefined;
  #navigation: Navigation;
  #snapshot: PhoneSnapshot;
  #view: View;
  #picture: Picture;
  /** Whether the display shows something of ours yet. */
  #shown = false;
  /** Characters without a glyph that the log knows of. */
  #missing = 0;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #changed = false;
  #timer: Timer | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  #closed = false;
  readonly #folding: NameFolding;
  #finger: Finger | undefined;
  #largeText: boolean;
  /** The display did not take the last picture. */
  #failed = false;

  constructor(options: LcdSurfaceOptions) {
    const { display, phone } = options;
    this.#options = options;
    this.#folding = new NameFolding(options.clock);
    this.#settings = options.settings ?? factorySettings;
    this.#maintenance = options.maintenance ?? noMaintenance;
    this.#pictures = options.pictures ?? noPictures;
    this.#language = options.language ?? 'en';
    this.#calendar = options.calendar ?? factoryCalendar;
    this.#chosenTheme = options.theme ?? 'dark';
    this.#largeText = largeText(this.#settings);
    this.#theme = this.#makeTheme(this.#chosenTheme);
    this.#text = stringsOf(this.#language, this.#theme.metrics.shortWords);
    this.#canvas =
      display.format === 'mono' ? new MonoCanvas(display.width, display.height) : new ColorCanvas(display.width, display.height);
    this.#snapshot = phone.snapshot;
    this.#navigation = { ...home, usedAtMs: options.clock.monotonicMs };
    this.#view = this.#makeView();
    this.#picture = render(this.#theme, this.#view);
  }

  /** Draws the first picture and follows the phone from then on. */
  start(): void {
    this.#unsubscribe = [
      this.#options.phone.subscribe(() => this.#follow()),
      this.#settings.subscribe(() => this.#settingsChanged()),
      this.#maintenance.subscribe(() => this.#later()),
      this.#pictures.subscribe(() => this.#later()),
    ];
    this.#follow();
    this.#draw();
  }

  /** A key that the screen may have a meaning for, pressed at `atMs`. False: it has none, the key is the phone's. */
  press(key: KeyName, kind: 'press' | 'long', atMs: number = this.#nowMs): boolean {
    // A key means what the screen said when it was pressed, so what has changed since is taken in first.
    this.#follow();
    if (this.#wake() && isScreenKey(key)) return true;
    const intent = (kind === 'long' ? heldIntent : pressedIntent)(key, {
      view: this.#makeView(),
      snapshot: this.#snapshot,
      navigation: this.#navigation,
      rightToLeft: this.#theme.rightToLeft,
    });
    if (key === 'volumeUp' || key === 'volumeDown') {
      this.#navigation = { ...this.#navigation, volumeUntilMs: this.#nowMs + volumeShowsMs };
      this.#later();
      // Levels that are kept stay as they are; the bar says so.
      if (keptFrom({ snapshot: this.#snapshot, access: this.#access }, { do: key }) !== undefined) return true;
    }
    if (intent === undefined) return false;
    this.#perform(intent, atMs);
    return true;
  }

  touch(event: TouchEvent): void {
    this.#follow();
    if (event.action === 'down' && this.#wake()) return;
    const { finger, intent, keyUp, keyDown } = touched(event, this.#picture.targets, this.#finger, draggedList(this.#view));
    this.#finger = finger;
    const { keyTouched } = this.#options;
    if (keyUp !== undefined) keyTouched?.({ type: 'keyMoved', key: keyUp, action: 'up', atMs: event.atMs });
    if (keyDown !== undefined) keyTouched?.({ type: 'keyMoved', key: keyDown, action: 'down', atMs: event.atMs });
    if (intent !== undefined) this.#perform(intent);
  }

  /** Does what somebody means who has no key of this surface: the expansion unit. */
  carryOut(intent: Intent): void {
    this.#follow();
    this.#wake();
    this.#perform(intent);
  }

  /** Brings a page in front, over whatever the person was at. */
  show(page: Page): void {
    this.#navigation = { ...opened(home, page, this.#nowMs), usedAtMs: this.#nowMs };
    this.#later();
  }

  /** Somebody is there. True: the screen saver showed, and what was pressed only ends it. */
  #wake(): boolean {
    const asleep = 'saver' in this.#view.body;
    this.#navigation = { ...aged(this.#navigation, this.#snapshot, this.#nowMs), usedAtMs: this.#nowMs };
    if (asleep) this.#later();
    return asleep;
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs;
  }

  get #access(): Access {
    return accessAt(this.#settings, this.#navigation, this.#nowMs);
  }

  /** What the picture that is shown says. */
  get tree(): SemanticTree {
    return this.#picture.tree;
  }

  get frame(): Frame {
    return this.#canvas.frame;
  }

  /** Draws now what has changed, instead of with the next frame. */
  settle(): void {
    this.#follow();
    if (this.#changed) this.#draw();
  }

  /** From now on the soft keys are the administrator's. */
  setSoftKeys(lists: SoftKeyLists): void {
    this.#softKeyLists = lists;
    this.#later();
  }

  /** From now on dates and times are shown so. */
  setCalendar(calendar: Calendar): void {
    this.#calendar = calendar;
    this.#later();
  }

  /** From now on the screen has these colours. */
  setTheme(name: ThemeName): void {
    this.#chosenTheme = name;
    this.#later();
  }

  /** Parameters changed; the size of text is the surface's own affair. */
  #settingsChanged(): void {
    const large = largeText(this.#settings);
    if (large !== this.#largeText || brandColor(this.#settings) !== this.#theme.brand) {
      this.#largeText = large;
      this.#theme = this.#makeTheme(this.#theme.name);
      this.#text = stringsOf(this.#language, this.#theme.metrics.shortWords);
      this.#shown = false;
    }
    this.#later();
  }

  #makeTheme(name: ThemeName): Theme {
    const { display, fonts } = this.#options;
    return makeTheme(display, name, fonts, traitsOf(this.#language), this.#largeText, brandColor(this.#settings));
  }

  /** From now on the screen speaks another language. */
  setLanguage(language: Language): void {
    this.#language = language;
    this.#theme = this.#makeTheme(this.#theme.name);
    this.#text = stringsOf(language, this.#theme.metrics.shortWords);
    this.#shown = false;
    this.#later();
  }

  close(): void {
    this.#closed = true;
    this.#folding.close();
    this.#timer?.cancel();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #follow(): void {
    const { phone, clock } = this.#options;
    const next = phone.snapshot;
    if (next === this.#snapshot) return;
    this.#navigation = followed(this.#navigation, this.#snapshot, next, clock.monotonicMs);
    this.#snapshot = next;
    this.#later();
  }

  /** What was meant at `atMs`: whether a letter's key came again in time is decided by the hand, not by a busy phone. */
  #perform(intent: Intent, atMs: number = this.#nowMs): void {
    const { phone, log } = this.#options;
    log.debug('lcd', 'intent', { do: intent.do, screen: this.#view.body.screen });
    this.#navigation = perform(intent, this.#navigation, {
      phone,
      settings: this.#settings,
      maintenance: this.#maintenance,
      nowMs: atMs,
      askPassword: (password) => void this.#askPassword(password),
      language: this.#language,
      setTheme: (name) => {
        this.setTheme(name);
        this.#options.themeChosen?.(name);
      },
    });
    this.#follow();
    this.#later();
  }

  async #askPassword(password: string): Promise<void> {
    const right = await this.#settings.unlock(password);
    if (!this.#closed) this.#perform({ do: 'judgeAdmin', right });
  }

  #makeView(): View {
    const { clock } = this.#options;
    return viewOf({
      snapshot: this.#snapshot,
      settings: this.#settings,
      access: this.#access,
      maintenance: this.#maintenance,
      pictures: this.#pictures,
      navigation: this.#navigation,
      nowMs: clock.monotonicMs,
      wall: { ...clock.wall, calendar: this.#calendar },
      text: this.#text,
      language: this.#language,
      themeName: this.#chosenTheme,
      mono: this.#theme.mono,
      shortWords: this.#theme.metrics.shortWords,
      ...(this.#softKeyLists === undefined ? {} : { softKeyLists: this.#softKeyLists }),
    });
  }

  /** A display that fails does not take the phone with it; the next picture is shown whole. */
  #showOn(display: Display, areas: readonly Rectangle[]): void {
    try {
      display.show(this.#canvas.frame, areas);
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.#options.log.error('lcd', 'the display failed', { error });
      this.#failed = true;
      this.#shown = false;
    }
  }

  /** Something changed: draw with the next frame. */
  #later(): void {
    if (this.#changed || this.#closed) return;
    this.#changed = true;
    this.#arm(Math.max(0, this.#drawnAtMs + frameMs - this.#options.clock.monotonicMs));
  }

  #arm(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(Math.ceil(delayMs), () => this.#draw());
  }

  /** Light becomes dark and dark light, and back. */
  #turnOver(over: boolean): void {
    const name = over ? turnedOver(this.#chosenTheme, this.#theme.mono) : this.#chosenTheme;
    if (this.#theme.name === name) return;
    this.#theme = recolored(this.#theme, name);
    this.#shown = false;
  }

  #draw(): void {
    if (this.#closed) return;
    const { clock, display } = this.#options;
    this.#changed = false;
    this.#drawnAtMs = clock.monotonicMs;
    this.#navigation = aged(this.#navigation, this.#snapshot, this.#nowMs);
    this.#view = this.#makeView();
    this.#turnOver(this.#view.flash === true);
    const picture = render(this.#theme, this.#view);
    const areas = this.#shown ? changedRectangles(this.#picture.items, picture.items, this.#theme.screen) : [this.#theme.screen];
    for (const area of areas) paint(this.#canvas, picture.items, this.#theme.fonts, this.#theme.icons, area);
    this.#picture = picture;
    this.#shown = true;
    this.#tellOfMissing();
    const { body } = this.#view;
    if ('id' in body && body.id === 'directory') this.#folding.follow(this.#snapshot.directory.contacts);
    if (areas.length > 0) this.#showOn(display, areas);
    this.#options.drawn?.(picture.tree);
    this.#timer?.cancel();
    const leftMs = pageLeftMs(this.#navigation, this.#snapshot, this.#nowMs);
    const soonestMs = Math.min(picture.redrawAfterMs ?? Number.POSITIVE_INFINITY, leftMs ?? Number.POSITIVE_INFINITY);
    if (soonestMs < Number.POSITIVE_INFINITY) this.#arm(Math.min(soonestMs, latestRedrawMs));
  }

  #tellOfMissing(): void {
    const { count, characters } = this.#theme.fonts.missing;
    if (count > this.#missing) this.#options.log.warn('lcd', 'no glyph', { count, last: [...characters].at(-1) });
    this.#missing = count;
  }
}

// The view models: what a screen shows, as plain data. Each is a pure function of the phone, the navigation and the time.

import type { KeyCap } from '../../entry/keyboard.ts';
import type { Stretch } from '../../entry/search.ts';
import type { MaintenanceReader } from '../../maintenance.ts';
import type { Notice, PhoneSnapshot } from '../../phone.ts';
import type { PicturesReader } from '../../pictures.ts';
import type { SettingsReader } from '../../settings.ts';
import type { WallTime } from '../../text/calendar.ts';
import type { Strings } from '../../text/strings.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent, SoftKey } from '../intents.ts';
import type { Navigation } from '../navigation.ts';
import type { Bitmap } from '../raster/bitmap.ts';
import type { Access } from '../rights.ts';
import type { SaverPicture } from '../screen-settings.ts';
import type { SoftKeyLists } from '../soft-key-choice.ts';
import type { ThemeName, Tone } from '../themes/palette.ts';

/** What view functions see of the world. */
export interface ViewInput {
  readonly snapshot: PhoneSnapshot;
  readonly settings: SettingsReader;
  /** What whoever stands before the screen may do with parameters. */
  readonly access: Access;
  readonly maintenance: MaintenanceReader;
  readonly pictures: PicturesReader;
  readonly navigation: Navigation;
  readonly nowMs: number;
  readonly wall: WallTime;
  readonly text: Strings;
  /** BCP 47 tag. */
  readonly language: string;
  readonly themeName: ThemeName;
  readonly mono: boolean;
  /** There is room for few letters. */
  readonly shortWords: boolean;
  /** Of the administrator; absent: the usual soft keys. */
  readonly softKeyLists?: SoftKeyLists;
}

export interface StatusIcon {
  readonly icon: IconName;
  readonly tone: Tone;
}

export interface TopBarView {
  readonly title: string;
  /** Empty where the time is shown large. */
  readonly time: string;
  readonly icons: readonly StatusIcon[];
  /** `2/14` on lists. */
  readonly position: string;
}

/** Keys that mean something on this screen besides the soft keys. */
export type ScreenKey = 'up' | 'down' | 'left' | 'right' | 'ok' | 'back';

/** Four, by place. */
export type SoftKeys = readonly [SoftKey | undefined, SoftKey | undefined, SoftKey | undefined, SoftKey | undefined];

export interface VolumeView {
  readonly label: string;
  readonly icon: IconName;
  readonly level: number;
}

/** What every screen has. */
export interface ViewFrame {
  readonly topBar: TopBarView;
  readonly softKeys: SoftKeys;
  readonly keys: Readonly<Partial<Record<ScreenKey, Intent>>>;
  /** The picture is turned over, light for dark: a ring for the eye. */
  readonly flash?: boolean;
  /** Digits that mean something here; others go to the phone. */
  readonly digits?: ReadonlyMap<string, Intent>;
  /** What digit keys mean here when they are held. */
  readonly longDigits?: ReadonlyMap<string, Intent>;
  readonly volume: VolumeView | undefined;
  readonly notice: Notice | undefined;
  /** When the view changes without an event; undefined: never. */
  readonly redrawAfterMs: number | undefined;
  readonly focusedForMs: number;
}

/** What is beside a line key: a line, or what the key was made. */
/** The logo as a picture or as words; both absent: none. */
export interface LogoView {
  readonly picture?: Bitmap;
  readonly text?: string;
}

export interface LineView {
  readonly index: number;
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly state: string;
  readonly intent: Intent;
}

/** A large key in the picture, drawn where the screen can be touched. */
export interface TileView {
  readonly id: string;
  readonly icon: IconName;
  readonly text: string;
  readonly tone?: 'calm';
  readonly intent: Intent;
}

export interface IdleBody {
  readonly screen: 'idle' | 'locked';
  /** Begins a call; absent where nobody may. */
  readonly newCall?: TileView;
  /** Behind everything. */
  readonly background?: Bitmap;
  readonly logo?: LogoView;
  readonly time: string;
  /** `am` or `pm`; empty where hours go to 23. */
  readonly half: string;
  readonly date: string;
  readonly shortDate: string;
  /** By place; undefined: no line behind that key. */
  readonly lines: readonly (LineView | undefined)[];
  readonly status: readonly { readonly id: string; readonly icon: IconName; readonly tone: Tone; readonly text: string }[];
}

export interface SaverBody {
  readonly screen: 'idle';
  readonly id: 'saver';
  readonly picture?: Bitmap;
  readonly time: string;
  readonly half: string;
  readonly date: string;
  readonly saver: SaverPicture;
  /** In the place of the time's; empty: the time is large. */
  readonly words: string;
  /** Where it stands now, 0 to 1 each way. */
  readonly across: number;
  readonly down: number;
}

export interface CallCard {
  readonly id: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** `Connected`, `Ringing` ... */
  readonly state: string;
  /** What matters more than the state where there is no room for badges; empty: nothing. */
  readonly alert: string;
  /** Large: the name, or the number where there is none. */
  readonly name: string;
  /** Below it; empty where it would repeat the name. */
  readonly number: string;
  /** The number as it would be dialled. */
  readonly rawNumber: string;
  readonly initials: string;
  readonly face?: Bitmap;
  readonly timer: string;
  readonly lines: readonly string[];
  readonly badges: readonly { readonly id: string; readonly icon?: IconName; readonly text: string; readonly tone: Tone }[];
}

export interface CallBody {
  readonly screen: 'outgoing' | 'incoming' | 'call' | 'held' | 'consult' | 'ended';
  readonly front: CallCard;
  /** What a touch on whom one talks with shows. */
  readonly facts?: Intent;
  /** Opens the dial keys for digits to the other side. */
  readonly keypad?: TileView;
  /** The dial keys are open. */
  readonly pad: boolean;
  readonly others: readonly CallCard[];
  readonly moreText: (hidden: number) => string;
}

/** One of a conference, ourselves among them. */
export interface PartyView {
  /** Of the call; `us` for ourselves. */
  readonly id: string;
  readonly name: string;
  readonly rawNumber: string;
  readonly initials: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly state: string;
  readonly focused: boolean;
}

export interface ConferenceBody {
  readonly screen: 'conference';
  /** The call in front. */
  readonly id: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly state: string;
  readonly timer: string;
  readonly path: { readonly icon: IconName; readonly text: string } | undefined;
  /** Opens the dial keys for digits to the party in focus. */
  readonly keypad?: TileView;
  /** The dial keys are open. */
  readonly pad: boolean;
  /** What the party in focus has been sent. */
  readonly sentDigits: string;
  readonly us: PartyView;
  readonly parties: readonly PartyView[];
  /** Calls that are no part of it. */
  readonly others: readonly CallCard[];
  readonly moreText: (hidden: number) => string;
}

/** Somebody whose name or number the digits stand for. */
export interface MatchView {
  readonly name: string;
  readonly nameMarks: readonly Stretch[];
  readonly number: string;
  readonly numberMarks: readonly Stretch[];
  /** As it would be dialled. */
  readonly rawNumber: string;
  readonly intent: Intent;
}

export interface DialingBody {
  readonly screen: 'offhook' | 'dialing' | 'consult';
  readonly icon: IconName;
  readonly heading: string;
  readonly number: string;
  readonly rawNumber: string;
  readonly hint: string;
  readonly matches: readonly MatchView[];
  /** The match that has the focus. */
  readonly focus: number | undefined;
  readonly others: readonly CallCard[];
  readonly moreText: (hidden: number) => string;
}

export interface RowView {
  readonly id: string;
  readonly text: string;
  readonly detail: string;
  readonly icon?: IconName;
  readonly tone?: Tone;
  /** Stretches of `text` and of `detail` that answer what is looked for. */
  readonly marks?: readonly Stretch[];
  readonly detailMarks?: readonly Stretch[];
  readonly intent?: Intent;
  readonly checked?: boolean;
  /** A switch at the row's end. */
  readonly on?: boolean;
  /** The administrator keeps it as it is. */
  readonly kept?: true;
  /** Says the row leads further. */
  readonly leads?: boolean;
  /** A fact that the others belong to. */
  readonly heading?: boolean;
  /** Overrides what the semantic tree says as detail. */
  readonly state?: string;
}

/** What is looked for in a list. */
export interface QueryView {
  /** Touched. */
  readonly intent: Intent;
  readonly text: string;
  readonly hint: string;
  readonly mode: string;
  readonly pending: boolean;
}

export interface RowsBody {
  readonly screen: 'list' | 'menu' | 'edit';
  readonly id: string;
  readonly rows: readonly RowView[];
  /** Of a long list only a part is made: which row is the first of it, and how many there are. */
  readonly window?: { readonly first: number; readonly count: number };
  readonly query?: QueryView;
  readonly focus: number;
  /** Where rows are facts, not choices. */
  readonly plain: boolean;
  readonly tabs: readonly { readonly id: string; readonly text: string; readonly selected: boolean; readonly intent: Intent }[];
  readonly empty: string;
}

export interface FunctionKeyView {
  /** Of the settings. */
  readonly index: number;
  /** As the person counts. */
  readonly number: number;
  /** Empty: the key means nothing. */
  readonly label: string;
  readonly icon: IconName | undefined;
  readonly tone: Tone;
  readonly state: string;
  readonly intent: Intent;
}

export interface KeysBody {
  readonly screen: 'list';
  readonly id: 'functionKeys';
  readonly keys: readonly FunctionKeyView[];
  readonly focus: number;
}

export interface NoticeBody {
  readonly screen: 'notice' | 'recovery';
  readonly id: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

export interface EditBody {
  readonly screen: 'edit';
  readonly id: string;
  readonly label: string;
  /** As it is shown: a secret is dots, but for its last character for a moment. */
  readonly value: string;
  readonly cursor: number;
  /** The character before the cursor may still become another. */
  readonly pending: boolean;
  /** `Abc`; empty where there is one mode only. */
  readonly mode: string;
  readonly number: boolean;
  readonly picker: { readonly symbols: readonly string[]; readonly focus: number } | undefined;
  /** Drawn where the screen can be touched. */
  readonly keyboard: readonly (readonly KeyCap[])[];
  /** Below the field: what is to be known of the value, or what is wrong with it. */
  readonly hint: string;
  readonly problem: boolean;
}

export interface NumberBody {
  readonly screen: 'edit';
  readonly id: string;
  readonly label: string;
  /** As typed. */
  readonly digits: string;
  readonly unit: string;
  /** Where between the least and the greatest it lies; undefined where there is no range to speak of. */
  readonly share: number | undefined;
  readonly hint: string;
  readonly problem: boolean;
  /** A step down and a step up. */
  readonly less: Intent;
  readonly more: Intent;
}

export interface ProgressBody {
  readonly screen: 'boot' | 'update' | 'notice';
  readonly id: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  /** In the place of the icon. */
  readonly logo?: Bitmap;
  /** 0 to 1; undefined: nobody knows how much there is to do. */
  readonly progress: number | undefined;
}

export interface VolumeBody {
  readonly screen: 'menu';
  readonly id: 'volume';
  readonly level: VolumeView;
}

export type Body =
  | IdleBody
  | SaverBody
  | CallBody
  | ConferenceBody
  | DialingBody
  | RowsBody
  | KeysBody
  | NoticeBody
  | ProgressBody
  | EditBody
  | NumberBody
  | VolumeBody;

export type View<B extends Body = Body> = ViewFrame & { readonly body: B };

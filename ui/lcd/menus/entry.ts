// The form of the menu tree: what a row is called, what it leads to or changes, and who sees it. Editors follow from the schema.

import type { Strings } from '../../text/strings.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent } from '../intents.ts';
import type { ViewInput } from '../screens/view.ts';

interface CommonEntry {
  /** Unique among its neighbours; the semantic tree and `personal_settings/menus/hidden` use it. */
  readonly id: string;
  readonly word: (text: Strings) => string;
  readonly icon?: IconName;
  /** Absent: always. */
  readonly shown?: (input: ViewInput) => boolean;
}

/** Another menu. `admin`: behind the administrator's password. */
export interface SubMenu extends CommonEntry {
  readonly kind: 'menu';
  readonly entries: readonly Entry[];
  readonly admin?: true;
}

/** The same entries for each line that there is; an `N` in their parameters is the line's index. */
export interface LineMenus extends CommonEntry {
  readonly kind: 'lines';
  readonly entries: readonly Entry[];
}

/** A parameter: a switch, a choice, a number or a text, as the schema declares it. */
export interface ParameterEntry extends CommonEntry {
  readonly kind: 'parameter';
  readonly path: string;
  /** What its values are called; absent: the words of `text.choices`. */
  readonly valueWord?: (text: Strings, value: string) => string;
  /** Beside those that are declared. */
  readonly moreValues?: () => readonly string[];
}

/** Parameters behind a row that is none itself: without a right to them it does not show, or is locked. */
interface WithSettings {
  readonly changes?: (input: ViewInput) => readonly string[];
}

/** Something that the phone itself keeps on or off. */
export interface SwitchEntry extends CommonEntry, WithSettings {
  readonly kind: 'switch';
  readonly on: (input: ViewInput) => boolean;
  readonly intent: Intent;
}

/** A page of its own, or something to do. */
export interface LinkEntry extends CommonEntry, WithSettings {
  readonly kind: 'link';
  readonly intent: (input: ViewInput, line: number | undefined) => Intent;
  readonly detail?: (input: ViewInput, line: number | undefined) => string;
}

export type Entry = SubMenu | LineMenus | ParameterEntry | SwitchEntry | LinkEntry;

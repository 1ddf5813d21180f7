// What the screen says, without how it looks: for the simulator's door, for tests and for whoever reads a screen aloud.

/** Architecture §5 names them. */
export type ScreenName =
  | 'boot'
  | 'idle'
  | 'offhook'
  | 'dialing'
  | 'outgoing'
  | 'incoming'
  | 'call'
  | 'held'
  | 'consult'
  | 'conference'
  | 'ended'
  | 'menu'
  | 'list'
  | 'edit'
  | 'locked'
  | 'notice'
  | 'update'
  | 'recovery';

/** One thing on the screen. `call`, `line` and `entry` items carry the id that commands take. */
export interface SemanticItem {
  readonly role: 'text' | 'number' | 'row' | 'line' | 'call' | 'status' | 'tab' | 'level' | 'key';
  readonly text: string;
  readonly id?: string;
  readonly detail?: string;
  readonly state?: string;
  readonly selected?: boolean;
}

/** `action` is a lower camel case word; an unused key has '' for both. There are always four. */
export interface SemanticSoftKey {
  readonly label: string;
  readonly action: string;
}

export interface SemanticTree {
  readonly screen: ScreenName;
  /** Which list, menu or field, or the id of the call in front. */
  readonly id?: string;
  readonly title: string;
  readonly items: readonly SemanticItem[];
  readonly softkeys: readonly SemanticSoftKey[];
  /** Index into `items`; null where nothing has the focus. */
  readonly focus: number | null;
  readonly notice: { readonly id: string; readonly severity: string; readonly title: string; readonly text: string } | null;
}

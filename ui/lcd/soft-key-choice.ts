// What the administrator chose as soft keys, state by state.

export type SoftKeyState =
  | 'idle'
  | 'missed_calls'
  | 'off_hook'
  | 'dialing'
  | 'progressing'
  | 'ringing'
  | 'connected'
  | 'hold'
  | 'transfer'
  | 'conferencing'
  | 'releasing';

export interface SoftKeyChoice {
  readonly keyword: string;
  /** Counted from 1; undefined: the next that is free. */
  readonly position: number | undefined;
  /** Of a key of the administrator's own: what it is called and calls. */
  readonly own?: { readonly label: string; readonly number: string };
}

export type SoftKeyLists = Readonly<Partial<Record<SoftKeyState, readonly SoftKeyChoice[]>>>;

// A phone that belongs to whoever sits there: people sign in with their own account, and out again.

export interface HotDeskState {
  readonly enabled: boolean;
  /** The account that the first line has; undefined: nobody's. */
  readonly signedIn: string | undefined;
}

export type HotDeskResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: 'disabled' | 'inACall' | 'notStored' }
  | { readonly ok: false; readonly error: 'invalid'; readonly field: string; readonly expected: string };

export interface HotDesk {
  readonly state: HotDeskState;
  /** `authName` empty: the same as the account. Whether the registrar takes it shows in the line's state. */
  signIn(account: { readonly id: string; readonly authName: string; readonly password: string }): Promise<HotDeskResult>;
  /** What the person leaves behind is forgotten: password, calls, forwarding, do not disturb. */
  signOut(): Promise<HotDeskResult>;
}

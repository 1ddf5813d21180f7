// Contract of the hook switch under the handset.

export interface HookEvent {
  readonly type: 'hookMoved';
  readonly off: boolean;
  readonly atMs: number;
}

export interface Hook extends AsyncDisposable {
  /** State at this moment; a phone may be switched on with the handset lifted. */
  readonly off: boolean;
}

// Where the phone's settings come from, and how it stands with them.

export type ProvisioningOutcome =
  | {
      readonly type: 'applied';
      readonly changed: number;
      readonly refused: readonly { readonly what: string; readonly why: string }[];
      readonly restarts: boolean;
    }
  | { readonly type: 'unchanged' }
  /** Nobody says where settings are. */
  | { readonly type: 'noSource' }
  | { readonly type: 'failed'; readonly failure: string; readonly detail: string };

export interface ProvisioningState {
  readonly activity: 'idle' | 'searching' | 'fetching' | 'waitingForCalls' | 'applying';
  readonly source: string | undefined;
  /** Without name, password and query. */
  readonly address: string | undefined;
  readonly last: { readonly atMs: number; readonly trigger: string; readonly outcome: ProvisioningOutcome } | undefined;
  /** By the monotonic clock, as `nowMs` of live messages. */
  readonly nextCheckAtMs: number | undefined;
}

export interface Provisioning {
  readonly state: ProvisioningState;
  /** Now, or as soon as nobody talks. */
  check(): void;
}

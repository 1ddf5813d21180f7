// How provisioning stands, for pages, menus and the console.

import type { RefusedSetting } from './apply.ts';
import type { SourceKind } from './source.ts';

export type Trigger = 'powerUp' | 'periodic' | 'retry' | 'resync' | 'byHand' | 'offered' | 'condition';

export type ProvisioningOutcome =
  | {
      readonly type: 'applied';
      readonly changed: number;
      readonly refused: readonly RefusedSetting[];
      readonly restarts: boolean;
    }
  | { readonly type: 'unchanged' }
  /** Nobody says where settings are. */
  | { readonly type: 'noSource' }
  | { readonly type: 'failed'; readonly failure: string; readonly detail: string };

export interface ProvisioningStatus {
  readonly activity: 'idle' | 'searching' | 'fetching' | 'waitingForCalls' | 'applying';
  readonly source: SourceKind | undefined;
  /** Without name, password and query. */
  readonly address: string | undefined;
  readonly last: { readonly atMs: number; readonly trigger: Trigger; readonly outcome: ProvisioningOutcome } | undefined;
  /** By the monotonic clock. */
  readonly nextCheckAtMs: number | undefined;
}

export const restingStatus: ProvisioningStatus = {
  activity: 'idle',
  source: undefined,
  address: undefined,
  last: undefined,
  nextCheckAtMs: undefined,
};

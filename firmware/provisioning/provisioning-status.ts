// How provisioning stands, for pages, menus and the console.

import type { ProvisioningOutcome, ProvisioningState } from '#ui/administration/provisioning';
import type { SourceKind } from './source.ts';

export type Trigger = 'powerUp' | 'periodic' | 'retry' | 'resync' | 'byHand' | 'offered' | 'condition';

/** What the administrator sees, with the words that only firmware knows. */
export interface ProvisioningStatus extends ProvisioningState {
  readonly source: SourceKind | undefined;
  /** A file has come, and is taken over after the call. */
  readonly settingsWait: boolean;
  readonly last: { readonly atMs: number; readonly trigger: Trigger; readonly outcome: ProvisioningOutcome } | undefined;
}

export const restingStatus: ProvisioningStatus = {
  activity: 'idle',
  source: undefined,
  address: undefined,
  settingsWait: false,
  last: undefined,
  nextCheckAtMs: undefined,
};

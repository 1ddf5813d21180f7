// The settings as a file, and back: what a file of any vendor would change, before it does.

import type { ParameterDifference } from '../administration.ts';

export interface FileRemark {
  /** Counted from 1; 0 where the file has no lines. */
  readonly line: number;
  /** As the file says it. */
  readonly name: string;
  readonly reason: string;
  readonly text: string;
}

export interface RestorePlan {
  /** `audiocodes`, `spa`, `cisco`, `yealink` ... */
  readonly format: string;
  readonly differences: readonly ParameterDifference[];
  readonly remarks: readonly FileRemark[];
  readonly furtherRemarks: number;
}

export type RestoreRead =
  | ({ readonly ok: true } & RestorePlan)
  | { readonly ok: false; readonly problem: string; readonly text: string };

export interface RestoreOptions {
  /** Of encrypted files and values; empty: the site's keys only. */
  readonly passphrase: string;
  /** What the file does not name goes back to the factory's value, secrets excepted. */
  readonly replace: boolean;
}

/** What of the settings: all, what was set, or the keys that dial, as the speed dial file of the AudioCodes phones. */
export type BackupExtent = 'full' | 'delta' | 'speedDials';

export interface Backup {
  /** `path=value`, but for speed dials; secrets only under a pass phrase, which then encrypts the whole file. */
  write(extent: BackupExtent, passphrase: string): Promise<Uint8Array>;
  plan(file: Uint8Array, options: RestoreOptions): Promise<RestoreRead>;
  restore(
    file: Uint8Array,
    options: RestoreOptions,
    name: string,
  ): Promise<
    (RestoreRead & { readonly ok: false }) | (RestorePlan & { readonly ok: true; readonly needsRestart: readonly string[] })
  >;
}

// The administrator's boundary: what an administrator, or an owner within his own settings, may see and do. Plain data and commands;
// implemented in `firmware/administration`, used by the web server. `phone.ts` is the person's.

import type { Declaration } from '#config/declaration';
import type { Backup } from './administration/backup.ts';
import type { Certificates } from './administration/certificates.ts';
import type { ContactFiles } from './administration/contact-files.ts';
import type { ContactPictures } from './administration/contact-pictures.ts';
import type { DeviceControl } from './administration/device.ts';
import type { DeviceStatus } from './administration/device-status.ts';
import type { Diagnostics } from './administration/diagnostics.ts';
import type { Enrolment } from './administration/enrolment.ts';
import type { HotDesk } from './administration/hot-desk.ts';
import type { LanguageFiles } from './administration/languages.ts';
import type { MediaFiles } from './administration/media-files.ts';
import type { ScreenPictures } from './administration/pictures.ts';
import type { Provisioning } from './administration/provisioning.ts';
import type { Tokens } from './administration/tokens.ts';

/** `user`: only what the schema gives to the person at the phone. */
export type Role = 'admin' | 'user';

export interface Account {
  readonly name: string;
  readonly role: Role;
}

export type SetPassword = { readonly ok: true } | { readonly ok: false; readonly expected: string };

/** Who may come in. No password ever leaves. */
export interface Users {
  /** False: no administrator's password was ever set, and nobody can log in. */
  readonly claimed: boolean;
  readonly accounts: readonly (Account & { readonly enabled: boolean })[];
  /** Shows a new code on the phone's screen. */
  showClaimCode(): void;
  /** Takes the phone into possession: whoever reads its screen gives it its first password. */
  claim(code: string, password: string): Promise<SetPassword | { readonly ok: false; readonly wrongCode: true }>;
  /** Undefined: no such name, or another password; which of them is not told, and takes the same time. */
  check(name: string, password: string): Promise<Account | undefined>;
  setPassword(role: Role, password: string): Promise<SetPassword>;
}

/** Where a value comes from: see `config/settings.ts`. */
export type ValueSource = 'commandLine' | 'stored' | 'inherited' | 'default';

/** A parameter as it stands. A secret's value is never told, only whether there is one. */
export type ParameterState = {
  readonly path: string;
  readonly source: ValueSource;
} & ({ readonly value: boolean | number | string } | { readonly secretSet: boolean });

/** What is declared once for a parameter or, with `N` in its path, a row of them. */
export interface ParameterKind {
  readonly pattern: string;
  readonly declaration: Declaration;
  /** Those of the row, counted from 0, that who asks may see and not change; 0 where there is no row. */
  readonly readOnly?: readonly number[];
  /** Those that are not there for him. */
  readonly hidden?: readonly number[];
}

/** `value` null: back to what it is when nobody has set it. */
export interface ParameterChange {
  readonly path: string;
  readonly value: boolean | number | string | null;
}

export interface ParameterDifference {
  readonly path: string;
  readonly title: string;
  /** Values of secrets are stars. */
  readonly from: string;
  readonly to: string;
  readonly needsRestart: boolean;
}

export interface ParameterError {
  readonly path: string;
  readonly expected: string;
}

export type ParametersChanged =
  | {
      readonly ok: true;
      readonly revision: number;
      readonly changed: readonly string[];
      readonly needsRestart: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }
  /** The disk is full or failing; nothing was changed. */
  | { readonly ok: false; readonly notStored: string };

export interface ParameterFilter {
  /** In whole segments of the path. */
  readonly prefix?: string;
  /** Words that stand in path, title, help or another vendor's name. */
  readonly search?: string;
  /** Only what is not as the factory has it. */
  readonly modified?: boolean;
  /** Without what stands at the default that its kind declares: who has the kinds knows the rest. */
  readonly sparse?: boolean;
}

export interface ParameterRevision {
  readonly revision: number;
  readonly atMs: number;
  readonly timeTrusted: boolean;
  readonly origin: string;
  readonly reason: string;
  readonly paths: readonly string[];
}

export interface ParameterAdministration {
  kinds(role: Role): readonly ParameterKind[];
  /** Another text whenever `kinds` would answer something else. */
  edition(role: Role): string;
  list(filter: ParameterFilter, role: Role): Promise<readonly ParameterState[]>;
  /** What a change would do; nothing is changed. */
  preview(
    changes: readonly ParameterChange[],
    role: Role,
  ): Promise<{ readonly differences: readonly ParameterDifference[]; readonly errors: readonly ParameterError[] }>;
  /** All or nothing, as one revision. */
  change(changes: readonly ParameterChange[], account: Account): Promise<ParametersChanged>;
  /** Newest first. */
  history(limit: number): Promise<readonly ParameterRevision[]>;
  /** What one revision changed; undefined: it is too old, or there is none. */
  revision(revision: number): Promise<readonly ParameterDifference[] | undefined>;
  /** To the state right after that revision, as a new one. */
  rollBack(revision: number, account: Account): Promise<ParametersChanged>;
}

/** Under whose name the phone goes, and in whose colour (`#RRGGBB`; empty: its own). */
export interface Brand {
  readonly name: string;
  readonly color: string;
}

export interface Administration {
  readonly brand: Brand;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly parameters: ParameterAdministration;
  status(): Promise<DeviceStatus>;
  readonly diagnostics: Diagnostics;
  readonly device: DeviceControl;
  readonly files: MediaFiles;
  readonly languages: LanguageFiles;
  readonly pictures: ScreenPictures;
  readonly contacts: ContactFiles;
  readonly contactPictures: ContactPictures;
  readonly certificates: Certificates;
  readonly enrolment: Enrolment;
  readonly provisioning: Provisioning;
  readonly backup: Backup;
  readonly hotDesk: HotDesk;
}

// What the menus of a surface read and change: parameters by their path. The store stands behind it; `ui/` sees no secret's value.

import { findParameter, type StoredValue } from '#config/schema';
import type { Unsubscribe } from './phone.ts';

/** Whether a value was taken; `needsRestart`: it is kept and holds from the next start. */
export type SettingOutcome = 'taken' | 'needsRestart' | 'refused';

/** What somebody may do with a parameter: not even see it, see it, change it. */
export type UserAccess = 'na' | 'ro' | 'rw';

/** Parameters as they hold now. */
export interface SettingsReader {
  /** Undefined for a path that there is not, and for a secret. */
  value(path: string): StoredValue | undefined;
  /** Whether a secret has a value. */
  isSet(path: string): boolean;
  /** Whether the administrator's menus ask for a password. */
  readonly adminLocked: boolean;
  /** What the person at the phone may do with it, as on the pages; the administrator is asked for elsewhere. */
  userAccess(path: string): UserAccess;
}

export interface Settings extends SettingsReader {
  /** Checks at once, keeps in the background. Text as a person types it is read by the parameter's type. */
  save(path: string, value: StoredValue): SettingOutcome;
  /** Whether this is the password; after several wrong ones the answer takes its time. Never rejects. */
  unlock(password: string): Promise<boolean>;
  subscribe(changed: () => void): Unsubscribe;
}

/** What there is before anybody has set anything. */
export const factorySettings: Settings = {
  value: (path) => {
    const parameter = findParameter(path);
    return parameter?.declaration.secret === true ? undefined : parameter?.default;
  },
  isSet: () => false,
  userAccess: (path) => (findParameter(path)?.declaration.owner === 'user' ? 'rw' : 'na'),
  save: () => 'refused',
  adminLocked: false,
  unlock: () => Promise.resolve(true),
  subscribe: () => () => {},
};

// The parameters as the menus of the screen read and change them: checked at once, kept in the background.

import { findParameter, type ParameterPath } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Store } from '#config/store';
import { readUserRights, userAccess } from '#config/user-rights';
import { readValue } from '#config/value';
import type { Settings } from '#ui/settings';
import { keepSetting } from './save-setting.ts';
import type { Log } from './system/log.ts';
import { checkPassword } from './system/password-hash.ts';
import type { SystemClock } from './system/system-clock.ts';

/** After the third wrong password in a row it takes this long until the next is looked at, doubled with each. */
const firstWaitMs = 2000;
const longestWaitMs = 60_000;
const freeAttempts = 3;

export function menuSettings(store: Store, log: Log, clock: Pick<SystemClock, 'monotonicMs' | 'setTimer'>): Settings {
  const adminPassword = (): string => store.get('system/password').reveal();
  let rights = { text: '', map: readUserRights('') };
  const userRights = (): typeof rights.map => {
    const text = store.get('system/user_rights');
    if (text !== rights.text) rights = { text, map: readUserRights(text) };
    return rights.map;
  };
  let failures = 0;
  let waitUntilMs = 0;
  const known = (path: string): unknown => (findParameter(path) === undefined ? undefined : store.get(path as ParameterPath));
  return {
    value: (path) => {
      const value = known(path);
      return value instanceof Secret ? undefined : (value as ReturnType<Settings['value']>);
    },
    isSet: (path) => {
      const value = known(path);
      return value instanceof Secret && value.reveal() !== '';
    },
    userAccess: (path) => userAccess(userRights(), path, findParameter(path)?.declaration.owner ?? 'admin'),
    save: (path, value) => {
      const declaration = findParameter(path)?.declaration;
      const read = declaration === undefined ? undefined : readValue(declaration, value);
      if (read?.ok !== true) return 'refused';
      void keepSetting({ path, value: read.value }, store, log);
      return declaration?.needsRestart === true ? 'needsRestart' : 'taken';
    },
    get adminLocked(): boolean {
      return adminPassword() !== '';
    },
    unlock: async (password) => {
      const waitMs = Math.max(0, waitUntilMs - clock.monotonicMs);
      if (waitMs > 0) await new Promise<void>((resolve) => void clock.setTimer(waitMs, resolve));
      const right = await checkPassword(password, adminPassword()).catch(() => false);
      failures = right ? 0 : failures + 1;
      if (right) return true;
      log.warn('lcd', 'a wrong administrator password was given at the phone', { failures });
      const more = failures - freeAttempts;
      waitUntilMs = more < 0 ? 0 : clock.monotonicMs + Math.min(longestWaitMs, firstWaitMs * 2 ** more);
      return false;
    },
    subscribe: (changed) => store.subscribe('', changed),
  };
}

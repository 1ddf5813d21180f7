// The console's password as the console asks for it. Compared in constant time, revealed nowhere.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { ChangeResult, Store } from './store.ts';

export interface Passwords {
  /** False from the factory: no default password opens anything. */
  readonly isSet: boolean;
  check(password: string): boolean;
  /** Undefined when it was stored, else what was wrong. */
  set(password: string): Promise<string | undefined>;
}

/** Of equal length whatever was typed, as `timingSafeEqual` demands; not for storing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function problem(result: ChangeResult): string | undefined {
  if (result.ok) return undefined;
  if (result.reason === 'invalid') return `expected ${result.errors.map(({ expected }) => expected).join(', ')}`;
  return result.reason === 'notStored' ? `it could not be stored (${result.text})` : result.reason;
}

/** `system/console/password`, which inherits `system/password`. */
export function consolePasswords(store: Store): Passwords {
  const current = (): string => store.get('system/console/password').reveal();
  return {
    get isSet() {
      return current() !== '';
    },
    check(password) {
      const expected = current();
      return timingSafeEqual(digest(password), digest(expected)) && expected !== '';
    },
    async set(password) {
      return problem(await store.change([{ path: 'system/console/password', value: password }], 'console'));
    },
  };
}

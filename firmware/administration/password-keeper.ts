// Turns passwords that a configuration file brought as they are into hashes, so that nobody who reads the store can use them.

import type { ParameterPath } from '#config/schema';
import { Secret } from '#config/secrets';
import type { Store } from '#config/store';
import type { Log } from '../system/log.ts';
import { checkPassword, hashPassword, isPasswordHash } from '../system/password-hash.ts';

const paths = [
  'system/password',
  'system/console/password',
  'system/web_user_password',
] as const satisfies readonly ParameterPath[];
type PasswordPath = (typeof paths)[number];

export class PasswordKeeper {
  readonly #store: Store;
  readonly #log: Log;
  /** A file that is fetched every day brings the same password every day: it keeps its hash. */
  readonly #hashes = new Map<PasswordPath, string>();

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** The returned function ends it. */
  start(): () => void {
    const stops = paths.map((path) => this.#store.subscribe(path, () => void this.#keep(path)));
    for (const path of paths) void this.#keep(path);
    return () => {
      for (const stop of stops) stop();
    };
  }

  async #keep(path: PasswordPath): Promise<void> {
    const [setting] = this.#store.settings(path);
    const value = setting?.value instanceof Secret ? setting.value.reveal() : '';
    // What the command line gives is not stored; what is inherited is kept where it stands.
    if (setting?.source !== 'stored' || value === '') return;
    if (isPasswordHash(value)) {
      this.#hashes.set(path, value);
      return;
    }
    const known = this.#hashes.get(path);
    const hash = known !== undefined && (await checkPassword(value, known)) ? known : await hashPassword(value);
    // Another one may have come meanwhile.
    if (this.#store.get(path).reveal() !== value) return;
    const result = await this.#store.change([{ path, value: hash }], 'admin', 'kept as a hash');
    if (!result.ok) this.#log.warn('config', `${path} is not kept as a hash`, { reason: result.reason });
  }
}

// The two accounts of the phone, administrator and user, and their passwords, which are kept as hashes.

import type { Store } from '#config/store';
import type { Account, Role, SetPassword, Users } from '#ui/administration';
import { shortestPassword } from '#ui/console/login';
import { equalSecrets } from '../system/equal-secrets.ts';
import { checkPassword, hashPassword } from '../system/password-hash.ts';
import type { ClaimCode } from './claim-code.ts';

const passwordPaths = { admin: 'system/password', user: 'system/web_user_password' } as const;
const longestPassword = 128;

export class PhoneUsers implements Users {
  readonly #store: Store;
  readonly #claimCode: ClaimCode;
  /** For names that nobody has: the answer takes as long as for those that somebody has. */
  #nobodysHash: Promise<string> | undefined;

  constructor(store: Store, claimCode: ClaimCode) {
    this.#store = store;
    this.#claimCode = claimCode;
  }

  get claimed(): boolean {
    return this.#password('admin') !== '';
  }

  get accounts(): Users['accounts'] {
    return (['admin', 'user'] as const).map((role) => ({
      name: this.#name(role),
      role,
      enabled: this.#password(role) !== '',
    }));
  }

  showClaimCode(): void {
    if (!this.claimed) this.#claimCode.show();
  }

  async claim(code: string, password: string): ReturnType<Users['claim']> {
    if (this.claimed || !this.#claimCode.check(code)) return { ok: false, wrongCode: true };
    const result = await this.setPassword('admin', password);
    if (result.ok) this.#claimCode.forget();
    return result;
  }

  async check(name: string, password: string): Promise<Account | undefined> {
    const found = this.accounts.find((account) => equalSecrets(name, account.name));
    const stored = found === undefined ? '' : this.#password(found.role);
    this.#nobodysHash ??= hashPassword('nobody');
    const matches = await checkPassword(password, stored === '' ? await this.#nobodysHash : stored);
    if (!matches || stored === '' || found === undefined || !this.#mayEnter(found.role)) return undefined;
    return { name: found.name, role: found.role };
  }

  async setPassword(role: Role, password: string): Promise<SetPassword> {
    if (password.length < shortestPassword)
      return { ok: false, expected: `a password of at least ${shortestPassword} characters` };
    if (password.length > longestPassword) return { ok: false, expected: `a password of at most ${longestPassword} characters` };
    const value = await hashPassword(password);
    const result = await this.#store.change([{ path: passwordPaths[role], value }], 'admin');
    return result.ok ? { ok: true } : { ok: false, expected: 'space on the disk: it could not be stored' };
  }

  #mayEnter(role: Role): boolean {
    return role !== 'admin' || this.#store.get('system/web/admin_access/enabled');
  }

  #name(role: Role): string {
    return role === 'admin' ? this.#store.get('system/user_name') : this.#store.get('system/web_user_name');
  }

  #password(role: Role): string {
    return this.#store.get(passwordPaths[role]).reveal();
  }
}

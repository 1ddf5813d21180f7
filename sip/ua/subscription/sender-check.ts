// Whether who commands a phone may: over the connection that the account registered by, when that is encrypted, or after a digest of SHA-256
// with the account's own password. An address alone proves nothing, it can be forged on UDP.

import type { DigestAlgorithm } from '../../auth/digest.ts';
import { DigestServer } from '../../auth/digest-server.ts';
import type { Clock, Log, Random } from '../../ports.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';
import type { Refusal } from '../request/request-checks.ts';
import { RateLimit } from './rate-limit.ts';

export interface SenderCheckOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  /** SHA-256 alone when undefined. */
  readonly algorithms?: readonly DigestAlgorithm[];
  /** What has to be known; the account's own password when undefined. */
  readonly secretOf?: (account: Account) => SharedSecret;
}

/** Known to others than the account, by whatever name they call themselves. */
export interface SharedSecret {
  readonly realm: string;
  readonly password: string;
}

const nonceLifetimeMs = 60_000;
/** A phone that says right or wrong to every try would help to guess the password. */
const wrongTries = { most: 5, periodMs: 300_000 } as const;
/** More than any server sends; a flood of forged senders shall not make us a hammer. */
const challenges = { most: 20, periodMs: 60_000 } as const;

export class SenderCheck {
  readonly #options: SenderCheckOptions;
  /** By account and realm; an account that changes its domain gets another. */
  readonly #servers: Map<string, DigestServer> = new Map();
  readonly #wrong: RateLimit;
  readonly #challenged: RateLimit;

  constructor(options: SenderCheckOptions) {
    this.#options = options;
    this.#wrong = new RateLimit(options.clock, wrongTries.most, wrongTries.periodMs);
    this.#challenged = new RateLimit(options.clock, challenges.most, challenges.periodMs);
  }

  /** Undefined: it may. */
  refusal(transaction: ServerTransaction, account: Account): Refusal | undefined {
    if (account.isRegisteredFlow(transaction.source)) return undefined;
    if (this.#wrong.isReached) return { status: 403 };
    const server = this.#serverOf(account);
    const verification = server.verify(transaction.request, 'Authorization');
    if (verification.type === 'accepted') return undefined;
    if (verification.type === 'wrong') {
      this.#wrong.take();
      this.#options.log.warn('sip', `wrong credentials with ${transaction.request.method}`, {
        account: account.settings.id,
        from: transaction.source.remote.address,
      });
    }
    if (!this.#challenged.take()) return { status: 403 };
    const stale = verification.type === 'challenge' && verification.stale;
    return { status: 401, headers: server.challenges(stale).map((value) => ['WWW-Authenticate', value] as const) };
  }

  #serverOf(account: Account): DigestServer {
    const { id, domain } = account.settings;
    const { secretOf } = this.#options;
    const realm = secretOf?.(account).realm ?? domain;
    const key = `${id}\n${realm}`;
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    for (const other of this.#servers.keys()) if (other.startsWith(`${id}\n`)) this.#servers.delete(other);
    const { algorithms = ['SHA-256'], clock, random } = this.#options;
    const passwordOf = (user: string): string | undefined => {
      if (secretOf !== undefined) return secretOf(account).password || undefined;
      const credentials = account.settings.credentials();
      return user === credentials.user && credentials.password !== '' ? credentials.password : undefined;
    };
    const server = new DigestServer({ realm, algorithms, nonceLifetimeMs, passwordOf }, clock, random);
    this.#servers.set(key, server);
    return server;
  }
}

// What name servers said, for as long as they said; so that a request costs no question, and a name server that is down costs nobody a call.

import type { Clock } from '../ports.ts';
import type { Answer, NameServers, PointerRecord, Resolver, ServiceRecord } from './resolver.ts';
import { TransportError } from './transport.ts';

export interface ResolverCacheOptions {
  readonly clock: Clock;
  readonly servers: NameServers;
}

interface Known {
  readonly records: readonly unknown[];
  readonly untilMs: number;
  /** When the name servers fail then, it is still believed. */
  readonly staleUntilMs: number;
}

/** Where no time to live is known. */
const usualMs = 60_000;
const shortestMs = 5_000;
const longestMs = 3_600_000;
/** That there is nothing (RFC 2308). */
const nothingMs = 30_000;
/** That nobody answered. */
const failureMs = 10_000;
const staleMs = 86_400_000;
const patienceMs = 5_000;
const maxKnown = 256;

export class ResolverCache implements Resolver {
  readonly #options: ResolverCacheOptions;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<readonly unknown[]>>();
  /** Those that failed lately, and until when they are not asked again. */
  readonly #failed = new Map<string, number>();

  constructor(options: ResolverCacheOptions) {
    this.#options = options;
  }

  addresses(host: string, family: 4 | 6): Promise<readonly string[]> {
    return this.#ask(`A${family} ${host.toLowerCase()}`, () => this.#options.servers.addresses(host, family));
  }

  /** Never rejects: many networks know nothing but addresses, and those are asked next (RFC 3263 §4.2). */
  services(name: string): Promise<readonly ServiceRecord[]> {
    return this.#ask(`SRV ${name.toLowerCase()}`, () => this.#options.servers.services(name)).catch(() => []);
  }

  /** Never rejects either. */
  pointers(domain: string): Promise<readonly PointerRecord[]> {
    return this.#ask(`NAPTR ${domain.toLowerCase()}`, () => this.#options.servers.pointers(domain)).catch(() => []);
  }

  /** Another network has other name servers, and they may say something else. */
  forget(): void {
    this.#known.clear();
    this.#failed.clear();
    this.#asking.clear();
  }

  async #ask<T>(question: string, ask: () => Promise<Answer<T>>): Promise<readonly T[]> {
    const known = this.#known.get(question);
    const nowMs = this.#options.clock.monotonicMs;
    if (known !== undefined && known.untilMs > nowMs) return known.records as readonly T[];
    const stale = known !== undefined && known.staleUntilMs > nowMs ? (known.records as readonly T[]) : undefined;
    if ((this.#failed.get(question) ?? 0) > nowMs) {
      if (stale !== undefined) return stale;
      throw new TransportError('unreachable', 'the name servers did not answer a moment ago');
    }
    const asking = this.#asking.get(question) ?? this.#begin(question, ask);
    try {
      return (await asking) as readonly T[];
    } catch (error) {
      if (stale !== undefined) return stale;
      throw error;
    }
  }

  #begin<T>(question: string, ask: () => Promise<Answer<T>>): Promise<readonly T[]> {
    const { clock } = this.#options;
    const asking = new Promise<readonly T[]>((resolve, reject) => {
      const patience = clock.setTimer(patienceMs, () => reject(new TransportError('timedOut', 'the name servers do not answer')));
      ask().then(
        (answer) => {
          patience.cancel();
          if (this.#asking.get(question) === asking) this.#remember(question, answer);
          resolve(answer.records);
        },
        (error: unknown) => {
          patience.cancel();
          reject(error);
        },
      );
    });
    this.#asking.set(question, asking);
    const over = (): void => {
      if (this.#asking.get(question) === asking) this.#asking.delete(question);
    };
    asking.then(over, () => {
      if (this.#asking.get(question) !== asking) return;
      over();
      this.#failed.set(question, clock.monotonicMs + failureMs);
      forgetOldest(this.#failed);
    });
    return asking;
  }

  #remember(question: string, { records, ttlMs }: Answer<unknown>): void {
    const nowMs = this.#options.clock.monotonicMs;
    const lifeMs = records.length === 0 ? nothingMs : Math.min(Math.max(ttlMs ?? usualMs, shortestMs), longestMs);
    const staleUntilMs = records.length === 0 ? 0 : nowMs + lifeMs + staleMs;
    this.#failed.delete(question);
    this.#known.delete(question);
    this.#known.set(question, { records, untilMs: nowMs + lifeMs, staleUntilMs });
    forgetOldest(this.#known);
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next().value;
  if (map.size > maxKnown && oldest !== undefined) map.delete(oldest);
}

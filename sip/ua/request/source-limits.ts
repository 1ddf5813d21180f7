// How many requests a source may send: so many that nobody who means well notices, so few that a flood does not take the phone from its owner.

import type { Clock } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';

export interface SourceRate {
  readonly perS: number;
  /** In one go, after a silence. */
  readonly burst: number;
}

export interface SourceLimitSettings {
  readonly stranger: SourceRate;
  /** All of them together: addresses are free for who forges them. */
  readonly strangers: SourceRate;
  /** Our own servers, and who is in a call with us: never locked out, but they may be forged as well. */
  readonly trusted: SourceRate;
}

export const defaultSourceLimits: SourceLimitSettings = {
  stranger: { perS: 20, burst: 60 },
  strangers: { perS: 100, burst: 300 },
  trusted: { perS: 4000, burst: 8000 },
};

const maxSources = 256;

interface Bucket {
  tokens: number;
  atMs: number;
}

export class SourceLimits {
  readonly #clock: Clock;
  readonly #settings: SourceLimitSettings;
  /** By address, the one that was silent longest first. */
  readonly #buckets: Map<string, Bucket> = new Map();
  readonly #strangers: Bucket;

  constructor(clock: Clock, settings: SourceLimitSettings = defaultSourceLimits) {
    this.#clock = clock;
    this.#settings = settings;
    this.#strangers = { tokens: settings.strangers.burst, atMs: clock.monotonicMs };
  }

  /** False: it is one too many, and gets no answer. */
  admits(source: Target, isTrusted: boolean): boolean {
    const { stranger, strangers, trusted } = this.#settings;
    const rate = isTrusted ? trusted : stranger;
    if (!this.#take(this.#bucketOf(source, isTrusted, rate), rate)) return false;
    return isTrusted || this.#take(this.#strangers, strangers);
  }

  #bucketOf(source: Target, isTrusted: boolean, rate: SourceRate): Bucket {
    const name = `${isTrusted} ${networkOf(source)}`;
    const bucket = this.#buckets.get(name) ?? { tokens: rate.burst, atMs: this.#clock.monotonicMs };
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    const oldest = this.#buckets.keys().next().value;
    if (this.#buckets.size > maxSources && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }

  #take(bucket: Bucket, { perS, burst }: SourceRate): boolean {
    const nowMs = this.#clock.monotonicMs;
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perS) / 1000);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}

/** Of IPv6 the network: one machine has as many addresses there as it likes. */
function networkOf({ remote }: Target): string {
  return remote.family === 6 ? remote.address.toLowerCase().split(':').slice(0, 4).join(':') : remote.address;
}

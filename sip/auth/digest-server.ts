// The server side of digest authentication: makes challenges and checks credentials (RFC 3261 §22.4, RFC 7616 §3.3, §5.12). The nonce proves
// itself by a keyed hash, so that a challenge costs no memory; only nonces that were used well are remembered, for their counters.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SipRequest } from '../message/message.ts';
import { serializeUri } from '../message/uri.ts';
import type { Clock, Random } from '../ports.ts';
import { type AuthValue, parseAuthValues } from './auth-parameters.ts';
import { type DigestAlgorithm, digestIdentity, digestResponse, knownAlgorithm } from './digest.ts';

export interface DigestServerOptions {
  readonly realm: string;
  /** In the order in which they are offered; strongest first is right (RFC 8760 §2.3). */
  readonly algorithms: readonly DigestAlgorithm[];
  readonly nonceLifetimeMs: number;
  /** Clear password of a user; undefined when there is none. */
  readonly passwordOf: (user: string) => string | undefined;
}

export type Verification =
  | { readonly type: 'accepted'; readonly user: string }
  /** Ask (again). `stale`: the answer was right but the nonce too old. */
  | { readonly type: 'challenge'; readonly stale: boolean }
  /** Credentials were given and are wrong. To be challenged again as well; told apart for counters and logs. */
  | { readonly type: 'wrong'; readonly user: string };

const maximumRemembered = 4096;

export class DigestServer {
  readonly #options: DigestServerOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #key: Uint8Array;
  /** Highest counter seen, by nonce, oldest first. */
  readonly #counters: Map<string, number> = new Map();

  constructor(options: DigestServerOptions, clock: Clock, random: Random) {
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.#key = random.bytes(32);
  }

  /** Values for WWW-Authenticate or Proxy-Authenticate, one per algorithm. */
  challenges(stale: boolean = false): readonly string[] {
    return this.#options.algorithms.map((algorithm) => {
      const flag = stale ? ', stale=true' : '';
      return `Digest realm="${this.#options.realm}", nonce="${this.#makeNonce()}", algorithm=${algorithm}, qop="auth"${flag}`;
    });
  }

  verify(request: SipRequest, field: 'Authorization' | 'Proxy-Authorization'): Verification {
    const given = request.headers.getAll(field).flatMap(parseAuthValues);
    const value = given.find((each) => each.scheme === 'digest' && each.parameters.get('realm') === this.#options.realm);
    const nonce = value?.parameters.get('nonce');
    const user = value?.parameters.get('username')?.replace(/\\(.)/g, '$1');
    if (value === undefined || nonce === undefined || user === undefined) return { type: 'challenge', stale: false };
    const ageMs = this.#ageOf(nonce);
    if (ageMs === undefined) return { type: 'challenge', stale: false };
    if (!this.#isRight(request, value, user, nonce)) return { type: 'wrong', user };
    if (ageMs > this.#options.nonceLifetimeMs || !this.#count(nonce, value)) return { type: 'challenge', stale: true };
    return { type: 'accepted', user };
  }

  #isRight(request: SipRequest, { parameters }: AuthValue, user: string, nonce: string): boolean {
    const algorithm = knownAlgorithm(parameters.get('algorithm'));
    const { realm, algorithms } = this.#options;
    const known = this.#options.passwordOf(user);
    // RFC 3261 §22.4: what was hashed must be where the request goes. qop=auth was asked for.
    const uri = parameters.get('uri');
    if (algorithm === undefined || !algorithms.includes(algorithm) || uri !== serializeUri(request.uri)) return false;
    if (parameters.get('qop') !== 'auth') return false;
    const expected = digestResponse({
      algorithm,
      qop: 'auth',
      // An unknown user costs as much time as a known one.
      identity: digestIdentity(algorithm, user, realm, known ?? ''),
      nonce,
      clientNonce: parameters.get('cnonce') ?? '',
      nonceCount: parameters.get('nc') ?? '',
      method: request.method,
      uri,
      body: request.body,
    });
    const right = isEqual(expected, parameters.get('response')?.toLowerCase() ?? '');
    return right && known !== undefined;
  }

  /** Whether the counter went up: a request that was overheard can not be sent again. */
  #count(nonce: string, { parameters }: AuthValue): boolean {
    const text = parameters.get('nc') ?? '';
    const count = /^[0-9a-f]{8}$/i.test(text) ? Number.parseInt(text, 16) : 0;
    if (count <= (this.#counters.get(nonce) ?? 0)) return false;
    this.#counters.delete(nonce);
    this.#counters.set(nonce, count);
    const oldest = this.#counters.keys().next().value;
    if (this.#counters.size > maximumRemembered && oldest !== undefined) this.#counters.delete(oldest);
    return true;
  }

  #makeNonce(): string {
    const head = `${Math.floor(this.#clock.monotonicMs).toString(16)}.${hex(this.#random.bytes(8))}`;
    return `${head}.${this.#sign(head)}`;
  }

  /** Undefined when the nonce is not one of ours. */
  #ageOf(nonce: string): number | undefined {
    const end = nonce.lastIndexOf('.');
    const head = nonce.slice(0, Math.max(end, 0));
    if (!isEqual(this.#sign(head), nonce.slice(end + 1))) return undefined;
    return this.#clock.monotonicMs - Number.parseInt(head, 16);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex').slice(0, 32);
  }
}

/** Takes the same time wherever the two differ. */
function isEqual(a: string, b: string): boolean {
  const encoder = new TextEncoder();
  const first = encoder.encode(a);
  const second = encoder.encode(b);
  return first.length === second.length && timingSafeEqual(first, second);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

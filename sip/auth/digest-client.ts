// The client side of digest authentication for one account: answers challenges, remembers nonces per realm, sees a wrong password
// (RFC 3261 §22.1-22.3). Keeps no password, but what stands for it in the realms where it was shown.

import type { Headers } from '../message/headers.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { isSipUri } from '../message/uri.ts';
import type { Random } from '../ports.ts';
import { parseAuthValues } from './auth-parameters.ts';
import { nextNonceOf } from './authentication-info.ts';
import { type Challenge, chooseChallenges, isWeaker } from './challenge.ts';
import { type Credentials, credentialsValue, type DigestUser, digestUser } from './credentials.ts';
import { akaAlgorithm, type DigestAlgorithm, digestAlgorithms } from './digest.ts';

export type AuthorizeOutcome =
  /** Header fields of the request to be sent again; CSeq and Via are still the old ones (§22.2: the CSeq must go up). */
  | { readonly type: 'authorized'; readonly headers: Headers }
  | {
      readonly type: 'refused';
      /**
       * `credentialsRefused`: answered with the right nonce and asked again, so the password is wrong. `noUsableChallenge`: nothing that we can
       * or may answer. `staleLoop`: told over and over that the nonce is too old.
       */
      readonly reason: 'credentialsRefused' | 'noUsableChallenge' | 'staleLoop';
    };

type Field = 'Authorization' | 'Proxy-Authorization';

/** A nonce in use. */
interface Space {
  readonly field: Field;
  readonly challenge: Challenge;
  /**
   * Whom the request was for that a 401 came to, `user@host` of its Request-URI: other requests pass the same proxies on their way to other
   * people's phones, which would get something to crack. A proxy's go with every request; the proxy takes them off (RFC 3261 §22.3).
   */
  readonly owner: string | undefined;
  readonly count: number;
  readonly staleCount: number;
  /** Who answered last. */
  readonly user: DigestUser | undefined;
}

const maximumSpaces = 16;
const maximumRealms = 16;
const maximumStale = 3;
const maximumNonces = 64;

export class DigestClient {
  readonly #random: Random;
  readonly #allowed: readonly DigestAlgorithm[];
  /** By field and realm, oldest first. */
  readonly #spaces: Map<string, Space> = new Map();
  /** Nonces that we answered to, oldest first; true once a later request used it too, so that it must have been good before. */
  readonly #nonces: Map<string, boolean> = new Map();
  /** What the registrar asked for, by realm: there the account's password is at home. */
  readonly #realms: Map<string, Challenge> = new Map();

  /** The account is another one now; who still speaks for the old one does so with what it showed before. */
  #isParted = false;

  constructor(random: Random, allowed: readonly DigestAlgorithm[] = digestAlgorithms) {
    this.#random = random;
    this.#allowed = allowed;
  }

  /**
   * Answers every realm of a 401 or 407 to `request`, which is the request as it was sent. Whoever stands behind the proxy can challenge as
   * well, in a realm and with a nonce of their choice, and would get a digest to crack: once the registrar has told its realm, only that and
   * `ownRealms` (the account's host names) are answered, and nothing that asks for less than the registrar did, except on a REGISTER, which
   * nobody else sees.
   */
  authorize(
    request: SipRequest,
    response: SipResponse,
    credentials: Credentials,
    ownRealms: readonly string[] = [],
  ): AuthorizeOutcome {
    const [field, asking]: readonly [Field, string] =
      response.status === 407 ? ['Proxy-Authorization', 'Proxy-Authenticate'] : ['Authorization', 'WWW-Authenticate'];
    const isRegister = request.method === 'REGISTER';
    const isOurs = (challenge: Challenge): boolean =>
      isRegister || this.#realms.size === 0 || this.#isOfOurs(challenge, ownRealms);
    const allowed = credentials.aka === undefined ? this.#allowed : [akaAlgorithm, ...this.#allowed];
    const canAnswer = (challenge: Challenge): boolean => digestUser(challenge, credentials) !== undefined;
    const challenges = chooseChallenges(response.headers.getAll(asking), allowed).filter(isOurs).filter(canAnswer);
    if (challenges.length === 0) return { type: 'refused', reason: 'noUsableChallenge' };
    const tried = triedNonces(request.headers, field);
    for (const challenge of challenges) {
      const reason = this.#renew(field, request, challenge, tried.get(challenge.realm));
      if (reason === undefined) continue;
      this.#spaces.delete(keyOf(field, challenge.realm, ownerOf(field, request)));
      return { type: 'refused', reason };
    }
    if (isRegister) for (const challenge of challenges) this.#rememberRealm(challenge);
    return { type: 'authorized', headers: this.#answer(request, credentials) };
  }

  /** Header fields of a new request with credentials for the realms that are known already, which saves a round trip. */
  prepare(request: SipRequest, credentials: () => Credentials): Headers {
    const fitting = [...this.#spaces].filter(([, space]) => fits(space, request));
    if (fitting.length === 0) return request.headers;
    for (const [key, space] of fitting) {
      this.#spaces.set(key, { ...space, staleCount: 0 });
      this.#remember(space.challenge.nonce, true);
    }
    return this.#answer(request, credentials());
  }

  /**
   * The final response to a request with our credentials: a server may name the nonce that it wants next (RFC 7616 §3.5). One that proves
   * itself and does not know the password is not the one that we registered with: what it says is not taken. False then.
   */
  confirm(request: SipRequest, response: SipResponse): boolean {
    for (const [key, space] of this.#spaces) {
      if (space.user === undefined) continue;
      const next = nextNonceOf(request, response, space.field, space.challenge, space.user);
      if (next === 'impostor') {
        this.#spaces.delete(key);
        return false;
      }
      if (next === undefined) continue;
      this.#spaces.set(key, { ...space, challenge: { ...space.challenge, nonce: next }, count: 0 });
      this.#remember(next, true);
    }
    return true;
  }

  /** From here on it answers only where it did before, as the user that it was. */
  part(): void {
    this.#isParted = true;
  }

  /** The account changed: what is remembered belongs to the old one. */
  forget(): void {
    this.#spaces.clear();
    this.#nonces.clear();
    this.#realms.clear();
  }

  #isOfOurs(challenge: Challenge, ownRealms: readonly string[]): boolean {
    const { realm } = challenge;
    if (!this.#realms.has(realm) && !ownRealms.includes(realm.toLowerCase())) return false;
    return ![...this.#realms.values()].some((known) => isWeaker(challenge, known));
  }

  #rememberRealm(challenge: Challenge): void {
    if (this.#realms.has(challenge.realm) || this.#realms.size < maximumRealms) this.#realms.set(challenge.realm, challenge);
  }

  /** Remembers the new nonce, or says why it is not worth another try. `triedNonce`: what the refused request answered to. */
  #renew(
    field: Field,
    request: SipRequest,
    challenge: Challenge,
    triedNonce: string | undefined,
  ): 'credentialsRefused' | 'staleLoop' | undefined {
    const owner = ownerOf(field, request);
    const key = keyOf(field, challenge.realm, owner);
    const known = this.#spaces.get(key);
    let staleCount = 0;
    if (triedNonce !== undefined) {
      // Servers that let nonces run out without saying stale are many: one that was good before may be renewed.
      const fresh = this.#nonces.get(triedNonce) === false;
      if (!challenge.stale && (fresh || challenge.nonce === triedNonce)) return 'credentialsRefused';
      staleCount = (known?.staleCount ?? 0) + 1;
      if (staleCount > maximumStale) return 'staleLoop';
    }
    const alike = [...this.#spaces.values()].filter((each) => each.field === field && each.challenge.realm === challenge.realm);
    // One nonce is counted once, whoever it is shown to.
    const count = Math.max(0, ...alike.filter((each) => each.challenge.nonce === challenge.nonce).map((each) => each.count));
    const user = known?.user ?? alike.find((each) => each.user !== undefined)?.user;
    this.#spaces.delete(key);
    this.#spaces.set(key, { field, challenge, owner, count, staleCount, user });
    dropOldest(this.#spaces, maximumSpaces);
    this.#remember(challenge.nonce, this.#nonces.get(challenge.nonce) ?? false);
    return undefined;
  }

  #remember(nonce: string, proven: boolean): void {
    this.#nonces.delete(nonce);
    this.#nonces.set(nonce, proven);
    dropOldest(this.#nonces, maximumNonces);
  }

  #answer(request: SipRequest, credentials: Credentials): Headers {
    const headers = request.headers.clone().delete('Authorization').delete('Proxy-Authorization');
    for (const [key, space] of this.#spaces) {
      if (!fits(space, request)) continue;
      const user = this.#userFor(space, credentials);
      if (user === undefined) continue;
      const count = space.count + 1;
      this.#spaces.set(key, { ...space, count, user });
      const clientNonce = Array.from(this.#random.bytes(8), (byte) => byte.toString(16).padStart(2, '0')).join('');
      headers.append(space.field, credentialsValue(request, space.challenge, user, count, clientNonce));
    }
    return headers;
  }

  #userFor({ challenge, user }: Space, credentials: Credentials): DigestUser | undefined {
    return this.#isParted ? user : digestUser(challenge, credentials);
  }
}

function dropOldest(map: Map<string, unknown>, maximum: number): void {
  const oldest = map.keys().next().value;
  if (map.size > maximum && oldest !== undefined) map.delete(oldest);
}

function keyOf(field: Field, realm: string, owner: string | undefined): string {
  return `${field} ${realm} ${owner ?? ''}`;
}

function ownerOf(field: Field, { uri }: SipRequest): string | undefined {
  return field === 'Authorization' && isSipUri(uri) ? `${uri.user ?? ''}@${uri.host}` : undefined;
}

function fits(space: Space, request: SipRequest): boolean {
  return space.owner === undefined || space.owner === ownerOf(space.field, request);
}

/** The nonce that the request's credentials were made from, by realm. */
function triedNonces(headers: Headers, field: Field): ReadonlyMap<string, string> {
  const nonces = new Map<string, string>();
  for (const { parameters } of headers.getAll(field).flatMap(parseAuthValues)) {
    const realm = parameters.get('realm');
    const nonce = parameters.get('nonce');
    if (realm !== undefined && nonce !== undefined) nonces.set(realm, nonce);
  }
  return nonces;
}

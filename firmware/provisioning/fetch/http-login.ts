// Name and password for one HTTP server (RFC 7617, RFC 7616): shown only when it asks, and as a digest wherever it can check one.

import { randomBytes } from 'node:crypto';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import { type Challenge, chooseChallenges } from '#sip/auth/challenge';
import { akaAlgorithm, digestAlgorithms, digestIdentity, digestResponse } from '#sip/auth/digest';

export interface Login {
  readonly user: string;
  readonly password: string;
}

type Way = { readonly type: 'basic' } | { readonly type: 'digest'; readonly challenge: Challenge; count: number };

export class HttpLogin {
  readonly #login: Login | undefined;
  #way: Way | undefined;

  constructor(login: Login | undefined) {
    this.#login = login;
  }

  /** Whether to ask once more: not when the server has seen our answer already. */
  challenged(values: readonly string[]): boolean {
    if (this.#login === undefined) return false;
    const passwords = digestAlgorithms.filter((algorithm) => algorithm !== akaAlgorithm);
    const challenge = chooseChallenges(values, passwords)[0];
    const seen = this.#way !== undefined && challenge?.stale !== true;
    if (seen) return false;
    if (challenge !== undefined) this.#way = { type: 'digest', challenge, count: 0 };
    else if (values.flatMap(parseAuthValues).some(({ scheme }) => scheme === 'basic')) this.#way = { type: 'basic' };
    return this.#way !== undefined;
  }

  /** For a request of `uri`; undefined before the server has asked. */
  authorization(method: string, uri: string, body: Uint8Array = new Uint8Array(0)): string | undefined {
    const [login, way] = [this.#login, this.#way];
    if (login === undefined || way === undefined) return undefined;
    if (way.type === 'basic') return `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    way.count += 1;
    return digestValue(login, way.challenge, way.count, { method, uri, body });
  }
}

interface Asked {
  readonly method: string;
  readonly uri: string;
  readonly body: Uint8Array;
}

function digestValue({ user, password }: Login, challenge: Challenge, count: number, asked: Asked): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const identity = digestIdentity(algorithm, user, realm, password);
  const nonceCount = count.toString(16).padStart(8, '0');
  const clientNonce = randomBytes(12).toString('hex');
  const response = digestResponse({ algorithm, identity, qop, nonce, clientNonce, nonceCount, ...asked });
  return `Digest ${[
    `username="${user.replace(/["\\]/g, '\\$&')}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${asked.uri}"`,
    `response="${response}"`,
    ...(challenge.algorithmStated ? [`algorithm=${algorithm}`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${nonceCount}`, `cnonce="${clientNonce}"`]),
  ].join(', ')}`;
}

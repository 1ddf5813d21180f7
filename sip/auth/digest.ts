// The digest calculation (RFC 2617 §3.2.2, RFC 7616 §3.4, RFC 8760 §2).

import { createHash } from 'node:crypto';

export type DigestAlgorithm = 'AKAv1-MD5' | 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess' | 'SHA-512-256' | 'SHA-512-256-sess';

export type QualityOfProtection = 'auth' | 'auth-int';

/** Those for passwords, strongest first; AKA is for keys. */
export const digestAlgorithms: readonly DigestAlgorithm[] = [
  'SHA-512-256',
  'SHA-512-256-sess',
  'SHA-256',
  'SHA-256-sess',
  'MD5-sess',
  'MD5',
];

/** RFC 3310: MD5, with a password for each nonce. */
export const akaAlgorithm: DigestAlgorithm = 'AKAv1-MD5';

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  /** Undefined: the form of RFC 2069, without counter. */
  readonly qop: QualityOfProtection | undefined;
  /** The hash of user, realm and password: see `digestIdentity`. */
  readonly identity: string;
  readonly nonce: string;
  readonly clientNonce: string;
  /** Eight hexadecimal digits. */
  readonly nonceCount: string;
  readonly method: string;
  /** `uri` of the credentials: the Request-URI as text. */
  readonly uri: string;
  /** Counts for auth-int only. */
  readonly body: Uint8Array;
}

/** What stands for the password in one realm. `realm` and nonce are as between the quotes, everywhere. */
export function digestIdentity(algorithm: DigestAlgorithm, user: string, realm: string, password: string): string {
  if (algorithm !== akaAlgorithm) return hash(algorithm, `${user}:${realm}:${password}`);
  // Its password is bytes, one for each character.
  return hash(algorithm, Buffer.concat([Buffer.from(`${user}:${realm}:`), Buffer.from(password, 'latin1')]));
}

/** `response` in hexadecimal; `rspauth` of the server's answer when the method is empty (RFC 7616 §3.5). */
export function digestResponse(input: DigestInput): string {
  const { algorithm, identity, qop, nonce, clientNonce, nonceCount } = input;
  const ha1 = algorithm.endsWith('-sess') ? hash(algorithm, `${identity}:${nonce}:${clientNonce}`) : identity;
  const request = `${input.method}:${input.uri}`;
  const ha2 = hash(algorithm, qop === 'auth-int' ? `${request}:${hash(algorithm, input.body)}` : request);
  const middle = qop === undefined ? nonce : `${nonce}:${nonceCount}:${clientNonce}:${qop}`;
  return hash(algorithm, `${ha1}:${middle}:${ha2}`);
}

/** The algorithm as we write it; undefined when it is none of ours. MD5 when the challenge names none (RFC 7616 §3.3). */
export function knownAlgorithm(name: string | undefined): DigestAlgorithm | undefined {
  const wanted = (name ?? 'MD5').toUpperCase();
  return [...digestAlgorithms, akaAlgorithm].find((each) => each.toUpperCase() === wanted);
}

function hash(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  const name = algorithm.includes('MD5') ? 'md5' : algorithm.startsWith('SHA-256') ? 'sha256' : 'sha512-256';
  return createHash(name).update(data).digest('hex');
}

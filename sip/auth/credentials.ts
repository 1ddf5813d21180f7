// The Authorization or Proxy-Authorization value that answers a challenge (RFC 3261 §22.4, RFC 7616 §3.4).

import type { SipRequest } from '../message/message.ts';
import { quoteString } from '../message/parameters.ts';
import { serializeUri } from '../message/uri.ts';
import { akaPassword } from './aka.ts';
import type { Challenge } from './challenge.ts';
import { akaAlgorithm, digestIdentity, digestResponse } from './digest.ts';
import type { MilenageKeys } from './milenage.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** In place of the password, for Digest AKA. */
  readonly aka?: MilenageKeys;
}

/** A user in one realm, without the password. */
export interface DigestUser {
  readonly user: string;
  readonly identity: string;
}

/** Undefined when the challenge is not by who knows our key (AKA). */
export function digestUser({ realm, algorithm, nonce }: Challenge, credentials: Credentials): DigestUser | undefined {
  const { user, aka } = credentials;
  const password = algorithm === akaAlgorithm ? aka && akaPassword(aka, nonce) : credentials.password;
  return password === undefined ? undefined : { user, identity: digestIdentity(algorithm, user, realm, password) };
}

/** `count`: how often this nonce was used, this time included. */
export function credentialsValue(
  request: SipRequest,
  challenge: Challenge,
  { user, identity }: DigestUser,
  count: number,
  clientNonce: string,
): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const uri = serializeUri(request.uri);
  const nonceCount = count.toString(16).padStart(8, '0');
  const { method, body } = request;
  const response = digestResponse({ algorithm, identity, qop, nonce, clientNonce, nonceCount, method, uri, body });
  const parts = [
    `username=${quoteString(user)}`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
  ];
  if (challenge.algorithmStated) parts.push(`algorithm=${algorithm}`);
  if (qop !== undefined || algorithm.endsWith('-sess')) parts.push(`cnonce="${clientNonce}"`);
  if (opaque !== undefined) parts.push(`opaque="${opaque}"`);
  if (qop !== undefined) parts.push(`qop=${qop}`, `nc=${nonceCount}`);
  return `Digest ${parts.join(', ')}`;
}

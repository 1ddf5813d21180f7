// Authentication-Info and Proxy-Authentication-Info: the server's answer to our credentials (RFC 7616 §3.5, RFC 3261 §22.4 point 5).

import type { SipRequest, SipResponse } from '../message/message.ts';
import { type AuthValue, parseAuthValues } from './auth-parameters.ts';
import type { Challenge } from './challenge.ts';
import type { DigestUser } from './credentials.ts';
import { digestResponse } from './digest.ts';

/**
 * The nonce for the next request in the challenge's realm; undefined when the server names none, `impostor` when it proves that it does not
 * know the password.
 */
export function nextNonceOf(
  request: SipRequest,
  response: SipResponse,
  field: 'Authorization' | 'Proxy-Authorization',
  challenge: Challenge,
  user: DigestUser,
): string | undefined {
  const told = response.headers.get(field === 'Authorization' ? 'Authentication-Info' : 'Proxy-Authentication-Info');
  if (told === undefined) return undefined;
  // The field has parameters alone; a scheme in front makes it a value like others.
  const [info] = parseAuthValues(`Digest ${told}`);
  const shown = request.headers
    .getAll(field)
    .flatMap(parseAuthValues)
    .find(({ parameters }) => parameters.get('realm') === challenge.realm);
  if (info === undefined || shown?.parameters.get('nonce') !== challenge.nonce) return undefined;
  const proof = info.parameters.get('rspauth');
  if (proof !== undefined && proof.toLowerCase() !== proofOf(response, challenge, user, shown)) return 'impostor';
  const next = info.parameters.get('nextnonce');
  return next === '' || next === challenge.nonce ? undefined : next;
}

function proofOf(
  response: SipResponse,
  { algorithm, qop, nonce }: Challenge,
  { identity }: DigestUser,
  { parameters }: AuthValue,
): string {
  return digestResponse({
    algorithm,
    identity,
    qop,
    nonce,
    clientNonce: parameters.get('cnonce') ?? '',
    nonceCount: parameters.get('nc') ?? '',
    method: '',
    uri: parameters.get('uri') ?? '',
    body: response.body,
  });
}

// Digest challenges of a 401 or 407 (RFC 3261 §22, RFC 7616 §3.3, RFC 8760).

import { isToken } from '../message/characters.ts';
import { parseAuthValues } from './auth-parameters.ts';
import { akaAlgorithm, type DigestAlgorithm, digestAlgorithms, knownAlgorithm, type QualityOfProtection } from './digest.ts';

/** One that we can answer. */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: DigestAlgorithm;
  /** As the challenge had it; undefined when it had none, which is not the same as MD5 to old servers. */
  readonly algorithmStated: boolean;
  readonly qop: QualityOfProtection | undefined;
  /** The nonce was too old, the password was right. */
  readonly stale: boolean;
}

const maximumRealms = 8;
/** Where a key is asked for, none shall be satisfied with a password. */
const byStrength: readonly DigestAlgorithm[] = [akaAlgorithm, ...digestAlgorithms];

/**
 * The strongest that we support of each realm, in the order of the realms. `values`: every WWW-Authenticate or Proxy-Authenticate of the
 * response; `allowed` leaves out algorithms that the administrator does not want.
 */
export function chooseChallenges(
  values: readonly string[],
  allowed: readonly DigestAlgorithm[] = digestAlgorithms,
): readonly Challenge[] {
  const chosen = new Map<string, Challenge>();
  for (const { scheme, parameters } of values.flatMap(parseAuthValues)) {
    const challenge = scheme === 'digest' ? makeChallenge(parameters) : undefined;
    if (challenge === undefined || !allowed.includes(challenge.algorithm)) continue;
    const other = chosen.get(challenge.realm);
    if (other === undefined ? chosen.size < maximumRealms : isStronger(challenge, other)) chosen.set(challenge.realm, challenge);
  }
  return [...chosen.values()];
}

/** Asks for a proof that is easier to crack: without a nonce of ours, so that tables serve, or by an older algorithm. */
export function isWeaker(a: Challenge, b: Challenge): boolean {
  return (a.qop === undefined && b.qop !== undefined) || (a.realm === b.realm && isStronger(b, a));
}

function isStronger(a: Challenge, b: Challenge): boolean {
  return byStrength.indexOf(a.algorithm) < byStrength.indexOf(b.algorithm);
}

function makeChallenge(parameters: ReadonlyMap<string, string>): Challenge | undefined {
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const algorithm = knownAlgorithm(parameters.get('algorithm'));
  const offered = parameters
    .get('qop')
    ?.toLowerCase()
    .split(',')
    .map((each) => each.trim());
  const qop = offered?.includes('auth') ? 'auth' : offered?.includes('auth-int') ? 'auth-int' : undefined;
  if (realm === undefined || nonce === undefined || algorithm === undefined) return undefined;
  // An empty qop is taken as none; one that we do not know can not be answered.
  if (qop === undefined && offered?.some(isToken) === true) return undefined;
  return {
    realm,
    nonce,
    opaque: parameters.get('opaque'),
    algorithm,
    algorithmStated: parameters.has('algorithm'),
    qop,
    stale: parameters.get('stale')?.toLowerCase() === 'true',
  };
}

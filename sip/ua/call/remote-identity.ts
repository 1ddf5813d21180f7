// Who the other side is: From, P-Asserted-Identity and P-Preferred-Identity (RFC 3325), Remote-Party-ID (draft-ietf-sip-privacy-04), in the
// order that the account wants; whether the name is withheld (RFC 3323), and what the network says of the number (RFC 8588, ATIS-1000074).

import type { Headers } from '../../message/headers.ts';
import { type NameAddr, parseNameAddr } from '../../message/name-addr.ts';
import { isSipUri, type Uri, unescapeUri } from '../../message/uri.ts';
import { isNobody } from './anonymous.ts';

export type IdentitySource = 'from' | 'asserted' | 'preferred' | 'remoteParty';

export interface RemoteIdentity {
  readonly displayName: string | undefined;
  readonly uri: Uri;
  /** The other side, or the network for it, wants no name and number shown. */
  readonly anonymous: boolean;
  /** What a proxy of ours says of the number's signature; `none` also for who is not asked. */
  readonly verification: 'passed' | 'failed' | 'none';
}

export interface Identified {
  readonly address: NameAddr;
  readonly identity: RemoteIdentity;
}

const defaultOrder: readonly IdentitySource[] = ['asserted', 'remoteParty', 'from'];

const headerOf = { asserted: 'P-Asserted-Identity', preferred: 'P-Preferred-Identity', remoteParty: 'Remote-Party-ID' } as const;

/** `trusted`: it comes from a proxy of ours. All but From counts from there alone (RFC 3325 §5): anybody can write one. */
export function identityOf(headers: Headers, trusted: boolean, order: readonly IdentitySource[] = defaultOrder): Identified {
  const anonymous = isAnonymous(headers);
  // Whoever withholds the name has it in From withheld; what the network adds for itself is not to be shown (RFC 3325 §7).
  const found = anonymous ? undefined : chosenAddress(headers, trusted, order);
  const address = found ?? headers.from;
  const verification = trusted ? verificationOf(headers) : 'none';
  return { address, identity: { displayName: address.displayName, uri: address.uri, anonymous, verification } };
}

/** The same of a call that begins: a number that the network asserts without a name is the one of who wrote From. */
export function callerIdentityOf(headers: Headers, ...how: [trusted: boolean, order?: readonly IdentitySource[]]): Identified {
  const { address, identity } = identityOf(headers, ...how);
  const displayName = address.displayName ?? headers.from.displayName;
  return { address: { ...address, displayName }, identity: { ...identity, displayName } };
}

/** Who rings or answers, as a proxy of ours says it (RFC 5876 §4.4 lets PAI into responses), where nobody wants it hidden. */
export function connectedIdentityOf(headers: Headers, order: readonly IdentitySource[] = defaultOrder): NameAddr | undefined {
  if (asksForPrivacy(headers)) return undefined;
  return chosenAddress(
    headers,
    true,
    order.filter((source) => source !== 'from'),
  );
}

export function identityFrom(address: NameAddr): RemoteIdentity {
  return { displayName: address.displayName, uri: address.uri, anonymous: false, verification: 'none' };
}

/** The first of a field that can be read. */
function firstAddress(headers: Headers, name: string): NameAddr | undefined {
  return addressesOf(headers, name)[0];
}

function chosenAddress(headers: Headers, trusted: boolean, order: readonly IdentitySource[]): NameAddr | undefined {
  for (const source of order) {
    if (source === 'from') return headers.from;
    const found = trusted ? firstAddress(headers, headerOf[source]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function addressesOf(headers: Headers, name: string): readonly NameAddr[] {
  const addresses: NameAddr[] = [];
  for (const value of headers.getAll(name)) {
    try {
      addresses.push(parseNameAddr(value));
    } catch {
      // One that can not be read does not spoil the others.
    }
  }
  return addresses;
}

/** RFC 3323 §4.1.1.3, RFC 3325 §9.3; `privacy=full` of the draft. Anybody may ask for less to be shown. */
function isAnonymous(headers: Headers): boolean {
  const { uri } = headers.from;
  const namesNobody = isNobody(uri) || (isSipUri(uri) && unescapeUri(uri.user ?? '').toLowerCase() === 'anonymous');
  return namesNobody || asksForPrivacy(headers);
}

function asksForPrivacy(headers: Headers): boolean {
  const asked = headers
    .getAll('Privacy')
    .flatMap((value) => value.split(/[;,]/))
    .map((value) => value.trim().toLowerCase());
  if (asked.some((each) => each === 'id' || each === 'user' || each === 'header')) return true;
  return addressesOf(headers, 'Remote-Party-ID').some(({ parameters }) => /^(full|uri)$/i.test(parameters.get('privacy') ?? ''));
}

/** The parameter stands with the number, which the network puts into whichever of the two it signs. */
function verificationOf(headers: Headers): RemoteIdentity['verification'] {
  for (const address of [...addressesOf(headers, 'P-Asserted-Identity'), headers.from]) {
    const verdict = verdictOf(address);
    if (verdict !== undefined) return verdict;
  }
  return 'none';
}

function verdictOf({ uri, parameters }: NameAddr): RemoteIdentity['verification'] | undefined {
  const written = isSipUri(uri) ? `;${uri.user ?? ''};verstat=${uri.parameters.get('verstat') ?? ''}` : `;${uri.rest}`;
  const value = parameters.get('verstat') ?? /;verstat=([^;@?]+)/i.exec(written)?.[1];
  if (value === undefined) return undefined;
  if (/^TN-Validation-Passed/i.test(value)) return 'passed';
  return /^TN-Validation-Failed/i.test(value) ? 'failed' : 'none';
}

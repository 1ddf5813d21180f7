// Refer-To both ways (RFC 3515 §2.1, RFC 5589 §7.1): whom to call, and which call of theirs the new one replaces. Of the URI's headers
// only Replaces and Require are honoured: the rest would let others write our requests (RFC 3261 §19.1.5).

import { SipParseError } from '../../errors.ts';
import type { Headers } from '../../message/headers.ts';
import { type NameAddr, parseNameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import { parseReplaces, type ReplacesTarget, serializeReplaces } from '../../message/replaces.ts';
import { asRequestUri, escapeUriHeader, isSipUri, type SipUri, serializeUri, unescapeUri } from '../../message/uri.ts';
import type { Refusal } from '../request/request-checks.ts';

export interface ReferTarget {
  /** Without method, headers and header parameters. */
  readonly to: NameAddr;
  /** What `Account.call` takes. */
  readonly dialled: string;
  readonly replaces: ReplacesTarget | undefined;
}

/** The value of Refer-To, or of Also. */
export function readReferTo(value: string): ReferTarget | Refusal {
  try {
    return targetOf(parseNameAddr(withBrackets(value)));
  } catch (error) {
    if (error instanceof SipParseError) return { status: 400, reason: 'Bad Refer-To' };
    throw error;
  }
}

/** The other way. */
export function referTo(uri: SipUri, replaces?: ReplacesTarget): string {
  const headers = new Map<string, string>();
  if (replaces !== undefined) {
    headers.set('Replaces', escapeUriHeader(serializeReplaces(replaces)));
    // RFC 5589 §7.3: a phone that can not replace shall not ring instead.
    headers.set('Require', 'replaces');
  }
  return serializeNameAddr({ displayName: undefined, uri: { ...plain(uri), headers }, parameters: new Map() });
}

/** Who is said to ask (RFC 3892 §2.1); undefined when nobody, or nothing readable. */
export function referrerOf(headers: Headers): NameAddr | undefined {
  try {
    const value = headers.get('Referred-By');
    // `cid` points at a signed body that we do not pass on.
    return value === undefined ? undefined : { ...parseNameAddr(value), parameters: new Map() };
  } catch {
    return undefined;
  }
}

function targetOf(address: NameAddr): ReferTarget | Refusal {
  const { uri, displayName } = address;
  if (!isSipUri(uri)) {
    if (uri.scheme !== 'tel') return { status: 416 };
    return { to: { displayName, uri, parameters: new Map() }, dialled: uri.rest.split(';', 1)[0] ?? '', replaces: undefined };
  }
  const method = uri.parameters.get('method');
  if (method !== undefined && method.toUpperCase() !== 'INVITE') return { status: 603 };
  const target = plain(uri);
  return {
    to: { displayName, uri: target, parameters: new Map() },
    dialled: serializeUri(target),
    replaces: replacesOf(uri),
  };
}

function replacesOf(uri: SipUri): ReplacesTarget | undefined {
  for (const [name, value] of uri.headers) {
    if (unescapeUri(name).toLowerCase() === 'replaces') return parseReplaces(unescapeUri(value));
  }
  return undefined;
}

function plain(uri: SipUri): SipUri {
  const target = asRequestUri(uri);
  return isSipUri(target) ? target : uri;
}

/** Older phones forget them around a URI with headers. */
function withBrackets(value: string): string {
  return value.includes('?') && !value.includes('<') ? `<${value}>` : value;
}

// Whether two URIs are equivalent (RFC 3261 §19.1.4; tel: RFC 3966 §5).

import { isAllOf, tokenClass } from './characters.ts';
import { isSipUri, type SipUri, type Uri } from './uri.ts';

/** These count also when only one of the two has them. */
const neverIgnored: readonly string[] = ['user', 'ttl', 'method', 'maddr', 'transport'];

export function sameUri(a: Uri, b: Uri): boolean {
  if (a.scheme !== b.scheme) return false;
  if (isSipUri(a) && isSipUri(b)) return sameSipUri(a, b);
  if (isSipUri(a) || isSipUri(b)) return false;
  return a.scheme === 'tel' ? normalizeTel(a.rest) === normalizeTel(b.rest) : a.rest === b.rest;
}

function sameSipUri(a: SipUri, b: SipUri): boolean {
  return (
    a.host === b.host &&
    a.port === b.port &&
    normalize(a.user) === normalize(b.user) &&
    normalize(a.password) === normalize(b.password) &&
    sameParameters(a, b) &&
    sameHeaders(a, b)
  );
}

function sameParameters(a: SipUri, b: SipUri): boolean {
  if (neverIgnored.some((name) => a.parameters.has(name) !== b.parameters.has(name))) return false;
  for (const [name, value] of a.parameters) {
    if (b.parameters.has(name) && normalize(value)?.toLowerCase() !== normalize(b.parameters.get(name))?.toLowerCase())
      return false;
  }
  return true;
}

/** Headers are never ignored; their order does not matter, nor the case of their names. */
function sameHeaders(a: SipUri, b: SipUri): boolean {
  if (a.headers.size !== b.headers.size) return false;
  const theirs = new Map(Array.from(b.headers, ([name, value]) => [normalize(name)?.toLowerCase(), normalize(value)]));
  for (const [name, value] of a.headers) {
    if (theirs.get(normalize(name)?.toLowerCase()) !== normalize(value)) return false;
  }
  return true;
}

/** An escaped character equals itself unescaped unless it is reserved. */
function normalize(text: string | undefined): string | undefined {
  return text?.replace(/%[0-9a-f]{2}/gi, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return isAllOf(character, tokenClass) && !'%+`'.includes(character) ? character : triplet.toUpperCase();
  });
}

/** Visual separators do not count, nor case. */
function normalizeTel(rest: string): string {
  const semicolon = rest.indexOf(';');
  const number = semicolon < 0 ? rest : rest.slice(0, semicolon);
  const parameters =
    semicolon < 0
      ? []
      : rest
          .slice(semicolon + 1)
          .toLowerCase()
          .split(';')
          .sort();
  return [number.replace(/[-.()]/g, '').toLowerCase(), ...parameters].join(';');
}

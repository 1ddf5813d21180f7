// What a person dials, as a URI: a number, `user@host`, a SIP URI or a tel URI.

import { SipParseError } from '../errors.ts';
import { sipUriOfTel } from '../message/tel-uri.ts';
import { asRequestUri, escapeUser, isSipUri, parseUri, type SipUri, unescapeUri } from '../message/uri.ts';

/** Undefined when it can not be called. Separators that people write into numbers are dropped from a bare number. */
export function callTarget(text: string, domain: string): SipUri | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  try {
    if (/^tel:/i.test(trimmed)) return sipUriOfTel(parseUri(trimmed.replaceAll(' ', '')), hostUri(domain, undefined).host);
    const uri = asRequestUri(parseUri(asUriText(trimmed, domain)));
    return isSipUri(uri) ? uri : undefined;
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}

/** A number as the network is to take it: one of a telephone, or the name of a user that looks like one (RFC 3261 §19.1.1). */
export function withUserParameter(uri: SipUri, parameter: 'phone' | 'ip' | undefined): SipUri {
  const isNumber = uri.user !== undefined && /^\+?[0-9*#]+$/.test(unescapeUri(uri.user));
  if (parameter === undefined || !isNumber || uri.parameters.has('user')) return uri;
  return { ...uri, parameters: new Map([...uri.parameters, ['user', parameter]]) };
}

/** `user` and `domain` as they stand in the settings. */
export function addressOfRecord(user: string, domain: string): SipUri {
  return { ...hostUri(domain, undefined), user: escapeUser(user) };
}

/** `sip:host` without anything else; IPv6 literals may come in brackets. */
export function hostUri(host: string, port: number | undefined): SipUri {
  return {
    scheme: 'sip',
    user: undefined,
    password: undefined,
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port,
    parameters: new Map(),
    headers: new Map(),
  };
}

function asUriText(text: string, domain: string): string {
  if (/^sips?:/i.test(text)) return text;
  const at = text.lastIndexOf('@');
  if (at >= 0) return `sip:${escapeUser(text.slice(0, at))}@${text.slice(at + 1)}`;
  const number = /^[+\d][\d ().\-*#]*$/.test(text) ? text.replace(/[ ().-]/g, '') : text;
  return `sip:${escapeUser(number)}@${domain.includes(':') && !domain.startsWith('[') ? `[${domain}]` : domain}`;
}

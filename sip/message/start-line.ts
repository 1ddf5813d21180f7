// Request-Line and Status-Line (RFC 3261 §7.1, §7.2).

import { SipParseError } from '../errors.ts';
import { isToken } from './characters.ts';
import { isSipUri, parseUri, type Uri } from './uri.ts';

export type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: Uri }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string }
  /** `method`: enough was understood to answer the request. */
  | { readonly kind: 'refused'; readonly status: 400 | 505; readonly reason: string; readonly method: string | undefined };

/** A URI that could not be read, kept where a type asks for one. */
export const unreadableUri: Uri = { scheme: 'unreadable', rest: '' };

export function parseStartLine(line: string): StartLine {
  if (/^SIP\/\d/i.test(line)) return parseStatusLine(line);
  const firstSpace = line.indexOf(' ');
  const method = line.slice(0, Math.max(firstSpace, 0));
  if (!isToken(method) || method.length > 64 || !/ SIP\/[\d.]{1,16} *$/i.test(line.slice(-80))) {
    return { kind: 'refused', status: 400, reason: 'Malformed Request-Line', method: undefined };
  }
  const lastSpace = line.lastIndexOf(' ');
  const version = line.slice(lastSpace + 1).toUpperCase();
  // A blank at the end is RFC 4475 §3.1.2.10, two in the middle §3.1.2.9.
  if (version === '') return { kind: 'refused', status: 400, reason: 'Malformed Request-Line', method };
  if (version !== 'SIP/2.0') return { kind: 'refused', status: 505, reason: 'Version Not Supported', method };
  return parseRequestUri(method, line.slice(firstSpace + 1, lastSpace));
}

function parseRequestUri(method: string, text: string): StartLine {
  try {
    const uri = parseUri(text);
    // RFC 3261 §19.1.1, table 1: headers are not allowed in a Request-URI (RFC 4475 §3.1.2.11).
    if (isSipUri(uri) && uri.headers.size > 0) return { kind: 'refused', status: 400, reason: 'Headers in Request-URI', method };
    return { kind: 'request', method, uri };
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return { kind: 'refused', status: 400, reason: 'Malformed Request-URI', method };
  }
}

function parseStatusLine(line: string): StartLine {
  const match = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (match === null) return { kind: 'refused', status: 400, reason: 'Malformed Status-Line', method: undefined };
  return { kind: 'response', status: Number(match[1]), reason: match[2] ?? '' };
}

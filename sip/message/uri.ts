// SIP, SIPS and tel URIs, and others kept as they are (RFC 3261 §19.1, RFC 3966).

import { SipParseError } from '../errors.ts';
import {
  hostClass,
  isAllOf,
  isClass,
  parseDecimal,
  passwordClass,
  uriHeaderClass,
  uriParameterClass,
  userClass,
} from './characters.ts';

/** sip: or sips:. `user` and `password` are kept in their escaped form. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Lower case; IPv6 without brackets. */
  readonly host: string;
  readonly port: number | undefined;
  /** Lower-case names. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  /** URI headers (`?Subject=x`), escaped as they came. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Any other scheme: `tel`, `http`, `nobodyKnowsThisScheme`. */
export interface OtherUri {
  readonly scheme: string;
  /** All behind the first colon. */
  readonly rest: string;
}

export type Uri = SipUri | OtherUri;

export function isSipUri(uri: Uri): uri is SipUri {
  return uri.scheme === 'sip' || uri.scheme === 'sips';
}

const noParameters: ReadonlyMap<string, string | undefined> = new Map();
const noHeaders: ReadonlyMap<string, string> = new Map();

/** RFC 3261 §19.1.1 table 1: a Request-URI has neither `method` nor headers. */
export function asRequestUri(uri: Uri): Uri {
  if (!isSipUri(uri) || (uri.headers.size === 0 && !uri.parameters.has('method'))) return uri;
  const parameters = new Map(uri.parameters);
  parameters.delete('method');
  return { ...uri, parameters, headers: noHeaders };
}

/** The whole text is one URI, without blanks or brackets around it. Throws `SipParseError`. */
export function parseUri(text: string): Uri {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
  if (!isScheme(scheme)) fail('a scheme');
  const rest = text.slice(colon + 1);
  if (scheme !== 'sip' && scheme !== 'sips') {
    if (rest === '' || !isPrintable(rest)) fail('visible characters');
    return { scheme, rest };
  }
  const at = rest.indexOf('@');
  const { user, password } = at < 0 ? { user: undefined, password: undefined } : parseUserInfo(rest.slice(0, at));
  const hostStart = at + 1;
  const question = rest.indexOf('?', hostStart);
  const beforeHeaders = question < 0 ? rest.length : question;
  const semicolon = rest.indexOf(';', hostStart);
  const hostEnd = semicolon < 0 || semicolon > beforeHeaders ? beforeHeaders : semicolon;
  const { host, port } = parseHostPort(rest.slice(hostStart, hostEnd));
  return {
    scheme,
    user,
    password,
    host,
    port,
    parameters: hostEnd === beforeHeaders ? noParameters : parseUriParameters(rest.slice(hostEnd + 1, beforeHeaders)),
    headers: question < 0 ? noHeaders : parseUriHeaders(rest.slice(question + 1)),
  };
}

export function serializeUri(uri: Uri): string {
  if (!isSipUri(uri)) return `${uri.scheme}:${uri.rest}`;
  let text = `${uri.scheme}:`;
  if (uri.user !== undefined) text += uri.password === undefined ? `${uri.user}@` : `${uri.user}:${uri.password}@`;
  text += serializeHostPort(uri.host, uri.port);
  for (const [name, value] of uri.parameters) text += value === undefined ? `;${name}` : `;${name}=${value}`;
  let separator = '?';
  for (const [name, value] of uri.headers) {
    text += `${separator}${name}=${value}`;
    separator = '&';
  }
  return text;
}

/** `host[:port]`; IPv6 comes in brackets and goes out without. Throws `SipParseError`. */
export function parseHostPort(text: string): { readonly host: string; readonly port: number | undefined } {
  const bracketed = text.startsWith('[');
  const hostEnd = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
  const end = hostEnd < 0 ? text.length : hostEnd;
  const host = text.slice(bracketed ? 1 : 0, bracketed ? end - 1 : end).toLowerCase();
  if (bracketed ? !/^[0-9a-f:.]{2,45}$/.test(host) : host.length > 253 || !isAllOf(host, hostClass)) fail('a host');
  if (end === text.length) return { host, port: undefined };
  const port = text[end] === ':' ? parseDecimal(text.slice(end + 1), 65535) : undefined;
  return { host, port: port ?? fail('a port') };
}

export function serializeHostPort(host: string, port: number | undefined): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? bracketed : `${bracketed}:${port}`;
}

/** Text of a person as the user part of a URI. */
export function escapeUser(text: string): string {
  let escaped = '';
  for (const character of text) {
    escaped += isClass(character.charCodeAt(0), userClass) && character !== '#' ? character : percentEncode(character);
  }
  return escaped;
}

/** Any text as the value of a URI header: `=`, `;`, `&` and what else would end it are escaped (RFC 3261 §19.1.1). */
export function escapeUriHeader(text: string): string {
  let escaped = '';
  for (const character of text) {
    // `?` and `+` are in the grammar; readers that know forms better than URIs stumble over them.
    const plain = isClass(character.charCodeAt(0), uriHeaderClass) && character !== '?' && character !== '+';
    escaped += plain ? character : percentEncode(character);
  }
  return escaped;
}

/** The other way; what is no valid escape stays as it is. */
export function unescapeUri(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function percentEncode(character: string): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(character)) encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return encoded;
}

function parseUserInfo(text: string): { user: string; password: string | undefined } {
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  const password = colon < 0 ? undefined : text.slice(colon + 1);
  if (user === '' || !isEscapedText(user, userClass)) fail('a user');
  if (password !== undefined && !isEscapedText(password, passwordClass)) fail('a password');
  return { user, password };
}

function parseUriParameters(text: string): Map<string, string | undefined> {
  const parameters = new Map<string, string | undefined>();
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? undefined : part.slice(equals + 1);
    if (name === '' || !isEscapedText(name, uriParameterClass) || parameters.has(name)) fail('a URI parameter');
    if (value !== undefined && (value === '' || !isEscapedText(value, uriParameterClass))) fail('a URI parameter value');
    parameters.set(name, value);
  }
  return parameters;
}

function parseUriHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const part of text.split('&')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0));
    const value = part.slice(equals + 1);
    if (name === '' || !isEscapedText(name, uriHeaderClass) || !isEscapedText(value, uriHeaderClass)) fail('a URI header');
    headers.set(name, value);
  }
  return headers;
}

/** All of the class, or `%` with two hexadecimal digits. */
function isEscapedText(text: string, bits: number): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isClass(code, bits)) continue;
    if (code !== 0x25 || !isHex(text.charCodeAt(i + 1)) || !isHex(text.charCodeAt(i + 2))) return false;
    i += 2;
  }
  return true;
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

function isScheme(text: string): boolean {
  return text === 'sip' || text === 'sips' || /^[a-z][a-z0-9+.-]{0,40}$/.test(text);
}

function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 || code >= 0x7f || code === 0x3c || code === 0x3e || code === 0x22) return false;
  }
  return true;
}

function fail(expected: string): never {
  throw new SipParseError('malformedUri', `expected ${expected} in a URI`);
}

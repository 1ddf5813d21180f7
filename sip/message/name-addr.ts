// name-addr and addr-spec with header parameters: From, To, Contact, Route, Record-Route (RFC 3261 §20.10, §25.1).

import { isClass, isToken, tokenClass } from './characters.ts';
import { parseParameters, quoteString, serializeParameters } from './parameters.ts';
import { Scanner } from './scanner.ts';
import { parseUri, serializeUri, type Uri } from './uri.ts';

export interface NameAddr {
  /** Unescaped, without quotes. */
  readonly displayName: string | undefined;
  readonly uri: Uri;
  /** Header parameters such as `tag`, `expires`, `q`; names in lower case. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

const quote = 0x22;
const open = 0x3c;

/** One value; throws `SipParseError`. */
export function parseNameAddr(text: string): NameAddr {
  const scanner = new Scanner(text);
  scanner.skipBlanks();
  let displayName: string | undefined;
  if (scanner.peek() === quote) {
    displayName = scanner.quotedString();
    scanner.skipBlanks();
    if (scanner.peek() !== open) scanner.fail('<');
  } else {
    displayName = unquotedDisplayName(scanner);
  }
  const uri = scanner.peek() === open ? bracketedUri(scanner) : bareUri(scanner);
  const parameters = parseParameters(scanner);
  scanner.expectEnd();
  return { displayName, uri, parameters };
}

/** Always in brackets, which is right for every URI. */
export function serializeNameAddr(address: NameAddr, quotes: 'whereNeeded' | 'always' = 'whereNeeded'): string {
  const { displayName } = address;
  const isPlain = quotes === 'whereNeeded' && displayName !== undefined && isToken(displayName);
  let text = '';
  if (displayName !== undefined && displayName !== '') text = `${isPlain ? displayName : quoteString(displayName)} `;
  return `${text}<${serializeUri(address.uri)}>${serializeParameters(address.parameters)}`;
}

/** display-name = *(token LWS). Letters beyond ASCII are let through: phones send them unquoted. Stands on `<`, or back at the start. */
function unquotedDisplayName(scanner: Scanner): string | undefined {
  const start = scanner.position;
  const bracket = scanner.text.indexOf('<', start);
  if (bracket < 0) return undefined;
  let end = start;
  for (let i = start; i < bracket; i++) {
    const code = scanner.text.charCodeAt(i);
    const blank = code === 0x20 || code === 0x09;
    if (!blank && code < 0x80 && !isClass(code, tokenClass)) return undefined;
    if (!blank) end = i + 1;
  }
  scanner.position = bracket;
  return end === start ? undefined : scanner.text.slice(start, end);
}

function bracketedUri(scanner: Scanner): Uri {
  const start = scanner.position + 1;
  const close = scanner.text.indexOf('>', start);
  if (close < 0) scanner.fail('>');
  scanner.position = close + 1;
  return parseUri(scanner.text.slice(start, close));
}

/** Without brackets a semicolon starts header parameters, and a comma or question mark is not allowed (§20.10). */
function bareUri(scanner: Scanner): Uri {
  const { text } = scanner;
  const start = scanner.position;
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x3b || code === 0x20 || code === 0x09) break;
    if (code === 0x2c || code === 0x3f) {
      scanner.position = end;
      scanner.fail('< around this URI');
    }
  }
  scanner.position = end;
  return parseUri(text.slice(start, end));
}

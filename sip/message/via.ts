// One hop of a Via header field (RFC 3261 §20.42, §25.1; RFC 3581).

import { tokenClass } from './characters.ts';
import type { Via } from './message.ts';
import { parseParameters, serializeParameters } from './parameters.ts';
import { Scanner } from './scanner.ts';
import { parseHostPort, serializeHostPort } from './uri.ts';

const slash = 0x2f;
const colon = 0x3a;

/** One value, not a list; throws `SipParseError`. The version is not looked at, so that a strange one can still be answered 505. */
export function parseVia(text: string): Via {
  const scanner = new Scanner(text);
  scanner.skipBlanks();
  if (scanner.token().toUpperCase() !== 'SIP') scanner.fail('SIP');
  if (!scanner.accept(slash)) scanner.fail('/');
  scanner.token();
  if (!scanner.accept(slash)) scanner.fail('/');
  const protocol = scanner.token().toUpperCase();
  const { host, port } = sentBy(scanner);
  const parameters = parseParameters(scanner);
  scanner.expectEnd();
  return { protocol, host, port, parameters };
}

export function serializeVia(via: Via): string {
  return `SIP/2.0/${via.protocol} ${serializeHostPort(via.host, via.port)}${serializeParameters(via.parameters)}`;
}

/** sent-by = host [ COLON port ], where COLON may have blanks around it. */
function sentBy(scanner: Scanner): { readonly host: string; readonly port: number | undefined } {
  const before = scanner.position;
  scanner.skipBlanks();
  if (scanner.position === before) scanner.fail('a blank');
  const { text } = scanner;
  const start = scanner.position;
  const close = scanner.peek() === 0x5b ? text.indexOf(']', start) : -1;
  if (close >= 0) scanner.position = close + 1;
  else scanner.run(tokenClass);
  const host = text.slice(start, scanner.position);
  return parseHostPort(scanner.accept(colon) ? `${host}:${scanner.token()}` : host);
}

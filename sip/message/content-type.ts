// Content-Type: what a body is (RFC 3261 §20.15, RFC 2045 §5.1).

import { SipParseError } from '../errors.ts';
import { type Parameters, parseParameters } from './parameters.ts';
import { Scanner } from './scanner.ts';

export interface ContentType {
  /** `application/sdp`, lower case. */
  readonly type: string;
  /** Lower-case names. */
  readonly parameters: Parameters;
}

const slash = 0x2f;

/** Undefined for what is absent or malformed: nobody knows then what the body is. */
export function parseContentType(text: string | undefined): ContentType | undefined {
  if (text === undefined) return undefined;
  try {
    const scanner = new Scanner(text);
    scanner.skipBlanks();
    const main = scanner.token();
    if (!scanner.accept(slash)) scanner.fail('/');
    const type = `${main}/${scanner.token()}`.toLowerCase();
    const parameters = parseParameters(scanner);
    scanner.expectEnd();
    return { type, parameters };
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return undefined;
  }
}

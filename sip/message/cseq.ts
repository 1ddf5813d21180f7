// CSeq (RFC 3261 §20.16).

import { digitClass, parseDecimal } from './characters.ts';
import type { CSeq } from './message.ts';
import { Scanner } from './scanner.ts';

/** §8.1.1.5: the number must be below 2^31. */
const highestCSeq: number = 2 ** 31 - 1;

/** Throws `SipParseError`. */
export function parseCSeq(text: string): CSeq {
  const scanner = new Scanner(text);
  scanner.skipBlanks();
  const number = parseDecimal(scanner.run(digitClass), highestCSeq);
  if (number === undefined) return scanner.fail('a number below 2^31');
  const before = scanner.position;
  scanner.skipBlanks();
  if (scanner.position === before) scanner.fail('a blank');
  const method = scanner.token();
  scanner.expectEnd();
  return { number, method };
}

export function serializeCSeq(cseq: CSeq): string {
  return `${cseq.number} ${cseq.method}`;
}

// The value of Replaces (RFC 3891 §6.1) and Join (RFC 3911 §7.1): which dialog is meant, as its other end sees it.

import { SipParseError } from '../errors.ts';
import { trimBlanks } from './characters.ts';
import { parseParameters } from './parameters.ts';
import { Scanner } from './scanner.ts';

export interface ReplacesTarget {
  readonly callId: string;
  /** The local tag of the one who gets the header field (RFC 3891 §3). */
  readonly toTag: string;
  readonly fromTag: string;
  /** Only while it rings. */
  readonly earlyOnly: boolean;
}

/** Throws `SipParseError`. */
export function parseReplaces(text: string): ReplacesTarget {
  const semicolon = text.indexOf(';');
  const callId = trimBlanks(text, 0, semicolon < 0 ? text.length : semicolon);
  if (callId === '' || /[\s,]/.test(callId)) fail('a Call-ID');
  const scanner = new Scanner(text, semicolon < 0 ? text.length : semicolon);
  const parameters = parseParameters(scanner);
  scanner.expectEnd();
  const toTag = parameters.get('to-tag') ?? fail('a to-tag');
  const fromTag = parameters.get('from-tag') ?? fail('a from-tag');
  return { callId, toTag, fromTag, earlyOnly: parameters.has('early-only') };
}

export function serializeReplaces({ callId, toTag, fromTag, earlyOnly }: ReplacesTarget): string {
  return `${callId};to-tag=${toTag};from-tag=${fromTag}${earlyOnly ? ';early-only' : ''}`;
}

function fail(expected: string): never {
  throw new SipParseError('malformedHeader', `expected ${expected} in Replaces`);
}

// Target-Dialog (RFC 4538 §7): a request from outside of a call that is about one.

import { SipParseError } from '../../errors.ts';
import { trimBlanks } from '../../message/characters.ts';
import type { Headers } from '../../message/headers.ts';
import { parseParameters } from '../../message/parameters.ts';
import { Scanner } from '../../message/scanner.ts';

/** Tags as the one who has it sees them. */
export interface TargetDialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** Of a request of ours about a call of ours: the other way round. */
export function targetDialogField({ callId, localTag, remoteTag }: TargetDialog): readonly [string, string] {
  return ['Target-Dialog', `${callId};local-tag=${remoteTag};remote-tag=${localTag}`];
}

/** `malformed` names no dialog, and is not to be taken for none. */
export function targetDialogOf(headers: Headers): TargetDialog | 'none' | 'malformed' {
  const value = headers.get('Target-Dialog');
  if (value === undefined) return 'none';
  try {
    const semicolon = value.indexOf(';');
    const scanner = new Scanner(value, semicolon < 0 ? value.length : semicolon);
    const parameters = parseParameters(scanner);
    scanner.expectEnd();
    const localTag = parameters.get('local-tag');
    const remoteTag = parameters.get('remote-tag');
    if (localTag === undefined || remoteTag === undefined) return 'malformed';
    return { callId: trimBlanks(value, 0, semicolon), localTag, remoteTag };
  } catch (error) {
    if (error instanceof SipParseError) return 'malformed';
    throw error;
  }
}

// INVITE with Replaces (RFC 3891 §3) or Join (RFC 3911 §4): which call of ours is meant, and whether whoever asks may have it.

import type { Headers } from '../../message/headers.ts';
import { parseReplaces, type ReplacesTarget } from '../../message/replaces.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { Call } from '../user-agent-events.ts';
import type { Calls } from './calls.ts';

export type Replacement =
  | { readonly type: 'none' }
  | { readonly type: 'replaces'; readonly call: Call }
  | { readonly type: 'join'; readonly call: Call }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export interface ReplacementQuestion {
  readonly headers: Headers;
  readonly calls: Calls;
  /** Whom the INVITE is for. */
  readonly accountId: string;
  /** It comes from a proxy of that account, which knows whom it serves. */
  readonly trusted: boolean;
}

export function replacementOf({ headers, calls, accountId, trusted }: ReplacementQuestion): Replacement {
  const replaces = headers.getAll('Replaces');
  const joins = headers.getAll('Join');
  if (replaces.length + joins.length === 0) return { type: 'none' };
  // §3: more than one, or both (RFC 3911 §4), is a bad request.
  if (replaces.length + joins.length > 1) return refused(400);
  const target = read(replaces[0] ?? joins[0] ?? '');
  if (target === undefined) return refused(400);
  // A stranger who guessed three random names learns nothing from the answer.
  if (!trusted) return refused(403);
  if (calls.hasEnded(target)) return refused(603);
  const found = calls.withDialog(target.callId, target.toTag, target.fromTag);
  if (found === undefined || found.accountId !== accountId) return refused(481);
  // §3: an early dialog is taken only where we called; a call that rings here is picked up by other means.
  if (found.state === 'early' && found.call.direction === 'incoming') return refused(481);
  if (joins.length > 0) return { type: 'join', call: found.call };
  return found.state === 'confirmed' && target.earlyOnly ? refused(486) : { type: 'replaces', call: found.call };
}

function refused(status: number): Replacement {
  return { type: 'refused', refusal: { status } };
}

function read(text: string): ReplacesTarget | undefined {
  try {
    return parseReplaces(text);
  } catch {
    return undefined;
  }
}

// Why a call of a shared line has no appearance, as its end: by the server's answer to line-seize (BroadWorks) or to PUBLISH (RFC 7463 §5.3).

import { reasonPhrase } from '../../message/reason-phrases.ts';
import type { CallEnd } from '../user-agent-events.ts';

/** By which servers say that somebody else has it; of all others the status itself says what is wrong. */
const takenBy: ReadonlySet<number> = new Set([409, 412, 423, 480, 486, 491, 600, 603]);

/** Another phone was faster, or the server took it back. */
export const taken: CallEnd = { by: 'line', reason: 'taken' };

/** `status` of the server's refusal; undefined: nobody answered. */
export function endOfSeizure(status: number | undefined): CallEnd {
  if (status === undefined) return { by: 'transport', reason: 'unreachable' };
  return takenBy.has(status) ? taken : { by: 'response', status, reason: reasonPhrase(status) };
}

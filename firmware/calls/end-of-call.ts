// Why a call ended, in the product's words.

import { unreachableText } from '../lines/registration-words.ts';
import { causeWords } from './cause-words.ts';
import type { DeskEnd } from './desk-messages.ts';
import type { DeskCall } from './desk-state.ts';
import { endByStatus, type StatusWords } from './status-words.ts';

/** Reason and words for one ended call. */
export function endOfCall(end: DeskEnd, call: DeskCall): StatusWords {
  switch (end.by) {
    case 'local':
      return localEnd(call);
    case 'remote':
      return { reason: 'remoteHangUp', text: end.cause === undefined ? 'Call ended' : (causeWords(end.cause) ?? 'Call ended') };
    case 'cancel':
      return end.elsewhere
        ? { reason: 'answeredElsewhere', text: 'Answered elsewhere' }
        : { reason: 'cancelled', text: 'Missed call' };
    case 'response':
      return endByResponse(end);
    case 'timeout':
      return call.answeredAtMs === undefined
        ? { reason: 'serverUnreachable', text: 'Server does not answer' }
        : { reason: 'failed', text: 'Connection lost' };
    case 'line':
      return { reason: 'unavailable', text: end.reason === 'full' ? 'All lines are in use' : 'Another phone has the line' };
    case 'transport':
      return { reason: 'serverUnreachable', text: unreachableText(end.reason) };
    case 'transfer':
      return { reason: 'transferred', text: 'Transferred' };
    case 'divert':
      return { reason: 'diverted', text: 'Call diverted' };
    case 'media':
      // Without a call there was no agreement about its sound.
      return call.answeredAtMs === undefined
        ? { reason: 'noCommonCodec', text: 'No common codec' }
        : { reason: 'mediaLost', text: 'No sound from the other side' };
  }
}

function localEnd(call: DeskCall): StatusWords {
  if (call.answeredAtMs !== undefined) return { reason: 'localHangUp', text: 'Call ended' };
  return call.direction === 'incoming'
    ? { reason: 'rejected', text: 'Call rejected' }
    : { reason: 'cancelled', text: 'Call cancelled' };
}

/** What the telephone network says is nearer to the truth than the status that a gateway made of it (RFC 3398 §7.2.4). */
function endByResponse({ status, reason, cause }: Extract<DeskEnd, { by: 'response' }>): StatusWords {
  const words = endByStatus(status, reason);
  const text = cause?.protocol === 'Q.850' ? causeWords(cause) : undefined;
  return text === undefined ? words : { reason: words.reason, text };
}

// Why a call ended, in the product's words: SIP's reasons (Cisco SIP IP Phone Administrator Guide, appendix A) turned into
// what the screen says.

import type { CallEnd } from '#sip/ua/user-agent-events';
import type { EndReason } from '#ui/phone';
import type { DeskCall } from './desk-state.ts';

const byStatus: Readonly<Record<number, { readonly reason: EndReason; readonly text: string }>> = {
  401: { reason: 'wrongPassword', text: 'Wrong password' },
  403: { reason: 'forbidden', text: 'Not allowed' },
  404: { reason: 'notFound', text: 'Number not found' },
  407: { reason: 'wrongPassword', text: 'Wrong password' },
  408: { reason: 'noAnswer', text: 'No answer' },
  410: { reason: 'notFound', text: 'Number no longer in use' },
  414: { reason: 'notFound', text: 'Number too long' },
  415: { reason: 'noCommonCodec', text: 'No common codec' },
  480: { reason: 'unavailable', text: 'Not available' },
  484: { reason: 'notFound', text: 'Number incomplete' },
  486: { reason: 'busy', text: 'Busy' },
  487: { reason: 'cancelled', text: 'Cancelled' },
  488: { reason: 'noCommonCodec', text: 'No common codec' },
  503: { reason: 'unavailable', text: 'Service unavailable' },
  600: { reason: 'busy', text: 'Busy everywhere' },
  603: { reason: 'rejected', text: 'Call declined' },
  604: { reason: 'notFound', text: 'Number does not exist' },
  606: { reason: 'noCommonCodec', text: 'No common codec' },
};

/** Reason and words for one ended call. */
export function endOfCall(end: CallEnd, call: DeskCall): { readonly reason: EndReason; readonly text: string } {
  switch (end.by) {
    case 'local':
      return localEnd(call);
    case 'remote':
      return { reason: 'remoteHangUp', text: 'Call ended' };
    case 'cancel':
      return end.elsewhere
        ? { reason: 'answeredElsewhere', text: 'Answered elsewhere' }
        : { reason: 'cancelled', text: 'Missed call' };
    case 'response':
      return responseEnd(end.status, end.reason);
    case 'timeout':
      return call.answeredAtMs === undefined
        ? { reason: 'serverUnreachable', text: 'Server does not answer' }
        : { reason: 'failed', text: 'Connection lost' };
    case 'transport':
      return { reason: 'serverUnreachable', text: 'Server cannot be reached' };
    case 'media':
      return { reason: 'mediaLost', text: 'No sound from the other side' };
  }
}

function localEnd(call: DeskCall): { readonly reason: EndReason; readonly text: string } {
  if (call.answeredAtMs !== undefined) return { reason: 'localHangUp', text: 'Call ended' };
  return call.direction === 'incoming'
    ? { reason: 'rejected', text: 'Call rejected' }
    : { reason: 'cancelled', text: 'Call cancelled' };
}

/** A status without words of its own is told by its class (RFC 3261 §8.1.3.2) with the number for the administrator. */
function responseEnd(status: number, phrase: string): { readonly reason: EndReason; readonly text: string } {
  const known = byStatus[status];
  if (known !== undefined) return known;
  const words = phrase === '' ? 'Call failed' : phrase.slice(0, 48);
  return { reason: 'failed', text: `${words} (${status})` };
}

// What each SIP status means to the person: RFC 3261 §21 and its extensions, of which Cisco SIP IP Phone Administrator Guide, appendix A
// lists those that the 7960 told its user. Short enough for a line on 128 pixels.

import type { EndReason } from '#ui/phone';

export interface StatusWords {
  readonly reason: EndReason;
  readonly text: string;
}

const words = (reason: EndReason, text: string): StatusWords => ({ reason, text });

const byStatus: Readonly<Record<number, StatusWords>> = {
  300: words('failed', 'Several destinations'),
  301: words('notFound', 'Number has changed'),
  302: words('failed', 'Forwarding failed'),
  305: words('failed', 'Other server needed'),
  380: words('unavailable', 'Other service needed'),
  400: words('failed', 'Server rejected the call'),
  401: words('wrongPassword', 'Wrong password'),
  402: words('forbidden', 'Payment required'),
  403: words('forbidden', 'Not allowed'),
  404: words('notFound', 'Number not found'),
  405: words('failed', 'Not possible there'),
  406: words('failed', 'Not accepted there'),
  407: words('wrongPassword', 'Wrong password'),
  408: words('noAnswer', 'No answer'),
  409: words('failed', 'Conflict at the server'),
  410: words('notFound', 'Number no longer in use'),
  411: words('failed', 'Server rejected the call'),
  412: words('failed', 'Server has moved on'),
  413: words('failed', 'Message too large'),
  414: words('notFound', 'Number too long'),
  415: words('noCommonCodec', 'No common codec'),
  416: words('notFound', 'Address not understood'),
  417: words('failed', 'Priority not known'),
  420: words('failed', 'Feature not supported'),
  421: words('failed', 'Feature is required'),
  422: words('failed', 'Session timer too short'),
  423: words('failed', 'Interval too short'),
  424: words('failed', 'Location not usable'),
  425: words('failed', 'Location not usable'),
  428: words('forbidden', 'Identity is required'),
  429: words('forbidden', 'Referrer is required'),
  430: words('unavailable', 'Connection lost'),
  433: words('anonymousRejected', 'Anonymous not accepted'),
  436: words('forbidden', 'Identity not checked'),
  437: words('forbidden', 'Identity not trusted'),
  438: words('forbidden', 'Identity not valid'),
  439: words('unavailable', 'First hop too old'),
  440: words('failed', 'Too many forwardings'),
  469: words('failed', 'Not possible there'),
  470: words('forbidden', 'Consent is required'),
  480: words('unavailable', 'Not available'),
  481: words('failed', 'Call no longer exists'),
  482: words('failed', 'Call goes in a circle'),
  483: words('failed', 'Too many hops'),
  484: words('notFound', 'Number incomplete'),
  485: words('notFound', 'Number not unique'),
  486: words('busy', 'Busy'),
  487: words('cancelled', 'Cancelled'),
  488: words('noCommonCodec', 'No common codec'),
  489: words('failed', 'Not possible there'),
  491: words('failed', 'Both sides at once'),
  493: words('noCommonCodec', 'Cannot be deciphered'),
  494: words('forbidden', 'Security is required'),
  500: words('unavailable', 'Server error'),
  501: words('failed', 'Not possible there'),
  502: words('unavailable', 'Gateway error'),
  503: words('unavailable', 'Service unavailable'),
  504: words('unavailable', 'Server too slow'),
  505: words('failed', 'SIP version not known'),
  513: words('failed', 'Message too large'),
  555: words('failed', 'Push not possible'),
  580: words('failed', 'Quality not possible'),
  600: words('busy', 'Busy everywhere'),
  603: words('rejected', 'Call declined'),
  604: words('notFound', 'Number does not exist'),
  606: words('noCommonCodec', 'No common codec'),
  607: words('rejected', 'Call not wanted'),
  608: words('rejected', 'Blocked on the way'),
};

/** An unknown status counts as the first of its class (RFC 3261 §8.1.3.2); it is told with its number, for the administrator. */
export function endByStatus(status: number, phrase: string): StatusWords {
  const known = byStatus[status];
  if (known !== undefined) return known;
  const classReason = byStatus[Math.trunc(status / 100) * 100]?.reason ?? 'failed';
  const told = phrase === '' ? 'Call failed' : phrase.slice(0, 48);
  return { reason: classReason, text: `${told} (${status})` };
}

export function wordsOfStatus(status: number): string {
  return endByStatus(status, '').text;
}

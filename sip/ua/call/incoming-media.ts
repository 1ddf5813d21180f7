// Media for a call that comes in: gets it, and looks at what the caller offers (RFC 3264 §6).

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Call } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import { openMedia } from './open-media.ts';
import type { OfferTaken, SessionMedia } from './session-media.ts';

export type OfferMeeting =
  /** `taken` is undefined on an INVITE without an offer. */
  | { readonly type: 'met'; readonly media: SessionMedia; readonly taken: OfferTaken | undefined }
  | { readonly type: 'refused'; readonly status: number; readonly reason: string };

export async function meetOffer(
  context: CallContext,
  call: Call,
  transaction: ServerTransaction,
  failed: (reason: string) => void,
): Promise<OfferMeeting> {
  const { body } = transaction.request;
  const offer = body.length === 0 ? {} : { offer: body };
  const media = await openMedia(context, { call, target: transaction.source, ...offer, failed });
  if (media === undefined) return { type: 'refused', status: 480, reason: 'no media' };
  if (body.length === 0) return { type: 'met', media, taken: undefined };
  const taken = media.takeOffer(body, 'sendrecv');
  const reachable = taken === undefined ? undefined : await media.withLiteral(taken.media);
  if (taken !== undefined && reachable !== undefined) return { type: 'met', media, taken: { ...taken, media: reachable } };
  media.close();
  return { type: 'refused', status: 488, reason: taken === undefined ? 'no common codec' : 'no media address' };
}

// BYE outside of a dialog: there is nothing to end (RFC 3261 §15.1.2).

import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';

export function byeHandler(responder: Responder): RequestHandler {
  return { method: 'BYE', receive: (transaction) => answerWith(responder, transaction, { status: 481 }) };
}

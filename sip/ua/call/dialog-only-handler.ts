// Methods that mean something within a call only: UPDATE, PRACK. Outside of a dialog there is nothing that they could be about
// (RFC 3311 §5.2, RFC 3262 §3).

import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';

export function dialogOnlyHandler(method: string, responder: Responder): RequestHandler {
  return { method, receive: (transaction) => answerWith(responder, transaction, { status: 481 }) };
}

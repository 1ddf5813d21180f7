// OPTIONS, in and out of a dialog (RFC 3261 §11.2): what we can do. Servers also use it to see whether we live.

import type { RequestHandler } from './request-handlers.ts';
import { answerWith, type Responder } from './responder.ts';

/** Always 200, to strangers too: it tells nothing that is not printed on the phone, and rings nowhere. */
export function optionsHandler(responder: Responder): RequestHandler {
  return {
    method: 'OPTIONS',
    receive: (transaction) => answerWith(responder, transaction, { status: 200 }),
    receiveWithin: (transaction) => answerWith(responder, transaction, { status: 200 }),
  };
}

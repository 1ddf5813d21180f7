// BYE: within a dialog its user's; outside there is nothing to end (RFC 3261 §15.1.2).

import { withRemoteSequence } from '../../dialog/dialog.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { CallDialog } from './call-dialog.ts';

/** `ending` hears of a BYE that is going to end a call, before it does. */
export function byeHandler(
  responder: Responder,
  ending: (transaction: ServerTransaction, dialog: CallDialog) => void,
): RequestHandler {
  return {
    method: 'BYE',
    receive: (transaction) => answerWith(responder, transaction, { status: 481 }),
    receiveWithin: (transaction, user) => {
      const { callDialog } = user;
      if (callDialog?.state === 'confirmed' && withRemoteSequence(callDialog.dialog, transaction.request).inOrder)
        ending(transaction, callDialog);
      user.requestReceived(transaction);
    },
  };
}

// NOTIFY `talk`, `hold` and `conference` within a call: the remote click that answers, resumes, holds or joins it (Broadsoft's and SPA's
// event packages).

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import type { CallEventReceiver } from './call-event.ts';
import { eventOf } from './subscription-headers.ts';

const actions = ['talk', 'hold', 'conference'] as const;

/** From within the call alone, whose tags a stranger does not know, and where the account's settings allow it. */
export function remoteClicks(responder: Responder): CallEventReceiver {
  return {
    events: actions,
    receive: (transaction: ServerTransaction, dialog: CallDialog): void => {
      const event = eventOf(transaction.request.headers);
      const action = actions.find((each) => each === event?.name);
      const allowed = action !== undefined && dialog.context.settings().remoteControl?.[action] === true;
      answerWith(responder, transaction, { status: allowed ? 200 : 489 });
      if (allowed) dialog.report({ type: 'remoteControl', action });
    },
  };
}

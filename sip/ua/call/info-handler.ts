// INFO: keys and other news within a call (RFC 6086; RFC 2976 before it).

import type { RequestHandler } from '../request/request-handlers.ts';
import { answerWith, type Responder } from '../request/responder.ts';
import { readDtmfInfo } from './dtmf-info.ts';

export function infoHandler(responder: Responder): RequestHandler {
  return {
    method: 'INFO',
    receive: (transaction) => answerWith(responder, transaction, { status: 481 }),
    receiveWithin: (transaction, user) => {
      if (!user.takesInOrder(transaction)) return;
      const { headers, body } = transaction.request;
      const dialog = user.callDialog;
      if (dialog === undefined || dialog.state === 'terminated') {
        answerWith(responder, transaction, { status: 481 });
        return;
      }
      if (headers.has('Info-Package')) {
        // RFC 6086 §4.2.2: we agreed to none.
        answerWith(responder, transaction, { status: 469, headers: [['Recv-Info', '']] });
        return;
      }
      answerWith(responder, transaction, { status: 200 });
      const contentType = headers.get('Content-Type');
      const digit = readDtmfInfo(contentType, body);
      if (digit !== undefined) dialog.report({ type: 'dtmfReceived', ...digit });
      else if (body.length > 0) dialog.report({ type: 'infoReceived', contentType, body });
    },
  };
}

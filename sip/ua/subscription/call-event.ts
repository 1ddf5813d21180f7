// SUBSCRIBE and NOTIFY within the dialog of a call (RFC 5057): who knows their event answers.

import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import { eventOf } from './subscription-headers.ts';

/** It answers; the request comes in its turn. */
export interface CallEventReceiver {
  readonly events: readonly string[];
  receive(transaction: ServerTransaction, dialog: CallDialog): void;
}

/** `refuse` answers 489 where nobody knows the event: 481 would end the call's dialog too (RFC 5057 §5.1). */
export function receiveCallEvent(
  transaction: ServerTransaction,
  user: DialogUser,
  receivers: readonly CallEventReceiver[],
  refuse: () => void,
): void {
  const { callDialog } = user;
  if (callDialog === undefined) {
    user.requestReceived(transaction);
    return;
  }
  if (!user.takesInOrder(transaction)) return;
  const event = eventOf(transaction.request.headers);
  const receiver = receivers.find(({ events }) => event !== undefined && events.includes(event.name));
  if (receiver === undefined) refuse();
  else receiver.receive(transaction, callDialog);
}

// Which account a NOTIFY is for that nobody subscribed to.

import { isSipUri } from '../../message/uri.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';

/**
 * By the Contact that the account told, or for its own proxy by its user. A stranger knows neither, so that nobody can count our extensions
 * (stranger-screen.ts).
 */
export function notifiedAccount(transaction: ServerTransaction, accounts: readonly Account[]): Account | undefined {
  const { uri } = transaction.request;
  if (!isSipUri(uri)) return undefined;
  const byContact = accounts.find((account) => account.nameIn(uri) === 'contact');
  if (byContact !== undefined) return byContact;
  return accounts.find((account) => account.context.isProxy(transaction.source) && account.nameIn(uri) === 'user');
}

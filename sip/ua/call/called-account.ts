// Which account a request from outside of any dialog is for.

import { isSipUri } from '../../message/uri.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Account } from '../account/account.ts';

/** By the Contact that the account told, else by its user; of several the one whose domain is called (To keeps it). */
export function calledAccount(transaction: ServerTransaction, accounts: readonly Account[]): Account | undefined {
  const admitting = accounts.filter((account) => account.admits(transaction.source));
  const { uri, headers } = transaction.request;
  if (!isSipUri(uri)) return undefined;
  const byContact = admitting.find((account) => account.nameIn(uri) === 'contact');
  if (byContact !== undefined) return byContact;
  const byUser = admitting.filter((account) => account.nameIn(uri) === 'user');
  const to = headers.to.uri;
  return byUser.find((account) => isSipUri(to) && to.host === account.settings.domain.toLowerCase()) ?? byUser[0];
}

// Who answered, for a caller who called by another name: a group, a number that was sent on, the contact that a transfer names (RFC 4916).

import type { Headers } from '../../message/headers.ts';
import { isSipUri, type SipUri } from '../../message/uri.ts';
import { addressOfRecord } from '../call-target.ts';
import type { AccountSettings } from '../user-agent-events.ts';

export interface Answerer {
  readonly displayName: string | undefined;
  readonly uri: SipUri;
}

/** Undefined: the caller knows, does not want to (§4.1: `from-change`), or is not to. `invite`: its header fields; `wish`: this call's. */
export function answererOf(
  invite: Headers,
  { user, domain, thirdParty, displayName, identity }: AccountSettings,
  wish: boolean | undefined,
): Answerer | undefined {
  const { uri: called } = invite.to;
  const understands = invite.getAll('Supported').some((option) => option.toLowerCase() === 'from-change');
  if (!understands || (wish ?? identity?.anonymous) === true) return undefined;
  const us = addressOfRecord(thirdParty?.user ?? user, domain);
  // Who writes another host means us all the same.
  return isSipUri(called) && called.user === us.user ? undefined : { displayName, uri: us };
}

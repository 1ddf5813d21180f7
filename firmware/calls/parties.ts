// The other side as a person reads it: name and number, cut to what a stranger may fill the call log and the screen with.

import type { NameAddr } from '#sip/message/name-addr';
import { isSipUri } from '#sip/message/uri';
import type { RemoteIdentity } from '#sip/ua/call/remote-identity';
import type { CallSnapshot, Party } from '#ui/phone';

/** What is told of who is at the other end. */
export type Identity = Pick<CallSnapshot, 'remote' | 'anonymous' | 'verification'>;

const longestName = 128;

/** The number is what a call back would dial. */
export function partyOf({ displayName, uri }: Pick<NameAddr, 'displayName' | 'uri'>): Party {
  const name = displayName === undefined || displayName === '' ? undefined : displayName.slice(0, longestName);
  if (!isSipUri(uri)) return { name, number: uri.rest.slice(0, longestName) };
  const number = uri.user === undefined ? uri.host : unescapeUser(uri.user);
  return { name, number: number.slice(0, longestName) };
}

/** Who withholds name and number cannot be called back: what stands in their place is nobody's. */
export function identityOf(identity: RemoteIdentity): Identity {
  const { anonymous, verification } = identity;
  return { remote: anonymous ? { name: undefined, number: '' } : partyOf(identity), anonymous, verification };
}

function unescapeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

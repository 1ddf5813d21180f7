// The 302 by which we send a caller to somebody else (RFC 3261 §21.3.3), with Diversion (RFC 5806) to tell that it was us.

import { type NameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import { addressOfRecord, callTarget } from '../call-target.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { AccountSettings, DiversionReason } from '../user-agent-events.ts';

const maxTargets = 10;

/** The first target is the preferred one. Undefined when none of them is an address. */
export function redirectionFields(
  settings: Pick<AccountSettings, 'user' | 'domain'>,
  targets: readonly string[],
  why: DiversionReason,
): HeaderFields | undefined {
  const uris = targets.slice(0, maxTargets).flatMap((target) => callTarget(target, settings.domain) ?? []);
  if (uris.length === 0) return undefined;
  const contacts = uris.map((uri, position) => {
    const parameters = new Map(uris.length === 1 ? [] : [['q', `0.${9 - Math.min(position, 8)}`]]);
    return ['Contact', serializeNameAddr({ displayName: undefined, uri, parameters })] as const;
  });
  const us: NameAddr = { displayName: undefined, uri: addressOfRecord(settings.user, settings.domain), parameters: new Map() };
  return [...contacts, ['Diversion', `${serializeNameAddr(us)};reason=${why}`]];
}

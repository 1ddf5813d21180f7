// Who is on the other side now: a call may be handed to somebody else without us (RFC 4916, RFC 3325).

import type { Headers } from '../../message/headers.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { isSipUri, serializeUri } from '../../message/uri.ts';
import type { Target } from '../../transport/transport.ts';
import type { CallContext } from './call-context.ts';
import { connectedIdentityOf, type Identified, type IdentitySource, identityOf } from './remote-identity.ts';

export class ConnectedIdentity {
  #known: NameAddr;

  constructor(known: NameAddr) {
    this.#known = known;
  }

  /** Headers of a request that comes by a proxy of ours. Undefined: it is who it was. */
  take(headers: Headers, order: readonly IdentitySource[] | undefined): Identified | undefined {
    // A number without a name: the name in From is still that of who was there before.
    const now = identityOf(headers, true, order);
    const before = this.#known;
    this.#known = now.address;
    // A name that was not there before is no other person.
    const renamed = before.displayName !== undefined && now.address.displayName !== before.displayName;
    return numberOf(now.address) === numberOf(before) && !(renamed && now.address.displayName !== undefined) ? undefined : now;
  }
}

/** Who rings or answers where an INVITE of ours went; what only a proxy of ours may say. */
export function connectedThrough(context: CallContext, target: Target | undefined, headers: Headers): NameAddr | undefined {
  const trusted = target !== undefined && context.isProxy(target);
  return trusted ? connectedIdentityOf(headers, context.settings().identity?.order) : undefined;
}

/** Parameters come and go on the way. */
function numberOf({ uri }: NameAddr): string {
  return isSipUri(uri) ? `${uri.user ?? ''}@${uri.host}` : serializeUri(uri);
}

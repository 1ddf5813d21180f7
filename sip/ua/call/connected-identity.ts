// Who is on the other side now: a call may be handed to somebody else without us (RFC 4916, RFC 3325).

import type { Headers } from '../../message/headers.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { isSipUri, serializeUri } from '../../message/uri.ts';
import { type IdentitySource, identityOf, type RemoteIdentity } from './remote-identity.ts';

export class ConnectedIdentity {
  #known: NameAddr;

  constructor(known: NameAddr) {
    this.#known = known;
  }

  /** Headers of a request that comes by a proxy of ours. Undefined: it is who it was. */
  take(
    headers: Headers,
    order: readonly IdentitySource[] | undefined,
  ): { readonly address: NameAddr; readonly identity: RemoteIdentity } | undefined {
    const now = identityOf(headers, true, order);
    const before = this.#known;
    this.#known = now.address;
    // A name that was not there before is no other person.
    const renamed = before.displayName !== undefined && now.address.displayName !== before.displayName;
    return numberOf(now.address) === numberOf(before) && !(renamed && now.address.displayName !== undefined) ? undefined : now;
  }
}

/** Parameters come and go on the way. */
function numberOf({ uri }: NameAddr): string {
  return isSipUri(uri) ? `${uri.user ?? ''}@${uri.host}` : serializeUri(uri);
}

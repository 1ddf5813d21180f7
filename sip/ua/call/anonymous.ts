// Who hides the name calls as nobody (RFC 3323 §4.1.1.3).

import type { NameAddr } from '../../message/name-addr.ts';
import { isSipUri, type Uri } from '../../message/uri.ts';
import { hostUri } from '../call-target.ts';

const host = 'anonymous.invalid';

export const nobody: NameAddr = {
  displayName: 'Anonymous',
  uri: { ...hostUri(host, undefined), user: 'anonymous' },
  parameters: new Map(),
};

export function isNobody(uri: Uri): boolean {
  return isSipUri(uri) && uri.host === host;
}

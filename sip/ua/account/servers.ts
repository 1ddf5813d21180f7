// The servers of an account: its own, and the one that stands in for it.

import type { SipUri } from '../../message/uri.ts';
import { hostUri } from '../call-target.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import type { ServerAddress } from './routing-settings.ts';

export type ServerRole = 'primary' | 'backup';

/** Without a proxy the domain is the primary server. */
export function serversOf(settings: AccountSettings): ReadonlyMap<ServerRole, ServerAddress> {
  const { proxy, domain, redundancy } = settings;
  const servers = new Map<ServerRole, ServerAddress>([['primary', proxy ?? { host: domain, port: undefined }]]);
  if (redundancy !== undefined) servers.set('backup', redundancy.backup);
  return servers;
}

export function uriOfServer({ host, port }: ServerAddress): SipUri {
  return hostUri(host, port);
}

// Parameters about the ways of a line's voice through NATs.

import type { TraversalSettings } from '../calls/session-traversal.ts';
import type { Parameters } from './line-settings.ts';
import { serverAddress } from './server-settings.ts';

/** `line` is undefined for calls of no line. */
export function mediaWays(parameters: Parameters, line: number | undefined): TraversalSettings {
  const stunServer = serverOf(parameters, 'voip/signalling/sip/nat/stun_server', 'voip/signalling/sip/nat/stun_port');
  const turnServer = serverOf(parameters, 'voip/media/turn/server', 'voip/media/turn/port');
  const account = {
    user: parameters.get('voip/media/turn/user_name'),
    password: parameters.get('voip/media/turn/password').reveal(),
  };
  const keepsAlive = line !== undefined && parameters.get(`voip/line/${line}/nat/keepalive_enabled`);
  return {
    rtcpMultiplexing: parameters.get('voip/media/rtcp_mux/enabled') ? 'offer' : 'accept',
    mapping: mappingOf(parameters, line),
    ice: parameters.get('voip/media/ice/enabled'),
    ...(stunServer === undefined ? {} : { stunServer }),
    ...(turnServer === undefined ? {} : { turnServer: { ...turnServer, account } }),
    ...(keepsAlive ? { keepAliveMs: parameters.get('voip/signalling/sip/nat/keepalive_interval') * 1000 } : {}),
  };
}

function mappingOf(parameters: Parameters, line: number | undefined): TraversalSettings['mapping'] {
  if (line === undefined || !parameters.get(`voip/line/${line}/nat/mapping_enabled`)) return { type: 'none' };
  const address = parameters.get('voip/signalling/sip/nat/external_address');
  const mapping = parameters.get('voip/signalling/sip/nat/mapping');
  // As for SIP: an external address is nothing that anybody sets without meaning it.
  if (address !== '' && mapping !== 'STUN') {
    // SPA: what the router forwards from this port on are our ports from the first on.
    const first = parameters.get('voip/signalling/sip/nat/external_media_port');
    return { type: 'fixed', address, ...(first === 0 ? {} : { portShift: first - parameters.get('voip/media/media_port') }) };
  }
  return { type: mapping === 'STUN' && parameters.get('voip/signalling/sip/nat/stun_server') !== '' ? 'stun' : 'none' };
}

function serverOf(
  parameters: Parameters,
  host: 'voip/signalling/sip/nat/stun_server' | 'voip/media/turn/server',
  port: 'voip/signalling/sip/nat/stun_port' | 'voip/media/turn/port',
): ReturnType<typeof serverAddress> | undefined {
  const name = parameters.get(host);
  return name === '' ? undefined : serverAddress(name, parameters.get(port));
}

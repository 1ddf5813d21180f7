// Where a response goes (RFC 3261 §18.2.2, RFC 3581 §4).

import type { Via } from '../message/message.ts';
import type { Protocol, Target } from './transport.ts';

/** RFC 3261 §19.1.2. */
export function defaultPort(protocol: Protocol): number {
  switch (protocol) {
    case 'UDP':
    case 'TCP':
      return 5060;
    case 'TLS':
      return 5061;
    case 'WS':
      return 80;
    case 'WSS':
      return 443;
  }
}

/** Of a URI: both kinds of WebSockets have one name there (RFC 7118 §5.2.4). */
export function transportParameter(protocol: Protocol): string {
  return protocol === 'WSS' ? 'ws' : protocol.toLowerCase();
}

/**
 * Always to the address that the request came from, whatever Via says (`received` is just that): nobody makes the phone send to a third
 * party. The port is the source's when `rport` asks for it or the administrator does, else Via's. On a stream the flow goes first, and this is where a new connection
 * goes when it is gone. `maddr` is not followed, for the same reason.
 */
export function responseTarget(topVia: Via, source: Target): Target {
  if (source.protocol === 'UDP' && (topVia.parameters.has('rport') || source.isAnswered === 'there')) return source;
  const port = topVia.port ?? defaultPort(source.protocol);
  return { ...source, remote: { ...source.remote, port } };
}

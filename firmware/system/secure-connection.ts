// TLS to a server that is not SIP's: provisioning, syslog. Nothing is sent before the server is known to be the right one.

import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Clock } from '#sip/ports';
import { judgeServer } from '#sip/transport/server-certificate';
import { secureContext, type TlsSettings } from '#sip/transport/tls-settings';

export interface SecureConnectionOptions {
  /** Who it must be. */
  readonly host: string;
  /** Connected already. */
  readonly plain: Socket;
  readonly settings: TlsSettings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Rejects with `TransportError` when the server is not who it should be, else with what the socket says. */
export async function openSecureConnection({
  host,
  plain,
  settings,
  clock,
  signal,
}: SecureConnectionOptions): Promise<TLSSocket> {
  const socket = connect({
    socket: plain,
    secureContext: secureContext(settings),
    // Judged below: a phone without a clock must not fail for dates.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  try {
    await once(socket, 'secureConnect', { signal });
  } catch (error) {
    socket.destroy();
    plain.destroy();
    throw signal.aborted ? signal.reason : error;
  }
  const verdict = judgeServer(socket, host, settings, clock);
  if (verdict.type !== 'bad') return socket;
  socket.destroy();
  throw verdict.error;
}

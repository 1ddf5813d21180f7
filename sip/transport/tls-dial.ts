// Opens a TLS connection to a server and makes sure that it is the right one; sessions are taken up again (RFC 8446 §2.2).

import { isIP } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { Clock } from '../ports.ts';
import { addressKey } from './literal-address.ts';
import { flawOf, judgeServer, type Verdict } from './server-certificate.ts';
import { connected, type DialedSocket, type DialTcp } from './tcp-dial.ts';
import { secureContext, type TlsSettings } from './tls-settings.ts';
import { type Target, TransportError } from './transport.ts';

interface KnownSession {
  readonly session: Buffer;
  readonly untilMs: number;
}

/**
 * A server of TLS 1.3 looks at our certificate after the handshake has ended on this side; the ticket that it sends then, or its alert,
 * tells what it thinks. One that sends neither is not waited for any longer.
 */
const settleMs = 250;
const maxSessions = 32;
/** Servers forget theirs sooner or later; a certificate is looked at anew after this at the latest. */
const sessionLifeMs = 3_600_000;

export class TlsDial {
  readonly #settings: TlsSettings;
  readonly #clock: Clock;
  readonly #dialTcp: DialTcp;
  /** Of servers that passed; by who was asked for and where. */
  readonly #sessions = new Map<string, KnownSession>();
  #context: SecureContext | undefined;

  constructor(settings: TlsSettings, clock: Clock, dialTcp: DialTcp) {
    this.#settings = settings;
    this.#clock = clock;
    this.#dialTcp = dialTcp;
  }

  /** Rejects with `TransportError` when the server is not who it should be, else with what the socket says. */
  async open(target: Target, signal: AbortSignal): Promise<DialedSocket> {
    const { serverName, remote } = target;
    const asked = serverName ?? remote.address;
    this.#context ??= secureContext(this.#settings);
    const key = `${asked} ${addressKey(remote)}`;
    const session = this.#session(key);
    const socket = connect({
      socket: await this.#dialTcp(target, signal),
      secureContext: this.#context,
      // All of it is judged below, by the rules of SIP.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(isIP(asked) === 0 ? { servername: asked } : {}),
      ...(session === undefined ? {} : { session }),
    });
    // Not within the event: what is written while OpenSSL reads a ticket stays where it is.
    const settled = new Promise<void>((resolve) => socket.once('session', () => setImmediate(resolve)));
    await connected(socket, 'secureConnect', signal);
    // Only who had shown a good certificate for this very name can take up the session; there is none to look at this time.
    const verdict: Verdict = socket.isSessionReused()
      ? { type: 'good' }
      : judgeServer(socket, asked, this.#settings, this.#clock);
    if (verdict.type === 'bad') {
      this.#sessions.delete(key);
      socket.destroy();
      throw verdict.error;
    }
    if (socket.getProtocol() === 'TLSv1.3') await this.#settle(socket, settled);
    if (verdict.type === 'goodForNow') return { socket, findFlaw: () => flawOf(verdict.chain, this.#clock) };
    const latest = socket.getSession();
    if (latest !== undefined) this.#remember(key, latest);
    socket.on('session', (each: Buffer) => this.#remember(key, each));
    return { socket, findFlaw: () => undefined };
  }

  /** Rejects when the connection ends meanwhile. */
  #settle(socket: TLSSocket, settled: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const patience = this.#clock.setTimer(settleMs, resolve);
      const closed = (): void => reject(new TransportError('closed', 'the server ended the connection after the handshake'));
      socket.once('error', reject);
      socket.once('close', closed);
      void settled.then(() => {
        patience.cancel();
        socket.removeListener('error', reject);
        socket.removeListener('close', closed);
        resolve();
      });
    });
  }

  #session(key: string): Buffer | undefined {
    const known = this.#sessions.get(key);
    return known !== undefined && known.untilMs > this.#clock.monotonicMs ? known.session : undefined;
  }

  #remember(key: string, session: Buffer): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, { session, untilMs: this.#clock.monotonicMs + sessionLifeMs });
    const oldest = this.#sessions.keys().next().value;
    if (this.#sessions.size > maxSessions && oldest !== undefined) this.#sessions.delete(oldest);
  }
}

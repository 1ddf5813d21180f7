// The way to a syslog server: UDP (RFC 5426), TCP with counted octets (RFC 6587 §3.4.1), TLS (RFC 5425). What cannot be sent waits in a bounded
// queue, and how much was dropped from it is told; nobody ever waits for the server.

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { isIPv6, type Socket } from 'node:net';
import type { Clock, Timer } from '#sip/ports';
import type { TlsSettings } from '#sip/transport/tls-settings';
import { addressesOf } from '../name-lookup.ts';
import { openConnection } from '../plain-connection.ts';
import { openSecureConnection } from '../secure-connection.ts';
import { cut } from './syslog-message.ts';

export type SyslogProtocol = 'UDP' | 'TCP' | 'TLS';

export type SyslogServer = { readonly host: string; readonly port: number } & (
  | { readonly protocol: Exclude<SyslogProtocol, 'TLS'> }
  | { readonly protocol: 'TLS'; readonly tls: () => TlsSettings }
);

const mostWaiting = 500;
/** What a datagram holds without being split, on any way (RFC 5426 §3.2). */
const longestDatagram = 1180;
const longestRecord = 8192;
/** More than this in the socket: the server reads too slowly. */
const mostUnsentBytes = 65_536;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
const connectMs = 10_000;
/** A name may lead elsewhere by then. */
const nameLifeMs = 300_000;

type Way =
  | { readonly protocol: 'UDP'; readonly socket: UdpSocket; readonly address: string }
  | { readonly protocol: 'TCP'; readonly socket: Socket };

export class SyslogSender implements Disposable {
  readonly #server: SyslogServer;
  readonly #clock: Clock;
  /** Makes the message that tells how many were dropped. */
  readonly #tellDropped: (count: number) => string;
  readonly #closed = new AbortController();
  #waiting: string[] = [];
  #dropped = 0;
  #way: Way | undefined;
  #opening = false;
  #pauseMs = firstPauseMs;
  #timer: Timer | undefined;

  constructor(server: SyslogServer, clock: Clock, tellDropped: (count: number) => string) {
    this.#server = server;
    this.#clock = clock;
    this.#tellDropped = tellDropped;
  }

  /** Never blocks, never throws. */
  send(message: string): void {
    if (this.#closed.signal.aborted) return;
    if (this.#waiting.length >= mostWaiting) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(message);
    this.#flush();
  }

  #flush(): void {
    const way = this.#way;
    if (way === undefined) {
      if (!this.#opening && this.#timer === undefined) void this.#open();
      return;
    }
    while (this.#waiting.length > 0 && this.#isFree(way)) {
      if (this.#dropped > 0) {
        const count = this.#dropped;
        this.#dropped = 0;
        this.#write(way, this.#tellDropped(count));
      }
      const next = this.#waiting.shift();
      if (next !== undefined) this.#write(way, next);
    }
  }

  #isFree(way: Way): boolean {
    return way.protocol === 'UDP' || way.socket.writableLength < mostUnsentBytes;
  }

  #write(way: Way, message: string): void {
    if (way.protocol === 'UDP') {
      // An ICMP error of the datagram before is no news for this one.
      way.socket.send(cut(message, longestDatagram), this.#server.port, way.address, () => {});
      return;
    }
    const record = cut(message, longestRecord);
    way.socket.write(Buffer.concat([Buffer.from(`${record.length} `), record]));
  }

  async #open(): Promise<void> {
    this.#opening = true;
    const patience = new AbortController();
    const timer = this.#clock.setTimer(connectMs, () => patience.abort(new Error('no answer')));
    try {
      this.#way = await this.#connect(AbortSignal.any([patience.signal, this.#closed.signal]));
      this.#pauseMs = firstPauseMs;
    } catch {
      this.#pause();
    } finally {
      timer.cancel();
      this.#opening = false;
    }
    if (this.#way !== undefined) this.#flush();
  }

  async #connect(signal: AbortSignal): Promise<Way> {
    const server = this.#server;
    const { host, port } = server;
    if (server.protocol === 'UDP') return await this.#bind(host, signal);
    const plain = await openConnection(host, port, signal);
    const socket =
      server.protocol === 'TLS'
        ? await openSecureConnection({ host, plain, settings: server.tls(), clock: this.#clock, signal })
        : plain;
    // The server says nothing; its end of the connection is all that there is to hear.
    socket.resume();
    socket.unref();
    socket.on('error', () => {});
    socket.on('drain', () => this.#flush());
    socket.once('close', () => this.#lost(socket));
    if (this.#closed.signal.aborted) socket.destroy();
    return { protocol: 'TCP', socket };
  }

  async #bind(host: string, signal: AbortSignal): Promise<Way> {
    const [address] = await addressesOf(host, signal);
    signal.throwIfAborted();
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.unref();
    socket.on('error', () => this.#lost(socket));
    this.#timer = this.#clock.setTimer(nameLifeMs, () => this.#lost(socket));
    return { protocol: 'UDP', socket, address };
  }

  #lost(socket: UdpSocket | Socket): void {
    if (this.#way?.socket !== socket) return;
    this.#leave();
    if (this.#waiting.length > 0) this.#pause();
  }

  #leave(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const way = this.#way;
    this.#way = undefined;
    if (way?.protocol === 'UDP') way.socket.close();
    else way?.socket.end();
  }

  #pause(): void {
    if (this.#closed.signal.aborted) return;
    this.#timer = this.#clock.setTimer(this.#pauseMs, () => {
      this.#timer = undefined;
      this.#flush();
    });
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }

  /** What waits is sent if the way is open. */
  [Symbol.dispose](): void {
    if (this.#way !== undefined) this.#flush();
    this.#closed.abort(new Error('closed'));
    this.#leave();
    this.#timer?.cancel();
  }
}

// Contract between the transaction layer and the sockets (RFC 3261 §18). One listener per protocol serves all lines.

import type { SipMessage } from '../message/message.ts';

/** Via transport tokens, RFC 3261 §20.42 and RFC 7118 §5.2.1. */
export type Protocol = 'UDP' | 'TCP' | 'TLS' | 'WS' | 'WSS';

/** `AUTO`: what the DNS says (RFC 3263 §4.1). */
export type ProtocolChoice = Protocol | 'AUTO';

export interface SocketAddress {
  readonly family: 4 | 6;
  /** Literal, without brackets. */
  readonly address: string;
  readonly port: number;
  /** Linux interface name; needed for link-local addresses. */
  readonly interface?: string;
}

/** Where a message goes: protocol, address and, on streams, the connection that it shall go back on. */
export interface Target {
  readonly protocol: Protocol;
  readonly remote: SocketAddress;
  /** Identity of a live connection or of the UDP socket a request came in on; a dead flow falls back to `remote`. */
  readonly flow?: string;
  /** The host name that was asked for, whatever SRV made of it: for SNI, and to check the certificate against (RFC 5922 §4). */
  readonly serverName?: string;
  /** Of a request: its answers go there whatever its Via asks for. */
  readonly isAnswered?: 'there';
}

/** What the layer above hears. */
export type TransportEvent =
  | { readonly type: 'messageReceived'; readonly message: SipMessage; readonly source: Target }
  /** Bytes that are no SIP message. `answerable`: enough was read to answer 400 or 505 (RFC 3261 §16.3, RFC 4475). */
  | {
      readonly type: 'messageRefused';
      readonly source: Target;
      readonly status: 400 | 413 | 505 | 513;
      readonly reason: string;
      readonly answerable: SipMessage | undefined;
    }
  | { readonly type: 'flowClosed'; readonly flow: string; readonly reason: string }
  /** A NAT gives us another address than it did: what the registrar knows leads nowhere (RFC 5626 §4.4.2). */
  | { readonly type: 'mappedAddressChanged'; readonly target: Target; readonly mapped: SocketAddress }
  /** A keep-alive by datagrams got no answer. A connection without one is closed: `flowClosed`. */
  | { readonly type: 'keepAliveFailed'; readonly target: Target; readonly reason: TransportErrorCode };

/** What went wrong in the network, or with TLS; programs look at the code. */
export type TransportErrorCode =
  | 'unreachable'
  | 'refused'
  | 'timedOut'
  | 'tooLarge'
  | 'closed'
  | 'unsupported'
  /** No authority that we know vouches for the server's certificate. */
  | 'untrustedCertificate'
  /** Its time is over, or has not begun. */
  | 'expiredCertificate'
  /** It is good, and somebody else's (RFC 5922 §7.3). */
  | 'wrongCertificateName'
  /** The server wants a certificate of ours, or does not like the one that it got. */
  | 'ourCertificateRefused'
  /** No agreement on version or cipher, or the other side speaks no TLS. */
  | 'tlsFailed'
  /** The other side does not take WebSockets with SIP there (RFC 7118 §4.1). */
  | 'webSocketRefused';

/** Refused by the network: unreachable, connection refused, no route, too large. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export interface SentBy {
  /** A literal; on a WebSocket of ours, which nobody can open towards us, a name that leads nowhere (RFC 7118 §5). */
  readonly host: string;
  readonly port: number | undefined;
  /** Requests may come back over the same connection (RFC 5923 §5). */
  readonly alias: boolean;
}

export interface KeepAliveOptions {
  readonly intervalMs: number;
  /**
   * `answered`: a ping with its pong on connections, STUN on UDP, as a server that supports outbound or `keep` answers (RFC 5626 §4.4,
   * RFC 6223). `lineEnds`: CRLF CRLF, and no answer is waited for. `empty`: an empty datagram, `text`: what is written; on connections both
   * as `lineEnds`.
   */
  readonly mode: 'answered' | 'lineEnds' | 'empty' | 'text';
  readonly text?: string;
}

export interface KeepAlive {
  stop(): void;
}

export interface Transport extends AsyncDisposable {
  /** Whether the protocol delivers by itself: no retransmission, timers of §17 shortened. */
  isReliable(protocol: Protocol): boolean;
  /**
   * The address the other side sees when we send there; what the kernel would choose. Throws `TransportError`:
   * `unreachable` without a route, `unsupported` without a socket of that protocol and family.
   */
  localAddress(target: Target): SocketAddress;
  /** How we call ourselves in Via and Contact. Throws as `localAddress` does. */
  sentBy(target: Target): SentBy;
  /** How many bytes it is as it would be sent. */
  sizeOf(message: SipMessage): number;
  /** Resolves when the kernel took the bytes; rejects with `TransportError`. A message over the MTU on UDP: RFC 3261 §18.1.1. */
  send(message: SipMessage, target: Target): Promise<void>;
  /** Until it is stopped or the transport closes; on a connection it does nothing while that is down. What it finds comes as an event. */
  keepAlive(target: Target, options: KeepAliveOptions): KeepAlive;
  /** Asks a STUN server where our SIP datagrams come from. Rejects with `TransportError`. */
  discoverMapped(server: SocketAddress): Promise<SocketAddress>;
}

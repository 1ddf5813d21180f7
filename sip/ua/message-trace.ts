// Shows every message to whoever debugs, with secrets struck out: a transport around the real one.

import { redactMessage } from '../auth/redact.ts';
import type { SipMessage } from '../message/message.ts';
import { serializeMessage, startLine } from '../message/serialize-message.ts';
import type { KeepAlive, KeepAliveOptions, Protocol, SocketAddress, Target, Transport } from '../transport/transport.ts';
import type { UserAgentEvent } from './user-agent-events.ts';

type Listener = (event: UserAgentEvent) => void;

const decoder = new TextDecoder();

export function traceMessage(direction: 'sent' | 'received', message: SipMessage, target: Target, listener: Listener): void {
  const { address, family, port } = target.remote;
  listener({
    type: 'messageTraced',
    direction,
    protocol: target.protocol,
    remote: family === 6 ? `[${address}]:${port}` : `${address}:${port}`,
    startLine: startLine(message),
    text: redactMessage(decoder.decode(serializeMessage(message))),
  });
}

export class TracedTransport implements Transport {
  readonly #transport: Transport;
  readonly #listener: Listener;

  constructor(transport: Transport, listener: Listener) {
    this.#transport = transport;
    this.#listener = listener;
  }

  isReliable(protocol: Protocol): boolean {
    return this.#transport.isReliable(protocol);
  }

  localAddress(target: Target): SocketAddress {
    return this.#transport.localAddress(target);
  }

  send(message: SipMessage, target: Target): Promise<void> {
    traceMessage('sent', message, target, this.#listener);
    return this.#transport.send(message, target);
  }

  keepAlive(target: Target, options: KeepAliveOptions): KeepAlive {
    return this.#transport.keepAlive(target, options);
  }

  discoverMapped(server: SocketAddress): Promise<SocketAddress> {
    return this.#transport.discoverMapped(server);
  }

  /** The real one is its owner's to close. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

// Shows every message to whoever debugs, with secrets struck out: a transport around the real one.

import { redactMessage } from '../auth/redact.ts';
import type { CSeq, SipMessage } from '../message/message.ts';
import { serializeMessage, startLine } from '../message/serialize-message.ts';
import type { KeepAlive, KeepAliveOptions, Protocol, SentBy, SocketAddress, Target, Transport } from '../transport/transport.ts';
import { mediaType } from './subscription/notify-content.ts';
import type { UserAgentEvent } from './user-agent-events.ts';

type Listener = (event: UserAgentEvent) => void;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What people write to each other, and the digits that they press (PINs), is nobody's who debugs. */
const letters: readonly string[] = ['text/plain', 'text/html', 'message/cpim', 'application/dtmf', 'application/dtmf-relay'];

export function traceMessage(direction: 'sent' | 'received', message: SipMessage, target: Target, listener: Listener): void {
  const { address, family, port } = target.remote;
  const { headers } = message;
  listener({
    type: 'messageTraced',
    direction,
    protocol: target.protocol,
    remote: family === 6 ? `[${address}]:${port}` : `${address}:${port}`,
    startLine: startLine(message),
    text: redactMessage(decoder.decode(serializeMessage(withoutLetters(message)))),
    callId: readable(() => headers.callId, ''),
    cseq: cseqOf(message),
    status: message.kind === 'response' ? message.status : undefined,
    branch: readable(() => headers.vias[0]?.parameters.get('branch'), undefined) ?? '',
    fromTag: readable(() => headers.from.parameters.get('tag'), undefined) ?? '',
    toTag: readable(() => headers.to.parameters.get('tag'), undefined) ?? '',
  });
}

function cseqOf({ headers }: SipMessage): CSeq {
  return readable(() => headers.cseq, { number: 0, method: '' });
}

/** The refusal of a broken request copies what was broken. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function withoutLetters(message: SipMessage): SipMessage {
  const { method } = cseqOf(message);
  if (message.body.length === 0 || (method !== 'MESSAGE' && method !== 'INFO')) return message;
  const type = mediaType(message.headers.get('Content-Type') ?? '');
  if (method === 'INFO' && !letters.includes(type)) return message;
  return { ...message, body: encoder.encode(`*** ${message.body.length} bytes`) };
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

  sentBy(target: Target): SentBy {
    return this.#transport.sentBy(target);
  }

  sizeOf(message: SipMessage): number {
    return this.#transport.sizeOf(message);
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

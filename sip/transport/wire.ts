// What a stream connection runs on: bytes both ways, whether a TCP socket, a TLS socket or a WebSocket carries them.

import type { SocketAddress } from './transport.ts';

export interface WireListener {
  /** A piece of the stream as it comes; on a WebSocket one whole message. */
  received(bytes: Uint8Array): void;
  /** Once, after which nothing comes. */
  closed(reason: string): void;
}

export interface Wire {
  readonly remote: SocketAddress;
  /** Literal; empty when it is closed. */
  readonly localAddress: string;
  /** Bytes that the other side has not taken yet. */
  readonly unsentBytes: number;
  readonly isWritable: boolean;
  /** Why it may be used no longer, though it stands: its certificate was taken on trust and is found wanting now. */
  readonly flaw?: string | undefined;
  /** Once, right after it was made. */
  listen(listener: WireListener): void;
  /** Hands the bytes to the kernel in the call when it takes them. Rejects with `TransportError`. */
  send(bytes: Uint8Array): Promise<void>;
  /** Says that nothing more comes from us; what the other side sends is still read. */
  end(): void;
  destroy(): void;
}

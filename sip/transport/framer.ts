// Contract of what finds SIP messages in the bytes of a wire.

export type Frame =
  | { readonly type: 'message'; readonly bytes: Uint8Array }
  /** A double CRLF between messages: the other side wants a single one back (RFC 5626 §3.5.1). */
  | { readonly type: 'ping' }
  /** The single CRLF that was awaited. */
  | { readonly type: 'pong' }
  /**
   * Where the next message starts cannot be known; nothing follows. `head` is the header with its start line when it was read, so that it
   * can be answered.
   */
  | {
      readonly type: 'lost';
      readonly status: 400 | 413 | 513;
      readonly reason: string;
      readonly head: Uint8Array | undefined;
    };

export interface Framer {
  /** Whether a message has begun and not ended. */
  readonly inMessage: boolean;
  push(chunk: Uint8Array): readonly Frame[];
  /** We have sent a ping: the next CRLF stands alone, and nobody shall wait for a second one to make a pair of it. */
  awaitPong(): void;
}

export function lost(status: 400 | 413 | 513, reason: string, head: Uint8Array | undefined): Frame {
  return { type: 'lost', status, reason, head: head && Uint8Array.from(head) };
}

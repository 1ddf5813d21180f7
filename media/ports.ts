// What `media/` needs from outside. Structural typing: one object made in `firmware/compose.ts` serves every folder.

/** A running timer. Cancelling one that has expired or was cancelled does nothing. */
export interface Timer {
  cancel(): void;
}

/** The only source of time in this folder; tests drive it. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  readonly monotonicMs: number;
  /** Calendar time in milliseconds since 1970; not to be trusted before the phone has heard a time server. */
  readonly wall: { readonly ms: number; readonly trusted: boolean };
  setTimer(delayMs: number, expired: () => void): Timer;
}

/** Unpredictable bytes. */
export interface Random {
  bytes(count: number): Uint8Array;
}

/** Old hash functions that STUN still wants (RFC 8489 §14.5, §9.2.2). */
export interface Digests {
  hmacSha1(key: Uint8Array, data: Uint8Array): Uint8Array;
  md5(data: Uint8Array): Uint8Array;
}

/** Structured log; `topic` is what the console's `debug` command switches. Never hand it a secret. */
export interface Log {
  debug(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void;
  info(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void;
  error(topic: string, text: string, fields?: Readonly<Record<string, unknown>>): void;
}

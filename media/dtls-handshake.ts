// A DTLS handshake on the media's own way (RFC 5764): datagrams in and out, its timer, and in the end keys for both directions.

import type { SrtpKeys } from './messages.ts';
import { loadNativeCore, type NativeHandshake, type NativeStep } from './native.ts';
import type { Clock, Timer } from './ports.ts';

/** `a=fingerprint` (RFC 8122): hash function in lower case, octets in upper case with colons. */
export interface CertificateFingerprint {
  readonly hash: string;
  readonly value: string;
}

export interface DtlsHandshakeOptions {
  readonly clock: Pick<Clock, 'setTimer'>;
  /** `active` begins. */
  readonly role: 'active' | 'passive';
  /** Of the other side's certificate: it must be one of them. */
  readonly fingerprints: readonly CertificateFingerprint[];
  readonly send: (datagram: Uint8Array) => void;
  readonly listener: (event: HandshakeEvent) => void;
  /** The addon, where it is not in its usual place. */
  readonly nativeCore?: URL | undefined;
}

/** Once: it is over then, but for the repeats that it answers until it is closed. */
export type HandshakeEvent =
  | { readonly type: 'secured'; readonly send: SrtpKeys; readonly receive: SrtpKeys }
  | { readonly type: 'failed'; readonly reason: string };

/** Whoever has not answered by then will not. */
const patienceMs = 30_000;

/** Made by this process at the first use; undefined where that is not possible. */
export function certificateFingerprint(nativeCore?: URL): CertificateFingerprint | undefined {
  const value = loadNativeCore(nativeCore).certificateFingerprint();
  return value === undefined ? undefined : { hash: 'sha-256', value };
}

export class DtlsHandshake {
  readonly #options: DtlsHandshakeOptions;
  readonly #native: NativeHandshake;
  #timer: Timer | undefined;
  #patience: Timer | undefined;
  #over = false;
  #closed = false;

  constructor(options: DtlsHandshakeOptions) {
    this.#options = options;
    const { Handshake } = loadNativeCore(options.nativeCore);
    this.#native = new Handshake(options.role === 'active', options.fingerprints);
  }

  start(): void {
    this.#patience = this.#options.clock.setTimer(patienceMs, () => this.#end({ type: 'failed', reason: 'nobody answers' }));
    this.#take(this.#native.start());
  }

  receive(datagram: Uint8Array): void {
    if (!this.#closed) this.#take(this.#native.receive(datagram));
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#patience?.cancel();
  }

  #take({ datagrams, timeoutMs, failure, keys }: NativeStep): void {
    this.#timer?.cancel();
    for (const datagram of datagrams) this.#options.send(datagram);
    if (this.#closed || this.#over) return;
    if (keys !== undefined) this.#end({ type: 'secured', ...keys });
    else if (failure !== undefined) this.#end({ type: 'failed', reason: failure });
    else if (timeoutMs !== undefined) {
      this.#timer = this.#options.clock.setTimer(timeoutMs, () => this.#take(this.#native.expire()));
    }
  }

  #end(event: HandshakeEvent): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#patience?.cancel();
    this.#options.listener(event);
  }
}

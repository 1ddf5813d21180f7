// The handshake of one media session (RFC 5763): begun when offer and answer name certificates, kept while they stay the same.

import { DtlsHandshake, type HandshakeEvent } from '#media/dtls-handshake';
import type { DirectionKeys } from '#media/messages';
import type { Clock } from '#sip/ports';
import type { MediaSecurity } from '#sip/ua/media-security';

export interface SocketPlace {
  readonly address: string;
  readonly port: number;
}

export interface SessionHandshakeOptions {
  readonly clock: Clock;
  readonly send: (bytes: Uint8Array, to: SocketPlace) => void;
  readonly ended: (event: HandshakeEvent) => void;
  readonly nativeCore?: URL | undefined;
}

type Agreed = MediaSecurity & { readonly type: 'handshake' };

const awaited = { send: 'awaited', receive: 'awaited' } as const;
/** Of the other side, which may begin before its answer is here. */
const mostEarly = 4;

export class SessionHandshake {
  readonly #options: SessionHandshakeOptions;
  #agreed: Agreed | undefined;
  #handshake: DtlsHandshake | undefined;
  /** A second one that the other side began; what the first settled stands until it is through. */
  #successor: DtlsHandshake | undefined;
  #remote: SocketPlace | undefined;
  #keys: { readonly send: DirectionKeys; readonly receive: DirectionKeys } = awaited;
  #early: { readonly bytes: Uint8Array; readonly from: SocketPlace }[] = [];

  constructor(options: SessionHandshakeOptions) {
    this.#options = options;
  }

  /** Of the moment. */
  get keys(): { readonly send: DirectionKeys; readonly receive: DirectionKeys } {
    return this.#keys;
  }

  /**
   * What was negotiated. The same certificates as before change nothing (RFC 8842 §4), whatever the roles are now: peers say another one
   * in each answer and go on with what they have.
   */
  follow(agreed: Agreed, remote: SocketPlace): void {
    this.#remote = remote;
    if (this.#agreed !== undefined && nameOf(this.#agreed) === nameOf(agreed)) return;
    this.close();
    this.#agreed = agreed;
    this.#handshake = this.#begin(agreed);
    this.#handshake.start();
    for (const { bytes, from } of this.#early.splice(0)) this.receive(bytes, from);
  }

  /** Whoever is not where the other side said that it is, is not listened to; its port may be another (RFC 4961). */
  receive(bytes: Uint8Array, from: SocketPlace): void {
    if (this.#agreed === undefined) {
      if (this.#early.length < mostEarly) this.#early.push({ bytes, from });
      return;
    }
    if (from.address !== this.#remote?.address) return;
    this.#remote = from;
    if (this.#keys !== awaited && this.#successor === undefined && isFirstHello(bytes)) {
      this.#successor = this.#begin({ ...this.#agreed, role: 'passive' });
      this.#successor.start();
    }
    (this.#successor ?? this.#handshake)?.receive(bytes);
  }

  close(): void {
    this.#handshake?.close();
    this.#successor?.close();
    this.#handshake = undefined;
    this.#successor = undefined;
    this.#agreed = undefined;
    this.#keys = awaited;
  }

  #begin({ role, fingerprints }: Agreed): DtlsHandshake {
    const { clock, nativeCore, send } = this.#options;
    const handshake: DtlsHandshake = new DtlsHandshake({
      clock,
      role,
      fingerprints,
      nativeCore,
      send: (bytes) => {
        if (this.#remote !== undefined) send(bytes, this.#remote);
      },
      listener: (event) => this.#ended(handshake, event),
    });
    return handshake;
  }

  #ended(handshake: DtlsHandshake, event: HandshakeEvent): void {
    if (handshake === this.#successor) {
      this.#successor = undefined;
      // Nothing came of it: what stands, stands.
      if (event.type === 'failed') {
        handshake.close();
        return;
      }
      this.#handshake?.close();
      this.#handshake = handshake;
    }
    if (handshake !== this.#handshake) return;
    if (event.type === 'secured') this.#keys = { send: event.send, receive: event.receive };
    this.#options.ended(event);
  }
}

function nameOf({ fingerprints }: Agreed): string {
  return fingerprints.map(({ hash, value }) => `${hash} ${value}`).join();
}

/** A ClientHello before any keys (RFC 6347 §4.1, §4.2.2): a handshake record of epoch 0. */
function isFirstHello(bytes: Uint8Array): boolean {
  return bytes[0] === 22 && bytes[3] === 0 && bytes[4] === 0 && bytes[13] === 1;
}

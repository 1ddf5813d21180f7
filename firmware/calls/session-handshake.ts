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
  #running: { readonly agreed: string; readonly handshake: DtlsHandshake } | undefined;
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
  follow(security: Agreed, remote: SocketPlace): void {
    const { role, fingerprints } = security;
    const agreed = fingerprints.map(({ hash, value }) => `${hash} ${value}`).join();
    this.#remote = remote;
    if (this.#running?.agreed === agreed) return;
    this.close();
    const { clock, nativeCore } = this.#options;
    const handshake: DtlsHandshake = new DtlsHandshake({
      clock,
      role,
      fingerprints,
      nativeCore,
      send: (bytes) => {
        if (this.#remote !== undefined) this.#options.send(bytes, this.#remote);
      },
      listener: (event) => this.#ended(handshake, event),
    });
    this.#running = { agreed, handshake };
    handshake.start();
    for (const { bytes, from } of this.#early.splice(0)) this.receive(bytes, from);
  }

  /** Whoever is not where the other side said that it is, is not listened to; its port may be another (RFC 4961). */
  receive(bytes: Uint8Array, from: SocketPlace): void {
    if (this.#running === undefined) {
      if (this.#early.length < mostEarly) this.#early.push({ bytes, from });
      return;
    }
    if (from.address !== this.#remote?.address) return;
    this.#remote = from;
    this.#running.handshake.receive(bytes);
  }

  close(): void {
    this.#running?.handshake.close();
    this.#running = undefined;
    this.#keys = awaited;
  }

  #ended(handshake: DtlsHandshake, event: HandshakeEvent): void {
    if (this.#running?.handshake !== handshake) return;
    if (event.type === 'secured') this.#keys = { send: event.send, receive: event.receive };
    this.#options.ended(event);
  }
}

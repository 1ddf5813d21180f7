// The media of one dialog: its session, what it can do, and the offer/answer state (RFC 3264), with bodies going in and out as bytes.

import { parseSdp } from '../sdp/parse-sdp.ts';
import type { SdpSession } from '../sdp/sdp-session.ts';
import { serializeSdp } from '../sdp/serialize-sdp.ts';
import type { Direction, LocalMedia, MediaSession, NegotiatedMedia } from './media-session.ts';

export interface OfferTaken {
  readonly answer: Uint8Array;
  readonly media: NegotiatedMedia;
}

export class SessionMedia {
  readonly #session: MediaSession;
  #local: LocalMedia;
  #sdp: SdpSession;
  /** As it was when the offer went out: a 2xx may bring another answer than the 18x before it. */
  #offered: SdpSession | undefined;
  #closed = false;

  constructor(session: MediaSession, local: LocalMedia, sdp: SdpSession) {
    this.#session = session;
    this.#local = local;
    this.#sdp = sdp;
  }

  /** Undefined before the first agreement. */
  get negotiated(): NegotiatedMedia | undefined {
    return this.#sdp.negotiated;
  }

  offer(wish: Direction): Uint8Array {
    const offer = serializeSdp(this.#sdp.createOffer(this.#local, wish));
    this.#offered = this.#sdp.fork();
    return offer;
  }

  /** The offer came to nothing; what stood before stands. */
  abandonOffer(): void {
    this.#sdp.abandonOffer();
    this.#offered = undefined;
  }

  /** Applies what was agreed; undefined when the answer can not be used. */
  takeAnswer(body: Uint8Array): NegotiatedMedia | undefined {
    const parsed = parseSdp(body);
    if (!parsed.ok || this.#offered === undefined) return undefined;
    const sdp = this.#offered.fork();
    const outcome = sdp.receiveAnswer(parsed.description);
    if (outcome.type !== 'agreed') return undefined;
    this.#sdp = sdp;
    this.apply(outcome.media);
    return outcome.media;
  }

  /** Does not apply yet: the answer has to go out first. Undefined is 488. */
  takeOffer(body: Uint8Array, wish: Direction): OfferTaken | undefined {
    const parsed = parseSdp(body);
    if (!parsed.ok) return undefined;
    const outcome = this.#sdp.receiveOffer(parsed.description, this.#local, wish);
    if (outcome.type !== 'answered') return undefined;
    return { answer: serializeSdp(outcome.answer), media: outcome.media };
  }

  apply(media: NegotiatedMedia): void {
    if (!this.#closed) this.#session.apply(media);
  }

  /** For another early dialog on the same offer. */
  fork(): SessionMedia {
    const twin = new SessionMedia(this.#session.fork(), this.#local, (this.#offered ?? this.#sdp).fork());
    twin.#offered = this.#offered;
    return twin;
  }

  /** Our address changed: the next offer says so. */
  relocate(address: Pick<LocalMedia, 'address' | 'family'>): void {
    this.#local = { ...this.#local, address: address.address, family: address.family };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#session.close();
  }
}

// The media of one dialog: its session, what it can do, and the offer/answer state (RFC 3264), with bodies going in and out as bytes.

import { parseSdp } from '../../sdp/parse-sdp.ts';
import type { SdpSession } from '../../sdp/sdp-session.ts';
import { serializeSdp } from '../../sdp/serialize-sdp.ts';
import type { Direction, LocalMedia, LocalPlace, MediaSession, MediaStatistics, NegotiatedMedia } from '../media-session.ts';

export interface OfferTaken {
  readonly answer: Uint8Array;
  readonly media: NegotiatedMedia;
}

export interface SessionMediaOptions {
  readonly session: MediaSession;
  /** Where the session was opened. */
  readonly place: LocalPlace;
  /** A literal for the host name of an SDP; undefined when there is none. */
  readonly resolve: (host: string, family: 4 | 6) => Promise<string | undefined>;
  /** What was applied can not be done. */
  readonly failed: (reason: string) => void;
  readonly relocationFailed: (error: unknown) => void;
  /** Hold says c=0.0.0.0 as well (RFC 2543). */
  readonly holdsWithZeroAddress: () => boolean;
}

export class SessionMedia {
  readonly #options: SessionMediaOptions;
  #place: LocalPlace | undefined;
  #local: LocalMedia;
  /** What the other side was told last. */
  #said: LocalMedia;
  #sdp: SdpSession;
  /** As it was when the offer went out: a 2xx may bring another answer than the 18x before it. */
  #offered: SdpSession | undefined;
  /** Count their calls, so that what takes its time gives way to what came after it. */
  #applications = 0;
  #relocations = 0;
  #closed = false;

  constructor(options: SessionMediaOptions, local: LocalMedia, sdp: SdpSession) {
    this.#options = options;
    this.#place = options.place;
    this.#local = local;
    this.#said = local;
    this.#sdp = sdp;
  }

  /** Undefined before the first agreement. */
  get negotiated(): NegotiatedMedia | undefined {
    return this.#sdp.negotiated;
  }

  /** We are not any more where the other side was told that we are. */
  get isOutdated(): boolean {
    return this.#said !== this.#local;
  }

  get statistics(): MediaStatistics | undefined {
    return this.#options.session.statistics?.();
  }

  offer(wish: Direction): Uint8Array {
    const made = this.#sdp.createOffer(this.#local, wish);
    // RFC 3264 §8.4: the old way of hold, for those who know no other.
    const silent = wish === 'sendonly' && this.#local.family === 4 && this.#options.holdsWithZeroAddress();
    const offer = serializeSdp(silent ? { ...made, connection: { family: 4, address: '0.0.0.0' } } : made);
    this.#offered = this.#sdp.fork();
    this.#said = this.#local;
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
    this.#said = this.#local;
    return { answer: serializeSdp(outcome.answer), media: outcome.media };
  }

  /** A name is looked up first; one that has no address is a failure. */
  apply(media: NegotiatedMedia): void {
    const application = ++this.#applications;
    if (isLiteral(media.remoteAddress)) {
      if (!this.#closed) this.#options.session.apply(media);
      return;
    }
    void this.withLiteral(media).then((found) => {
      if (this.#closed || application !== this.#applications) return;
      if (found === undefined) this.#options.failed(`${media.remoteAddress} has no address`);
      else this.#options.session.apply(found);
    });
  }

  /** With the address in the place of a name; undefined when it has none. */
  async withLiteral(media: NegotiatedMedia): Promise<NegotiatedMedia | undefined> {
    if (isLiteral(media.remoteAddress)) return media;
    const remoteAddress = await this.#options.resolve(media.remoteAddress, this.#local.family);
    return remoteAddress === undefined ? undefined : { ...media, remoteAddress };
  }

  /** For another early dialog on the same offer. */
  fork(): SessionMedia {
    const options = { ...this.#options, session: this.#options.session.fork() };
    const twin = new SessionMedia(options, this.#local, (this.#offered ?? this.#sdp).fork());
    twin.#place = this.#place;
    twin.#said = this.#said;
    twin.#offered = this.#offered;
    return twin;
  }

  /** Our address changed: `isOutdated` when it resolves, unless it is the old one or can not be had. */
  async relocate(place: LocalPlace): Promise<void> {
    if (this.#closed || isSame(this.#place, place)) return;
    const relocation = ++this.#relocations;
    this.#place = place;
    try {
      const local = await this.#options.session.relocate(place);
      if (relocation === this.#relocations) this.#local = local;
    } catch (error) {
      if (this.#closed || relocation !== this.#relocations) return;
      // The next change tries again, also when it brings the same address.
      this.#place = undefined;
      this.#options.relocationFailed(error);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.session.close();
  }
}

function isLiteral(address: string): boolean {
  return address.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
}

function isSame(one: LocalPlace | undefined, other: LocalPlace): boolean {
  return one !== undefined && one.address === other.address && one.interface === other.interface;
}

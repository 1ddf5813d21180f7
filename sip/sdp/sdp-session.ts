// Offer and answer of one dialog (RFC 3264): who offered, what stands, which version was said last. Knows neither SIP nor sockets.

import type { CryptoKeys } from '../ua/media-security.ts';
import type { Direction, LocalMedia, NegotiatedMedia } from '../ua/media-session.ts';
import { describeMedia, offeredFormats, refuseMedia } from './describe-media.ts';
import { agreeDirection, receives, sends } from './direction.ts';
import { encodingKey, type MediaFormat } from './media-format.ts';
import { type FormatPair, isVoice, negotiate, pairFormats } from './negotiate.ts';
import { type RemoteStream, readRemoteStream } from './remote-stream.ts';
import { type AgreedSecurity, answerSecurity, type OfferedSecurity, offerSecurity, settleSecurity } from './secure-stream.ts';
import { sdpText } from './serialize-sdp.ts';
import type { MediaDescription, SessionDescription } from './session-description.ts';
import { answerTransport, offerTransport, type StreamTransport, settleTransport } from './stream-transport.ts';

/** `notSecured`: a stream that could be talked to, but only in a way that is not allowed here. */
export type OfferRefusal = 'noCommonCodec' | 'noUsableStream' | 'notSecured';

export type AnswerOutcome =
  | { readonly type: 'agreed'; readonly media: NegotiatedMedia }
  /** The other side refused our stream or broke the rules; what stood before stands. */
  | {
      readonly type: 'refused';
      readonly reason: 'streamRefused' | 'noCommonCodec' | 'malformedAnswer' | 'noOffer' | 'notSecured';
    };

export type OfferOutcome =
  | { readonly type: 'answered'; readonly answer: SessionDescription; readonly media: NegotiatedMedia }
  /** To be answered 488; what stood before stands. */
  | { readonly type: 'notAcceptable'; readonly reason: OfferRefusal };

interface OwnOffer {
  readonly description: SessionDescription;
  readonly formats: readonly MediaFormat[];
  readonly direction: Direction;
  readonly media: LocalMedia;
  readonly security: OfferedSecurity;
  readonly transport: StreamTransport;
  readonly streamIndex: number;
}

interface State {
  /** Last description of ours that came into force. */
  readonly local: SessionDescription | undefined;
  readonly negotiated: NegotiatedMedia | undefined;
  readonly pending: OwnOffer | undefined;
  /** Which `m=` line carries our audio. */
  readonly streamIndex: number;
  readonly highestVersion: number;
  /** Encoding to the payload type that we receive it with. */
  readonly payloadTypes: ReadonlyMap<string, number>;
  /** Keys of ours that were said last. */
  readonly keys: readonly CryptoKeys[];
  /** What we said last of our ways. */
  readonly transport: StreamTransport | undefined;
}

export class SdpSession {
  readonly #sessionId: string;
  #state: State;

  /** `sessionId`: decimal digits, unpredictable and unique for the host (RFC 8866 §5.2). */
  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    this.#state = {
      local: undefined,
      negotiated: undefined,
      pending: undefined,
      streamIndex: 0,
      highestVersion: 0,
      payloadTypes: new Map(),
      keys: [],
      transport: undefined,
    };
  }

  /** Whether an offer of ours is waiting for its answer. */
  get isOffering(): boolean {
    return this.#state.pending !== undefined;
  }

  /** What is in force. */
  get negotiated(): NegotiatedMedia | undefined {
    return this.#state.negotiated;
  }

  /** Another early dialog on the same offer: an own state from here on. */
  fork(): SdpSession {
    const twin = new SdpSession(this.#sessionId);
    twin.#state = this.#state;
    return twin;
  }

  /**
   * A first or a further offer. `wish` is what this end wants; holding is `sendonly`, which is offered as `inactive` while the other side
   * holds as well.
   */
  createOffer(media: LocalMedia, wish: Direction): SessionDescription {
    const state = this.#state;
    const formats = offeredFormats(media, state.payloadTypes);
    const direction = wish === 'sendonly' && state.negotiated?.heldByRemote === true ? 'inactive' : wish;
    const security = offerSecurity(media.security, state.keys, state.negotiated?.security);
    const transport = offerTransport(media, state.transport, state.negotiated);
    const stream = describeMedia(media, formats, direction, security, transport);
    // §8: lines are never removed; those that are not ours stay refused.
    const lines = state.local?.media.map((line, i) => (i === state.streamIndex ? stream : refuseMedia(line))) ?? [stream];
    const description = this.#describe(media, lines);
    this.#sent(description, {
      pending: { description, formats, direction, media, security, transport, streamIndex: state.streamIndex },
      keys: security.keys,
      transport,
    });
    return description;
  }

  /** Our offer was refused or came to nothing (RFC 3261 §14.1); what stood before stands. */
  abandonOffer(): void {
    this.#state = { ...this.#state, pending: undefined };
  }

  /** To compare two answers to one offer (a 2xx after its 18x), keep a `fork` from before the first. */
  receiveAnswer(answer: SessionDescription): AnswerOutcome {
    const { pending, negotiated } = this.#state;
    if (pending === undefined) return { type: 'refused', reason: 'noOffer' };
    this.abandonOffer();
    const line = answer.media[pending.streamIndex];
    // §6: as many lines as the offer had.
    if (line === undefined || answer.media.length !== pending.description.media.length) {
      return { type: 'refused', reason: 'malformedAnswer' };
    }
    const remote = readRemoteStream(answer, line, pending.media);
    if (remote === undefined) return { type: 'refused', reason: line.port === 0 ? 'streamRefused' : 'malformedAnswer' };
    const settled = settleSecurity(pending.security, remote.security);
    if (settled === undefined) return { type: 'refused', reason: 'notSecured' };
    const pairs = pairFormats(remote.formats, pending.formats);
    // An answer can only say that it does not want to hear us when we offered to speak (§6.1).
    const held = sends(pending.direction) ? !receives(remote.direction) : (negotiated?.heldByRemote ?? false);
    const direction = agreeDirection(pending.direction, remote.direction);
    const transport = settleTransport(pending.transport, remote.transport, negotiated);
    const agreed = negotiate(pending.media, remote, pairs, direction, held, settled.security, transport);
    if (agreed === undefined) return { type: 'refused', reason: 'noCommonCodec' };
    this.#state = {
      ...this.#state,
      local: pending.description,
      negotiated: agreed,
      payloadTypes: rememberNumbers(this.#state.payloadTypes, pending.formats),
    };
    return { type: 'agreed', media: agreed };
  }

  /** Takes an offer and makes the answer; `wish` as in `createOffer`. An offer of ours that is still open is forgotten. */
  receiveOffer(offer: SessionDescription, media: LocalMedia, wish: Direction): OfferOutcome {
    const found = this.#findStream(offer, media);
    if (found.type === 'none') return this.#answerEnded(offer, media, found.reason);
    const { index, remote, secured } = found;
    // §6.1: the offerer's numbers, in the offerer's order, both ways; and its word for what we would call otherwise.
    const pairs = found.pairs.map(({ theirs, ours }) => ({
      theirs,
      ours: { ...ours, payloadType: theirs.payloadType, writtenAs: ours.writtenAs && theirs.name },
    }));
    const formats = pairs.map((pair) => pair.ours);
    const direction = agreeDirection(wish, remote.direction);
    const { transport, agreed: way } = answerTransport(media, remote.transport, this.#state.transport, this.#state.negotiated);
    const agreed = negotiate(media, remote, pairs, direction, !receives(remote.direction), secured.security, way);
    if (agreed === undefined) return { type: 'notAcceptable', reason: 'noCommonCodec' };
    const stream = describeMedia(media, formats, direction, secured, transport);
    const lines = offer.media.map((line, i) => (i === index ? stream : refuseMedia(line)));
    const answer = this.#describe(media, lines);
    const payloadTypes = rememberNumbers(this.#state.payloadTypes, formats);
    this.#sent(answer, {
      local: answer,
      negotiated: agreed,
      pending: undefined,
      streamIndex: index,
      payloadTypes,
      keys: secured.keys,
      transport,
    });
    return { type: 'answered', answer, media: agreed };
  }

  /** The line that carried our audio before, if it still can, else the first that can. */
  #findStream(offer: SessionDescription, media: LocalMedia): FoundStream {
    const ours = offeredFormats(media, this.#state.payloadTypes);
    const order = [...offer.media.keys()];
    if (this.#state.local !== undefined) order.unshift(this.#state.streamIndex);
    let reason: OfferRefusal = 'noUsableStream';
    for (const index of order) {
      const line = offer.media[index];
      const remote = line === undefined ? undefined : readRemoteStream(offer, line, media);
      if (remote === undefined) continue;
      const secured = answerSecurity(media.security, remote.security, this.#state.keys, this.#state.negotiated?.security);
      if (secured === undefined) {
        reason = 'notSecured';
        continue;
      }
      const pairs = pairFormats(remote.formats, ours);
      if (pairs.some(isVoice)) return { type: 'found', index, remote, pairs, secured };
      reason = 'noCommonCodec';
    }
    return { type: 'none', reason };
  }

  /** The stream of a running session was set to port 0: nothing flows, the call stays (§8.2). Some phones hold like this. */
  #answerEnded(offer: SessionDescription, media: LocalMedia, reason: OfferRefusal): OfferOutcome {
    const { negotiated, streamIndex } = this.#state;
    if (negotiated === undefined || offer.media[streamIndex]?.port !== 0) return { type: 'notAcceptable', reason };
    const answer = this.#describe(media, offer.media.map(refuseMedia));
    const silent: NegotiatedMedia = { ...negotiated, direction: 'inactive', heldByRemote: true };
    this.#sent(answer, { local: answer, negotiated: silent, pending: undefined });
    return { type: 'answered', answer, media: silent };
  }

  /** §8: the version goes up when something changed, and stays when nothing did. */
  #describe(media: LocalMedia, lines: readonly MediaDescription[]): SessionDescription {
    const { local, highestVersion } = this.#state;
    const connection = { family: media.family, address: media.address };
    const make = (version: string): SessionDescription => ({
      origin: { user: '-', sessionId: this.#sessionId, version, ...connection },
      name: '-',
      connection,
      attributes: [],
      media: lines,
    });
    if (local !== undefined) {
      const unchanged = make(local.origin.version);
      if (sdpText(unchanged) === sdpText(local)) return unchanged;
    }
    return make(String(highestVersion + 1));
  }

  #sent(description: SessionDescription, change: Partial<State>): void {
    const highestVersion = Math.max(this.#state.highestVersion, Number(description.origin.version));
    this.#state = { ...this.#state, ...change, highestVersion };
  }
}

type FoundStream =
  | {
      readonly type: 'found';
      readonly index: number;
      readonly remote: RemoteStream;
      readonly pairs: readonly FormatPair[];
      readonly secured: AgreedSecurity;
    }
  | { readonly type: 'none'; readonly reason: OfferRefusal };

function rememberNumbers(known: ReadonlyMap<string, number>, formats: readonly MediaFormat[]): ReadonlyMap<string, number> {
  const numbers = new Map(known);
  for (const format of formats) numbers.set(encodingKey(format), format.payloadType);
  return numbers;
}

// Joins the user agent's media sessions to the native core: allocates, applies what was negotiated, and lets one call be heard.

import type { CodecChoice, MediaCommand, MediaEvent, SessionId } from '#media/messages';
import type { Log } from '#sip/ports';
import type {
  CodecCapability,
  LocalMedia,
  MediaSession,
  MediaSessionContext,
  NegotiatedCodec,
  NegotiatedMedia,
} from '#sip/ua/media-session';

/** Parameters that a new session takes; read at every call, so that a change needs no restart. */
export interface MediaSettings {
  readonly codecs: readonly CodecCapability[];
  readonly packetTimeMs: number;
  readonly portRange: { readonly first: number; readonly last: number };
  readonly tos: number;
}

export interface CallMediaOptions {
  readonly log: Log;
  readonly send: (command: MediaCommand) => void;
  readonly settings: () => MediaSettings;
  /** RTCP CNAME of this process (RFC 7022 §4.2: random, per process). */
  readonly canonicalName: string;
  readonly dtmfLevelDbm0: () => number;
}

interface OpenSession {
  readonly id: SessionId;
  readonly sipCallId: string;
  /** Dialogs that share it: one, or the early dialogs of a forked call. */
  users: number;
  readonly opened: { resolve(ports: { rtpPort: number; rtcpPort: number }): void; reject(error: Error): void };
}

export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #sessions = new Map<SessionId, OpenSession>();
  #heard: string | undefined;
  #nextId = 1;

  constructor(options: CallMediaOptions) {
    this.#options = options;
  }

  /** The user agent's `MediaSessionFactory`. */
  create(context: MediaSessionContext): MediaSession {
    const id = this.#nextId++;
    const ports = Promise.withResolvers<{ rtpPort: number; rtcpPort: number }>();
    // Closing before the answer came leaves nobody to hear a refusal.
    ports.promise.catch(() => {});
    this.#sessions.set(id, { id, sipCallId: context.callId, users: 1, opened: ports });
    return this.#handle(id, context, ports.promise);
  }

  /** This call's sound is mixed in, all others' is not. */
  hear(sipCallId: string | undefined): void {
    if (sipCallId === this.#heard) return;
    for (const { id } of this.#of(this.#heard)) this.#options.send({ type: 'connectSession', session: id, heard: false });
    for (const { id } of this.#of(sipCallId)) this.#options.send({ type: 'connectSession', session: id, heard: true });
    this.#heard = sipCallId;
  }

  startDtmf(sipCallId: string, digit: string): void {
    const event = '0123456789*#ABCD'.indexOf(digit);
    if (event < 0) return;
    const levelDbm0 = this.#options.dtmfLevelDbm0();
    for (const { id } of this.#of(sipCallId)) this.#options.send({ type: 'startDtmf', session: id, event, levelDbm0 });
  }

  stopDtmf(sipCallId: string): void {
    for (const { id } of this.#of(sipCallId)) this.#options.send({ type: 'stopDtmf', session: id });
  }

  /** Which call a media event is about; undefined when it is over. */
  callOf(session: SessionId): string | undefined {
    return this.#sessions.get(session)?.sipCallId;
  }

  onMediaEvent(event: MediaEvent): void {
    if (event.type === 'sessionOpened') this.#sessions.get(event.session)?.opened.resolve(event);
    if (event.type === 'sessionFailed') {
      this.#options.log.warn('media', `a media session failed: ${event.reason}`, { session: event.session });
      this.#sessions.get(event.session)?.opened.reject(new Error(event.reason));
    }
  }

  #handle(id: SessionId, context: MediaSessionContext, ports: Promise<{ rtpPort: number; rtcpPort: number }>): MediaSession {
    let closed = false;
    return {
      open: () => this.#open(id, context, ports),
      apply: (negotiated) => {
        if (!closed && this.#sessions.has(id)) this.#apply(id, negotiated);
      },
      fork: () => {
        const session = this.#sessions.get(id);
        if (session !== undefined) session.users++;
        return this.#handle(id, context, ports);
      },
      close: () => {
        if (closed) return;
        closed = true;
        this.#release(id);
      },
    };
  }

  async #open(
    id: SessionId,
    context: MediaSessionContext,
    ports: Promise<{ rtpPort: number; rtcpPort: number }>,
  ): Promise<LocalMedia> {
    const { codecs, packetTimeMs, portRange, tos } = this.#options.settings();
    const { address, family } = context.local;
    const { canonicalName } = this.#options;
    this.#options.send({ type: 'openSession', session: id, address, portRange, tos, canonicalName });
    const { rtpPort, rtcpPort } = await ports;
    return { address, family, rtpPort, rtcpPort, codecs, packetTimeMs, telephoneEvent: true };
  }

  #apply(id: SessionId, negotiated: NegotiatedMedia): void {
    const { remoteAddress, remoteRtpPort, remoteRtcpPort, direction, send, receive, telephoneEvent } = negotiated;
    this.#options.send({
      type: 'configureSession',
      session: id,
      remote: { address: remoteAddress, rtpPort: remoteRtpPort, rtcpPort: remoteRtcpPort },
      direction,
      send: codecChoice(send),
      receive: receive.map(codecChoice),
      telephoneEvent,
    });
    if (this.#heard !== undefined && this.#heard === this.callOf(id)) {
      this.#options.send({ type: 'connectSession', session: id, heard: true });
    }
  }

  #release(id: SessionId): void {
    const session = this.#sessions.get(id);
    if (session === undefined || --session.users > 0) return;
    this.#sessions.delete(id);
    session.opened.reject(new Error('closed'));
    this.#options.send({ type: 'closeSession', session: id });
  }

  #of(sipCallId: string | undefined): readonly OpenSession[] {
    if (sipCallId === undefined) return [];
    return [...this.#sessions.values()].filter((session) => session.sipCallId === sipCallId);
  }
}

function codecChoice({ name, payloadType, clockRateHz, packetTimeMs }: NegotiatedCodec): CodecChoice {
  // The core packs 10 to 60 ms (AudioCodes table 3-34); what the other side wishes beyond that is not to be had.
  return { name, payloadType, clockRateHz, packetTimeMs: Math.round(Math.min(60, Math.max(10, packetTimeMs))) };
}

// Joins the user agent's media sessions to the native core: opens them, applies what was negotiated, hands on what the core reports.

import type { MediaCommand, MediaEvent, SessionId } from '#media/messages';
import type { SessionStatistics } from '#media/session-statistics';
import type { Clock, Log, Random } from '#sip/ports';
import type { Fingerprint } from '#sip/ua/media-security';
import type {
  LocalMedia,
  LocalPlace,
  MediaSession,
  MediaSessionContext,
  NegotiatedMedia,
  RemoteOffer,
} from '#sip/ua/media-session';
import { configureCommand } from './configure-command.ts';
import { HeardCalls } from './heard-calls.ts';
import type { WaitingCall } from './hold-servers.ts';
import { localSecurity } from './local-security.ts';
import { type MediaFlow, mediaFlow, type Place } from './media-flow.ts';
import type { MediaSettings } from './media-settings.ts';
import { pathTo } from './path-to.ts';
import { SessionHandshake } from './session-handshake.ts';
import { SessionTraversal, type TraversalMeans } from './session-traversal.ts';
import { SilentServers } from './silent-servers.ts';

/** What is known of a session when media has been agreed on; told again when it is agreed on anew. */
export interface AgreedMedia {
  readonly session: SessionId;
  readonly context: MediaSessionContext;
  readonly local: LocalMedia;
  readonly negotiated: NegotiatedMedia;
}

export interface CallMediaOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  /** Of the certificate that handshakes show; undefined: there are none. */
  readonly fingerprint: () => Fingerprint | undefined;
  readonly nativeCore?: URL | undefined;
  readonly send: (command: MediaCommand) => void;
  readonly traversal: TraversalMeans;
  readonly settings: (account: string) => MediaSettings;
  /** RTCP CNAME of this process (RFC 7022 §4.2: random, per process). */
  readonly canonicalName: string;
  /** Of what an event says, and of each of two notes in the sound. */
  readonly dtmfLevels: () => { readonly ofEventDbm0: number; readonly inSoundDbm0: number };
  /** An event of a call that we hear; what comes in the sound is heard anyway. */
  readonly digitHeard: (event: number) => void;
  readonly agreed: (media: AgreedMedia) => void;
  /** Told of sessions whose packets are copied: soon after what they are agreed on, and with their figures. */
  readonly flowing: (flow: MediaFlow) => void;
  /** Who may be on hold now: all of them, told again when something happens. */
  readonly waiting: (calls: readonly WaitingCall[]) => void;
}

interface Ports {
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

interface OpenSession {
  readonly id: SessionId;
  readonly context: MediaSessionContext;
  /** Dialogs that share it: one, or the early dialogs of a forked call. */
  users: number;
  readonly opened: PromiseWithResolvers<Ports>;
  /** Moves to another address that the core has not answered yet; it answers them in their order. */
  readonly moves: PromiseWithResolvers<Ports>[];
  /** What was offered last; undefined before the core has opened it. */
  local: LocalMedia | undefined;
  playsMusic: boolean;
  readonly handshake: SessionHandshake;
  readonly traversal: SessionTraversal;
  /** What stands. */
  negotiated: NegotiatedMedia | undefined;
  /** The socket, and where it sends. */
  bound: Place | undefined;
  remote: Place | undefined;
  isCopied: boolean;
  /** As of the last RTCP report. */
  statistics: SessionStatistics | undefined;
}

export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #sessions = new Map<SessionId, OpenSession>();
  readonly #heardCalls: HeardCalls;
  #nextId = 1;
  readonly #silentServers: SilentServers;

  constructor(options: CallMediaOptions) {
    this.#options = options;
    this.#silentServers = new SilentServers(options.clock);
    this.#heardCalls = new HeardCalls({ sessionsOf: (call) => this.#sessionsOf(call), send: options.send });
  }

  /** The user agent's `MediaSessionFactory`. */
  create(context: MediaSessionContext): MediaSession {
    const id = this.#nextId++;
    const opened = Promise.withResolvers<Ports>();
    // Closing before the answer came leaves nobody to hear a refusal.
    opened.promise.catch(() => {});
    const session: OpenSession = {
      id,
      context,
      users: 1,
      opened,
      moves: [],
      playsMusic: false,
      handshake: this.#newHandshake(id),
      traversal: this.#newTraversal(id, context),
      negotiated: undefined,
      local: undefined,
      bound: undefined,
      remote: undefined,
      isCopied: false,
      statistics: undefined,
    };
    this.#sessions.set(id, session);
    return this.#handle(session);
  }

  /** `id`s of calls. */
  hear(calls: readonly string[], kept: readonly string[] = []): void {
    this.#heardCalls.hear(calls, kept);
    this.#tellWaiting();
  }

  /** Who is on hold hears the other call instead of the phone's own music; undefined: that. */
  playCall(waiting: string, music: string | undefined): void {
    this.#heardCalls.play(waiting, music);
  }

  /** Answered by `statisticsReported`. */
  requestStatistics(call: string): void {
    for (const session of this.#sessionsOf(call)) this.#options.send({ type: 'requestStatistics', session });
  }

  startDtmf(call: string, digit: string): void {
    const event = '0123456789*#ABCD'.indexOf(digit);
    if (event < 0) return;
    const { ofEventDbm0, inSoundDbm0 } = this.#options.dtmfLevels();
    for (const session of this.#sessionsOf(call)) {
      const open = this.#sessions.get(session);
      const asEvent = open?.negotiated === undefined || open.negotiated.telephoneEvent.send !== undefined;
      if (!asEvent && !this.#options.settings(open.context.accountId).digitsInSound) continue;
      this.#options.send({ type: 'startDtmf', session, event, levelDbm0: asEvent ? ofEventDbm0 : inSoundDbm0 });
    }
  }

  stopDtmf(call: string): void {
    for (const session of this.#sessionsOf(call)) this.#options.send({ type: 'stopDtmf', session });
  }

  /** `id` of the call that has the session. */
  callWith(session: SessionId): string | undefined {
    return this.#sessions.get(session)?.context.id;
  }

  /** SIP Call-ID of the call that a media event is about, for logs; undefined when it is over. */
  callOf(session: SessionId): string | undefined {
    return this.#sessions.get(session)?.context.callId;
  }

  onMediaEvent(event: MediaEvent): void {
    const session = 'session' in event ? this.#sessions.get(event.session) : undefined;
    if (session === undefined) return;
    const { callId, listener } = session.context;
    switch (event.type) {
      case 'sessionOpened':
        session.opened.resolve(event);
        break;
      case 'sessionFailed':
        this.#options.log.warn('media', `a media session failed: ${event.reason}`, { call: callId });
        session.opened.reject(new Error(event.reason));
        break;
      case 'qualityReported':
      case 'statisticsReported':
        session.statistics = event.statistics;
        this.#tellFlow(session, event.statistics);
        break;
      case 'datagramReceived':
        this.#receive(session, event);
        break;
      case 'mediaUnreachable':
        this.#options.log.warn('media', 'nobody takes what is said: the call ends', { call: callId });
        listener({ type: 'failed', reason: 'nobody takes its packets' });
        break;
      case 'dtmfReceived':
        this.#hearDigit(session, event.event);
        break;
      case 'sessionRebound':
        session.moves.shift()?.resolve(event);
        break;
      case 'rebindFailed':
        session.moves.shift()?.reject(new Error(event.reason));
        break;
      case 'sessionRefused':
        this.#options.log.warn('media', `what was negotiated cannot be done: ${event.reason}`, { call: callId });
        listener({ type: 'failed', reason: event.reason });
        break;
    }
  }

  #handle(session: OpenSession): MediaSession {
    let closed = false;
    return {
      open: (remoteOffer) => this.#open(session, remoteOffer),
      apply: (negotiated) => {
        if (!closed) this.#apply(session, negotiated);
      },
      relocate: (local) => this.#relocate(session, local),
      statistics: () => session.statistics,
      fork: () => {
        session.users++;
        return this.#handle(session);
      },
      close: () => {
        if (closed) return;
        closed = true;
        this.#release(session);
      },
    };
  }

  async #open(session: OpenSession, remoteOffer: RemoteOffer | undefined): Promise<LocalMedia> {
    const {
      codecs,
      packetTimeMs,
      portRange,
      tos,
      mirror,
      jitterBuffer,
      telephoneEvent,
      telephoneEventNumber,
      telephoneEventName,
      silenceSuppression,
      security: settings,
      checksum,
      mostUnreachable,
    } = this.#options.settings(session.context.accountId);
    const { canonicalName, random, fingerprint, traversal } = this.#options;
    const { local, accountId } = session.context;
    const security = localSecurity(settings, { random, fingerprint }, session.context, remoteOffer);
    const handshakes = security?.fingerprint !== undefined || SessionTraversal.needsHandshakes(traversal.settings(accountId));
    const wishes = { secured: security !== undefined, handshakes };
    const bound = { ...boundTo(local), portRange, tos, checksum, mostUnreachable };
    const waits = jitterBuffer === undefined ? {} : { jitterBuffer };
    if (mirror !== undefined) {
      this.#options.log.warn('media', `packets are copied to ${mirror.address}`, { call: session.context.callId });
    }
    const copies = mirror === undefined ? {} : { mirror };
    this.#options.send({ type: 'openSession', session: session.id, ...bound, ...waits, ...copies, canonicalName, ...wishes });
    const { rtpPort, rtcpPort } = await session.opened.promise;
    const { address, family } = local;
    session.bound = { address, port: rtpPort };
    session.isCopied = mirror !== undefined;
    const place = await session.traversal.describe({ address, family, rtpPort, rtcpPort }, remoteOffer?.ice ?? true);
    if (session.users === 0) throw new Error('closed');
    const events = { telephoneEvent, telephoneEventNumber, telephoneEventName };
    const plain = { ...place, codecs, packetTimeMs, ...events, comfortNoise: silenceSuppression };
    session.local = security === undefined ? plain : { ...plain, security };
    return session.local;
  }

  /** What may be spoken stays: a call does not change its codecs because it moves. */
  async #relocate(session: OpenSession, place: LocalPlace): Promise<LocalMedia> {
    if (session.local === undefined || session.users === 0) throw new Error('not open');
    const move = Promise.withResolvers<Ports>();
    session.moves.push(move);
    this.#options.send({ type: 'rebindSession', session: session.id, ...boundTo(place) });
    const { rtpPort, rtcpPort } = await move.promise;
    const { address, family } = place;
    session.bound = { address, port: rtpPort };
    const { rtcpAddress: _, ice: __, ...rest } = session.local;
    const hasIce = session.negotiated === undefined || session.negotiated.ice !== undefined;
    session.local = { ...rest, ...(await session.traversal.describe({ address, family, rtpPort, rtcpPort }, hasIce)) };
    return session.local;
  }

  #apply(session: OpenSession, negotiated: NegotiatedMedia): void {
    const { id, context, local, handshake } = session;
    session.negotiated = negotiated;
    const { direction, security } = negotiated;
    const path = session.traversal.follow(negotiated);
    const way = path ?? pathTo(negotiated);
    session.remote = way.rtp;
    if (security?.type !== 'handshake') handshake.close();
    else if (path !== undefined) handshake.follow(security, way.rtp);
    const encryption = security?.type === 'handshake' ? handshake.keys : security;
    const settings = this.#options.settings(context.accountId);
    const pauses = local?.comfortNoise === true;
    this.#options.send(
      configureCommand({ session: id, negotiated, path: way, isOpen: path !== undefined, encryption, pauses, settings }),
    );
    if (session.isCopied) this.#options.send({ type: 'requestStatistics', session: id });
    if (local !== undefined) this.#options.agreed({ session: id, context, local, negotiated });
    // Who hears us and is not heard is on hold.
    const onHold = direction === 'sendonly';
    if (onHold !== session.playsMusic) this.#options.send({ type: 'playMusic', session: id, on: onHold });
    session.playsMusic = onHold;
    this.#heardCalls.configured(id, context.id);
    this.#tellWaiting();
  }

  #hearDigit({ context, negotiated }: OpenSession, event: number): void {
    const isEvent = negotiated?.telephoneEvent.receive !== undefined;
    const isHeard = this.#heardCalls.hears(context.id) && this.#options.settings(context.accountId).hearsEvents;
    if (isEvent && isHeard) this.#options.digitHeard(event);
  }

  #tellWaiting(): void {
    const contexts = [...this.#sessions.values()].flatMap(({ playsMusic, context }) => (playsMusic ? [context] : []));
    this.#options.waiting(contexts.filter(({ id }) => !this.#heardCalls.hears(id)));
  }

  #tellFlow({ bound, remote, isCopied }: OpenSession, statistics: SessionStatistics): void {
    const flow = isCopied ? mediaFlow(bound, remote, statistics) : undefined;
    if (flow !== undefined) this.#options.flowing(flow);
  }

  #newHandshake(id: SessionId): SessionHandshake {
    const { clock, log, nativeCore } = this.#options;
    return new SessionHandshake({
      clock,
      nativeCore,
      send: (bytes, to) => this.#sessions.get(id)?.traversal.send(bytes, to),
      ended: (event) => {
        const session = this.#sessions.get(id);
        if (session === undefined) return;
        if (event.type === 'failed') {
          log.warn('media', `no keys: ${event.reason}`, { call: session.context.callId });
          session.context.listener({ type: 'failed', reason: event.reason });
        } else if (session.negotiated !== undefined) this.#apply(session, session.negotiated);
      },
    });
  }

  #newTraversal(id: SessionId, { accountId, callId }: MediaSessionContext): SessionTraversal {
    const { clock, log, random, traversal, send } = this.#options;
    const again = (then: (session: OpenSession, negotiated: NegotiatedMedia) => void): void => {
      const session = this.#sessions.get(id);
      if (session?.negotiated !== undefined) then(session, session.negotiated);
    };
    return new SessionTraversal({
      clock,
      log,
      random,
      digests: traversal.digests,
      resolve: traversal.resolve,
      settings: traversal.settings(accountId),
      silentServers: this.#silentServers,
      send: (component, bytes, to) => send({ type: 'sendDatagram', session: id, component, bytes, to }),
      changed: () => again((session, negotiated) => this.#apply(session, negotiated)),
      failed: (reason) => {
        log.warn('media', `no way: ${reason}`, { call: callId });
        again((session) => session.context.listener({ type: 'failed', reason }));
      },
    });
  }

  /** STUN is the ways', DTLS the keys' (RFC 7983). */
  #receive(session: OpenSession, event: MediaEvent & { readonly type: 'datagramReceived' }): void {
    const rest = session.traversal.receive(event.component, event.bytes, event.from);
    if (rest !== undefined && event.component === 'rtp' && (rest.bytes[0] ?? 0) >= 20)
      session.handshake.receive(rest.bytes, rest.from);
  }

  #release(session: OpenSession): void {
    if (--session.users > 0) return;
    const { id, opened, moves } = session;
    this.#sessions.delete(id);
    session.handshake.close();
    session.traversal.close();
    for (const waiting of [opened, ...moves]) waiting.reject(new Error('closed'));
    this.#options.send({ type: 'closeSession', session: id });
    this.#heardCalls.mix();
    this.#tellWaiting();
  }

  #sessionsOf(call: string): readonly SessionId[] {
    return [...this.#sessions.values()].filter(({ context }) => context.id === call).map(({ id }) => id);
  }
}

function boundTo({ address, interface: name }: LocalPlace): { readonly address: string; readonly interface?: string } {
  return name === undefined ? { address } : { address, interface: name };
}

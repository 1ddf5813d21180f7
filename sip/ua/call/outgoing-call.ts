// A call that we make: INVITE, its forks and early media, the first 2xx, CANCEL and its race (RFC 3261 §9.1, §13.2).

import { type Dialog, dialogOfResponse } from '../../dialog/dialog.ts';
import { DialogSet } from '../../dialog/dialog-set.ts';
import { newCallId, newTag } from '../../dialog/identifiers.ts';
import { makeRequest } from '../../message/make-request.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { reasonPhrase } from '../../message/reason-phrases.ts';
import type { SipUri } from '../../message/uri.ts';
import type { Target } from '../../transport/transport.ts';
import { addressOfRecord } from '../call-target.ts';
import { sessionType } from '../request/headers-of-ours.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import type { Call, CallEnd, CallEvent } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import type { CallDialog } from './call-dialog.ts';
import { connectedPartyOf } from './caller-identity.ts';
import { EarlyDialog } from './early-dialog.ts';
import { openMedia } from './open-media.ts';
import { Session } from './session.ts';
import type { SessionMedia } from './session-media.ts';
import { UnwantedAcceptance } from './unwanted-acceptance.ts';

export interface OutgoingCallOptions {
  readonly context: CallContext;
  readonly target: SipUri;
  /** Resolves to the first hops. Undefined: what was dialled is no address. */
  readonly way: (() => Promise<readonly Target[]>) | undefined;
  /** INVITE without an offer: the other side offers in its 2xx (RFC 3261 §13.2.1). */
  readonly delayedOffer: boolean;
  readonly listener: (event: CallEvent) => void;
  /** Nothing of the call is left on our side. */
  readonly closed: () => void;
}

/** As many forks are told that they lost; who sends more of them makes us shout at whoever their Contact names. */
const maxUnwanted = 16;

export class OutgoingCall implements Call {
  readonly direction = 'outgoing';
  readonly id: string;
  readonly callId: string;
  readonly remote: NameAddr;
  readonly #options: OutgoingCallOptions;
  readonly #branches: DialogSet<EarlyDialog> = new DialogSet();
  readonly #unwanted: Map<string, UnwantedAcceptance> = new Map();
  #phase: 'preparing' | 'inviting' | 'up' | 'ended' = 'preparing';
  /** The first branch's; further ones are forked from it. */
  #media: SessionMedia | undefined;
  #pending: PendingRequest | undefined;
  #session: Session | undefined;
  /** Of the session. */
  #confirmed: CallDialog | undefined;
  #target: Target | undefined;

  constructor(options: OutgoingCallOptions) {
    this.#options = options;
    this.id = options.context.core.nameCall();
    this.callId = newCallId(options.context.core.random);
    this.remote = { displayName: undefined, uri: options.target, parameters: new Map() };
  }

  get dialogs(): readonly CallDialog[] {
    return this.#confirmed === undefined ? this.#branches.members.map((branch) => branch.dialog) : [this.#confirmed];
  }

  /** Once. Nothing is reported before it returns. */
  start(): void {
    void this.#invite().catch((error: unknown) => {
      this.#options.context.core.log.error('calls', 'calling failed', { error });
      this.#finish({ by: 'transport', reason: 'internal' });
    });
  }

  ring(): void {}
  answer(): void {}
  reject(): void {}

  end(): void {
    if (this.#phase === 'ended') return;
    if (this.#session !== undefined) {
      this.#session.end({ by: 'local' });
      return;
    }
    this.#pending?.cancel();
    this.#finish({ by: 'local' });
  }

  hold(): void {
    this.#session?.hold();
  }

  resume(): void {
    this.#session?.resume();
  }

  /** What still dials moves when it is answered: its offer is out. */
  relocate(): void {
    if (this.#target !== undefined) this.#session?.relocate(this.#target);
  }

  /** Early media that can not be had is none; the answer is another matter. */
  #mediaFailed(reason: string): void {
    this.#session?.end({ by: 'media', reason });
  }

  async #invite(): Promise<void> {
    const { context, way } = this.#options;
    if (way === undefined) return this.#finish({ by: 'response', status: 484, reason: reasonPhrase(484) });
    const targets = await way();
    const [target] = targets;
    if (this.#hasEnded()) return;
    if (target === undefined) return this.#finish({ by: 'transport', reason: 'unreachable' });
    this.#target = target;
    const media = await openMedia(context, { call: this, target, failed: (reason) => this.#mediaFailed(reason) });
    if (this.#hasEnded()) return media?.close();
    if (media === undefined) return this.#finish({ by: 'media', reason: 'no media' });
    this.#media = media;
    this.#phase = 'inviting';
    this.#pending = context.sender.send(this.#request(target), { targets }, (event) => this.#reported(event));
  }

  #request(target: Target): SipRequest {
    const { context, delayedOffer } = this.#options;
    const { core, settings } = context;
    const { user, domain, displayName } = settings();
    const request = makeRequest({
      method: 'INVITE',
      uri: this.#options.target,
      from: { displayName, uri: addressOfRecord(user, domain), parameters: new Map([['tag', newTag(core.random)]]) },
      to: this.remote,
      callId: this.callId,
      cseqNumber: 1,
    });
    request.headers.set('Contact', context.contact(target));
    const offer = delayedOffer ? undefined : this.#media?.offer('sendrecv');
    if (offer === undefined) return request;
    request.headers.set('Content-Type', sessionType);
    return { ...request, body: offer };
  }

  #reported(event: RequestEvent): void {
    if (event.type === 'failed') {
      this.#finish(event.cause === 'timedOut' ? { by: 'timeout' } : { by: 'transport', reason: event.reason });
      return;
    }
    const { response, request } = event;
    if (response.status < 200) this.#progressed(response, request);
    else if (response.status < 300) this.#accepted(response, request);
    else this.#finish({ by: 'response', status: response.status, reason: response.reason });
  }

  #progressed(response: SipResponse, request: SipRequest): void {
    if (this.#phase !== 'inviting' || response.status === 100) return;
    const media = this.#branch(request, response)?.media;
    if (media !== undefined && response.body.length > 0 && !this.#options.delayedOffer) media.takeAnswer(response.body);
    this.#options.listener({ type: 'progressed', status: response.status, media: media?.negotiated !== undefined });
  }

  #branch(request: SipRequest, response: SipResponse): EarlyDialog | undefined {
    const first = this.#media;
    if (first === undefined) return undefined;
    return this.#branches.take(request, response, (dialog, position) => {
      return this.#openBranch(dialog, position === 0 ? first : first.fork());
    });
  }

  #openBranch(dialog: Dialog, media: SessionMedia): EarlyDialog {
    const { context, listener } = this.#options;
    const contact = (): string => (this.#target === undefined ? '' : context.contact(this.#target));
    const branch = new EarlyDialog({ call: this, context, dialog, media, contact, report: listener });
    branch.dialog.open();
    return branch;
  }

  #accepted(response: SipResponse, request: SipRequest): void {
    const tag = response.headers.to.parameters.get('tag') ?? '';
    const unwanted = this.#unwanted.get(tag);
    if (unwanted !== undefined) {
      unwanted.repeated();
      return;
    }
    if (this.#session !== undefined && this.#session.remoteTag === tag) {
      this.#session.acceptanceRepeated(response);
      return;
    }
    if (this.#phase !== 'inviting') {
      this.#refuseAcceptance(tag, response, request);
      return;
    }
    const branch = this.#branch(request, response);
    if (branch !== undefined) this.#establish(branch, response, request);
  }

  /** Another fork, or too late: it has no media, and nobody hears of it. */
  #refuseAcceptance(tag: string, response: SipResponse, request: SipRequest): void {
    const dialog = dialogOfResponse(request, response);
    if (dialog === undefined || this.#unwanted.size >= maxUnwanted) return;
    const late = new UnwantedAcceptance(this.#options.context.sender);
    this.#unwanted.set(tag, late);
    late.refuse(dialog, request);
  }

  #establish(branch: EarlyDialog, response: SipResponse, request: SipRequest): void {
    const { context, listener } = this.#options;
    const { media } = branch;
    this.#phase = 'up';
    const session = new Session({
      dialog: branch.dialog,
      media,
      callIdIsOurs: true,
      listener: (event) => (event.type === 'ended' ? this.#finish(event.end) : listener(event)),
    });
    this.#session = session;
    this.#confirmed = branch.dialog;
    branch.dialog.confirm(session);
    for (const each of this.#branches.members) if (each !== branch) each.close();
    if (this.#media !== media) this.#media?.close();
    const agreed = this.#options.delayedOffer
      ? this.#answerOffer(session, media, response, request)
      : this.#takeAnswer(session, media, response, request);
    if (!agreed) {
      session.end({ by: 'media', reason: 'no usable session description' });
      return;
    }
    const trusted = this.#target !== undefined && context.isProxy(this.#target);
    listener({ type: 'answered', remote: connectedPartyOf(response.headers, this.remote, trusted) });
    // The listener may have ended it.
    if (this.#hasEnded()) return;
    if (media.negotiated !== undefined) listener({ type: 'mediaChanged', media: media.negotiated });
    this.relocate();
  }

  /** Some servers send the answer in the 18x and nothing in the 2xx. */
  #takeAnswer(session: Session, media: SessionMedia, response: SipResponse, request: SipRequest): boolean {
    session.acknowledge(request);
    if (response.body.length > 0 && media.takeAnswer(response.body) !== undefined) return true;
    // What this branch agreed early stands; another branch may have been heard since.
    if (media.negotiated !== undefined) media.apply(media.negotiated);
    return media.negotiated !== undefined;
  }

  #answerOffer(session: Session, media: SessionMedia, response: SipResponse, request: SipRequest): boolean {
    const taken = media.takeOffer(response.body, 'sendrecv');
    session.acknowledge(request, taken?.answer);
    if (taken !== undefined) media.apply(taken.media);
    return taken !== undefined;
  }

  #hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  /** Media goes at once; late responses are still met. */
  #finish(end: CallEnd): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    // A session that said BYE forgets its dialog when that is answered.
    if (this.#session === undefined) for (const branch of this.#branches.members) branch.close();
    this.#media?.close();
    this.#options.closed();
    this.#options.listener({ type: 'ended', end });
  }
}

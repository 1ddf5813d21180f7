// A call that we make: INVITE, its forks and early media, the first 2xx, CANCEL and its race (RFC 3261 §9.1, §13.2).

import type { Dialog } from '../../dialog/dialog.ts';
import { DialogSet } from '../../dialog/dialog-set.ts';
import { newCallId, newTag } from '../../dialog/identifiers.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { reasonPhrase } from '../../message/reason-phrases.ts';
import type { SipUri } from '../../message/uri.ts';
import type { Timer } from '../../ports.ts';
import type { Target } from '../../transport/transport.ts';
import type { PendingRequest, RequestEvent } from '../request/request-sending.ts';
import type { Call, CallEnd, CallEvent } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import type { CallDialog } from './call-dialog.ts';
import { endCauseOf } from './call-end-reason.ts';
import type { CallOptions } from './call-options.ts';
import { connectedThrough } from './connected-identity.ts';
import { DtmfInfoSender } from './dtmf-info-sender.ts';
import { EarlyDialog } from './early-dialog.ts';
import { focusOf } from './focus.ts';
import { reliabilityFields } from './invite-extensions.ts';
import { inviteRequest } from './invite-request.ts';
import { openMedia } from './open-media.ts';
import {
  defaultMaximum,
  isRedirection,
  nextTarget,
  type RedirectionState,
  redirected,
  redirectionHistory,
  startOfRedirection,
} from './redirection.ts';
import { identityFrom, type RemoteIdentity } from './remote-identity.ts';
import { Session } from './session.ts';
import type { SessionMedia } from './session-media.ts';
import { SessionTimer } from './session-timer.ts';
import { UnwantedAcceptances } from './unwanted-acceptances.ts';

export interface OutgoingCallOptions {
  readonly context: CallContext;
  readonly target: SipUri;
  /** Resolves to the first hops. Undefined: what was dialled is no address. */
  readonly way: ((uri: SipUri) => Promise<readonly Target[]>) | undefined;
  readonly options: CallOptions;
  readonly listener: (event: CallEvent) => void;
  /** Nothing of the call is left on our side. */
  readonly closed: () => void;
}

/** A server that asks for a longer interval each time is not worth a call. */
const maxRefusedIntervals = 3;

export class OutgoingCall implements Call {
  readonly direction = 'outgoing';
  readonly id: string;
  readonly callId: string;
  readonly remote: NameAddr;
  readonly identity: RemoteIdentity;
  readonly #options: OutgoingCallOptions;
  readonly #branches: DialogSet<EarlyDialog> = new DialogSet();
  readonly #tag: string;
  readonly #unwanted: UnwantedAcceptances;
  #phase: 'preparing' | 'inviting' | 'up' | 'ended' = 'preparing';
  /** The first branch's; further ones are forked from it. */
  #media: SessionMedia | undefined;
  readonly #digits: DtmfInfoSender = new DtmfInfoSender();
  #pending: PendingRequest | undefined;
  #session: Session | undefined;
  /** The branch that was answered. */
  #confirmed: EarlyDialog | undefined;
  readonly #timer: SessionTimer;
  #expiry: Timer | undefined;
  /** How often an interval of ours was too short (RFC 4028 §7.3). */
  #refusedIntervals = 0;
  #target: Target | undefined;
  #redirection: RedirectionState;
  #sequence = 0;
  /** That of the last INVITE that was refused, and another made in its place. */
  #leftSequence = 0;
  /** The Request-URI of the last INVITE. */
  #asked: SipUri;

  constructor(options: OutgoingCallOptions) {
    this.#options = options;
    this.#unwanted = new UnwantedAcceptances(options.context.sender);
    this.#asked = options.target;
    this.id = options.context.core.nameCall();
    this.callId = newCallId(options.context.core.random);
    this.remote = { displayName: undefined, uri: options.target, parameters: new Map() };
    this.identity = identityFrom(this.remote);
    this.#tag = newTag(options.context.core.random);
    const maximum = options.context.settings().redirection?.maximum ?? defaultMaximum;
    this.#redirection = startOfRedirection(options.target, maximum);
    this.#timer = new SessionTimer({
      clock: options.context.core.clock,
      settings: options.context.settings().sessionTimer,
      refresh: () => this.#confirmed?.modification.wish('touch'),
      expired: () => this.#session?.end({ by: 'timeout' }),
    });
  }

  get dialogs(): readonly CallDialog[] {
    return this.#confirmed === undefined ? this.#branches.members.map((branch) => branch.dialog) : [this.#confirmed.dialog];
  }

  /** Once. Nothing is reported before it returns. */
  start(): void {
    void this.#invite(this.#options.target).catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#options.context.core.log.error('calls', 'calling failed', { error });
    this.#finish({ by: 'transport', reason: 'internal' });
  }

  ring(): void {}
  answer(): void {}
  reject(): void {}
  redirect(): void {}
  progress(): void {}

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
    this.#confirmed?.modification.wish('held');
  }

  resume(): void {
    this.#confirmed?.modification.wish('active');
  }

  transfer(to: string | Call): void {
    this.#options.context.core.transfers.transfer(this, to);
  }

  sendDtmfInfo(digit: string, durationMs: number): void {
    if (this.#confirmed !== undefined) this.#digits.send(this.#confirmed.dialog, digit, durationMs);
  }

  /** What still dials moves at once where an answer has arrived for sure (UPDATE), else when it is answered: its offer is out. */
  relocate(): void {
    const target = this.#target;
    if (target === undefined) return;
    if (this.#session !== undefined) this.#session.relocate(target);
    else for (const branch of this.#branches.members) branch.relocate(target);
  }

  /** Early media that can not be had is none; the answer is another matter. */
  #mediaFailed(reason: string): void {
    this.#session?.end({ by: 'media', reason });
  }

  async #invite(uri: SipUri): Promise<void> {
    const { context, way } = this.#options;
    this.#asked = uri;
    const targets = await way?.(uri);
    if (this.#hasEnded()) return;
    if (targets === undefined) return this.#finish({ by: 'response', status: 484, reason: reasonPhrase(484) });
    const [target] = targets;
    if (target === undefined) return this.#finish({ by: 'transport', reason: 'unreachable' });
    this.#target = target;
    const failed = (reason: string): void => this.#mediaFailed(reason);
    const media = this.#media ?? (await openMedia(context, { call: this, target, failed }));
    if (this.#hasEnded()) return media?.close();
    if (media === undefined) return this.#finish({ by: 'media', reason: 'no media' });
    this.#media = media;
    this.#phase = 'inviting';
    this.#expire();
    this.#pending = context.sender.send(this.#request(uri, target), { targets }, (event) => this.#reported(event));
  }

  /** RFC 3261 §13.2.1: who does not heed Expires is cancelled. */
  #expire(): void {
    const { core, settings } = this.#options.context;
    const { inviteExpiresS = 0 } = settings();
    if (inviteExpiresS === 0 || this.#expiry !== undefined) return;
    this.#expiry = core.clock.setTimer(inviteExpiresS * 1000, () => {
      if (this.#phase === 'up') return;
      this.#pending?.cancel();
      this.#finish({ by: 'timeout' });
    });
  }

  #request(uri: SipUri, target: Target): SipRequest {
    const { context, options } = this.#options;
    return inviteRequest({
      settings: context.settings(),
      options,
      to: this.remote,
      target: uri,
      tag: this.#tag,
      callId: this.callId,
      sequence: this.#sequence + 1,
      contact: context.contact(target),
      extensions: [
        ...reliabilityFields(context.settings().reliability),
        ...this.#timer.fields,
        ...redirectionHistory(this.#redirection, uri),
        ...(context.follower?.()?.fieldsFor(this) ?? []),
      ],
      offer: options.delayedOffer === true ? undefined : this.#media?.offer('sendrecv'),
    });
  }

  #reported(event: RequestEvent): void {
    if (event.type === 'failed') {
      this.#finish(event.cause === 'timedOut' ? { by: 'timeout' } : { by: 'transport', reason: event.reason });
      return;
    }
    const { response, request } = event;
    this.#sequence = Math.max(this.#sequence, request.headers.cseq.number);
    if (response.status < 200) this.#progressed(response, request);
    else if (response.status < 300) this.#accepted(response, request);
    else if (!this.#tryLonger(response) && !this.#redirect(response)) this.#refused(response);
  }

  /** RFC 4028 §7.3: the same again with a longer interval. False: it is another refusal. */
  #tryLonger(response: SipResponse): boolean {
    if (response.status !== 422 || this.#phase !== 'inviting' || this.#refusedIntervals >= maxRefusedIntervals) return false;
    if (!this.#timer.takeRefusal(response.headers)) return false;
    this.#refusedIntervals++;
    this.#again(this.#asked);
    return true;
  }

  #again(uri: SipUri): void {
    this.#phase = 'preparing';
    this.#startAnew();
    void this.#invite(uri).catch((error: unknown) => this.#failed(error));
  }

  #refused(response: SipResponse): void {
    const cause = endCauseOf(response.headers);
    const { status, reason } = response;
    this.#finish({ by: 'response', status, reason, ...(cause === undefined ? {} : { cause }) });
  }

  /** §8.1.3.4, and the next of several addresses when one refuses; a refusal for everybody (6xx) is the end. False: there is none. */
  #redirect(response: SipResponse): boolean {
    if (this.#phase !== 'inviting' || response.status >= 600) return false;
    const state = isRedirection(response.status) ? redirected(this.#redirection, response, this.#asked) : this.#redirection;
    const next = nextTarget(state);
    if (next === undefined) return false;
    this.#redirection = next.state;
    this.#options.listener({ type: 'redirected', to: { displayName: undefined, uri: next.target, parameters: new Map() } });
    if (!this.#hasEnded()) this.#again(next.target);
    return true;
  }

  /** The branches of the INVITE before are over; the first branch's media serves again. */
  #startAnew(): void {
    this.#leftSequence = this.#sequence;
    for (const branch of this.#branches.members) {
      if (branch.media === this.#media) branch.leave();
      else branch.close();
    }
    this.#branches.clear();
    this.#media?.abandonOffer();
  }

  #progressed(response: SipResponse, request: SipRequest): void {
    if (this.#phase !== 'inviting' || response.status === 100) return;
    const branch = this.#branch(request, response);
    if (branch?.progressed(response) === false || this.#hasEnded()) return;
    const remote = connectedThrough(this.#options.context, this.#target, response.headers);
    const isPlain = response.status === 180 && response.body.length === 0;
    const ringsAgain = isPlain && this.#options.context.settings().endsEarlySound === true;
    this.#options.listener({
      type: 'progressed',
      status: response.status,
      media: branch?.media.negotiated !== undefined && !ringsAgain,
      ...(ringsAgain ? { ringsAgain } : {}),
      ...(remote && { remote }),
    });
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
    const branch: EarlyDialog = new EarlyDialog({
      call: this,
      context,
      dialog,
      media,
      contact,
      report: listener,
      timer: this.#timer,
      offerIsOurs: this.#options.options.delayedOffer !== true,
      lost: (end) => this.#lost(branch, end),
    });
    branch.dialog.open();
    return branch;
  }

  /** A branch that is gone is one of several; without media none of them is of use. */
  #lost(branch: EarlyDialog, end: CallEnd): void {
    if (this.#confirmed === branch) this.#session?.end(end);
    else if (this.#confirmed === undefined && end.by === 'media') {
      this.#pending?.cancel();
      this.#finish(end);
    }
  }

  #accepted(response: SipResponse, request: SipRequest): void {
    const tag = response.headers.to.parameters.get('tag') ?? '';
    if (this.#unwanted.repeats(tag)) return;
    if (this.#session !== undefined && this.#session.remoteTag === tag) {
      this.#session.acceptanceRepeated(response);
      return;
    }
    if (this.#phase !== 'inviting' || request.headers.cseq.number <= this.#leftSequence) {
      // Another fork, or too late, after a CANCEL or a refusal: it has no media, and nobody hears of it.
      this.#unwanted.refuse(response, request);
      return;
    }
    const branch = this.#branch(request, response);
    branch?.dialog.learnPeer(response.headers);
    if (branch !== undefined) this.#establish(branch, response, request);
  }

  #establish(branch: EarlyDialog, response: SipResponse, request: SipRequest): void {
    const { media } = branch;
    this.#phase = 'up';
    const session = new Session({
      dialog: branch.dialog,
      media,
      modification: branch.modification,
      timer: this.#timer,
      ended: (end) => this.#finish(end),
    });
    this.#session = session;
    this.#confirmed = branch;
    this.#expiry?.cancel();
    branch.dialog.confirm(session);
    this.#timer.takeResponse(response.headers);
    for (const each of this.#branches.members) if (each !== branch) each.close();
    if (this.#media !== media) this.#media?.close();
    if (!branch.settle(session, response, request)) {
      session.end({ by: 'media', reason: 'no usable session description' });
      return;
    }
    const remote = connectedThrough(this.#options.context, this.#target, response.headers);
    this.#options.listener({ type: 'answered', remote, ...focusOf(response.headers) });
    // The listener may have ended it.
    if (this.#hasEnded()) return;
    if (media.negotiated !== undefined) this.#options.listener({ type: 'mediaChanged', media: media.negotiated });
    branch.modification.agreed();
    this.relocate();
  }

  #hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  /** Media goes at once; late responses are still met. */
  #finish(end: CallEnd): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#expiry?.cancel();
    // A session that said BYE forgets its dialog when that is answered.
    if (this.#session === undefined) for (const branch of this.#branches.members) branch.close();
    this.#media?.close();
    this.#options.closed();
    this.#options.listener({ type: 'ended', end });
  }
}

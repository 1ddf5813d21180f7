// One account: its registration, its way to the proxy, and the calls that it makes (RFC 3261 §8, §10).

import type { DigestAlgorithm } from '../../auth/digest.ts';
import { newContactToken } from '../../dialog/identifiers.ts';
import type { FeatureEvent } from '../../event-package/as-feature-event.ts';
import { telephoneNumberOf } from '../../message/tel-uri.ts';
import { isSipUri, type SipUri, type Uri, unescapeUri } from '../../message/uri.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { Target, TransportEvent } from '../../transport/transport.ts';
import { alertOf } from '../call/alert.ts';
import type { CallContext } from '../call/call-context.ts';
import type { CallOptions } from '../call/call-options.ts';
import type { Calls } from '../call/calls.ts';
import { OutgoingCall } from '../call/outgoing-call.ts';
import { callTarget, hostUri, withUserParameter } from '../call-target.ts';
import { Publication, type PublicationHandle, type PublicationRequest } from '../publication/publication.ts';
import type { PublicationEvent } from '../publication/publication-machine.ts';
import type { Refusal } from '../request/request-checks.ts';
import { AccountLine } from '../shared-line/account-line.ts';
import type { SharedLine } from '../shared-line/shared-line.ts';
import { AccountEvents } from '../subscription/account-events.ts';
import { RegistrationWatch } from '../subscription/registration-watch.ts';
import { SenderCheck, type SharedSecret } from '../subscription/sender-check.ts';
import { Subscription } from '../subscription/subscription.ts';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from '../subscription/subscription-events.ts';
import { type WatchHandle, WatchList, type WatchListEvent, type WatchListRequest } from '../subscription/watch-list.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountEvent, AccountSettings, Call, CallEvent } from '../user-agent-events.ts';
import { AccountLink } from './account-link.ts';
import { AccountUsages } from './account-usages.ts';
import { isEmergency } from './emergency.ts';
import { Registrations } from './registrations.ts';
import { ServerWatch } from './server-watch.ts';

export interface AccountOptions {
  readonly core: UserAgentCore;
  readonly calls: Calls;
  readonly listener: (event: AccountEvent) => void;
  readonly removed: (account: Account) => void;
}

/** How long an old registrar may take to forget us before a new one is asked. */
const farewellMs = 2000;
/** Few servers that call know better than MD5. */
const callAlgorithms: readonly DigestAlgorithm[] = ['SHA-256', 'MD5'];

export class Account {
  readonly #options: AccountOptions;
  /** Random for each account and process: scanners that ring every extension do not find us by it. */
  readonly #contactUser: string;
  readonly #usages: AccountUsages;
  /** For what outlives a move to other servers. */
  readonly #following: CallContext;
  readonly #events: AccountEvents;
  readonly #registrationWatch: RegistrationWatch;
  readonly #line: AccountLine;
  readonly #callers: SenderCheck;
  readonly #pagers: SenderCheck;
  #link: AccountLink;
  readonly #watch: ServerWatch;
  #registration: Registrations;
  #wanted = false;
  /** Ends the wait of `#said`. */
  #hurry: () => void = () => undefined;
  #isGone = false;
  /** Counts updates, so that the last one wins while an old registrar takes its time. */
  #updates = 0;

  constructor(settings: AccountSettings, options: AccountOptions) {
    this.#options = options;
    this.#contactUser = newContactToken(options.core.random);
    this.#callers = new SenderCheck({ ...options.core, algorithms: callAlgorithms });
    const secretOf = ({ settings: { domain, pageProof } }: Account): SharedSecret => ({
      realm: pageProof?.realm || domain,
      password: pageProof?.password() ?? '',
    });
    this.#pagers = new SenderCheck({ ...options.core, algorithms: callAlgorithms, secretOf });
    this.#link = this.#newLink(settings);
    const following = this.#followingContext();
    this.#usages = new AccountUsages({ clock: options.core.clock, settings: following.settings });
    this.#following = following;
    const { clock, log } = options.core;
    this.#registrationWatch = new RegistrationWatch({
      clock,
      log,
      contactUser: this.#contactUser,
      registerAgain: () => {
        if (this.#wanted) this.#registration.renew();
      },
    });
    this.#events = new AccountEvents({
      log,
      settings: following.settings,
      subscribe: (request, listener) => this.subscribe(request, listener),
      listener: (event) => this.report(event),
      registrationSeen: (document) => this.#registrationWatch.seen(document),
    });
    this.#line = new AccountLine({
      clock,
      random: options.core.random,
      publish: (request, listener) => this.publish(request, listener),
      settings: following.settings,
      subscribe: (request, listener) => this.subscribe(request, listener),
      call: (target, listener, wishes) => this.call(target, listener, wishes),
      listener: (event) => this.report(event),
    });
    this.#watch = new ServerWatch({
      context: following,
      moved: () => {
        this.#registration.follow();
        this.#usages.serverMoved();
      },
    });
    this.#registration = this.#newRegistration();
  }

  get settings(): AccountSettings {
    return this.#link.settings;
  }

  /** For calls: it stays the same for a call's whole life. */
  get context(): CallContext {
    return this.#link.context;
  }

  /** Once, by the user agent: finds the proxy, from which calls may come before anything is sent. */
  start(): void {
    void this.#link.sender.resolveProxy();
    this.#watch.start();
    this.#events.follow();
    this.#line.follow();
  }

  /** Takes effect at once; when the address or the server changed, after the old registrar was told. */
  update(settings: AccountSettings): void {
    const update = ++this.#updates;
    if (sameServer(this.settings, settings)) {
      this.#link.apply(settings);
      this.#events.follow();
      this.#line.follow();
      this.#registration.renew();
      // The change before this one may be saying farewell.
      if (this.#wanted) this.register();
      return;
    }
    const old = this.#registration;
    const swap = (): void => {
      // A later update goes first; and whichever of answer and patience comes second finds it done.
      if (update !== this.#updates || this.#registration !== old) return;
      old.abandon();
      this.#link.close();
      this.#usages.pause();
      this.#link = this.#newLink(settings);
      this.#registration = this.#newRegistration();
      this.#watch.restart();
      void this.#link.sender.resolveProxy();
      this.#usages.resume();
      this.#events.follow();
      this.#line.follow();
      if (this.#wanted) this.register();
    };
    const patience = this.#options.core.clock.setTimer(farewellMs, swap);
    void old.stop().then(() => {
      patience.cancel();
      swap();
    });
  }

  /** Does nothing when the settings say that the account does not register. */
  register(): void {
    this.#wanted = true;
    if (this.settings.registration !== undefined) this.#registration.start();
  }

  /** Resolves when the registrar answered, or did not within its time. */
  unregister(): Promise<void> {
    this.#wanted = false;
    return this.#registration.stop();
  }

  /** `target`: a number, `user@host` or a SIP URI. What is no address ends as a server would end it, with 484 (RFC 3261 §21.4.22). */
  call(target: string, listener: (event: CallEvent) => void, options: CallOptions = {}): Call {
    const { core, calls } = this.#options;
    const link = this.#link;
    const called = callTarget(target, link.settings.domain);
    const uri = called && withUserParameter(called, link.settings.userParameter);
    const isUrgent = uri !== undefined && isEmergency(link.settings, uri);
    const line = isUrgent || options.unseen === true ? undefined : this.sharedLine;
    const straight = (to: SipUri): Promise<readonly Target[]> => (isUrgent ? link.emergencyWay() : link.wayTo(to));
    const isBarred = !isUrgent && this.#isBarred('makes');
    if (isBarred) core.log.info('calls', 'not registered', { account: this.settings.id });
    const admits = async (): Promise<boolean> => !isBarred && (line === undefined || (await line.admit(call)));
    const way = async (to: SipUri): Promise<readonly Target[]> => ((await admits()) ? straight(to) : []);
    const call: OutgoingCall = new OutgoingCall({
      context: isUrgent ? link.emergencyContext : link.context,
      target: uri ?? hostUri(link.settings.domain, undefined),
      way: uri === undefined ? undefined : way,
      // Who is asked for help has to know whom to call back, whatever the person withholds otherwise.
      options: isUrgent ? { ...options, anonymous: false } : options,
      listener: (event) => {
        calls.heard(call, event);
        listener(line === undefined ? event : line.heard(call, event));
      },
      closed: () => calls.remove(call),
    });
    if (options.unseen === true) calls.addUnseen(call);
    else calls.add(call, this.settings.id);
    core.log.info('calls', 'calling', { account: this.settings.id, callId: call.callId });
    call.start();
    return call;
  }

  /** Goes out when the account is registered, and follows it to other servers; see `SubscriptionEvent`. */
  subscribe(request: SubscriptionRequest, listener: (event: SubscriptionEvent) => void): SubscriptionHandle {
    const context = this.#following;
    return this.#usages.add((closed) => new Subscription({ context, request, way: (uri) => this.#wayTo(uri), listener, closed }));
  }

  /** Many resources together, by a list of the server's or one by one. */
  watch(request: WatchListRequest, listener: (event: WatchListEvent) => void): WatchHandle {
    const list = new WatchList({
      log: this.#options.core.log,
      request,
      subscribe: (single, heard) => this.subscribe(single, heard),
      listener,
    });
    list.start();
    return list;
  }

  /** A document that the server shows to others (RFC 3903); it follows the account in the same way. */
  publish(request: PublicationRequest, listener: (event: PublicationEvent) => void): PublicationHandle {
    const context = this.#following;
    return this.#usages.add((closed) => new Publication({ context, request, way: (uri) => this.#wayTo(uri), listener, closed }));
  }

  /** What the line is beside this phone; undefined when no other phone has it. */
  get sharedLine(): SharedLine | undefined {
    return this.#line.current;
  }

  /** `changed` hears when our part of a shared line is another. Returns the way to stop. */
  watchLine(changed: () => void): () => void {
    return this.#line.watch(changed);
  }

  /** Asks the server to change what it keeps for the account; false when it keeps nothing. `featureChanged` tells what came of it. */
  setFeature(feature: FeatureEvent): boolean {
    return this.#events.setFeature(feature);
  }

  /** Unregisters and is gone; its calls are the caller's to end. */
  async remove(): Promise<void> {
    this.#usages.closeAll();
    await this.unregister();
    await this.#said();
    this.abandon();
    this.#options.removed(this);
  }

  /** Forgets the registration without a word to the registrar. */
  abandon(): void {
    this.#updates++;
    this.#isGone = true;
    this.#hurry();
    this.#watch.stop();
    this.#registration.abandon();
    this.#link.close();
    this.#usages.abandon();
    this.#registrationWatch.stop();
  }

  /** Our address changed. */
  relocate(): void {
    this.#registration.renew();
    this.#usages.relocate();
    // The proxy of an account that does not register may have had no address before.
    if (this.settings.registration === undefined) void this.#link.sender.resolveProxy();
  }

  /** What happened to the ways between us and servers. When it was one that calls come by, the registration is made anew. */
  transportReported(event: Exclude<TransportEvent, { type: 'messageReceived' }>): void {
    switch (event.type) {
      case 'flowClosed':
        this.#registration.flowClosed(event.flow);
        break;
      case 'keepAliveFailed':
        if (this.#link.isServer(event.target)) this.#registration.flowFailed();
        break;
      case 'mappedAddressChanged':
        if (this.#link.mapped(event.target, event.mapped)) this.#registration.renew();
        break;
      case 'messageRefused':
        break;
    }
  }

  /** How well a Request-URI names this account: by the Contact that we told, or by the user of the address of record. */
  nameIn(uri: SipUri): 'contact' | 'user' | undefined {
    if (uri.user === this.#contactUser) return 'contact';
    const { acceptStrangers, user } = this.settings;
    if (uri.user === undefined) return acceptStrangers ? 'user' : undefined;
    return unescapeUri(uri.user) === user || telephoneNumberOf(uri)?.number === user ? 'user' : undefined;
  }

  /** Calls from elsewhere are SIP scanners, or direct calls that the administrator has to allow. */
  admits(source: Target): boolean {
    return this.settings.acceptStrangers || this.#link.isServer(source);
  }

  /** Why the caller may not call now: the account is not registered and has to be, or wants proof of everybody (SPA `Auth_INVITE`). */
  callRefusal(transaction: ServerTransaction): Refusal | undefined {
    if (this.#isBarred('takes')) return { status: 480 };
    const { challengesCalls, pageProof } = this.settings;
    const asksToBeHeard = alertOf(transaction.request.headers)?.answerAfterS !== undefined;
    if (pageProof !== undefined && asksToBeHeard) return this.#pagers.refusal(transaction, this);
    return challengesCalls === true ? this.#callers.refusal(transaction, this) : undefined;
  }

  /** Over the encrypted connection that the registrar accepted us on: nobody else can send there. */
  isRegisteredFlow({ protocol, flow }: Target): boolean {
    return (protocol === 'TLS' || protocol === 'WSS') && flow !== undefined && this.#registration.isOver(flow);
  }

  /** Up to the owner: what a request for this account told. */
  report(event: AccountEvent): void {
    this.#options.listener(event);
  }

  /** What ends subscriptions may still be on its way when the registrar has answered. */
  async #said(): Promise<void> {
    if (this.#isGone) return;
    const { clock, openRequests } = this.#options.core;
    const patience = Promise.withResolvers<void>();
    const timer = clock.setTimer(farewellMs, patience.resolve);
    this.#hurry = patience.resolve;
    await Promise.race([openRequests.whenNone(), patience.promise]);
    timer.cancel();
  }

  #isBarred(act: 'makes' | 'takes'): boolean {
    const { onlyRegistered, registration } = this.settings;
    return registration !== undefined && onlyRegistered?.[act] === true && !this.#registration.isRegistered;
  }

  #wayTo(uri: Uri): Promise<readonly Target[]> {
    return isSipUri(uri) ? this.#link.wayTo(uri) : Promise.resolve([]);
  }

  #newLink(settings: AccountSettings): AccountLink {
    const { core } = this.#options;
    return new AccountLink({
      core,
      settings,
      contactUser: this.#contactUser,
      serverInUse: () => this.#watch.inUse,
      follower: () => this.sharedLine,
    });
  }

  /** For what outlives a move to other servers. */
  #followingContext(): CallContext {
    const link = (): AccountLink => this.#link;
    return {
      core: this.#options.core,
      get sender() {
        return link().sender;
      },
      settings: () => link().settings,
      contact: (target) => link().context.contact(target),
      isProxy: (target) => link().context.isProxy(target),
    };
  }

  #newRegistration(): Registrations {
    const link = this.#link;
    return new Registrations({
      place: link.place,
      prepare: () => link.locate(),
      listener: (event) => {
        if (event.type === 'registered') this.#usages.registered();
        this.#options.listener(event);
      },
      registeredAt: (server) => this.#watch.registeredAt(server),
    });
  }
}

function sameServer(before: AccountSettings, after: AccountSettings): boolean {
  return (
    before.user === after.user &&
    before.domain === after.domain &&
    before.protocol === after.protocol &&
    before.proxy?.host === after.proxy?.host &&
    before.proxy?.port === after.proxy?.port &&
    JSON.stringify([before.redundancy, before.digest]) === JSON.stringify([after.redundancy, after.digest]) &&
    (before.registration === undefined) === (after.registration === undefined)
  );
}

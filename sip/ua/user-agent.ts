// The user agent: wires transactions, dialogs, accounts and calls together and gives each request to who answers it (RFC 3261 §8.2).

import type { SipResponse } from '../message/message.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { SipTimers } from '../timers.ts';
import type { ServerTransaction, TransactionUser } from '../transaction/transaction-events.ts';
import { TransactionLayer } from '../transaction/transaction-layer.ts';
import type { TargetResolver } from '../transport/resolve-target.ts';
import type { Target, Transport, TransportEvent } from '../transport/transport.ts';
import { Account } from './account/account.ts';
import { type NameRegistration, newRegistrationNames } from './account/registration-name.ts';
import { byeHandler } from './call/bye-handler.ts';
import { calledAccount } from './call/called-account.ts';
import { Calls } from './call/calls.ts';
import { dialogOnlyHandler } from './call/dialog-only-handler.ts';
import { FollowedConferences } from './call/followed-conferences.ts';
import { infoHandler } from './call/info-handler.ts';
import { InviteHandler } from './call/invite-handler.ts';
import { MessageHandler } from './call/message-handler.ts';
import { withSessionBody } from './call/session-body.ts';
import type { MediaSessionFactory } from './media-session.ts';
import { TracedTransport, traceMessage } from './message-trace.ts';
import { dialogNotifier } from './notifier/dialog-notifier.ts';
import { SubscribeHandler } from './notifier/subscribe-handler.ts';
import { WatchedCalls } from './notifier/watched-calls.ts';
import { DeadTargets, type FailoverSettings } from './request/dead-targets.ts';
import { DialogUsers } from './request/dialog-users.ts';
import type { Capabilities } from './request/headers-of-ours.ts';
import type { Manner } from './request/manner.ts';
import { OpenRequests } from './request/open-requests.ts';
import { optionsHandler } from './request/options-handler.ts';
import { checkRequest } from './request/request-checks.ts';
import { type RequestHandler, RequestHandlers } from './request/request-handlers.ts';
import { answerWith, type Responder } from './request/responder.ts';
import { defaultSourceLimits, type SourceLimitSettings, SourceLimits } from './request/source-limits.ts';
import { type StrangerPolicy, StrangerScreen } from './request/stranger-screen.ts';
import { withSipTarget } from './request/telephone-target.ts';
import { ExpectedNotifies } from './subscription/expected-notifies.ts';
import { notifiedAccount } from './subscription/notified-account.ts';
import { NotifyHandler } from './subscription/notify-handler.ts';
import { remoteClicks } from './subscription/remote-clicks.ts';
import { UnaskedNotifies } from './subscription/unasked-notifies.ts';
import { ReferHandler } from './transfer/refer-handler.ts';
import { Referrals } from './transfer/referrals.ts';
import { Transfers } from './transfer/transfers.ts';
import type { UserAgentCore } from './user-agent-core.ts';
import type { AccountEvent, AccountSettings, UserAgentEvent } from './user-agent-events.ts';

export interface UserAgentOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly transport: Transport;
  readonly resolver: Pick<TargetResolver, 'resolveUri'>;
  readonly timers: SipTimers;
  readonly mediaSession: MediaSessionFactory;
  readonly failover?: FailoverSettings;
  /** `refuse` when undefined. */
  readonly strangers?: StrangerPolicy;
  readonly sourceLimits?: SourceLimitSettings;
  /** A URN that names the phone for as long as it lives (RFC 5626 §4.1). */
  readonly instanceId?: string;
  /** New ones with each start when absent. */
  readonly nameRegistration?: NameRegistration;
  /** Value of User-Agent and Server, where the manner has none. */
  readonly productName: string;
  /** As it is when something is sent. */
  readonly manner?: () => Manner;
  readonly listener: (event: UserAgentEvent) => void;
  /** Further methods. */
  readonly handlers?: readonly RequestHandler[];
}

/** Nobody waits longer for a phone to switch off. */
const closingMs = 2000;

/** Of this process, whoever made them. */
let callCount = 0;

export class UserAgent {
  /** The transport's listener. */
  readonly receive: (event: TransportEvent) => void;
  readonly #core: UserAgentCore;
  readonly #responder: Responder;
  readonly #handlers: RequestHandlers;
  readonly #invites: InviteHandler;
  readonly #strangers: StrangerScreen;
  readonly #accounts: Set<Account> = new Set();
  readonly #watchedCalls: WatchedCalls = new WatchedCalls();
  readonly #calls: Calls;
  readonly #subscribers: SubscribeHandler;
  readonly #referrals: Referrals = new Referrals();
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor(options: UserAgentOptions) {
    const { clock, log, random, timers, mediaSession, productName, listener, resolver } = options;
    const conferences = new FollowedConferences({
      log,
      accountOf: (id) => [...this.#accounts].find(({ settings }) => settings.id === id),
      listener,
    });
    this.#calls = new Calls([this.#watchedCalls, conferences]);
    const manner = options.manner ?? ((): Manner => ({}));
    const capabilities: Capabilities = { productName, manner, methods: () => this.#handlers.allowed };
    const transport = new TracedTransport(options.transport, listener);
    const user: TransactionUser = {
      requestReceived: (transaction, cancels) => this.#requestReceived(transaction, cancels),
      ackReceived: (request) => this.#core.dialogs.ofRequest(request)?.ackReceived(request),
      strayResponseReceived: (response, source) => this.#strayResponseReceived(response, source),
    };
    this.#core = {
      clock,
      log,
      random,
      timers,
      transport,
      transactions: new TransactionLayer({ clock, log, random, transport, timers, user }),
      resolve: (uri, preferred, manner) => (this.#closed ? Promise.resolve([]) : resolver.resolveUri(uri, preferred, manner)),
      deadTargets: new DeadTargets(clock, options.failover),
      mediaSession,
      nameCall: () => `call-${++callCount}`,
      nameRegistration: options.nameRegistration ?? newRegistrationNames(random),
      capabilities,
      instanceId: options.instanceId,
      dialogs: new DialogUsers(),
      expectedNotifies: new ExpectedNotifies(),
      calls: this.#calls,
      transfers: new Transfers({ isReferred: (call) => this.#referrals.ofCall(call) !== undefined }),
      openRequests: new OpenRequests(),
    };
    this.#strangers = new StrangerScreen({
      log,
      random,
      transport,
      limits: new SourceLimits(clock, options.sourceLimits ?? defaultSourceLimits),
      policy: options.strangers ?? 'refuse',
      admits: (source) => this.#admits(source),
      isWithin: (request) => this.#core.dialogs.ofRequest(request) !== undefined,
    });
    this.#responder = { random, capabilities };
    const responder = this.#responder;
    const accounts = (): readonly Account[] => [...this.#accounts];
    this.#invites = new InviteHandler({ responder, accounts, calls: this.#calls, listener });
    const notifies = new NotifyHandler({
      responder,
      expected: this.#core.expectedNotifies,
      withinCalls: [this.#core.transfers, remoteClicks(responder)],
      unasked: new UnaskedNotifies({
        clock,
        log,
        random,
        responder,
        accountOf: (transaction) => notifiedAccount(transaction, accounts()),
      }),
    });
    this.#subscribers = new SubscribeHandler({
      responder,
      notifiers: [dialogNotifier(this.#watchedCalls)],
      withinCalls: [this.#referrals],
      accountOf: (transaction) =>
        calledAccount(
          transaction,
          accounts().filter(({ context }) => context.isProxy(transaction.source)),
        ),
      admits: ({ source }) => accounts().some(({ context }) => context.isProxy(source)),
    });
    const refers = new ReferHandler({
      responder,
      accounts,
      referrals: this.#referrals,
      listener,
      isTransferring: (call) => this.#core.transfers.isUnderWay(call),
    });
    const ours = [
      this.#invites,
      byeHandler(responder, (transaction, dialog) => refers.ending(transaction, dialog)),
      dialogOnlyHandler('UPDATE', responder),
      dialogOnlyHandler('PRACK', responder),
      infoHandler(responder),
      new MessageHandler({ clock, responder, accounts, listener }),
      optionsHandler(responder),
      notifies,
      refers,
      this.#subscribers,
    ];
    this.#handlers = new RequestHandlers([...ours, ...(options.handlers ?? [])]);
    this.receive = (event) => {
      if (!this.#closed) this.#transportReported(event, listener);
    };
  }

  /** Dialogs, calls and transactions alive: all 0 when nothing leaks. */
  get load(): { readonly calls: number; readonly dialogs: number; readonly transactions: number } {
    const { dialogs, transactions } = this.#core;
    return { calls: this.#calls.size, dialogs: dialogs.size, transactions: transactions.size };
  }

  /** Does not register yet. */
  addAccount(settings: AccountSettings, listener: (event: AccountEvent) => void): Account {
    const removed = (gone: Account): void => {
      this.#subscribers.stop(gone);
      this.#accounts.delete(gone);
    };
    const account = new Account(settings, { core: this.#core, calls: this.#calls, listener, removed });
    this.#accounts.add(account);
    account.start();
    return account;
  }

  /** The machine has another address: all register again, and calls tell their other sides. */
  addressChanged(): void {
    for (const account of this.#accounts) account.relocate();
    for (const call of this.#calls) call.relocate();
  }

  /** Ends all calls and unregisters, for two seconds at most; then nothing is sent or reported any more. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#calls.endAll();
    this.#subscribers.stop();
    const farewell = Promise.all([...this.#accounts].map((account) => account.remove())).then(() =>
      this.#core.openRequests.whenNone(),
    );
    let stopWaiting = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      const timer = this.#core.clock.setTimer(closingMs, resolve);
      stopWaiting = () => timer.cancel();
    });
    await Promise.race([farewell, patience]);
    stopWaiting();
    this.#closed = true;
    for (const account of this.#accounts) account.abandon();
    this.#core.transfers.abandon();
    this.#referrals.abandon();
    this.#core.dialogs.abandonAll();
    this.#core.transactions.close();
  }

  #transportReported(event: TransportEvent, listener: (event: UserAgentEvent) => void): void {
    const { transactions } = this.#core;
    if (event.type !== 'messageReceived') {
      if (event.type === 'messageRefused' && this.#strangers.ignores(event.source)) return;
      for (const account of this.#accounts) account.transportReported(event);
      transactions.receive(event);
      return;
    }
    traceMessage('received', event.message, event.source, listener);
    if (this.#strangers.stops(event.message, event.source)) return;
    transactions.receive({ ...event, message: withSessionBody(withSipTarget(event.message)) });
  }

  #admits(source: Target): boolean {
    for (const account of this.#accounts) if (account.admits(source)) return true;
    return false;
  }

  #requestReceived(transaction: ServerTransaction, cancels: ServerTransaction | undefined): void {
    const { request } = transaction;
    if (request.method === 'CANCEL') {
      this.#cancelReceived(transaction, cancels);
      return;
    }
    const refusal = checkRequest(request, this.#handlers.methods);
    if (refusal !== undefined) answerWith(this.#responder, transaction, refusal);
    else if (request.headers.to.parameters.has('tag')) this.#requestWithin(transaction);
    else this.#handlers.find(request.method)?.receive(transaction);
  }

  /** §12.2.2. */
  #requestWithin(transaction: ServerTransaction): void {
    const user = this.#core.dialogs.ofRequest(transaction.request);
    const handler = this.#handlers.find(transaction.request.method);
    if (user === undefined && handler?.receiveStray !== undefined) handler.receiveStray(transaction);
    else if (user === undefined) answerWith(this.#responder, transaction, { status: 481 });
    else if (handler?.receiveWithin !== undefined) handler.receiveWithin(transaction, user);
    else user.requestReceived(transaction);
  }

  /** §9.2: 200 whether or not it came in time. */
  #cancelReceived(transaction: ServerTransaction, cancels: ServerTransaction | undefined): void {
    answerWith(this.#responder, transaction, { status: cancels === undefined ? 481 : 200 });
    if (cancels !== undefined) this.#invites.ringing(cancels)?.cancelled(transaction.request);
  }

  #strayResponseReceived(response: SipResponse, source: Target): void {
    const user = this.#core.dialogs.ofResponse(response);
    if (user === undefined) this.#core.log.info('sip', 'a 2xx of no call of ours', { from: source.remote.address });
    else user.acceptanceRepeated(response);
  }
}

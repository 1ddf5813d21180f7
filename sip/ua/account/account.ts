// One account: its registration, its way to the proxy, and the calls that it makes (RFC 3261 §8, §10).

import { DigestClient } from '../../auth/digest-client.ts';
import { newContactToken } from '../../dialog/identifiers.ts';
import { type NameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import { isSipUri, type SipUri, unescapeUri } from '../../message/uri.ts';
import type { SocketAddress, Target } from '../../transport/transport.ts';
import type { CallContext } from '../call/call-context.ts';
import type { Calls } from '../call/calls.ts';
import { OutgoingCall } from '../call/outgoing-call.ts';
import { callTarget } from '../call-target.ts';
import { RequestSender } from '../request/request-sender.ts';
import { AccountSubscriptions } from '../subscription/account-subscriptions.ts';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from '../subscription/subscription-events.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountEvent, AccountSettings, Call, CallEvent } from '../user-agent-events.ts';
import { ProxyAddresses } from './proxy-addresses.ts';
import { Registration } from './registration.ts';

export interface AccountOptions {
  readonly core: UserAgentCore;
  readonly calls: Calls;
  readonly listener: (event: AccountEvent) => void;
  readonly removed: (account: Account) => void;
}

export interface CallOptions {
  /** INVITE without an offer (RFC 3261 §13.2.1); false when absent. */
  readonly delayedOffer?: boolean;
}

/** How long an old registrar may take to forget us before a new one is asked. */
const farewellMs = 2000;

export class Account {
  readonly context: CallContext;
  readonly #options: AccountOptions;
  /** Random for each account and process: scanners that ring every extension do not find us by it. */
  readonly #contactUser: string;
  readonly #proxies: ProxyAddresses = new ProxyAddresses();
  readonly #digest: DigestClient;
  readonly #sender: RequestSender;
  readonly #subscriptions: AccountSubscriptions;
  #settings: AccountSettings;
  #registration: Registration;
  #wanted = false;
  /** Counts updates, so that the last one wins while an old registrar takes its time. */
  #updates = 0;

  constructor(settings: AccountSettings, options: AccountOptions) {
    this.#settings = settings;
    this.#options = options;
    const { core } = options;
    this.#contactUser = newContactToken(core.random);
    this.#digest = new DigestClient(core.random);
    const read = (): AccountSettings => this.#settings;
    this.#sender = new RequestSender({
      core,
      settings: read,
      proxies: this.#proxies,
      digest: this.#digest,
      preferred: () => 'primary',
    });
    this.context = {
      core,
      sender: this.#sender,
      settings: read,
      contact: (target) => serializeNameAddr(this.#contact(target)),
      isProxy: (target) => this.#proxies.includes(target),
    };
    this.#subscriptions = new AccountSubscriptions({
      context: this.context,
      way: (uri) => (isSipUri(uri) ? this.#wayTo(uri) : Promise.resolve([])),
    });
    this.#registration = this.#newRegistration();
  }

  get settings(): AccountSettings {
    return this.#settings;
  }

  /** Once, by the user agent: finds the proxy, from which calls may come before anything is sent. */
  start(): void {
    void this.#sender.resolveProxy();
  }

  /** Takes effect at once; when the address or the server changed, after the old registrar was told. */
  update(settings: AccountSettings): void {
    const update = ++this.#updates;
    if (sameServer(this.#settings, settings)) {
      this.#apply(settings);
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
      this.#proxies.clear();
      this.#apply(settings);
      this.#subscriptions.restart();
      this.#registration = this.#newRegistration();
      void this.#sender.resolveProxy();
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
    if (this.#settings.registration !== undefined) this.#registration.start();
  }

  /** Resolves when the registrar answered, or did not within its time. */
  unregister(): Promise<void> {
    this.#wanted = false;
    return this.#registration.stop();
  }

  /** `target`: a number, `user@host` or a SIP URI. What is no address ends as a server would end it, with 484 (RFC 3261 §21.4.22). */
  call(target: string, listener: (event: CallEvent) => void, options: CallOptions = {}): Call {
    const { core, calls } = this.#options;
    const uri = callTarget(target, this.#settings.domain);
    const call: OutgoingCall = new OutgoingCall({
      context: this.context,
      target: uri ?? { ...callTargetOfNobody, host: this.#settings.domain },
      way: uri === undefined ? undefined : () => this.#wayTo(uri),
      delayedOffer: options.delayedOffer ?? false,
      listener,
      closed: () => calls.remove(call),
    });
    calls.add(call);
    core.log.info('calls', 'calling', { account: this.#settings.id, callId: call.callId });
    call.start();
    return call;
  }

  /** Goes out when the account is registered, and follows it to other servers; see `SubscriptionEvent`. */
  subscribe(request: SubscriptionRequest, listener: (event: SubscriptionEvent) => void): SubscriptionHandle {
    return this.#subscriptions.add(request, listener);
  }

  /** Unregisters and is gone; its calls are the caller's to end. */
  async remove(): Promise<void> {
    this.#subscriptions.closeAll();
    await this.unregister();
    this.abandon();
    this.#options.removed(this);
  }

  /** Forgets the registration without a word to the registrar. */
  abandon(): void {
    this.#updates++;
    this.#registration.abandon();
    this.#subscriptions.abandon();
  }

  /** Our address changed. */
  relocate(): void {
    this.#registration.renew();
    this.#subscriptions.relocate();
    // The proxy of an account that does not register may have had no address before.
    if (this.#settings.registration === undefined) void this.#sender.resolveProxy();
  }

  /** A connection is gone; when it was the one that we registered over, calls can not reach us by it. */
  flowClosed(flow: string): void {
    this.#registration.flowClosed(flow);
  }

  /** How well a Request-URI names this account: by the Contact that we told, or by the user of the address of record. */
  nameIn(uri: SipUri): 'contact' | 'user' | undefined {
    if (uri.user === this.#contactUser) return 'contact';
    if (uri.user === undefined) return this.#settings.acceptStrangers ? 'user' : undefined;
    return unescapeUri(uri.user) === this.#settings.user ? 'user' : undefined;
  }

  /** Calls from elsewhere are SIP scanners, or direct calls that the administrator has to allow. */
  admits(source: Target): boolean {
    return this.#settings.acceptStrangers || this.#proxies.includes(source);
  }

  #apply(settings: AccountSettings): void {
    this.#settings = settings;
    this.#digest.forget();
  }

  #newRegistration(): Registration {
    return new Registration({
      context: this.context,
      contactUser: this.#contactUser,
      way: () => this.#sender.resolveProxy(),
      listener: (event) => {
        if (event.type === 'registered') this.#subscriptions.registered();
        this.#options.listener(event);
      },
    });
  }

  /** An account without a server calls addresses directly; with one everything goes by it (RFC 3261 §8.1.2). */
  #wayTo(uri: SipUri): Promise<readonly Target[]> {
    const { proxy, registration } = this.#settings;
    return proxy === undefined && registration === undefined ? this.#sender.resolve(uri) : this.#sender.resolveProxy();
  }

  #contact(target: Target): NameAddr {
    const { address, port } = this.#localAddress(target);
    const parameters = new Map(target.protocol === 'UDP' ? [] : [['transport', target.protocol.toLowerCase()]]);
    const uri: SipUri = { ...callTargetOfNobody, user: this.#contactUser, host: address, port, parameters };
    return { displayName: undefined, uri, parameters: new Map() };
  }

  /** Without a route there is no address of ours; the request will fail with that, as an event and not here. */
  #localAddress(target: Target): Pick<SocketAddress, 'address' | 'port'> {
    try {
      return this.#options.core.transport.localAddress(target);
    } catch {
      return { address: 'invalid', port: 5060 };
    }
  }
}

const callTargetOfNobody: SipUri = {
  scheme: 'sip',
  user: undefined,
  password: undefined,
  host: 'invalid',
  port: undefined,
  parameters: new Map(),
  headers: new Map(),
};

function sameServer(before: AccountSettings, after: AccountSettings): boolean {
  return (
    before.user === after.user &&
    before.domain === after.domain &&
    before.protocol === after.protocol &&
    before.proxy?.host === after.proxy?.host &&
    before.proxy?.port === after.proxy?.port &&
    (before.registration === undefined) === (after.registration === undefined)
  );
}

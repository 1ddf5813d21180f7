// An account as one set of servers knows it: who they are, what was shown to them, how we are reached by them. A call keeps the link that it
// began with when the account moves to other servers.

import { DigestClient } from '../../auth/digest-client.ts';
import { type NameAddr, serializeNameAddr } from '../../message/name-addr.ts';
import type { SipUri } from '../../message/uri.ts';
import type { SocketAddress, Target } from '../../transport/transport.ts';
import type { CallContext, CallFollower } from '../call/call-context.ts';
import { hostUri } from '../call-target.ts';
import { RequestSender, type RequestSenderOptions } from '../request/request-sender.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { isNoHelp, withLocation } from './emergency.ts';
import { ProxyAddresses } from './proxy-addresses.ts';
import { type ServerRole, uriOfServer } from './servers.ts';

export interface AccountLinkOptions {
  readonly core: UserAgentCore;
  readonly settings: AccountSettings;
  /** User part of our Contact. */
  readonly contactUser: string;
  readonly serverInUse: () => ServerRole;
  readonly follower: () => CallFollower | undefined;
}

export class AccountLink {
  readonly sender: RequestSender;
  readonly context: CallContext;
  /** For emergency calls, which do not give up with the first refusal. */
  readonly emergencyContext: CallContext;
  readonly #core: UserAgentCore;
  readonly #contactUser: string;
  readonly #proxies: ProxyAddresses = new ProxyAddresses();
  /** They may call back, but get no credentials. */
  readonly #emergencyServers: ProxyAddresses = new ProxyAddresses();
  readonly #digest: DigestClient;
  #settings: AccountSettings;

  constructor({ core, settings, contactUser, serverInUse, follower }: AccountLinkOptions) {
    this.#core = core;
    this.#settings = settings;
    this.#contactUser = contactUser;
    this.#digest = new DigestClient(core.random);
    const senderOptions: RequestSenderOptions = {
      core,
      settings: () => this.#settings,
      proxies: this.#proxies,
      digest: this.#digest,
      preferred: serverInUse,
    };
    this.sender = new RequestSender(senderOptions);
    this.context = {
      core,
      sender: this.sender,
      settings: () => this.#settings,
      contact: (target) => serializeNameAddr(this.#contact(target)),
      isProxy: (target) => this.#proxies.includes(target),
      follower,
    };
    const complete: RequestSenderOptions['complete'] = (request) => withLocation(request, this.#settings, core);
    const emergencySender = new RequestSender({ ...senderOptions, isServerFailure: isNoHelp, complete });
    // Help does not wait for an appearance of a shared line.
    this.emergencyContext = { ...this.context, sender: emergencySender, follower: () => undefined };
  }

  get settings(): AccountSettings {
    return this.#settings;
  }

  /** Other settings for the same servers. */
  apply(settings: AccountSettings): void {
    this.#settings = settings;
    this.#digest.forget();
  }

  /** Whether calls from there are of our servers. */
  isServer(source: Target): boolean {
    return this.#proxies.includes(source) || this.#emergencyServers.includes(source);
  }

  /** An account without a server calls addresses directly; with one everything goes by it (RFC 3261 §8.1.2). */
  wayTo(uri: SipUri): Promise<readonly Target[]> {
    const { proxy, registration } = this.#settings;
    return proxy === undefined && registration === undefined ? this.sender.resolve(uri) : this.sender.resolveProxy();
  }

  /** The emergency server first; the others are better than nobody. */
  async emergencyWay(): Promise<readonly Target[]> {
    const server = this.#settings.emergency?.server;
    const targets = server === undefined ? [] : await this.sender.resolve(uriOfServer(server));
    this.#emergencyServers.learn(targets, 'primary');
    return this.#core.deadTargets.inOrder([...targets, ...(await this.sender.resolveProxy())]);
  }

  #contact(target: Target): NameAddr {
    const { address, port } = this.#localAddress(target);
    const parameters = new Map(target.protocol === 'UDP' ? [] : [['transport', target.protocol.toLowerCase()]]);
    const uri: SipUri = { ...hostUri(address, port), user: this.#contactUser, parameters };
    return { displayName: undefined, uri, parameters: new Map() };
  }

  /** Without a route there is no address of ours; the request will fail with that, as an event and not here. */
  #localAddress(target: Target): Pick<SocketAddress, 'address' | 'port'> {
    try {
      return this.#core.transport.localAddress(target);
    } catch {
      return { address: 'invalid', port: 5060 };
    }
  }
}

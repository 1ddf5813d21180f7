// An account as one set of servers knows it: who they are, what was shown to them, how we are reached by them. A call keeps the link that it
// began with when the account moves to other servers.

import { digestAlgorithms } from '../../auth/digest.ts';
import { DigestClient } from '../../auth/digest-client.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import { serializeNameAddr } from '../../message/name-addr.ts';
import { escapeUser, type SipUri } from '../../message/uri.ts';
import { transportParameter } from '../../transport/response-target.ts';
import type { KeepAliveOptions, SocketAddress, Target } from '../../transport/transport.ts';
import { isNobody } from '../call/anonymous.ts';
import type { CallContext, CallFollower } from '../call/call-context.ts';
import { hostUri } from '../call-target.ts';
import { RequestSender, type RequestSenderOptions } from '../request/request-sender.ts';
import type { SentByOf } from '../request/request-sending.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { isNoHelp, withLocation } from './emergency.ts';
import { FlowKeeper } from './flow-keeper.ts';
import { ProxyAddresses } from './proxy-addresses.ts';
import type { RegistrarGrant } from './registrar-grant.ts';
import type { RegistrationPlace } from './registration.ts';
import { type Place, SeenAddress } from './seen-address.ts';
import { type ServerRole, uriOfServer } from './servers.ts';
import { startKeepAlive } from './start-keep-alive.ts';

const stunPort = 3478;
/** No server makes us send more often. */
const shortestKeepAliveS = 10;

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
  readonly #seen: SeenAddress = new SeenAddress();
  readonly #flows: FlowKeeper;
  /** What the registrars gave us last, by server. */
  readonly #grants: Map<ServerRole, RegistrarGrant> = new Map();
  #settings: AccountSettings;

  constructor({ core, settings, contactUser, serverInUse, follower }: AccountLinkOptions) {
    this.#core = core;
    this.#settings = settings;
    this.#contactUser = contactUser;
    const isAllowed = (algorithm: string): boolean => settings.digest?.md5 !== false || !algorithm.startsWith('MD5');
    this.#digest = new DigestClient(core.random, digestAlgorithms.filter(isAllowed));
    this.#flows = new FlowKeeper((target, wish) => startKeepAlive(this.context, target, wish));
    const senderOptions: RequestSenderOptions = {
      core,
      settings: () => this.#settings,
      proxies: this.#proxies,
      digest: this.#digest,
      preferred: serverInUse,
      sentBy: (target) => this.#sentBy(target),
      personal: (request, target) => this.#withoutName(request, target),
      routesTo: (target) => this.#grants.get(this.#proxies.roleOf(target))?.serviceRoutes ?? [],
    };
    this.sender = new RequestSender(senderOptions);
    this.context = {
      core,
      sender: this.sender,
      settings: () => this.#settings,
      contact: (target) => serializeNameAddr({ displayName: undefined, uri: this.#contact(target), parameters: new Map() }),
      isProxy: (target) => this.#proxies.includes(target),
      follower,
    };
    const complete: RequestSenderOptions['complete'] = (request) => withLocation(request, this.#settings, core);
    const emergencySender = new RequestSender({ ...senderOptions, isServerFailure: isNoHelp, complete, leavesProxy: true });
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

  /** For the account's registrations. */
  get place(): RegistrationPlace {
    return {
      context: this.context,
      contactUser: this.#contactUser,
      binding: (target) => this.#binding(target),
      granted: (grant, response, source) => this.#granted(grant, response, source),
      lapsed: (server) => {
        this.#grants.delete(server);
        this.#flows.stop(server);
        this.sender.forgetRedirection();
      },
    };
  }

  /** Asks a STUN server where we are seen, when that is how it shall be known. */
  async locate(): Promise<void> {
    const { nat } = this.#settings;
    if (nat?.type !== 'stun') return;
    try {
      const server = { host: nat.server.host, port: nat.server.port ?? stunPort };
      const [target] = await this.#core.resolve(uriOfServer(server), 'UDP');
      if (target === undefined) return;
      this.#seen.saw(this.#localAddress(target), await this.#core.transport.discoverMapped(target.remote));
    } catch (error) {
      this.#core.log.info('sip', 'where the NAT puts us is not known', { account: this.#settings.id, error });
    }
  }

  /** The NAT has another address for us now. True when that is ours to tell the registrar. */
  mapped(target: Target, place: Place): boolean {
    if (this.#settings.nat === undefined || !this.#proxies.includes(target)) return false;
    this.#seen.saw(this.#localAddress(target), place);
    return true;
  }

  /** The account has other servers now; calls that stand end with what these know of it. */
  close(): void {
    this.#flows.stopAll();
    this.#digest.part();
  }

  #granted(grant: RegistrarGrant, response: SipResponse, source: Target): void {
    const { nat, keepAlive } = this.#settings;
    const role = this.#proxies.roleOf(source);
    this.#grants.set(role, grant);
    if (nat?.type === 'learned' && source.protocol === 'UDP')
      this.#seen.learn(this.#localAddress(source), response, nat.believes);
    this.#flows.keep(role, source, grant.outbound ? outboundKeepAlive(grant, source) : keepAlive);
  }

  /** What we call ourselves: a name that leads here from everywhere, where the registrar gave us one. */
  #contact(target: Target): SipUri {
    const { sharedLine, user } = this.#settings;
    // Application servers know the phones of a shared line by the line's user in Contact (Kamailio's sca takes any other for another line).
    if (sharedLine?.dialect === 'callInfo') return { ...this.#binding(target), user: escapeUser(user) };
    const grant = this.#proxies.includes(target) ? this.#grants.get(this.#proxies.roleOf(target)) : undefined;
    if (grant?.publicGruu !== undefined) return grant.publicGruu;
    const binding = this.#binding(target);
    // RFC 5626 §4.3: the way to us is the flow.
    return grant?.outbound === true ? { ...binding, parameters: new Map([...binding.parameters, ['ob', undefined]]) } : binding;
  }

  /** Who hides its name does not tell it by a GRUU (RFC 5627 §3.1.2): a temporary one, or just where we are. */
  #withoutName(request: SipRequest, target: Target): SipRequest {
    const { from } = request.headers;
    const grant = this.#grants.get(this.#proxies.roleOf(target));
    if (!isNobody(from.uri) || grant?.publicGruu === undefined || !request.headers.has('Contact')) return request;
    const uri = grant.temporaryGruu ?? this.#binding(target);
    const contact = serializeNameAddr({ displayName: undefined, uri, parameters: new Map() });
    return { ...request, headers: request.headers.clone().set('Contact', contact) };
  }

  #sentBy(target: Target): ReturnType<SentByOf> {
    const { nat, keepsVia } = this.#settings;
    if (nat === undefined || keepsVia === true || target.protocol !== 'UDP') return undefined;
    const { address, port } = this.#seen.of(this.#localAddress(target), nat, this.#proxies.includes(target));
    return { host: address, port };
  }

  #binding(target: Target): SipUri {
    const { protocol } = target;
    const parameters = new Map(protocol === 'UDP' ? [] : [['transport', transportParameter(protocol)]]);
    if (protocol === 'WS' || protocol === 'WSS') {
      // Nobody opens a WebSocket towards us: the way back is the one that stands (RFC 7118 §5).
      const { host, port } = this.#core.transport.sentBy(target);
      return { ...hostUri(host, port), user: this.#contactUser, parameters };
    }
    const { address, port } = this.#seen.of(this.#localAddress(target), this.#settings.nat, this.#proxies.includes(target));
    return { ...hostUri(address, port), user: this.#contactUser, parameters };
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

/** RFC 5626 §4.4.1: the server's time, else 120 s over connections and 30 s over UDP at most. */
function outboundKeepAlive({ flowTimerS }: RegistrarGrant, { protocol }: Target): KeepAliveOptions {
  const defaultS = protocol === 'UDP' ? 30 : 120;
  return { intervalMs: Math.max(flowTimerS ?? defaultS, shortestKeepAliveS) * 1000, mode: 'answered' };
}

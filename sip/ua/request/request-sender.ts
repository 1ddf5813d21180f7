// Sends an account's requests: finds the way, and shows credentials to the account's own servers alone.

import type { DigestClient } from '../../auth/digest-client.ts';
import type { SipRequest } from '../../message/message.ts';
import { isSipUri, type SipUri, serializeUri, type Uri } from '../../message/uri.ts';
import type { Target } from '../../transport/transport.ts';
import type { ProxyAddresses } from '../account/proxy-addresses.ts';
import { type ServerRole, serversOf, uriOfServer } from '../account/servers.ts';
import { allowedEvents } from '../subscription/allowed-events.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountSettings } from '../user-agent-events.ts';
import { pastFirstRoute } from './detour.ts';
import { describeRequest } from './headers-of-ours.ts';
import { LargeRequests } from './large-requests.ts';
import { type PendingRequest, type RequestEvent, RequestSending, type SentByOf } from './request-sending.ts';
import { matchesStatus } from './status-patterns.ts';

export interface RequestSenderOptions {
  readonly core: UserAgentCore;
  readonly settings: () => AccountSettings;
  readonly proxies: ProxyAddresses;
  readonly digest: DigestClient;
  /** The server that is asked first, as long as it lives. */
  readonly preferred: () => ServerRole;
  /** Values for Route of a request that starts something and goes there (Service-Route, RFC 3608). */
  readonly routesTo: (target: Target) => readonly string[];
  /** Final responses after which the next target is tried, beside 503 and those of the settings. */
  readonly isServerFailure?: (status: number) => boolean;
  /** Whatever the settings say of the proxy within dialogs. */
  readonly leavesProxy?: boolean;
  readonly sentBy?: SentByOf;
  /** What of a request depends on who gets it. */
  readonly personal?: (request: SipRequest, target: Target) => SipRequest;
  /** A last touch to every request. */
  readonly complete?: (request: SipRequest) => SipRequest;
}

/** Where to: targets that were resolved before, or the URI of the next hop. `patienceMs`: how long even the last may keep silent. */
export type Way = ({ readonly targets: readonly Target[] } | { readonly nextHop: Uri }) & { readonly patienceMs?: number };

/** RFC 6665 §8.2.2 allows it elsewhere too. */
const tellsEvents: ReadonlySet<string> = new Set(['INVITE', 'REGISTER', 'SUBSCRIBE', 'OPTIONS']);

/** A proxy of each kind on the way and a stale nonce for each: more is somebody playing with us. */
const usualAttempts = 4;

export class RequestSender {
  readonly #options: RequestSenderOptions;
  readonly #large: LargeRequests;
  #redirection: SipUri | undefined;

  constructor(options: RequestSenderOptions) {
    this.#options = options;
    this.#large = new LargeRequests(options.core);
  }

  /** Those that live first. None when there is no way: expected where a name server or the network is down. */
  async resolve(uri: Uri): Promise<readonly Target[]> {
    const { core, settings } = this.#options;
    if (!isSipUri(uri)) return [];
    try {
      return core.deadTargets.inOrder(await core.resolve(uri, settings().protocol, settings().names));
    } catch (error) {
      core.log.info('sip', 'no address', { account: settings().id, host: uri.host, error });
      return [];
    }
  }

  /** The account's proxy, or its domain, and the server that stands in for it; what they resolve to is trusted from then on. */
  async resolveProxy(): Promise<readonly Target[]> {
    const { core, preferred } = this.#options;
    const backup = await this.resolveServer('backup');
    const primary = await this.resolveServer('primary');
    return core.deadTargets.inOrder(preferred() === 'backup' ? [...backup, ...primary] : [...primary, ...backup]);
  }

  /** One of the account's servers alone; none when the account has no such server. */
  async resolveServer(role: ServerRole): Promise<readonly Target[]> {
    const server = serversOf(this.#options.settings()).get(role);
    if (server === undefined) return [];
    const targets = await this.resolve(uriOfServer(server));
    this.#options.proxies.learn(targets, role);
    if (role === 'backup' || this.#redirection === undefined) return targets;
    return [...(await this.resolveRedirection(this.#redirection)), ...targets];
  }

  /** Where the registrar sent us (RFC 3261 §21.3): it stands for the primary until the registration fails. Nothing that is less secure. */
  async resolveRedirection(uri: SipUri): Promise<readonly Target[]> {
    const { protocol } = this.#options.settings();
    const isSecure = protocol === 'TLS' || protocol === 'WSS';
    const targets = (await this.resolve(uri)).filter((target) => !isSecure || target.protocol === protocol);
    if (targets.length > 0) this.#redirection = uri;
    this.#options.proxies.learn(targets, 'primary');
    return targets;
  }

  forgetRedirection(): void {
    this.#redirection = undefined;
  }

  /** Which of the servers has that address. */
  serverAt(target: Target): ServerRole {
    return this.#options.proxies.roleOf(target);
  }

  send(
    request: SipRequest,
    way: Way,
    listener: (event: RequestEvent) => void,
    nextSequence: () => number = () => request.headers.cseq.number + 1,
  ): PendingRequest {
    const { core, complete, digest, isServerFailure, proxies, settings } = this.#options;
    describeRequest(request, core.capabilities);
    const { proxyRequire = '' } = settings();
    if (proxyRequire !== '') request.headers.set('Proxy-Require', proxyRequire);
    if (tellsEvents.has(request.method) && !request.headers.has('Allow-Events'))
      request.headers.set('Allow-Events', allowedEvents(settings()).join(', '));
    const over = core.openRequests.add();
    const isOwn = (target: Target): boolean => proxies.includes(target);
    /** Targets that stand in for the proxy that the call's messages pass. */
    let detours: readonly Target[] = [];
    const sending = new RequestSending({
      transactions: core.transactions,
      request: complete?.(request) ?? request,
      large: this.#large,
      dead: core.deadTargets,
      sentBy: this.#options.sentBy,
      patienceMs: way.patienceMs,
      isServerFailure: (status) =>
        status === 503 || matchesStatus(settings().responsePolicy?.tryBackup ?? [], status) || isServerFailure?.(status) === true,
      maxChallenges: settings().digest?.attempts ?? usualAttempts,
      nextSequence,
      concluded: (each, response, target) => {
        if (isOwn(target) && !digest.confirm(each, response)) {
          core.log.warn('sip', 'a server does not know our password, though it says so', { account: settings().id });
        }
      },
      prepare: (each, target) => {
        const routed = detours.includes(target) ? pastFirstRoute(each) : this.#withServiceRoutes(each, target);
        const sent = this.#options.personal?.(routed, target) ?? routed;
        return isOwn(target) ? digest.prepare(sent, () => settings().credentials()) : sent.headers;
      },
      authorize: (each, challenge, target) => {
        // A stranger who challenges gets nothing to crack (the digest leak of softphones).
        if (!isOwn(target)) return undefined;
        const { credentials, domain, proxy } = settings();
        const ownRealms = [domain, proxy?.host ?? domain, ...(settings().digest?.realms ?? [])].map((realm) =>
          realm.toLowerCase(),
        );
        const outcome = digest.authorize(each, challenge, credentials(), ownRealms);
        if (outcome.type === 'refused')
          core.log.info('sip', `a challenge is not answered: ${outcome.reason}`, { account: settings().id });
        return outcome.type === 'authorized' ? outcome.headers : undefined;
      },
      listener: (event) => {
        if (event.type === 'failed' || event.response.status >= 200) over();
        listener(event);
      },
      abandoned: over,
    });
    if ('targets' in way) sending.start(way.targets);
    else
      void this.#hops(request, way.nextHop).then((hops) => {
        detours = hops.detours;
        sending.start([...hops.targets, ...hops.detours]);
      });
    return sending;
  }

  /**
   * The ACK of a 2xx to `invite`; `sent` gets what went out, to repeat it. It shows the credentials of its INVITE (RFC 3261 §22.1), but only
   * to the account's own proxy: without Record-Route it goes to wherever the other side says.
   */
  acknowledge(ack: SipRequest, invite: SipRequest, nextHop: Uri, sent: (repeat: () => void) => void): void {
    describeRequest(ack, this.#options.core.capabilities);
    void this.#hops(ack, nextHop).then(({ targets, detours }) => {
      const direct = targets.map((target) => [ack, target] as const);
      const around = detours.map((target) => [{ ...ack, headers: pastFirstRoute(ack).headers }, target] as const);
      const ways = [...direct, ...around];
      // What brought the 2xx lives. A server that was dead and may be tried again is for a request that can be sent elsewhere after it.
      const isDoubtful = ([, target]: (typeof ways)[number]): boolean => this.#options.core.deadTargets.isDoubtful(target);
      this.#acknowledgeOneOf([...ways.filter((way) => !isDoubtful(way)), ...ways.filter(isDoubtful)], invite, sent);
    });
  }

  /** RFC 3608 §6.1: on what starts something; a REGISTER makes its own way. */
  #withServiceRoutes(request: SipRequest, target: Target): SipRequest {
    const { headers, method } = request;
    const routes = this.#options.routesTo(target);
    if (routes.length === 0 || method === 'REGISTER' || headers.has('Route') || headers.to.parameters.has('tag')) return request;
    const routed = headers.clone();
    for (const route of routes) routed.append('Route', route);
    return { ...request, headers: routed };
  }

  /** Nothing answers an ACK: the next is tried when the network does not take it (RFC 3263 §4.3). */
  #acknowledgeOneOf(
    ways: readonly (readonly [SipRequest, Target])[],
    invite: SipRequest,
    sent: (repeat: () => void) => void,
  ): void {
    const { core, proxies } = this.#options;
    const [first, ...others] = ways;
    if (first === undefined) return;
    const [ack, target] = first;
    const headers = ack.headers.clone();
    for (const name of proxies.includes(target) ? ['Authorization', 'Proxy-Authorization'] : []) {
      for (const value of invite.headers.getAll(name)) headers.append(name, value);
    }
    const asSent = core.transactions.sendAck({ ...ack, headers }, target, () => {
      core.deadTargets.failed(target);
      this.#acknowledgeOneOf(others, invite, sent);
    });
    sent(() => void core.transactions.sendAck(asSent, target));
  }

  /** The next hop's addresses, and those of the account's other servers when it is one of them and routes loosely. */
  async #hops(request: SipRequest, nextHop: Uri): Promise<{ targets: readonly Target[]; detours: readonly Target[] }> {
    const { proxies, core, leavesProxy, settings } = this.#options;
    if (settings().keepsToProxy === true && leavesProxy !== true) return { targets: await this.resolveProxy(), detours: [] };
    const targets = await this.resolve(nextHop);
    const isOwn = targets.length > 0 && targets.every((target) => proxies.includes(target));
    const [first] = request.headers.routes;
    const isLoose = first !== undefined && serializeUri(first.uri) === serializeUri(nextHop);
    if (!isOwn || !isLoose) return { targets, detours: [] };
    const known = new Set(targets.map(({ remote }) => remote.address));
    const others = (await this.resolveProxy()).filter(({ remote }) => !known.has(remote.address));
    return { targets, detours: others.filter((target) => !core.deadTargets.isDead(target)) };
  }
}

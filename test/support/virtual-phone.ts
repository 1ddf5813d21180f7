// A user agent on the network in memory, with media that only notes what it is told: the phone of the SIP tests.

import type { Clock } from '#sip/ports';
import { defaultTimers } from '#sip/timers';
import type { SocketAddress, Target, TransportEvent } from '#sip/transport/transport';
import type { Account } from '#sip/ua/account/account';
import type { CallOptions } from '#sip/ua/call/call-options';
import type {
  LocalMedia,
  LocalPlace,
  MediaFact,
  MediaSession,
  MediaStatistics,
  NegotiatedMedia,
  RemoteOffer,
} from '#sip/ua/media-session';
import type { RequestHandler } from '#sip/ua/request/request-handlers';
import type { StrangerPolicy } from '#sip/ua/request/stranger-screen';
import { UserAgent } from '#sip/ua/user-agent';
import type { AccountEvent, AccountSettings, Call, CallEvent, UserAgentEvent } from '#sip/ua/user-agent-events';
import type { LossyNetwork, NetworkNode } from './lossy-network.ts';
import { seededBytes, silentLog } from './sip-peer.ts';

export class NotedMedia implements MediaSession {
  readonly applied: NegotiatedMedia[] = [];
  readonly forks: NotedMedia[] = [];
  readonly places: LocalPlace[] = [];
  remoteOffer: RemoteOffer | undefined;
  /** To tell the call something. */
  listener: (fact: MediaFact) => void = () => undefined;
  /** Moving takes until it resolves; its rejection is the move's. */
  beforeMove: Promise<void> = Promise.resolve();
  /** What it says of itself. */
  counted: MediaStatistics | undefined;
  opened = 0;
  closed = 0;
  #local: LocalMedia;
  fails = false;
  before: Promise<void> = Promise.resolve();

  constructor(local: LocalMedia) {
    this.#local = local;
  }

  async open(remoteOffer?: RemoteOffer): Promise<LocalMedia> {
    this.opened++;
    this.remoteOffer = remoteOffer;
    await this.before;
    if (this.fails) throw new Error('no free port');
    return this.#local;
  }

  apply(negotiated: NegotiatedMedia): void {
    if (this.closed > 0) throw new Error('applied after close');
    this.applied.push(negotiated);
  }

  async relocate({ address, family }: LocalPlace): Promise<LocalMedia> {
    this.places.push({ address, family });
    await this.beforeMove;
    this.#local = { ...this.#local, address, family, rtpPort: this.#local.rtpPort + 100, rtcpPort: this.#local.rtcpPort + 100 };
    return this.#local;
  }

  statistics(): MediaStatistics | undefined {
    return this.counted;
  }

  fork(): MediaSession {
    const twin = new NotedMedia(this.#local);
    this.forks.push(twin);
    return twin;
  }

  close(): void {
    this.closed++;
    if (this.closed > 1) throw new Error('closed twice');
  }
}

export interface HeardCall {
  readonly call: Call;
  readonly events: CallEvent[];
  readonly divertedBy?: string | undefined;
}

export class VirtualPhone {
  readonly agent: UserAgent;
  readonly media: NotedMedia[] = [];
  readonly incoming: HeardCall[] = [];
  readonly traced: string[] = [];
  /** Texts from outside of calls. */
  readonly messages: Extract<UserAgentEvent, { type: 'messageReceived' }>[] = [];
  /** What went wrong inside; tests with hostile input look here. */
  readonly errors: unknown[] = [];
  readonly target: Target;
  readonly node: NetworkNode;
  mediaFails = false;
  /** Media opens when it resolves. */
  beforeMedia: Promise<void> = Promise.resolve();
  /** What is done with an incoming call at once. */
  onIncoming: (call: Call) => void = () => undefined;
  /** What is done when a call has something to tell. */
  onEvent: (heard: HeardCall, event: CallEvent) => void = () => undefined;
  /** What is done with a REFER from outside of calls. */
  onReferral: (event: Extract<UserAgentEvent, { type: 'referReceived' }>) => void = () => undefined;
  /** Everything that the user agent tells. */
  onUserAgentEvent: (event: UserAgentEvent) => void = () => undefined;
  /** Host names of this network. */
  readonly hosts: Map<string, readonly string[]> = new Map();
  local: SocketAddress;
  /** What STUN servers tell; the address of the machine when undefined. */
  seenAs: SocketAddress | undefined;

  constructor(
    clock: Clock,
    network: LossyNetwork,
    address: string,
    seed: number,
    handlers: readonly RequestHandler[] = [],
    instanceId?: string,
    strangers: StrangerPolicy = 'refuse',
  ) {
    this.local = { family: 4, address, port: 5060 };
    this.target = { protocol: 'UDP', remote: this.local };
    const node = network.attach(address, (event) => this.agent.receive(withFlow(event)));
    this.node = node;
    this.agent = new UserAgent({
      clock,
      log: { ...silentLog, error: (_topic, text, fields) => void this.errors.push(fields ?? text) },
      random: seededBytes(seed),
      transport: {
        isReliable: (protocol) => node.isReliable(protocol),
        localAddress: () => this.local,
        sentBy: () => ({ host: this.local.address, port: this.local.port, alias: false }),
        sizeOf: (message) => node.sizeOf(message),
        send: (message, target) => node.send(message, target),
        keepAlive: (target, options) => node.keepAlive(target, options),
        discoverMapped: (server) => (this.seenAs === undefined ? node.discoverMapped(server) : Promise.resolve(this.seenAs)),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      },
      resolver: {
        resolveUri: (uri, preferred) => {
          const protocol = preferred === 'AUTO' ? 'UDP' : preferred;
          const host = 'host' in uri ? uri.host : '';
          const addresses = this.hosts.get(host) ?? (/^\d/.test(host) ? [host] : []);
          if (addresses.length === 0) return Promise.reject(new Error(`${host} has no address`));
          const port = ('port' in uri ? uri.port : undefined) ?? 5060;
          return Promise.resolve(addresses.map((each) => ({ protocol, remote: { family: 4, address: each, port } }) as const));
        },
      },
      timers: defaultTimers,
      mediaSession: ({ local, listener }) => {
        const media = new NotedMedia({
          address: local.address,
          family: local.family,
          rtpPort: 30_000 + 2 * this.media.length,
          rtcpPort: 30_001 + 2 * this.media.length,
          codecs: [
            { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, formatParameters: undefined },
            { name: 'PCMA', clockRateHz: 8000, channels: 1, payloadType: 8, formatParameters: undefined },
          ],
          packetTimeMs: 20,
          telephoneEvent: true,
        });
        media.fails = this.mediaFails;
        media.before = this.beforeMedia;
        media.listener = listener;
        this.media.push(media);
        return media;
      },
      ...(instanceId === undefined ? {} : { instanceId }),
      strangers,
      productName: 'Hookswitch/test',
      handlers,
      listener: (event) => this.#heard(event),
    });
  }

  account(changes: Partial<AccountSettings> = {}): { account: Account; events: AccountEvent[] } {
    const events: AccountEvent[] = [];
    const account = this.agent.addAccount(accountSettings(changes), (event) => void events.push(event));
    return { account, events };
  }

  call(account: Account, target: string, options?: CallOptions): HeardCall {
    const events: CallEvent[] = [];
    const heard: HeardCall = { call: account.call(target, (event) => this.#note(heard, event), options), events };
    return heard;
  }

  #note(heard: HeardCall, event: CallEvent): void {
    heard.events.push(event);
    this.onEvent(heard, event);
  }

  #heard(event: UserAgentEvent): void {
    this.onUserAgentEvent(event);
    if (event.type === 'messageTraced') {
      this.traced.push(event.text);
      return;
    }
    if (event.type === 'messageReceived') {
      this.messages.push(event);
      return;
    }
    if (event.type === 'referReceived') {
      this.onReferral(event);
      return;
    }
    if (event.type === 'conferenceChanged') return;
    const heard: HeardCall = { call: event.call, events: [], divertedBy: event.divertedBy?.displayName };
    event.listen((each) => this.#note(heard, each));
    this.incoming.push(heard);
    this.onIncoming(event.call);
  }
}

/** On streams the network in memory has one connection for each other side, named by its address. */
function withFlow(event: TransportEvent): TransportEvent {
  if (!('source' in event) || event.source.protocol === 'UDP') return event;
  return { ...event, source: { ...event.source, flow: event.source.remote.address } };
}

export function accountSettings(changes: Partial<AccountSettings> = {}): AccountSettings {
  return {
    id: 'line1',
    user: '1001',
    displayName: 'Ann',
    domain: '10.0.0.9',
    proxy: undefined,
    protocol: 'UDP',
    credentials: () => ({ user: '1001', password: 'right' }),
    registration: { expiresS: 600, retryS: 30 },
    acceptStrangers: false,
    ...changes,
  };
}

export function types(events: readonly { readonly type: string }[]): readonly string[] {
  return events.map((event) => event.type);
}

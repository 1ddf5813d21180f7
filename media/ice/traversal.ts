// A media session's way through NATs: where STUN and TURN servers see its sockets, candidates made of that, and the agent that finds the
// pairs. Everything that is STUN on the session's sockets comes here; it is told what comes and says what to send.

import type { Component } from '../messages.ts';
import type { Clock, Digests, Random } from '../ports.ts';
import { isSameAddress, type MediaAddress, normalAddress, readPlainAddress, readXorAddress } from '../stun/stun-address.ts';
import {
  findStunAttribute,
  looksLikeStun,
  parseStun,
  type ReceivedStun,
  serializeStun,
  stunAttribute,
  stunMethod,
} from '../stun/stun-message.ts';
import { StunRequests } from '../stun/stun-requests.ts';
import { type Allocated, TurnAllocation } from '../turn/turn-allocation.ts';
import type { TurnAccount } from '../turn/turn-message.ts';
import {
  type ComponentId,
  type IceCandidate,
  type IceCredentials,
  type Pair,
  priorityOf,
  type RemoteIce,
  type Way,
} from './candidate.ts';
import { IceAgent } from './ice-agent.ts';

export interface TraversalOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly digests: Digests;
  readonly send: (component: Component, bytes: Uint8Array, to: MediaAddress) => void;
  readonly listener: (event: TraversalEvent) => void;
}

export interface TraversalServers {
  readonly stun?: MediaAddress;
  readonly turn?: MediaAddress & { readonly account: TurnAccount };
}

/** What media is to be sent on; RTCP's is RTP's where they share it. */
export interface SelectedPath {
  readonly rtp: MediaAddress;
  readonly rtcp: MediaAddress;
  /** A channel of 0: that one goes straight. */
  readonly relay?: MediaAddress & { readonly rtpChannel: number; readonly rtcpChannel: number };
}

export type TraversalEvent =
  | { readonly type: 'pathSelected'; readonly path: SelectedPath }
  | { readonly type: 'pathFailed'; readonly reason: string };

export interface Gathered {
  readonly candidates: readonly IceCandidate[];
  /** Where the other side of the NAT is; undefined when no server told. */
  readonly mapped: Readonly<Partial<Record<Component, MediaAddress>>>;
  /** Servers that said nothing at all, while there was time. */
  readonly silent: readonly (keyof TraversalServers)[];
}

interface GatheredOfOne {
  readonly candidates: readonly IceCandidate[];
  readonly mapped: MediaAddress | undefined;
  readonly silent: readonly (keyof TraversalServers)[];
}

interface Foreign {
  readonly bytes: Uint8Array;
  readonly from: MediaAddress;
}

export interface IceStart {
  readonly controlling: boolean;
  readonly local: IceCredentials;
  readonly remote: RemoteIce;
  readonly rtcpMultiplexed: boolean;
}

/** A call does not wait longer for a server that does not answer. */
const patienceMs = 1500;
const bindingTries = { firstWaitMs: 250, sends: 3 };
const componentNames = { 1: 'rtp', 2: 'rtcp' } as const;
const componentIds = { rtp: 1, rtcp: 2 } as const;

export class Traversal {
  readonly #options: TraversalOptions;
  readonly #requests: StunRequests;
  readonly #allocations = new Map<ComponentId, { readonly allocation: TurnAllocation; readonly server: MediaAddress }>();
  #candidates: readonly IceCandidate[] = [];
  #agent: { readonly agent: IceAgent; readonly start: IceStart } | undefined;
  #gatherings = 0;
  #selections = 0;

  constructor(options: TraversalOptions) {
    this.#options = options;
    this.#requests = new StunRequests(options.clock, options.random);
  }

  /** Of both components: whether the other side wants one or two is known later. What was gathered before is given back. */
  async gather(host: Readonly<Record<Component, MediaAddress>>, servers: TraversalServers): Promise<Gathered> {
    const gathering = ++this.#gatherings;
    this.#forget();
    const [rtp, rtcp] = await Promise.all([this.#gatherOne(1, host.rtp, servers), this.#gatherOne(2, host.rtcp, servers)]);
    const candidates = [...rtp.candidates, ...rtcp.candidates];
    const current = gathering === this.#gatherings;
    if (current) this.#candidates = candidates;
    return {
      candidates,
      // What was broken off had no time.
      silent: current ? rtp.silent.filter((server) => rtcp.silent.includes(server)) : [],
      mapped: {
        ...(rtp.mapped === undefined ? {} : { rtp: rtp.mapped }),
        ...(rtcp.mapped === undefined ? {} : { rtcp: rtcp.mapped }),
      },
    };
  }

  /** What was agreed; the same again changes nothing, other credentials are a restart (RFC 8445 §9). */
  start(start: IceStart): void {
    if (this.#agent !== undefined && isSameStart(this.#agent.start, start)) return;
    this.#agent?.agent.close();
    for (const { allocation } of this.#allocations.values())
      for (const remote of start.remote.candidates) allocation.permit(remote);
    const { clock, random, digests } = this.#options;
    const agent = new IceAgent({
      clock,
      random,
      digests,
      components: start.rtcpMultiplexed ? [1] : [1, 2],
      controlling: start.controlling,
      localCandidates: this.#candidates,
      local: start.local,
      remote: start.remote,
      send: (component, way, bytes, to) => this.#send(component, way, bytes, to),
      listener: (event) => {
        if (event.type === 'pairsSelected') void this.#select(event.pairs);
        else if (event.type === 'iceFailed') this.#fail('no way to the other side was found');
        else this.#fail('the other side does not answer any more');
      },
    });
    this.#agent = { agent, start };
    agent.start();
  }

  /** The other side does not do ICE: plain media it is. */
  stop(): void {
    this.#agent?.agent.close();
    this.#agent = undefined;
  }

  /** RTP's, for other protocols. */
  sendBy(way: Way, bytes: Uint8Array, to: MediaAddress): void {
    this.#send(1, way, bytes, to);
  }

  /** A datagram that came to one of the session's sockets. What of it is another protocol's is given back, as its sender sent it. */
  receive(component: Component, bytes: Uint8Array, from: MediaAddress): Foreign | undefined {
    const source = { address: normalAddress(from.address) ?? from.address, port: from.port };
    const id = componentIds[component];
    const place = this.#allocations.get(id);
    const message = parseStun(bytes);
    if (place !== undefined && isSameAddress(place.server, source)) {
      const relayed = place.allocation.receive(bytes, message);
      if (relayed !== undefined) return this.#take(id, 'relayed', parseStun(relayed.bytes), relayed.bytes, relayed.from);
    }
    return this.#take(id, 'direct', message, bytes, source);
  }

  close(): void {
    this.#gatherings++;
    this.#forget();
    this.#requests.close();
  }

  #take(
    component: ComponentId,
    way: Way,
    message: ReceivedStun | undefined,
    bytes: Uint8Array,
    from: MediaAddress,
  ): Foreign | undefined {
    if (message === undefined) return looksLikeStun(bytes) ? undefined : { bytes, from };
    if (!this.#requests.receive(message, from)) this.#agent?.agent.receive(component, way, message, from);
    return undefined;
  }

  #send(component: ComponentId, way: Way, bytes: Uint8Array, to: MediaAddress): void {
    if (way === 'direct') {
      this.#options.send(componentNames[component], bytes, to);
      return;
    }
    const place = this.#allocations.get(component)?.allocation;
    place?.permit(to);
    place?.send(to, bytes);
  }

  async #gatherOne(component: ComponentId, host: MediaAddress, { stun, turn }: TraversalServers): Promise<GatheredOfOne> {
    const [bound, allocation] = await Promise.all([
      stun === undefined ? undefined : this.#mappedBy(component, stun),
      turn === undefined ? undefined : this.#allocatedBy(component, turn),
    ]);
    const allocated = typeof allocation === 'object' ? allocation : undefined;
    const mapped = typeof bound === 'object' ? bound : allocated?.mapped;
    const candidates = [candidate('host', component, host)];
    if (mapped !== undefined && !isSameAddress(mapped, host)) candidates.push(candidate('srflx', component, mapped, host));
    if (allocated !== undefined) candidates.push(candidate('relay', component, allocated.relayed, allocated.mapped));
    const silent = [bound === 'silent' ? ['stun' as const] : [], allocation === 'silent' ? ['turn' as const] : []].flat();
    return { candidates, mapped, silent };
  }

  #mappedBy(component: ComponentId, server: MediaAddress): Promise<MediaAddress | 'silent' | undefined> {
    return new Promise((resolve) => {
      this.#requests.send({
        ...bindingTries,
        to: server,
        make: (transaction) => serializeStun({ class: 'request', method: stunMethod.binding, transaction, attributes: [] }),
        send: (bytes) => this.#options.send(componentNames[component], bytes, server),
        believes: () => true,
        answered: (answer) => {
          if (answer === undefined) resolve('silent');
          else resolve(answer.class === 'success' ? mappedAddressOf(answer) : undefined);
        },
      });
    });
  }

  async #allocatedBy(
    component: ComponentId,
    { account, ...server }: MediaAddress & { readonly account: TurnAccount },
  ): Promise<Allocated | 'silent' | undefined> {
    const { clock, random, digests, send } = this.#options;
    const allocation = new TurnAllocation({
      clock,
      random,
      digests,
      server,
      account,
      send: (bytes) => send(componentNames[component], bytes, server),
      lost: (reason) => this.#lose(component, reason),
    });
    this.#allocations.set(component, { allocation, server });
    const patience = Promise.withResolvers<'silent'>();
    const timer = clock.setTimer(patienceMs, () => patience.resolve('silent'));
    const allocated = await Promise.race([allocation.allocate(), patience.promise]);
    timer.cancel();
    if (typeof allocated !== 'object') this.#giveBack(component, allocation);
    return allocated;
  }

  async #select(pairs: readonly Pair[]): Promise<void> {
    const selection = ++this.#selections;
    const [rtp, rtcp = rtp] = pairs;
    if (rtp === undefined || rtcp === undefined) return;
    const channels = await Promise.all(pairs.map((pair) => this.#channelOf(pair)));
    if (selection !== this.#selections || this.#agent === undefined) return;
    const [rtpChannel, rtcpChannel = rtpChannel] = channels;
    const server = (this.#allocations.get(1) ?? this.#allocations.get(2))?.server;
    const path = { rtp: rtp.remote, rtcp: rtcp.remote };
    if (pairs.every(({ way }) => way === 'direct')) this.#options.listener({ type: 'pathSelected', path });
    else if (rtpChannel === undefined || rtcpChannel === undefined || server === undefined)
      this.#fail('the TURN server gives no channel');
    else this.#options.listener({ type: 'pathSelected', path: { ...path, relay: { ...server, rtpChannel, rtcpChannel } } });
  }

  #channelOf({ component, way, remote }: Pair): Promise<number | undefined> | number | undefined {
    return way === 'direct' ? 0 : this.#allocations.get(component)?.allocation.bind(remote);
  }

  #lose(component: ComponentId, reason: string): void {
    this.#allocations.delete(component);
    if (this.#agent !== undefined) this.#fail(`TURN: ${reason}`);
  }

  #giveBack(component: ComponentId, allocation: TurnAllocation): void {
    allocation.close();
    if (this.#allocations.get(component)?.allocation === allocation) this.#allocations.delete(component);
  }

  #fail(reason: string): void {
    this.stop();
    this.#options.listener({ type: 'pathFailed', reason });
  }

  #forget(): void {
    this.stop();
    for (const { allocation } of this.#allocations.values()) allocation.close();
    this.#allocations.clear();
    this.#candidates = [];
  }
}

/** RFC 8445 §5.1.1.3: alike are those of one type, base and server; here there is one of each. */
const foundations = { host: '1', prflx: '2', srflx: '3', relay: '4' } as const;

function candidate(type: IceCandidate['type'], component: ComponentId, at: MediaAddress, related?: MediaAddress): IceCandidate {
  const { address, port } = at;
  const base = { foundation: foundations[type], component, priority: priorityOf(type, component), type, address, port };
  return related === undefined ? base : { ...base, related };
}

function mappedAddressOf(answer: ReceivedStun): MediaAddress | undefined {
  return (
    readXorAddress(findStunAttribute(answer, stunAttribute.xorMappedAddress), answer.transaction) ??
    readPlainAddress(findStunAttribute(answer, stunAttribute.mappedAddress))
  );
}

function isSameStart(one: IceStart, other: IceStart): boolean {
  return (
    one.rtcpMultiplexed === other.rtcpMultiplexed &&
    one.local.fragment === other.local.fragment &&
    one.remote.fragment === other.remote.fragment &&
    one.remote.password === other.remote.password
  );
}

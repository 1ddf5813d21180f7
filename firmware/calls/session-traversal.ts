// The ways of one media session through NATs: what its offers say of its place, and where its packets go (RFC 8445, RFC 8489, RFC 8656).

import { type SelectedPath, Traversal, type TraversalServers } from '#media/ice/traversal';
import type { Component } from '#media/messages';
import type { Digests } from '#media/ports';
import type { MediaAddress } from '#media/stun/stun-address';
import type { Clock, Log, Random, Timer } from '#sip/ports';
import type { ServerAddress } from '#sip/ua/account/routing-settings';
import type { LocalMedia, NegotiatedMedia } from '#sip/ua/media-session';
import { pathTo } from './path-to.ts';
import type { SilentServers, TraversalServerKind } from './silent-servers.ts';

/** What the administrator writes down of the router. */
interface FixedPlace {
  readonly type: 'fixed';
  readonly address: string;
  /** How far the ports that it forwards stand above ours; they are the same when absent. */
  readonly portShift?: number;
}

/** Of the line that the call is on. */
export interface TraversalSettings {
  readonly rtcpMultiplexing: 'offer' | 'accept';
  /** Where the line's media is said to be: at its sockets, at an address that somebody wrote down, or where a STUN server sees it. */
  readonly mapping: { readonly type: 'none' | 'stun' } | FixedPlace;
  readonly ice: boolean;
  readonly stunServer?: ServerAddress;
  readonly turnServer?: ServerAddress & { readonly account: { readonly user: string; readonly password: string } };
  /** How often something is sent, so that NATs do not forget a silent call; undefined: never. */
  readonly keepAliveMs?: number;
}

export interface TraversalMeans {
  readonly digests: Digests;
  readonly settings: (accountId: string) => TraversalSettings;
  /** A literal for a server's name; undefined when it has none. */
  readonly resolve: (host: string, family: 4 | 6) => Promise<string | undefined>;
}

export interface SessionTraversalOptions extends Pick<TraversalMeans, 'digests' | 'resolve'> {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: TraversalSettings;
  /** All sessions share them. */
  readonly silentServers: SilentServers;
  readonly send: (component: Component, bytes: Uint8Array, to: MediaAddress) => void;
  /** `path` is another one. */
  readonly changed: () => void;
  readonly failed: (reason: string) => void;
}

/** The sockets, as they are bound. */
export type BoundPlace = Pick<LocalMedia, 'address' | 'family' | 'rtpPort' | 'rtcpPort'>;

/** What an offer says of them. */
export type SaidPlace = BoundPlace & Pick<LocalMedia, 'rtcpAddress' | 'rtcpMultiplexing' | 'ice'>;

const resolvePatienceMs = 1000;
const stunPort = 3478;
const nothing = new Uint8Array(0);

export class SessionTraversal {
  readonly #options: SessionTraversalOptions;
  readonly #traversal: Traversal;
  #path: SelectedPath | undefined;
  #keepAlive: Timer | undefined;

  constructor(options: SessionTraversalOptions) {
    const { clock, random, digests, send } = options;
    this.#options = options;
    this.#traversal = new Traversal({
      clock,
      random,
      digests,
      send,
      listener: (event) => {
        this.#path = event.type === 'pathSelected' ? event.path : undefined;
        if (event.type === 'pathSelected') options.changed();
        else options.failed(event.reason);
      },
    });
  }

  /** What comes to the sockets besides media has to come here. */
  static needsHandshakes({ mapping, ice }: TraversalSettings): boolean {
    return ice || mapping.type === 'stun';
  }

  /** Asks the servers, for two seconds at most, those not that said nothing lately. `ice`: the other side can do it, as far as is known. */
  async describe(bound: BoundPlace, ice: boolean): Promise<SaidPlace> {
    const { settings, random, log } = this.#options;
    const { mapping, rtcpMultiplexing } = settings;
    const said = { ...bound, rtcpMultiplexing };
    const fixed = mapping.type === 'fixed' ? mapping : undefined;
    const usesIce = ice && settings.ice;
    if (!usesIce && mapping.type === 'none') return said;
    if (!usesIce && fixed !== undefined) {
      const [rtpPort, rtcpPort] = [forwarded(bound.rtpPort, fixed), forwarded(bound.rtcpPort, fixed)];
      return { ...said, address: fixed.address, rtpPort, rtcpPort };
    }
    const host = { rtp: { address: bound.address, port: bound.rtpPort }, rtcp: { address: bound.address, port: bound.rtcpPort } };
    const gathered = await this.#traversal.gather(host, await this.#servers(bound.family, usesIce));
    this.#remember(gathered.silent);
    const mapped = mapping.type === 'stun' ? gathered.mapped : {};
    log.debug('ice', 'ways were gathered', { candidates: gathered.candidates.length, ice: usesIce });
    const outside = (place: MediaAddress): MediaAddress =>
      fixed === undefined ? place : { address: fixed.address, port: forwarded(place.port, fixed) };
    const rtp = mapped.rtp ?? outside(host.rtp);
    const rtcp = mapped.rtcp ?? outside(host.rtcp);
    return {
      ...said,
      address: rtp.address,
      rtpPort: rtp.port,
      rtcpPort: rtcp.port,
      ...(rtcp.address === rtp.address ? {} : { rtcpAddress: rtcp.address }),
      ...(usesIce
        ? { ice: { candidates: withFixed(gathered.candidates, fixed), newCredentials: () => newCredentials(random) } }
        : {}),
    };
  }

  /** What was negotiated. Undefined: nothing may be sent before a way is found; `changed` tells. */
  follow(negotiated: NegotiatedMedia): SelectedPath | undefined {
    this.#keepOpen(negotiated);
    const { ice, rtcpMultiplexed = false } = negotiated;
    if (ice === undefined) {
      this.#traversal.stop();
      this.#path = undefined;
      return pathTo(negotiated);
    }
    this.#traversal.start({ ...ice, rtcpMultiplexed });
    return this.#path;
  }

  /** What of a datagram is not about the ways; its sender is the other side's, also when a server handed it on. */
  receive(
    component: Component,
    bytes: Uint8Array,
    from: MediaAddress,
  ): { readonly bytes: Uint8Array; readonly from: MediaAddress } | undefined {
    return this.#traversal.receive(component, bytes, from);
  }

  /** On RTP's way. */
  send(bytes: Uint8Array, to: MediaAddress): void {
    this.#traversal.sendBy((this.#path?.relay?.rtpChannel ?? 0) === 0 ? 'direct' : 'relayed', bytes, to);
  }

  close(): void {
    this.#keepAlive?.cancel();
    this.#traversal.close();
  }

  /** RFC 6263 §4.1: empty datagrams, which nobody takes for media. Where there is ICE its checks do it. */
  #keepOpen(negotiated: NegotiatedMedia): void {
    const { clock, settings, send } = this.#options;
    const { keepAliveMs } = settings;
    this.#keepAlive?.cancel();
    if (keepAliveMs === undefined || negotiated.ice !== undefined) return;
    const { rtp, rtcp } = pathTo(negotiated);
    this.#keepAlive = clock.setTimer(keepAliveMs, () => {
      send('rtp', nothing, rtp);
      if (negotiated.rtcpMultiplexed !== true) send('rtcp', nothing, rtcp);
      this.#keepOpen(negotiated);
    });
  }

  #remember(silent: readonly TraversalServerKind[]): void {
    const { settings, silentServers, log } = this.#options;
    for (const kind of silent) {
      const server = kind === 'stun' ? settings.stunServer : settings.turnServer;
      if (server === undefined) continue;
      silentServers.add(kind, server);
      log.warn('ice', `the ${kind.toUpperCase()} server ${server.host} does not answer`);
    }
  }

  async #servers(family: 4 | 6, relays: boolean): Promise<TraversalServers> {
    const { stunServer, turnServer } = this.#options.settings;
    const [stun, turn] = await Promise.all([
      this.#placeOf('stun', stunServer, family),
      this.#placeOf('turn', relays ? turnServer : undefined, family),
    ]);
    return {
      ...(stun === undefined ? {} : { stun }),
      ...(turn === undefined || turnServer === undefined ? {} : { turn: { ...turn, account: turnServer.account } }),
    };
  }

  async #placeOf(kind: TraversalServerKind, server: ServerAddress | undefined, family: 4 | 6): Promise<MediaAddress | undefined> {
    const { clock, resolve, log, silentServers } = this.#options;
    if (server === undefined || silentServers.has(kind, server)) return undefined;
    const patience = Promise.withResolvers<undefined>();
    const timer = clock.setTimer(resolvePatienceMs, () => patience.resolve(undefined));
    const address = await Promise.race([resolve(server.host, family), patience.promise]);
    timer.cancel();
    if (address === undefined) log.warn('ice', `${server.host} has no address`);
    return address === undefined ? undefined : { address, port: server.port ?? stunPort };
  }
}

/** A port that there is not outside is told as it is. */
function forwarded(port: number, { portShift = 0 }: FixedPlace): number {
  const outside = port + portShift;
  return outside >= 1 && outside <= 65_535 ? outside : port;
}

type Candidates = NonNullable<LocalMedia['ice']>['candidates'];

/** An address that the administrator wrote down is as good as one that a server told. */
function withFixed(candidates: Candidates, place: FixedPlace | undefined): Candidates {
  if (place === undefined || candidates.some(({ type }) => type === 'srflx')) return candidates;
  const hosts = candidates.filter(({ type }) => type === 'host');
  const fixed = hosts.map((host) => ({
    ...host,
    foundation: '3',
    type: 'srflx' as const,
    address: place.address,
    port: forwarded(host.port, place),
    priority: host.priority - 26 * 2 ** 24,
    related: { address: host.address, port: host.port },
  }));
  return [...candidates, ...fixed];
}

/** RFC 8839 §5.4: at least 24 and 128 bits of chance, in letters, digits, `+` and `/`. */
function newCredentials(random: Random): { readonly fragment: string; readonly password: string } {
  const text = (bytes: number): string => Buffer.from(random.bytes(bytes)).toString('base64');
  return { fragment: text(6), password: text(18) };
}

// The phone's SIP sockets and its user agent, on the addresses that the network has.

import type { Network } from '#hal/network/network';
import { bindDatagramSocket } from '#media/datagram-socket';
import type { Clock, Log, Random } from '#sip/ports';
import { NodeResolver } from '#sip/transport/node-resolver';
import { type ListenAddress, type ListenOptions, NodeTransport } from '#sip/transport/node-transport';
import { TargetResolver } from '#sip/transport/resolve-target';
import { ResolverCache } from '#sip/transport/resolver-cache';
import type { NameRegistration } from '#sip/ua/account/registration-name';
import type { MediaSessionFactory } from '#sip/ua/media-session';
import { UserAgent } from '#sip/ua/user-agent';
import type { UserAgentEvent } from '#sip/ua/user-agent-events';
import type { Parameters } from './lines/line-settings.ts';
import { failoverSettings, sipTimers } from './lines/server-settings.ts';
import { sipManner, viaManner } from './lines/sip-manner.ts';
import { productName, productVersion } from './system/product.ts';
import { resources } from './system/resources.ts';
import { tlsSettings } from './system/tls-identity.ts';
import { webSocketDoor } from './system/web-socket-door.ts';

export interface NetworkSipOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly network: Network;
  readonly parameters: Parameters;
  readonly mediaSession: MediaSessionFactory;
  readonly nameRegistration?: NameRegistration;
  readonly listener: (event: UserAgentEvent) => void;
}

export interface NetworkSip extends AsyncDisposable {
  readonly userAgent: UserAgent;
  /** The network has other addresses: sockets first, then registrations and calls. Resolves when they have been told. */
  addressChanged(): Promise<void>;
}

/** Rejects with `TransportError` when the port is taken. */
export async function openNetworkSip(options: NetworkSipOptions): Promise<NetworkSip> {
  const { clock, log, random, network, parameters } = options;
  let receive: UserAgent['receive'] = () => {};
  const tls = tlsSettings(parameters, log);
  const tos = parameters.get('voip/signalling/sip/tos');
  const webSockets = {
    door: webSocketDoor,
    path: parameters.get('voip/signalling/sip/websocket/path'),
    origins: parameters.get('voip/signalling/sip/websocket/origins').split(' '),
  };
  const transport = new NodeTransport({
    clock,
    log,
    tls,
    tos,
    bindMarked: bindMarked(tos, log),
    nameForm: () => (parameters.get('voip/signalling/sip/compact_headers') ? 'compact' : 'long'),
    via: () => viaManner(parameters),
    webSockets,
    listener: (event) => receive(event),
  });
  const ports = listeningPorts(parameters, tls.identity !== undefined);
  let listening = listenAddresses(network);
  await transport.listen(listenOptions(listening, ports));
  const names = new ResolverCache({ clock, servers: new NodeResolver() });
  const userAgent = new UserAgent({
    clock,
    log,
    random,
    transport,
    resolver: new TargetResolver({
      resolver: names,
      random,
      get families() {
        return listening.map((address) => (address.includes(':') ? 6 : 4));
      },
    }),
    timers: sipTimers(parameters),
    failover: failoverSettings(parameters),
    strangers: parameters.get('voip/signalling/sip/strangers') === 'IGNORE' ? 'ignore' : 'refuse',
    ...instanceOf(network.macAddress),
    productName: `${productName}/${productVersion}`,
    manner: () => sipManner(parameters),
    mediaSession: options.mediaSession,
    ...(options.nameRegistration && { nameRegistration: options.nameRegistration }),
    listener: options.listener,
  });
  receive = userAgent.receive;
  /** A phone that starts before its switch does has no address, or loopback alone: it must not stay where nobody reaches it. */
  const follow = async (): Promise<void> => {
    names.forget();
    transport.addressesChanged(network.addresses.map(({ address }) => address));
    const wanted = listenAddresses(network);
    if (JSON.stringify(wanted) !== JSON.stringify(listening)) {
      listening = wanted;
      await transport.listenElsewhere(listenOptions(wanted, ports)).catch((error: unknown) => {
        listening = [];
        log.error('sip', 'listening on the new address failed', { error });
      });
    }
    userAgent.addressChanged();
  };
  let following = Promise.resolve();
  return {
    userAgent,
    addressChanged: () => {
      following = following.then(follow);
      return following;
    },
    [Symbol.asyncDispose]: async () => {
      await userAgent.close();
      await following;
      await transport[Symbol.asyncDispose]();
    },
  };
}

/** A URN made from what the phone keeps for life (RFC 5626 §4.1, RFC 4122 §4.1.6); none without a hardware address. */
function instanceOf(macAddress: string): { readonly instanceId?: string } {
  const node = macAddress.replace(/[^0-9A-Fa-f]/g, '').toLowerCase();
  return /^0*$/.test(node) || node.length !== 12 ? {} : { instanceId: `urn:uuid:00000000-0000-1000-8000-${node}` };
}

/** Where the native core is missing, or the kernel does not let it, SIP goes unmarked. */
function bindMarked(tos: number, log: Log): (address: string, port: number) => number | string | undefined {
  return (address, port) => {
    if (tos === 0) return undefined;
    try {
      return bindDatagramSocket({ address, port, tos }, resources.nativeCore);
    } catch (error) {
      log.warn('sip', 'datagrams can not be marked', { error });
      return undefined;
    }
  };
}

/** Undefined where nothing listens. */
interface Ports {
  readonly sip: number;
  readonly tls: number | undefined;
  readonly ws: number | undefined;
  readonly wss: number | undefined;
}

/** TLS needs a certificate of ours. */
function listeningPorts(parameters: Parameters, hasCertificate: boolean): Ports {
  const server = parameters.get('voip/signalling/sip/websocket/server');
  const webSocketPort = parameters.get('voip/signalling/sip/websocket/port');
  return {
    sip: parameters.get('voip/signalling/sip/port'),
    tls: hasCertificate ? parameters.get('voip/signalling/sip/tls_port') : undefined,
    ws: server === 'WS' ? webSocketPort : undefined,
    wss: server === 'WSS' && hasCertificate ? webSocketPort : undefined,
  };
}

function listenOptions(addresses: readonly string[], { sip, tls, ws, wss }: Ports): ListenOptions {
  const on = (port: number | undefined): readonly ListenAddress[] =>
    port === undefined ? [] : addresses.map((address) => ({ address, port }));
  return { udp: on(sip), tcp: on(sip), tls: on(tls), ws: on(ws), wss: on(wss) };
}

/** All interfaces, as their addresses come and go; a phone that has loopback only stays on it. */
function listenAddresses(network: Network): readonly string[] {
  const { addresses } = network;
  const loopbackOnly = addresses.every(({ address }) => address === '::1' || address.startsWith('127.'));
  const families = new Set(addresses.map((address) => address.family));
  return loopbackOnly
    ? addresses.map(({ address }) => address)
    : [...families].map((family) => (family === 4 ? '0.0.0.0' : '::'));
}

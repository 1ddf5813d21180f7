// From a host, a port and a protocol to addresses in the order in which they are to be tried (RFC 3263 §4).

import { isIP } from 'node:net';
import { isSipUri, type SipUri, type Uri } from '../message/uri.ts';
import type { Random } from '../ports.ts';
import { orderServices } from './order-services.ts';
import type { PointerRecord, Resolver, ServiceRecord } from './resolver.ts';
import { defaultPort } from './response-target.ts';
import { type Protocol, type ProtocolChoice, type Target, TransportError } from './transport.ts';

export interface TargetResolverOptions {
  readonly resolver: Resolver;
  readonly random: Random;
  /** In order of preference; those without a socket are left out. */
  readonly families: readonly (4 | 6)[];
}

/** How names of servers lead to them, where an administrator wants it otherwise than RFC 3263 has it. */
export interface NameManner {
  /** False: names are addresses alone. */
  readonly usesServices?: boolean;
  /** False: SRV records stand under the name as it is written. Of `_sip._udp.example.org` they always do. */
  readonly putsPrefix?: boolean;
  /** Servers on the port of the first come before those on others. */
  readonly samePortFirst?: boolean;
}

/** One host to look up, of a service or as it was given. */
interface Hop {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
}

/** Nobody makes the phone ask for more names, or try more addresses, than this. */
const maxHops = 16;
const maxTargets = 32;

/** RFC 3263 §4.1, RFC 7118 §7. */
const services: ReadonlyMap<string, Protocol> = new Map([
  ['SIP+D2U', 'UDP'],
  ['SIP+D2T', 'TCP'],
  ['SIPS+D2T', 'TLS'],
  ['SIP+D2W', 'WS'],
  ['SIPS+D2W', 'WSS'],
]);

/** What is left to the DNS is looked for in this order when it says nothing itself. */
const choices: readonly Protocol[] = ['UDP', 'TCP', 'TLS'];

export class TargetResolver {
  readonly #options: TargetResolverOptions;

  constructor(options: TargetResolverOptions) {
    this.#options = options;
  }

  /** Never empty: rejects with `TransportError` `unreachable` when the name has no address of our families, `unsupported` for other schemes. */
  resolveUri(uri: Uri, preferred: ProtocolChoice, manner?: NameManner): Promise<readonly Target[]> {
    if (!isSipUri(uri)) return Promise.reject(new TransportError('unsupported', `${uri.scheme}: URIs lead to no address`));
    return this.resolve(uri.parameters.get('maddr') ?? uri.host, uri.port, protocolOf(uri, preferred), manner);
  }

  /** The same for a host as it stands in the configuration; IPv6 without brackets. */
  async resolve(
    host: string,
    port: number | undefined,
    choice: ProtocolChoice,
    manner: NameManner = {},
  ): Promise<readonly Target[]> {
    const family = isIP(host);
    const protocol = choice === 'AUTO' ? 'UDP' : choice;
    if (family === 4 || family === 6)
      return [{ protocol, remote: { family, address: host, port: port ?? defaultPort(protocol) } }];
    const hops = port === undefined ? inOrder(await this.#hops(host, choice, manner), manner) : [{ protocol, host, port }];
    const found = await Promise.all(hops.slice(0, maxHops).map((hop) => this.#addresses(hop)));
    const targets = found.flatMap((each) => each.targets).slice(0, maxTargets);
    if (targets.length > 0) return targets.map((target) => ({ ...target, serverName: withoutService(host) }));
    throw (
      found.find(({ failure }) => failure !== undefined)?.failure ?? new TransportError('unreachable', `${host} has no address`)
    );
  }

  /** NAPTR where there is one, else SRV, else the name itself. A name without a dot is one of the local network and has neither. */
  async #hops(host: string, choice: ProtocolChoice, manner: NameManner): Promise<readonly Hop[]> {
    const plain = (protocol: Protocol): Hop => ({ protocol, host, port: defaultPort(protocol) });
    const protocols = choice === 'AUTO' ? choices : [choice];
    if (!host.includes('.') || manner.usesServices === false) return [plain(protocols[0] ?? 'UDP')];
    const { resolver } = this.#options;
    if (manner.putsPrefix === false || withoutService(host) !== host) {
      const protocol = choice === 'AUTO' ? protocolOfService(host) : choice;
      const hops = await this.#services(protocol, host);
      return hops.length > 0 ? hops : [plain(protocol)];
    }
    // Asked at once: most domains have SRV records alone.
    const [pointers, ...services] = await Promise.all([
      resolver.pointers(host),
      ...protocols.map((protocol) => this.#services(protocol, `${serviceName(protocol)}.${host}`)),
    ]);
    const pointed = await Promise.all(
      usable(pointers, choice).map(({ protocol, replacement, hasServices }) =>
        hasServices ? this.#services(protocol, replacement) : [{ protocol, host: replacement, port: defaultPort(protocol) }],
      ),
    );
    const hops = [pointed.flat(), services.flat()].find(({ length }) => length > 0);
    return hops ?? [plain(protocols[0] ?? 'UDP')];
  }

  /** RFC 3263 §4.2. */
  async #services(protocol: Protocol, name: string): Promise<readonly Hop[]> {
    const { random, resolver } = this.#options;
    const records: readonly ServiceRecord[] = orderServices(await resolver.services(name), random);
    return records.map(({ host, port }) => ({ protocol, host, port }));
  }

  /** What fails for one family or one host must not hide the others: some name servers answer nothing but A. */
  async #addresses({ host, port, protocol }: Hop): Promise<{ targets: readonly Target[]; failure: unknown }> {
    const { resolver, families } = this.#options;
    const literal = isIP(host);
    if (literal === 4 || literal === 6)
      return { targets: [{ protocol, remote: { family: literal, address: host, port } }], failure: undefined };
    const answers = await Promise.allSettled(families.map((family) => resolver.addresses(host, family)));
    const targets = families.flatMap((family, index) => {
      const answer = answers[index];
      const addresses = answer?.status === 'fulfilled' ? answer.value : [];
      return addresses
        .filter((address) => isIP(address) === family)
        .map((address) => ({ protocol, remote: { family, address, port } }));
    });
    return { targets, failure: answers.find((answer) => answer.status === 'rejected')?.reason };
  }
}

/** Those on one port stay in the order of their records. */
function inOrder(hops: readonly Hop[], { samePortFirst }: NameManner): readonly Hop[] {
  if (samePortFirst !== true) return hops;
  const isOther = ({ port }: Hop): number => (port === hops[0]?.port ? 0 : 1);
  return hops.toSorted((a, b) => isOther(a) - isOther(b));
}

/** The domain of `_sip._udp.example.org`, which certificates and addresses of record name. */
export function withoutService(name: string): string {
  return name.replace(/^_[^.]*\._[^.]*\./, '');
}

function protocolOfService(name: string): Protocol {
  return choices.find((protocol) => name.toLowerCase().startsWith(`${serviceName(protocol)}.`)) ?? 'UDP';
}

interface Pointer {
  readonly protocol: Protocol;
  readonly replacement: string;
  readonly hasServices: boolean;
}

/** Those of protocols that may be used, best first (RFC 3263 §4.1). Who wants TLS gets nothing else, whatever a forger of DNS says. */
function usable(records: readonly PointerRecord[], choice: ProtocolChoice): readonly Pointer[] {
  const allowed = choice === 'AUTO' ? choices : [choice];
  return records
    .toSorted((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ flags, service, replacement }) => {
      const protocol = services.get(service.toUpperCase());
      const flag = flags.toLowerCase();
      if (protocol === undefined || !allowed.includes(protocol) || replacement === '' || replacement === '.') return [];
      return flag === 's' || flag === 'a' ? [{ protocol, replacement, hasServices: flag === 's' }] : [];
    });
}

function serviceName(protocol: Protocol): string {
  const scheme = protocol === 'TLS' || protocol === 'WSS' ? '_sips' : '_sip';
  if (protocol === 'UDP') return `${scheme}._udp`;
  return protocol === 'WS' || protocol === 'WSS' ? `${scheme}._ws` : `${scheme}._tcp`;
}

/** `transport=ws` says nothing about TLS, so that an account that wants it keeps it; `sips` says nothing but that (RFC 7118 §5.2.4). */
function protocolOf(uri: SipUri, preferred: ProtocolChoice): ProtocolChoice {
  const named = protocolNamed(uri.parameters.get('transport'));
  const isWebSocket = named === undefined ? preferred === 'WS' || preferred === 'WSS' : named === 'WS' || named === 'WSS';
  if (uri.scheme === 'sips') return isWebSocket ? 'WSS' : 'TLS';
  if (named === 'WS' && preferred === 'WSS') return 'WSS';
  return named ?? preferred;
}

function protocolNamed(parameter: string | undefined): Protocol | undefined {
  const name = parameter?.toUpperCase();
  return name === 'UDP' || name === 'TCP' || name === 'TLS' || name === 'WS' || name === 'WSS' ? name : undefined;
}

// From a host, a port and a protocol to addresses in the order in which they are to be tried (RFC 3263 §4).

import { isIP } from 'node:net';
import { isSipUri, type SipUri, type Uri } from '../message/uri.ts';
import type { Random } from '../ports.ts';
import { defaultPort } from './response-target.ts';
import { type Protocol, type Target, TransportError } from './transport.ts';

/** RFC 2782. */
export interface ServiceRecord {
  readonly host: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What is asked of the DNS. "No such name" is an empty list; NAPTR will be a third member. */
export interface Resolver {
  addresses(host: string, family: 4 | 6): Promise<readonly string[]>;
  services(name: string): Promise<readonly ServiceRecord[]>;
}

export interface TargetResolverOptions {
  readonly resolver: Resolver;
  readonly random: Random;
  /** In order of preference; those without a socket are left out. */
  readonly families: readonly (4 | 6)[];
}

export class TargetResolver {
  readonly #options: TargetResolverOptions;

  constructor(options: TargetResolverOptions) {
    this.#options = options;
  }

  /** Never empty: rejects with `TransportError` `unreachable` when the name has no address of our families, `unsupported` for other schemes. */
  resolveUri(uri: Uri, preferred: Protocol): Promise<readonly Target[]> {
    if (!isSipUri(uri)) return Promise.reject(new TransportError('unsupported', `${uri.scheme}: URIs lead to no address`));
    const protocol = protocolOf(uri, preferred);
    return this.resolve(uri.parameters.get('maddr') ?? uri.host, uri.port, protocol);
  }

  /** The same for a host as it stands in the configuration; IPv6 without brackets. */
  async resolve(host: string, port: number | undefined, protocol: Protocol): Promise<readonly Target[]> {
    const family = isIP(host);
    if (family === 4 || family === 6)
      return [{ protocol, remote: { family, address: host, port: port ?? defaultPort(protocol) } }];
    const records = port === undefined ? await this.#services(host, protocol) : [];
    const hops = records.length > 0 ? records : [{ host, port: port ?? defaultPort(protocol) }];
    const targets: Target[] = [];
    let failure: unknown;
    for (const hop of hops) {
      const found = await this.#addresses(hop.host, hop.port, protocol);
      targets.push(...found.targets.map((target) => ({ ...target, serverName: host })));
      failure ??= found.failure;
    }
    if (targets.length === 0) throw failure ?? new TransportError('unreachable', `${host} has no address`);
    return targets;
  }

  /** RFC 3263 §4.2. A name without a dot is one of the local network and has no SRV records. */
  async #services(host: string, protocol: Protocol): Promise<readonly ServiceRecord[]> {
    const name = serviceName(protocol);
    if (name === undefined || !host.includes('.')) return [];
    return orderServices(await this.#options.resolver.services(`${name}.${host}`), this.#options.random);
  }

  /** What fails for one family or one host must not hide the others: some name servers answer nothing but A. */
  async #addresses(host: string, port: number, protocol: Protocol): Promise<{ targets: readonly Target[]; failure: unknown }> {
    const { resolver, families } = this.#options;
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

/** Lowest priority first; within one priority at random by weight (RFC 2782). */
export function orderServices(records: readonly ServiceRecord[], random: Random): readonly ServiceRecord[] {
  const waiting = records
    .filter(({ host }) => host !== '' && host !== '.')
    .toSorted((a, b) => a.priority - b.priority || a.weight - b.weight);
  const ordered: ServiceRecord[] = [];
  while (waiting.length > 0) {
    const chosen = pick(
      waiting.filter(({ priority }) => priority === waiting[0]?.priority),
      random,
    );
    if (chosen === undefined) break;
    ordered.push(chosen);
    waiting.splice(waiting.indexOf(chosen), 1);
  }
  return ordered;
}

/** The first whose running sum of weights reaches a random number from 0 to the total; those without weight stand first. */
function pick(records: readonly ServiceRecord[], random: Random): ServiceRecord | undefined {
  const total = records.reduce((sum, { weight }) => sum + weight, 0);
  const point = Math.floor(fraction(random) * (total + 1));
  let sum = 0;
  for (const record of records) {
    sum += record.weight;
    if (sum >= point) return record;
  }
  return undefined;
}

/** 0 up to but not including 1. */
function fraction(random: Random): number {
  const bytes = random.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}

function serviceName(protocol: Protocol): string | undefined {
  switch (protocol) {
    case 'UDP':
      return '_sip._udp';
    case 'TCP':
      return '_sip._tcp';
    case 'TLS':
      return '_sips._tcp';
    default:
      return undefined;
  }
}

/** `transport=ws` says nothing about TLS, so that an account that wants it keeps it; `sips` says nothing but that (RFC 7118 §5.2.4). */
function protocolOf(uri: SipUri, preferred: Protocol): Protocol {
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

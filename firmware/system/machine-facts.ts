// How the machine stands, read from the kernel: memory, load, route, name servers, link. A second old at most.

import { readFileSync } from 'node:fs';
import { freemem, loadavg, totalmem } from 'node:os';
import type { MachineFacts, NetworkFacts } from '#ui/maintenance';

const freshMs = 1000;
const megabyte = 2 ** 20;

/** A small file of the kernel's; empty when there is none. */
export type ReadText = (path: string) => string;

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** `/proc/net/route`: the gateway of 0.0.0.0, in hexadecimal with the bytes reversed. */
export function defaultRoute(table: string): { readonly interface: string; readonly gateway: string } | undefined {
  for (const line of table.split('\n').slice(1)) {
    const [name, destination, gateway] = line.split('\t');
    if (name === undefined || destination !== '00000000' || gateway === undefined || !/^[0-9A-F]{8}$/.test(gateway)) continue;
    const bytes = gateway.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
    return { interface: name, gateway: bytes.toReversed().join('.') };
  }
  return undefined;
}

/** `/etc/resolv.conf`, three at most, as the resolver takes them. */
export function nameServers(resolvConf: string): readonly string[] {
  return [...resolvConf.matchAll(/^nameserver[ \t]+([0-9A-Fa-f.:]+)/gm)].map((match) => match[1] ?? '').slice(0, 3);
}

function linkOf(name: string, read: ReadText): NetworkFacts['link'] {
  const speed = Number(read(`/sys/class/net/${name}/speed`).trim() || Number.NaN);
  const duplex = read(`/sys/class/net/${name}/duplex`).trim();
  return {
    up: read(`/sys/class/net/${name}/carrier`).trim() === '1',
    speedMbps: speed > 0 ? speed : undefined,
    fullDuplex: duplex === 'full' ? true : duplex === 'half' ? false : undefined,
  };
}

/** `/proc/net/vlan/eth0.5` says `VID: 5`. */
function vlanOf(name: string, read: ReadText): number | undefined {
  const id = /VID: (\d{1,4})/.exec(read(`/proc/net/vlan/${name}`))?.[1];
  return id === undefined ? undefined : Number(id);
}

export function networkFacts(interfaceName: string, read: ReadText = readText): NetworkFacts {
  const route = defaultRoute(read('/proc/net/route'));
  const name = /^[A-Za-z0-9._-]{1,15}$/.test(interfaceName) ? interfaceName : (route?.interface ?? '');
  return {
    interface: name,
    gateway: route?.gateway ?? '',
    nameServers: nameServers(read('/etc/resolv.conf')),
    link: linkOf(name, read),
    vlan: vlanOf(name, read),
  };
}

/** `interfaceName`: the one that the phone speaks over. */
export function machineFacts(clock: { readonly monotonicMs: number }, interfaceName: () => string): () => MachineFacts {
  let known: { readonly atMs: number; readonly facts: MachineFacts } | undefined;
  return () => {
    if (known !== undefined && clock.monotonicMs - known.atMs < freshMs) return known.facts;
    const total = totalmem();
    const facts = {
      memoryMb: { used: Math.round((total - freemem()) / megabyte), total: Math.round(total / megabyte) },
      load: loadavg()[0] ?? 0,
      network: networkFacts(interfaceName()),
    };
    known = { atMs: clock.monotonicMs, facts };
    return facts;
  };
}

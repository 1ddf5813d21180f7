// How the device is: read from the kernel when it is asked for.

import { getServers } from 'node:dns';
import { readFile, statfs } from 'node:fs/promises';
import { freemem, hostname, loadavg, machine, networkInterfaces, release, totalmem, type } from 'node:os';
import {
  type AccessControlStatus,
  type DeviceStatus,
  type NetworkInterfaceStatus,
  shownSettings,
} from '#ui/administration/device-status';
import type { NetworkFacts } from '#ui/maintenance';
import type { StatusSnapshot } from '#ui/phone';
import type { Clock } from '#ui/ports';
import type { Parameters } from '../lines/line-settings.ts';

export interface DeviceStatusOptions {
  readonly clock: Clock;
  readonly status: () => StatusSnapshot;
  readonly dataDirectory: string;
  readonly parameters: Parameters;
  readonly network: () => NetworkFacts;
}

export async function deviceStatus({
  clock,
  status,
  dataDirectory,
  parameters,
  network,
}: DeviceStatusOptions): Promise<DeviceStatus> {
  const { model, version, macAddress, startedAtMs, headset } = status();
  const facts = network();
  const names = Object.keys(networkInterfaces());
  return {
    model,
    version,
    nodeVersion: process.version,
    kernel: `${type()} ${release()}`,
    architecture: machine(),
    cryptography: `OpenSSL ${process.versions.openssl}`,
    headset,
    upMs: clock.monotonicMs - startedAtMs,
    wall: clock.wall,
    memory: { totalBytes: totalmem(), freeBytes: freemem(), ownBytes: process.memoryUsage.rss() },
    loadAverage: loadavg()[0] ?? 0,
    disk: await diskOf(dataDirectory),
    network: {
      ipType: parameters.get(shownSettings.ipType),
      interface: facts.interface,
      vlan: facts.vlan,
      hostName: hostname(),
      domainName: domainOf(await readFile('/etc/resolv.conf', 'utf8').catch(() => '')),
      macAddress,
      interfaces: await Promise.all(names.map(interfaceStatus)),
      gateways: await gateways(),
      nameServers: getServers(),
      portModes: { lan: parameters.get(shownSettings.lanPortMode), pc: parameters.get(shownSettings.pcPortMode) },
      accessControl: accessControl(parameters),
    },
  };
}

/** The first that `search` names, or `domain` (resolv.conf(5)). */
export function domainOf(resolvConf: string): string {
  return /^(?:search|domain)[ \t]+([\w.-]+)/m.exec(resolvConf)?.[1] ?? '';
}

/** AudioCodes §6.1.3 names a certificate that is missing. */
export function accessControl(parameters: Parameters): AccessControlStatus {
  const method = parameters.get(shownSettings.accessMethod);
  if (method === 'Disable') return { method, state: 'off' };
  const needsCertificate = method === 'EAP_TLS' && parameters.get(shownSettings.accessCertificate) === '';
  return { method, state: needsCertificate ? 'noCertificate' : 'notCarriedOut' };
}

async function diskOf(directory: string): Promise<DeviceStatus['disk']> {
  const found = await statfs(directory).catch(() => undefined);
  return found && { totalBytes: found.blocks * found.bsize, freeBytes: found.bavail * found.bsize };
}

async function interfaceStatus(name: string): Promise<NetworkInterfaceStatus> {
  const entries = networkInterfaces()[name] ?? [];
  const [state, speed, duplex, mtu, received, sent, receiveErrors, sendErrors] = await Promise.all([
    sysfs(name, 'operstate'),
    sysfs(name, 'speed'),
    sysfs(name, 'duplex'),
    sysfs(name, 'mtu'),
    sysfs(name, 'statistics/rx_bytes'),
    sysfs(name, 'statistics/tx_bytes'),
    sysfs(name, 'statistics/rx_errors'),
    sysfs(name, 'statistics/tx_errors'),
  ]);
  const speedMbps = numberOf(speed);
  return {
    name,
    macAddress: entries[0]?.mac ?? '',
    // Loopback and tunnels say "unknown" while they work.
    up: state !== 'down',
    speedMbps: speedMbps === undefined || speedMbps < 0 ? undefined : speedMbps,
    duplex: duplex === 'unknown' ? undefined : duplex,
    mtu: numberOf(mtu),
    addresses: entries.map(({ family, address, cidr }) => ({
      family: family === 'IPv6' ? 6 : 4,
      address,
      prefixLength: Number(cidr?.split('/')[1] ?? 0),
    })),
    receivedBytes: numberOf(received),
    sentBytes: numberOf(sent),
    errors: receiveErrors === undefined ? undefined : Number(receiveErrors) + Number(sendErrors ?? 0),
  };
}

/** The kernel's names have no slash; drivers that do not know answer with an error. */
async function sysfs(name: string, file: string): Promise<string | undefined> {
  const text = await readFile(`/sys/class/net/${name}/${file}`, 'latin1').catch(() => undefined);
  return text?.trim();
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/** `/proc/net/route`: destination and gateway in hexadecimal, in the machine's byte order. */
async function gateways(): Promise<readonly string[]> {
  const table = await readFile('/proc/net/route', 'latin1').catch(() => '');
  return table.split('\n').flatMap((row) => {
    const [, destination, gateway = ''] = row.split('\t');
    if (destination !== '00000000' || gateway === '00000000') return [];
    return [[...Buffer.from(gateway, 'hex')].reverse().join('.')];
  });
}

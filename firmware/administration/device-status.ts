// How the device is: read from the kernel when it is asked for.

import { getServers } from 'node:dns';
import { readFile, statfs } from 'node:fs/promises';
import { freemem, hostname, loadavg, networkInterfaces, totalmem } from 'node:os';
import type { DeviceStatus, NetworkInterfaceStatus } from '#ui/administration/device-status';
import type { StatusSnapshot } from '#ui/phone';
import type { Clock } from '#ui/ports';

export interface DeviceStatusOptions {
  readonly clock: Clock;
  readonly status: () => StatusSnapshot;
  readonly dataDirectory: string;
}

export async function deviceStatus({ clock, status, dataDirectory }: DeviceStatusOptions): Promise<DeviceStatus> {
  const { model, version, macAddress, startedAtMs } = status();
  const names = Object.keys(networkInterfaces());
  return {
    model,
    version,
    nodeVersion: process.version,
    upMs: clock.monotonicMs - startedAtMs,
    wall: clock.wall,
    memory: { totalBytes: totalmem(), freeBytes: freemem(), ownBytes: process.memoryUsage.rss() },
    loadAverage: loadavg()[0] ?? 0,
    disk: await diskOf(dataDirectory),
    network: {
      hostName: hostname(),
      macAddress,
      interfaces: await Promise.all(names.map(interfaceStatus)),
      gateways: await gateways(),
      nameServers: getServers(),
    },
  };
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

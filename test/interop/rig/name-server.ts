// dnsmasq on the peers' side: the proxies by NAPTR, SRV and A, the primary before its backup (RFC 3263). Every program of this test
// asks it, by a resolv.conf of its own.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupAddress, type Lan, peerAddress, proxyNames } from './lan.ts';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

const { domain, primary, backup } = proxyNames;

const services = [
  { name: `_sip._udp.${domain}`, service: 'SIP+D2U', port: 5060, order: 20 },
  { name: `_sip._tcp.${domain}`, service: 'SIP+D2T', port: 5060, order: 30 },
  { name: `_sips._tcp.${domain}`, service: 'SIPS+D2T', port: 5061, order: 40 },
] as const;

/** `more`: records of the test's own, as dnsmasq's options. */
export async function startNameServer(lan: Lan, directory: string, more: readonly string[] = []): Promise<PeerProcess> {
  const records = [
    `--host-record=${primary},${peerAddress}`,
    `--host-record=${backup},${backupAddress}`,
    ...services.flatMap(({ name, service, port, order }) => [
      `--naptr-record=${domain},${order},50,S,${service},,${name}`,
      `--srv-host=${name},${primary},${port},10,50`,
      `--srv-host=${name},${backup},${port},20,50`,
    ]),
    ...more,
  ];
  const alone = ['--keep-in-foreground', '--no-resolv', '--no-hosts', '--user=root', '--log-facility=-', '--log-queries'];
  const bound = ['--bind-interfaces', '--listen-address', peerAddress, '--pid-file'];
  const server = PeerProcess.start('dnsmasq', lan.there(['dnsmasq', '--conf-file=/dev/null', ...alone, ...bound, ...records]));
  await server.ready('it was started', () => server.output.includes('started, version'));
  const resolver = join(directory, 'resolv.conf');
  writeFileSync(resolver, `nameserver ${peerAddress}\noptions timeout:5 attempts:3\n`);
  // Seen by this test alone: its mounts are its own (isolated.ts).
  await run('mount', ['--bind', resolver, '/etc/resolv.conf']);
  return server;
}

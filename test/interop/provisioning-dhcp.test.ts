// Proves the way of the DHCP options: dnsmasq gives a lease, udhcpc takes it, a hook writes what the server said, and the Linux driver of the network
// hands it to provisioning, which finds the same addresses that the server was told.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sipServers } from '#firmware/provisioning/dhcp-options';
import { sourceOf } from '#firmware/provisioning/source';
import { openLinuxNetwork } from '#hal/network/linux';
import type { Network } from '#hal/network/network';
import { FakeClock } from '../support/fake-clock.ts';
import { peerAddress } from './rig/lan.ts';
import { PeerProcess } from './rig/peer-process.ts';
import { run } from './rig/run.ts';
import { Site } from './rig/site.ts';

let site: Site;
before(async () => {
  site = await Site.open();
});
after(() => site[Symbol.asyncDispose]());

/** udhcpc gives known options by name as text, and those that it does not know as `optNNN` in hexadecimal. */
const hook = (file: string): string => `#!/bin/sh
[ "$1" = bound ] || [ "$1" = renew ] || exit 0
text() { [ -n "$2" ] && printf '%s %s\\n' "$1" "$(printf %s "$2" | od -An -v -tx1 | tr -d ' \\n')"; }
{
  text 66 "$tftp"
  text 67 "$bootfile"
  [ -n "$sipsrv" ] && printf '120 01%s\\n' "$(for a in $sipsrv; do printf '%02x%02x%02x%02x' $(echo $a | tr . ' '); done)"
  env | sed -n 's/^opt\\([0-9]*\\)=\\([0-9a-f]*\\)$/\\1 \\2/p'
} > ${file}.new && mv ${file}.new ${file}
`;

async function lease(options: readonly string[]): Promise<string> {
  const [script, file] = [join(site.directory, 'hook.sh'), join(site.directory, 'lease')];
  writeFileSync(script, hook(file), { mode: 0o755 });
  const alone = ['--conf-file=/dev/null', '--keep-in-foreground', '--port=0', '--user=root', '--log-facility=-', '--pid-file'];
  const range = ['--dhcp-range=10.77.0.50,10.77.0.99,1h', '--dhcp-leasefile=/dev/null', '--dhcp-authoritative', '--no-ping'];
  const server = site.lan.there([
    'dnsmasq',
    ...alone,
    '--interface=eth0',
    '--bind-interfaces',
    ...range,
    ...options.map((option) => `--dhcp-option-force=${option}`),
  ]);
  await using dnsmasq = PeerProcess.start('dnsmasq', server);
  await dnsmasq.ready('it was started', () => dnsmasq.output.includes('started, version'));
  const asked = ['43', '66', '67', '120', '160'].flatMap((number) => ['-O', number]);
  await run('busybox', ['udhcpc', '-i', 'eth0', '-f', '-q', '-n', '-t', '10', '-T', '2', '-s', script, ...asked]);
  return file;
}

async function network(leaseFile: string): Promise<Network> {
  return await openLinuxNetwork(
    { clock: new FakeClock(), report: () => {} },
    { driver: 'linux-network', interface: 'eth0', leaseFile },
  );
}

const names = { macAddress: '001122334455', model: 'm1', version: '1', address: undefined };
const settings = { method: 'Dynamic', configurationUrl: '', optionNumber: 160 } as const;

test('options 160, 120 and 43', async () => {
  const file = await lease([
    '160,"https://prov.test/phones/;<MAC>.cfg"',
    'option:sip-server,10.77.0.1,10.77.0.3',
    '43,01:0b:68:74:74:70:3a:2f:2f:78:2f:79:3b',
    `66,${peerAddress}`,
  ]);
  await using device = await network(file);
  const source = sourceOf(settings, device.dhcpOptions, names);
  assert.equal(source?.configuration[0]?.href, 'https://prov.test/phones/001122334455.cfg', readFileSync(file, 'utf8'));
  assert.deepEqual(sipServers(device.dhcpOptions.get(120)), ['10.77.0.1', '10.77.0.3']);
});

test('options 66 and 67 alone', async () => {
  const file = await lease([`66,${peerAddress}`, '67,phone-2.0.img']);
  await using device = await network(file);
  const source = sourceOf(settings, device.dhcpOptions, names);
  assert.equal(source?.configuration[0]?.href, `tftp://${peerAddress}/001122334455.cfg`, readFileSync(file, 'utf8'));
  assert.equal(source?.firmware?.href, `tftp://${peerAddress}/phone-2.0.img`);
});

// Proves at two real Kamailios and a real name server (dnsmasq), with tshark on the wire: NAPTR picks the transport, SRV by priority and
// weight the server, a dead one is passed over for a while and taken again when it is back (RFC 3263, RFC 2782).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dial, hangUp, sleep } from './rig/calls.ts';
import { gateway, isCalled, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { backupAddress, peerAddress } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';
import type { WireMessage } from './rig/wire-sip.ts';

/** Of this network, and nobody's. */
const deafAddress = '10.77.0.99';
/** One for each thing to prove, all served by both. */
const domains = {
  pointed: 'pointed.test',
  preferred: 'preferred.test',
  weighed: 'weighed.test',
  plain: 'plain.test',
  ported: 'ported.test',
} as const;
const [a, b, deaf] = ['a.interop.test', 'b.interop.test', 'deaf.test'];
const records = [
  // TCP before UDP, which the phone would take by itself.
  `--naptr-record=${domains.pointed},10,50,S,SIP+D2T,,_sip._tcp.${domains.pointed}`,
  `--naptr-record=${domains.pointed},20,50,S,SIP+D2U,,_sip._udp.${domains.pointed}`,
  `--srv-host=_sip._tcp.${domains.pointed},${b},5060,10,50`,
  `--srv-host=_sip._udp.${domains.pointed},${a},5060,10,50`,
  `--srv-host=_sip._udp.${domains.preferred},${b},5060,10,1`,
  `--srv-host=_sip._udp.${domains.preferred},${a},5060,20,100`,
  // Nearly always the heavy one: once in a thousand the other.
  `--srv-host=_sip._udp.${domains.weighed},${a},5060,10,1`,
  `--srv-host=_sip._udp.${domains.weighed},${b},5060,10,999`,
  // Another server than its SRV records have.
  `--host-record=${domains.preferred},${peerAddress}`,
  `--host-record=${domains.plain},${backupAddress}`,
  `--host-record=${deaf},${deafAddress}`,
  // Under the name itself, as if a prefix stood before it.
  `--srv-host=${domains.plain},${a},5060,10,1`,
  // On another port, where nobody listens, before one on the first's.
  `--srv-host=_sip._udp.${domains.ported},${deaf},5060,10,1`,
  `--srv-host=_sip._udp.${domains.ported},${a},5080,20,1`,
  `--srv-host=_sip._udp.${domains.ported},${b},5060,30,1`,
];

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startNameServer(site.lan, site.directory, records));
  const names = Object.values(domains);
  await site.keep(startKamailio(site.lan, site.directory, { names }));
  await site.keep(startKamailio(site.lan, site.directory, { names, address: backupAddress }));
});
after(() => site[Symbol.asyncDispose]());

/** Where a server is silent for good. */
const patience = { 'voip/signalling/sip/failover/answer_timeout': 2000 };

const lineAt = (
  domain: string,
  more: Readonly<Record<string, string | number>> = {},
): Readonly<Record<string, string | number>> => ({
  'voip/line/0/proxy_address': domain,
  'voip/line/0/proxy_port': 0,
  ...more,
});

/** Where the phone registered, in the order of the wire: `TCP 10.77.0.3`. */
const tried = (messages: readonly WireMessage[]): readonly string[] => [
  ...new Set(
    messages
      .filter(({ fromPhone, method }) => fromPhone && method === 'REGISTER')
      .map(({ transport, peer }) => `${transport} ${peer}`),
  ),
];

for (const [what, transport, domain, expected] of [
  ['NAPTR picks the transport', 'AUTO', domains.pointed, `TCP ${backupAddress}`],
  ['NAPTR does not move a line that wants UDP', 'UDP', domains.pointed, `UDP ${peerAddress}`],
  ['SRV goes by priority, whatever the weights', 'UDP', domains.preferred, `UDP ${backupAddress}`],
  ['SRV goes by weight within a priority', 'UDP', domains.weighed, `UDP ${backupAddress}`],
  ['a name with an address alone is that address', 'UDP', domains.plain, `UDP ${backupAddress}`],
] as const) {
  test(what, async () => {
    await using capture = await site.capture();
    {
      await using phone = await site.phone({ user: user.phone, transport, params: lineAt(domain) });
      assert.ok(phone.running);
    }
    assert.deepEqual(tried(await assertSoundSip(capture)), [expected]);
  });
}

test('voip/signalling/sip/dns/srv: without it a name is its address alone', async () => {
  await using capture = await site.capture();
  {
    const params = lineAt(domains.preferred, { 'voip/signalling/sip/dns/srv': 0 });
    await using phone = await site.phone({ user: user.phone, params });
    assert.ok(phone.running);
  }
  assert.deepEqual(tried(await assertSoundSip(capture)), [`UDP ${peerAddress}`]);
});

for (const [domain, settings, expected] of [
  [domains.preferred, { 'voip/line/0/dns/srv': 0 }, peerAddress],
  [domains.plain, { 'voip/line/0/dns/srv_prefix': 0 }, peerAddress],
  [`_sip._udp.${domains.preferred}`, {}, backupAddress],
  [domains.ported, { 'voip/line/0/proxy_redundancy': 'Based on SRV Port', ...patience }, backupAddress],
] as const) {
  test(`${Object.keys(settings)[0] ?? 'a name with its prefix'}: how ${domain} leads to a server`, async () => {
    await using capture = await site.capture();
    {
      await using phone = await site.phone({ user: user.phone, params: lineAt(domain, settings) });
      assert.ok(phone.running);
    }
    assert.deepEqual(tried(await assertSoundSip(capture)), [`UDP ${expected}`]);
  });
}

test('short names of header fields, and words of the administrator in them, are understood by the registrar', async () => {
  const manner = {
    'voip/signalling/sip/compact_headers': 1,
    'voip/signalling/sip/user_agent': 'Desk (hall; 2nd floor)/1.0',
    'voip/signalling/sip/accept_language': 'da, en;q=0.7',
    'voip/signalling/sip/escape_display_name': 1,
    'voip/signalling/sip/max_forwards': 5,
  };
  await using capture = await site.capture();
  {
    await using phone = await site.phone({ user: user.phone, params: lineAt(domains.plain, manner) });
    assert.ok(phone.running);
  }
  assert.deepEqual(tried(await assertSoundSip(capture)), [`UDP ${backupAddress}`]);
});

test('the first is passed over while it is dead, and taken again when it is back', async () => {
  const params = lineAt(domains.preferred, { ...patience, 'voip/signalling/sip/failover/retry_interval': 1 });
  await using capture = await site.capture();
  await site.lan.silence(backupAddress);
  await using phone = await site.phone({ user: user.phone, params });
  await site.lan.silence(undefined);
  await sleep(3000);
  await using sipp = await Sipp.script(site.lan, site.directory, played(gateway.first, 'back', isCalled, isHungUpOn));
  await dial(phone, gateway.first.number);
  await phone.waitForScreen('call');
  await hangUp(phone);
  await sipp.succeeded();
  const messages = await assertSoundSip(capture, false);
  assert.deepEqual(tried(messages), [`UDP ${backupAddress}`, `UDP ${peerAddress}`]);
  const invited = messages.filter(({ fromPhone, method }) => fromPhone && method === 'INVITE');
  assert.deepEqual([...new Set(invited.map(({ peer }) => peer))], [backupAddress]);
});

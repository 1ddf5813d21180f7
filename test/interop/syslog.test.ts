// Proves that rsyslog understands every field of what the phone logs, over UDP, TCP and TLS, that a server which was away is caught up with, and
// that no password of the phone ever arrives there.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress, phoneAddress, proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { passwordOf, user } from './rig/numbers.ts';
import { Rsyslog, type SyslogRecord, syslogPorts } from './rig/rsyslog.ts';
import { Site } from './rig/site.ts';

const program = new URL('../../firmware/main.ts', import.meta.url).pathname;
let site: Site;
let certificates: Certificates;
let rsyslog: Rsyslog;

before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory));
  await site.keep(startKamailio(site.lan, site.directory));
  rsyslog = await site.keep(Rsyslog.start(site.lan, site.directory, certificates));
});
after(() => site[Symbol.asyncDispose]());

function phone(params: Readonly<Record<string, string | number>>, password = passwordOf(user.phone)): Promise<SimulatedPhone> {
  return SimulatedPhone.start({
    params: {
      'voip/line/0/enabled': 1,
      'voip/line/0/id': user.phone,
      'voip/line/0/auth_password': password,
      'voip/line/0/proxy_address': peerAddress,
      'voip/signalling/sip/port': 5060,
      'provisioning/method': 'Disable',
      'system/syslog/mode': 'Network',
      'system/syslog/log_level': 'Detailed',
      'system/syslog/server_address': peerAddress,
      'security/ca_certificate/0/uri': certificates.authority,
      'security/sip/public_authorities': 0,
      ...params,
    },
    arguments: ['--address', phoneAddress],
    program: [program],
  });
}

/** Of another phone, of a test before, there may still come some. */
function recordsOf(which: SimulatedPhone): readonly SyslogRecord[] {
  return rsyslog.records.filter(({ process }) => process === String(which.pid));
}

function arrived(which: SimulatedPhone, way: string, words: RegExp): Promise<SyslogRecord> {
  return which.waitFor(`${words} over ${way}`, async () =>
    recordsOf(which).find((each) => each.way === way && words.test(each.text)),
  );
}

const ways = [
  { way: 'udp', params: { 'system/syslog/server_port': syslogPorts.udp } },
  { way: 'tcp', params: { 'system/syslog/server_port': syslogPorts.tcp, 'system/syslog/protocol': 'TCP' } },
  {
    way: 'tls',
    params: {
      'system/syslog/server_address': proxyNames.primary,
      'system/syslog/server_port': syslogPorts.tls,
      'system/syslog/protocol': 'TLS',
    },
  },
] as const;

for (const { way, params } of ways) {
  test(`every field arrives over ${way.toUpperCase()}`, async () => {
    await using sender = await phone(params);
    const { data, process, ...fields } = await arrived(sender, way, /the phone is up/);
    assert.deepEqual(fields, {
      from: phoneAddress,
      way,
      priority: '134',
      host: phoneAddress,
      program: 'hookswitch',
      topic: 'system',
      text: 'the phone is up board=simulated/color-320',
    });
    assert.equal(Number(process), sender.pid);
    assert.match(
      data,
      /\[timeQuality tzKnown="1" isSynced="1"\]\[origin ip="10\.77\.0\.2" software="Hookswitch" swVersion="[\d.]+"\]\[meta sequenceId="\d+"\]/,
    );
  });
}

test('a server that cannot prove who it is gets nothing', async () => {
  await using sender = await phone({ ...ways[2].params, 'security/ca_certificate/0/uri': '' });
  await sender.waitForLine();
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.deepEqual(recordsOf(sender), []);
});

test('a server that was away hears what it missed', async () => {
  await rsyslog.stop();
  await using sender = await phone(ways[1].params);
  await sender.waitForLine();
  assert.deepEqual(recordsOf(sender), []);
  await rsyslog.start();
  await arrived(sender, 'tcp', /the phone is up/);
});

test('no password arrives, right or wrong, at the most detailed level', async () => {
  await using wrong = await phone({ ...ways[1].params, 'system/password': 'administrators-own' }, 'quite-wrong-password');
  await arrived(wrong, 'tcp', /regist/i);
  await using right = await phone({ ...ways[1].params, 'voip/signalling/sip/port': 5070 });
  await right.waitForLine();
  await arrived(right, 'tcp', /regist/i);
  const all = JSON.stringify(rsyslog.records);
  for (const secret of [passwordOf(user.phone), 'quite-wrong-password', 'administrators-own', 'response=\\"']) {
    assert.ok(!all.includes(secret), secret);
  }
});

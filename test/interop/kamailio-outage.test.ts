// Proves through real Kamailio with sipp, with tshark on the wire, that a way which breaks is found again: a connection that is reset, over
// TCP and TLS, idle and in a call; a server that is started anew; a network that is gone for five seconds.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { callOver, dial, hangUp, sleep } from './rig/calls.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { callsPhone, gateway, hangsUp, isCalled, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import type { KamailioOptions } from './rig/kamailio-configuration.ts';
import { tls, tlsPorts } from './rig/kamailio-features.ts';
import { peerAddress, phoneAddress, proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import type { PeerProcess } from './rig/peer-process.ts';
import { Sipp } from './rig/sipp.ts';
import { pause } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';

const { first } = gateway;
let site: Site;
let certificates: Certificates;
let options: Partial<KamailioOptions>;
let kamailio: PeerProcess;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory));
  options = { names: Object.values(proxyNames), features: [tls(certificates, site.directory)] };
  kamailio = await site.keep(startKamailio(site.lan, site.directory, options));
});
after(() => site[Symbol.asyncDispose]());

/** Tries again within moments, not after half a minute. */
const hasty = { 'voip/signalling/sip/registration_failed_timeout': 1, 'voip/signalling/sip/failover/answer_timeout': 1000 };

function registeredOver(transport: 'UDP' | 'TCP' | 'TLS'): Promise<SimulatedPhone> {
  const secure = {
    'voip/line/0/proxy_address': proxyNames.primary,
    'voip/line/0/proxy_port': tlsPorts.right,
    'security/ca_certificate/0/uri': certificates.authority,
    'security/sip/public_authorities': 0,
    // Kamailio connects anew where the way that it knows is gone.
    'voip/signalling/sip/tls_port': 5061,
    'security/sip_certificate_uri': certificates.phone.certificate,
    'security/sip_private_key_uri': certificates.phone.key,
  };
  return site.phone({ user: user.phone, transport, params: { ...hasty, ...(transport === 'TLS' ? secure : {}) } });
}

/** Both ends see a reset. */
async function reset(): Promise<void> {
  await site.lan.runThere(['ss', '-K', 'src', peerAddress, 'dst', phoneAddress]);
}

/** That a call from elsewhere gets through shows that the registrar knows the way. */
async function isReached(phone: SimulatedPhone): Promise<void> {
  const flow = [callsPhone(first), [pause(100)], hangsUp(first)];
  await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'reaches', ...flow));
  await phone.waitForScreen('incoming');
  await phone.hook(true);
  await callOver(phone);
  await sipp.succeeded();
  await phone.hook(false);
}

for (const transport of ['TCP', 'TLS'] as const) {
  test(`a ${transport} connection is reset: the phone registers over another, and is reached`, async () => {
    await using capture = await site.capture();
    await using phone = await registeredOver(transport);
    await reset();
    await sleep(1500);
    await phone.waitForLine();
    await isReached(phone);
    const opened = await capture.rows(`tcp.flags.syn == 1 && tcp.flags.ack == 0 && ip.src == ${phoneAddress}`, ['tcp.dstport']);
    assert.ok(opened.length >= 2, `${opened.length} connections`);
    assert.ok(opened.length < 6, `${opened.length} connections`);
  });

  test(`a ${transport} connection is reset in a call: the call goes on, and is ended by the phone`, async () => {
    await using phone = await registeredOver(transport);
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'reset', isCalled, isHungUpOn));
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await reset();
    await sleep(300);
    assert.equal((await phone.screen()).screen, 'call');
    await hangUp(phone);
    await sipp.succeeded();
  });

  test(`a ${transport} connection is reset in a call: the other side can still end it`, async () => {
    await using phone = await registeredOver(transport);
    const flow = [callsPhone(first), [pause(5000)], hangsUp(first)];
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'reset-back', ...flow));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    await reset();
    await callOver(phone);
    await sipp.succeeded();
    await phone.hook(false);
  });
}

test('the server is started anew: the phone registers again by itself, and is reached', async () => {
  await using phone = await registeredOver('TCP');
  await kamailio.stop();
  await sleep(500);
  kamailio = await site.keep(startKamailio(site.lan, site.directory, options));
  await phone.waitFor('a registration at the new one', async () => {
    const { leds } = await phone.state();
    return leds['line1']?.color === 'green' ? true : undefined;
  });
  await sleep(1500);
  await phone.waitForLine();
  await isReached(phone);
});

test('the network is away for five seconds in a call: the call can be ended, and the phone is reached', async () => {
  await using phone = await registeredOver('UDP');
  await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'away', isCalled, isHungUpOn));
  await dial(phone, first.number);
  await phone.waitForScreen('call');
  await site.lan.silence(peerAddress);
  await sleep(1000);
  await phone.hook(false);
  await sleep(4000);
  await site.lan.silence(undefined);
  await sipp.succeeded();
  await callOver(phone);
  await phone.waitForLine();
  await isReached(phone);
});

// Proves against real Kamailio over TLS, read with the phone's own keys by tshark: the phone registers and calls through a server
// whose certificate is right, shows its own where it is asked, and says not one word of SIP to a server whose certificate is for another
// name, expired, or by an authority that it does not know (RFC 5922 §7).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { callOver, dial, hangUp } from './rig/calls.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { callsPhone, gateway, hangsUp, isCalled, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { tls, tlsPorts } from './rig/kamailio-features.ts';
import { proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { pause } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { flowOf, sipMessages } from './rig/wire-sip.ts';

let site: Site;
let certificates: Certificates;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory));
  const names = Object.values(proxyNames);
  await site.keep(startKamailio(site.lan, site.directory, { names, features: [tls(certificates, site.directory)] }));
});
after(() => site[Symbol.asyncDispose]());

interface Differences {
  readonly port: number;
  readonly params?: Readonly<Record<string, string | number>>;
}

function lineOver({ port, params }: Differences): Readonly<Record<string, string | number>> {
  return {
    'voip/line/0/proxy_address': proxyNames.primary,
    'voip/line/0/proxy_port': port,
    'security/ca_certificate/0/uri': certificates.authority,
    'security/sip/public_authorities': 0,
    'voip/signalling/sip/tls_port': 5061,
    ...params,
  };
}

const ofThePhone = (): Readonly<Record<string, string>> => ({
  'security/sip_certificate_uri': certificates.phone.certificate,
  'security/sip_private_key_uri': certificates.phone.key,
});

describe('a server with the right certificate', () => {
  test('is registered at, over TLS alone, and left again', async () => {
    await using capture = await site.capture();
    const phone = await site.phone({ user: user.phone, transport: 'TLS', params: lineOver({ port: tlsPorts.right }) });
    await phone[Symbol.asyncDispose]();
    const messages = await assertSoundSip(capture);
    assert.deepEqual(flowOf(messages), ['REGISTER', '401', 'REGISTER', '200', 'REGISTER', '200']);
    assert.ok(messages.every(({ transport }) => transport === 'TLS'));
    const versions = await capture.rows('tls.handshake.type == 2', ['tls.handshake.extensions.supported_version']);
    assert.match(JSON.stringify(versions), /0x0304/, 'TLS 1.3');
  });

  test('carries calls both ways', async () => {
    const params = { ...lineOver({ port: tlsPorts.right }), ...ofThePhone() };
    // From the handshake on: without it nothing can be read.
    await using capture = await site.capture();
    await using phone = await site.phone({ user: user.phone, transport: 'TLS', params });
    {
      await using sipp = await Sipp.script(site.lan, site.directory, played(gateway.first, 'tls-out', isCalled, isHungUpOn));
      await dial(phone, gateway.first.number);
      await phone.waitForScreen('call');
      await hangUp(phone);
      await sipp.succeeded();
    }
    const flow = [callsPhone(gateway.first), [pause(200)], hangsUp(gateway.first)];
    await using sipp = await Sipp.script(site.lan, site.directory, played(gateway.first, 'tls-in', ...flow));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await callOver(phone);
    await sipp.succeeded();
    const messages = await assertSoundSip(capture);
    assert.ok(messages.every(({ transport }) => transport === 'TLS'));
    const calls = messages.filter(({ sequenceMethod }) => sequenceMethod !== 'REGISTER');
    const said = flowOf(calls).filter((word) => word !== '100');
    assert.deepEqual(said, [...['INVITE', '180', '200', 'ACK', 'BYE', '200'], ...['INVITE', '180', '200', 'ACK', 'BYE', '200']]);
  });

  test('that asks for a certificate gets the phone’s', async () => {
    const params = { ...lineOver({ port: tlsPorts.mutual }), ...ofThePhone() };
    await using phone = await site.phone({ user: user.phone, transport: 'TLS', params });
    assert.ok(phone.running);
  });

  test('that asks for a certificate turns a phone away that has none', async () => {
    await using phone = await unregistered({ port: tlsPorts.mutual });
    await assertTold(phone);
  });
});

describe('a server with a certificate', () => {
  for (const [what, port] of [
    ['for another name', tlsPorts.wrongName],
    ['that has expired', tlsPorts.expired],
    ['by an unknown authority', tlsPorts.foreign],
  ] as const) {
    test(`${what} hears nothing, and the person is told`, async () => {
      await using capture = await site.capture();
      await using phone = await unregistered({ port, params: { 'security/sip/ignore_dates_until_time_is_known': 0 } });
      await assertTold(phone);
      assert.deepEqual(await sipMessages(capture), []);
      const connections = await capture.rows(`tcp.dstport == ${port} && tls.handshake.type == 1`, ['tcp.stream']);
      assert.ok(connections.length > 0, 'it was tried');
      assert.ok(connections.length < 5, `${connections.length} times within moments`);
    });
  }

  test('by an unknown authority is believed when the administrator says so', async () => {
    const params = lineOver({ port: tlsPorts.foreign, params: { 'security/sip/verify_server_certificate': 0 } });
    await using phone = await site.phone({ user: user.phone, transport: 'TLS', params });
    assert.ok(phone.running);
  });
});

function unregistered(differences: Differences): Promise<SimulatedPhone> {
  return site.unregisteredPhone({ user: user.phone, transport: 'TLS', params: lineOver(differences) });
}

async function assertTold(phone: SimulatedPhone): Promise<void> {
  await phone.waitFor('a notice', async () => {
    const { notice, items } = await phone.screen();
    return /certificate|secure|trust|cannot be reached|unreachable|not answer/i.test(JSON.stringify([notice, items]))
      ? true
      : undefined;
  });
}

// Proves with real Kamailio and sipp that a phone restarts for the server that it has registered with over TLS, over that very connection
// (RFC 5626), and lets no call fall for it; and that over any other way it wants to see the password first.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { sleep } from './rig/calls.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { callsPhone, gateway, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { outbound, tls, tlsPorts } from './rig/kamailio-features.ts';
import { proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import { Sipp } from './rig/sipp.ts';
import { again, receive, request, type Step, send } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';

const { first, second } = gateway;
let site: Site;
let certificates: Certificates;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory));
  const features = [tls(certificates, site.directory), outbound];
  await site.keep(startKamailio(site.lan, site.directory, { names: Object.values(proxyNames), features }));
});
after(() => site[Symbol.asyncDispose]());

/** `flows`: the registrar keeps the connection that the phone registered over, and uses it. */
function registered(flows: boolean): Promise<SimulatedPhone> {
  const params = {
    'voip/line/0/proxy_address': proxyNames.primary,
    'voip/line/0/proxy_port': tlsPorts.right,
    'security/ca_certificate/0/uri': certificates.authority,
    'security/sip/public_authorities': 0,
    'voip/signalling/sip/tls_port': 5061,
    'security/sip_certificate_uri': certificates.phone.certificate,
    'security/sip_private_key_uri': certificates.phone.key,
    'voip/signalling/sip/outbound/flows_enabled': flows ? 1 : 0,
  };
  return site.phone({ user: user.phone, transport: 'TLS', params });
}

function commands(status: number): readonly Step[] {
  const headers = ['Event: check-sync;reboot=true', 'Subscription-State: active'];
  return [send(request('NOTIFY', { user: first.number }, { sequence: 1, headers }), again), receive(`response="${status}"`)];
}

async function command(status: number): Promise<void> {
  await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'commands', commands(status)));
  await sipp.succeeded();
}

async function obeys(phone: SimulatedPhone): Promise<void> {
  await phone.waitFor('a restart', async () => (/the server wants a restart/.test(phone.log) ? true : undefined));
}

test('over the connection that it registered by, the server is obeyed', async () => {
  await using phone = await registered(true);
  await command(200);
  await obeys(phone);
});

test('a call goes on, whatever the server wants', async () => {
  await using phone = await registered(true);
  const flow = [callsPhone(second), isHungUpOn];
  await using call = await Sipp.script(site.lan, site.directory, played(second, 'talks', ...flow));
  await phone.waitForScreen('incoming');
  await phone.hook(true);
  await phone.waitForScreen('call');
  await command(200);
  await obeys(phone);
  assert.equal((await phone.screen()).screen, 'call');
  await phone.hook(false);
  await call.succeeded();
});

test('over another connection, from the same server, it has to show the password', async () => {
  await using phone = await registered(false);
  await command(401);
  await sleep(300);
  assert.ok(phone.running);
  assert.doesNotMatch(phone.log, /wants a restart/);
});

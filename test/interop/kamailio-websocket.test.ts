// Proves SIP over WebSockets (RFC 7118) against real Kamailio: phones register over WS and WSS, and call each other over the
// connections that they have opened, for nobody could open one to them.

import './rig/isolated.ts';

import { after, before, test } from 'node:test';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { startKamailio } from './rig/kamailio.ts';
import { tls, tlsPorts, webSocket, webSocketPort } from './rig/kamailio-features.ts';
import { proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import { Site, type Transport } from './rig/site.ts';

let site: Site;
let certificates: Certificates;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory));
  const names = Object.values(proxyNames);
  const features = [tls(certificates, site.directory), webSocket];
  await site.keep(startKamailio(site.lan, site.directory, { names, features }));
});
after(() => site[Symbol.asyncDispose]());

const toneHz = { first: 1000, second: 1500 } as const;

const lineOver = (port: number): Readonly<Record<string, string | number>> => ({
  'voip/line/0/proxy_address': proxyNames.primary,
  'voip/line/0/proxy_port': port,
  'security/ca_certificate/0/uri': certificates.authority,
  'security/sip/public_authorities': 0,
});

const ways: readonly (readonly [Transport, number])[] = [
  ['WS', webSocketPort],
  ['WSS', tlsPorts.wss],
];
for (const [transport, port] of ways) {
  test(`two phones register over ${transport} and hear each other`, async () => {
    const params = lineOver(port);
    await using callee = await site.phone({ user: user.phone, transport, params, toneHz: toneHz.first });
    await using caller = await site.phone({
      user: user.secondPhone,
      transport,
      params,
      port: 5070,
      toneHz: toneHz.second,
    });
    await dial(caller, user.phone);
    await callee.waitForScreen('incoming');
    await callee.hook(true);
    await caller.waitForScreen('call');
    await callee.waitForScreen('call');
    await assertHears(callee, toneHz.second);
    await assertHears(caller, toneHz.first);
    await hangUp(caller);
    await callOver(callee);
  });
}

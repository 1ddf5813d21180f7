// Proves against real Asterisk the ways beside UDP and TCP: TLS, and SIP over WebSockets (RFC 7118) of its HTTP server, plain and
// secure. A phone registers, hears its echo, and is called over the connection that it opened.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import { after, before, test } from 'node:test';
import { startAsterisk } from './rig/asterisk.ts';
import { number, tlsPort, webSocketPorts } from './rig/asterisk-configuration.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { user } from './rig/numbers.ts';
import { Site, type Transport } from './rig/site.ts';

const toneHz = { phone: 1000, caller: 800 } as const;

let site: Site;
let certificates: Certificates;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startAsterisk(site.lan, site.directory, certificates.right));
});
after(() => site[Symbol.asyncDispose]());

const ways: readonly (readonly [Transport, number])[] = [
  ['TLS', tlsPort],
  ['WS', webSocketPorts.plain],
  ['WSS', webSocketPorts.tls],
];
for (const [transport, port] of ways) {
  test(`over ${transport} the phone calls, and is called`, async () => {
    const params = {
      'voip/line/0/proxy_port': port,
      'security/ca_certificate/0/uri': certificates.authority,
      'security/sip/public_authorities': 0,
    };
    await using phone = await site.phone({ user: user.phone, transport, params, toneHz: toneHz.phone });
    await using caller = await site.phone({ user: user.secondPhone, port: 5070, toneHz: toneHz.caller });
    await dial(phone, number.echo);
    await assertHears(phone, toneHz.phone, 0.3);
    await hangUp(phone);
    await dial(caller, user.phone);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await assertHears(phone, toneHz.caller, 0.3);
    await assertHears(caller, toneHz.phone, 0.3);
    await hangUp(caller);
    await callOver(phone);
  });
}

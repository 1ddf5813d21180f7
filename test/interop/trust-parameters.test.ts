// Proves the parameters that say whom the phone believes and what it shows of itself: to nginx when it fetches its settings, to openssl's TLS
// server when it registers, and to openssl's client that comes to call.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import type { Certificates } from './rig/certificates.ts';
import { openFileSite, startFetchingPhone } from './rig/file-site.ts';
import { phoneAddress, proxyNames } from './rig/lan.ts';
import { httpPorts, type Nginx } from './rig/nginx.ts';
import { PeerProcess } from './rig/peer-process.ts';
import type { Site } from './rig/site.ts';

const sipsPort = 5061;
let site: Site;
let certificates: Certificates;
let nginx: Nginx;

before(async () => {
  ({ site, certificates, nginx } = await openFileSite());
  nginx.put('phone.cfg', 'voip/line/0/description=Desk\n');
});
after(() => site[Symbol.asyncDispose]());

function phone(params: Readonly<Record<string, string | number>>): Promise<SimulatedPhone> {
  return startFetchingPhone(certificates, params);
}

function logged(which: SimulatedPhone, words: RegExp): Promise<true> {
  return which.waitFor(String(words), async () => (words.test(which.log) ? true : undefined));
}

const fromPort = (port: number): Readonly<Record<string, string>> => ({
  'provisioning/method': 'Static',
  'provisioning/configuration/url': `https://${proxyNames.primary}:${port}/phone.cfg`,
});

const identity = (): Readonly<Record<string, string>> => ({
  'security/autoupdate_certificate_uri': certificates.phone.certificate,
  'security/autoupdate_private_key_uri': certificates.phone.key,
});
const fetches = [
  {
    what: 'a server of an unknown authority is not believed',
    port: httpPorts.foreign,
    params: () => ({}),
    sees: /no settings: certificate/,
  },
  {
    what: 'it is where nobody looks at certificates of provisioning servers',
    port: httpPorts.foreign,
    params: () => ({ 'security/provisioning/verify_server_certificate': 0 }),
    sees: /settings were taken/,
  },
  {
    what: 'it is where errors of certificates are ignored',
    port: httpPorts.foreign,
    params: () => ({ 'security/SSLCertificateErrorsMode': 'Ignore' }),
    sees: /settings were taken/,
  },
  {
    what: 'a server that wants to see a certificate gives nothing without',
    port: httpPorts.mutual,
    params: () => ({}),
    sees: /no settings/,
  },
  { what: 'and the settings with it', port: httpPorts.mutual, params: identity, sees: /settings were taken/ },
];
for (const { what, port, params, sees } of fetches) {
  test(what, async () => {
    await using fetching = await phone({ ...fromPort(port), ...params() });
    await logged(fetching, /settings were taken|no settings/);
    assert.match(fetching.log, sees);
  });
}

/** A registrar of few words: openssl prints what the phone says once it believes the certificate. */
async function tlsServer(): Promise<PeerProcess> {
  const { certificate, key } = certificates.wildcard;
  const command = ['openssl', 's_server', '-accept', String(sipsPort), '-cert', certificate, '-key', key, '-quiet'] as const;
  return PeerProcess.start('openssl', site.lan.there([...command]));
}

test('a certificate for every name of a domain is one for the registrar only where that is allowed (RFC 5922 §7.2)', async () => {
  await using server = await tlsServer();
  const line = {
    'provisioning/method': 'Disable',
    'voip/line/0/enabled': 1,
    'voip/line/0/id': '4401',
    'voip/line/0/proxy_address': proxyNames.primary,
    'voip/line/0/proxy_port': sipsPort,
    'voip/line/0/transport_protocol': 'TLS',
  };
  {
    await using strict = await phone(line);
    await logged(strict, /wrongCertificateName/);
    assert.doesNotMatch(server.output, /REGISTER/);
  }
  await using lenient = await phone({ ...line, 'security/sip/wildcard_certificates': 1 });
  await lenient.waitFor('its REGISTER', async () => (/REGISTER sip:/.test(server.output) ? true : undefined));
});

/** What openssl says of a connection to the phone. */
async function calls(...more: readonly string[]): Promise<string> {
  const to = `${phoneAddress}:${sipsPort}`;
  const command = ['openssl', 's_client', '-connect', to, '-tls1_2', '-brief', '-CAfile', certificates.authority] as const;
  await using client = PeerProcess.start('openssl', site.lan.there([...command, ...more]));
  await client.waitUntil('a verdict', () => !client.running || /CONNECTION ESTABLISHED/.test(client.output));
  return client.output;
}

test('who connects without a certificate is turned away where callers have to show one', async () => {
  const doors = {
    'provisioning/method': 'Disable',
    'voip/signalling/sip/tls_port': sipsPort,
    'security/sip_certificate_uri': certificates.phone.certificate,
    'security/sip_private_key_uri': certificates.phone.key,
  };
  {
    await using open = await phone(doors);
    assert.match(await calls(), /CONNECTION ESTABLISHED/);
    await open.stop();
  }
  await using guarded = await phone({ ...doors, 'security/sip/demand_client_certificate': 1 });
  assert.ok(guarded.running);
  assert.doesNotMatch(await calls(), /CONNECTION ESTABLISHED/);
  const { certificate, key } = certificates.right;
  assert.match(await calls('-cert', certificate, '-key', key), /CONNECTION ESTABLISHED/);
});

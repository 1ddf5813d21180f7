// Proves that a phone fetches its certificates from a server: nginx has them, openssl sees them at the phone's door and nginx at its own, and
// whatever is wrong with a new one leaves the old one where it is, with a word on the screen.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { WebClient } from '../support/web-client.ts';
import type { Certificate, Certificates } from './rig/certificates.ts';
import { openFileSite } from './rig/file-site.ts';
import { peerAddress, phoneAddress, proxyNames } from './rig/lan.ts';
import { httpPorts, type Nginx } from './rig/nginx.ts';
import { run } from './rig/run.ts';
import type { Site } from './rig/site.ts';

const program = new URL('../../firmware/main.ts', import.meta.url).pathname;
const password = 'correct horse';
const at = (port: number, path: string): string => `https://${proxyNames.primary}:${port}/${path}`;
const sipsPort = 5061;
/** The same after a restart. */
const webPort = 8443;
const webPaths = { certificate: 'security/web_certificate_uri', key: 'security/web_private_key_uri' } as const;

let site: Site;
let certificates: Certificates;
let nginx: Nginx;
before(async () => {
  ({ site, certificates, nginx } = await openFileSite([`--host-record=ProvisioningServer,${peerAddress}`]));
});
after(() => site[Symbol.asyncDispose]());

function put({ certificate, key }: Certificate): void {
  nginx.put('phone.pem', readFileSync(certificate));
  nginx.put('phone.key', readFileSync(key));
}

function phone(dataDirectory: string): Promise<SimulatedPhone> {
  return SimulatedPhone.start({
    dataDirectory,
    params: {
      'security/ca_certificate/0/uri': certificates.authority,
      'security/sip/public_authorities': 0,
      'provisioning/random_provisioning_time': 0,
      'system/password': password,
    },
    arguments: [
      ...['--address', phoneAddress, '--web', `${phoneAddress}:${webPort}`],
      ...['--dhcp-option', `160=${at(httpPorts.right, '')};phone.cfg`],
    ],
    program: [program],
  });
}

/** As openssl sees it: `CN=...`, at the door of the pages or of SIP; empty while there is none. */
async function shownBy(which: SimulatedPhone, port?: number): Promise<string> {
  const host = port === undefined ? new URL(await which.webAddress()).host : `${phoneAddress}:${port}`;
  const command = `openssl s_client -connect ${host} </dev/null 2>/dev/null | openssl x509 -noout -subject`;
  const shown = await run('sh', ['-c', command]).catch(() => '');
  return shown
    .trim()
    .replace(/^subject=\s*/, '')
    .replaceAll(' ', '');
}

async function waitForShown(which: SimulatedPhone, subject: string): Promise<void> {
  await which.waitFor(subject, async () => ((await shownBy(which)) === subject ? true : undefined));
}

async function waitForNotice(which: SimulatedPhone, words: RegExp): Promise<void> {
  await which.waitFor(String(words), async () => {
    const { notice } = (await which.screen()) as { notice: { title: string; text: string } | null };
    return words.test(`${notice?.title} ${notice?.text}`) ? true : undefined;
  });
}

test('a pair is fetched, shown to openssl, renewed without a restart, and kept while the server is wrong or gone', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'certified-'));
  put(certificates.phone);
  const settings = { [webPaths.certificate]: at(httpPorts.right, 'phone.pem'), [webPaths.key]: at(httpPorts.right, 'phone.key') };
  const lines = Object.entries(settings).map(([path, value]) => `${path}=${value}\n`);
  nginx.put('phone.cfg', lines.join(''));
  {
    await using fresh = await phone(directory);
    await waitForShown(fresh, 'CN=phone');
    const admin = new WebClient(await fresh.webAddress());
    assert.equal((await admin.logIn('admin', password)).status, 200);
    const set = async (path: string, value: string): Promise<void> => {
      const answer = await admin.send('PUT', '/api/parameters', { changes: [{ path, value }] });
      assert.equal(answer.status, 200, answer.text);
    };
    const seen = JSON.stringify(await admin.get('/api/certificates'));
    assert.match(seen, /"source":"https:\/\/[^"]*\/phone\.pem"/);
    assert.doesNotMatch(seen, /PRIVATE KEY/);

    put(certificates.expired);
    await admin.send('POST', '/api/provisioning/check');
    await waitForNotice(fresh, /Certificate refused web pages: The certificate has ended\./);
    await set(webPaths.certificate, at(httpPorts.right, 'misbehaving/half'));
    await waitForNotice(fresh, /The file does not arrive whole\./);
    await set(webPaths.certificate, at(httpPorts.wrongName, 'phone.pem'));
    await waitForNotice(fresh, /The server cannot prove who it is\./);
    await set(webPaths.certificate, at(httpPorts.right, 'gone.pem'));
    await waitForNotice(fresh, /The server has no such file\./);
    assert.equal(await shownBy(fresh), 'CN=phone');

    put(certificates.right);
    await set(webPaths.certificate, at(httpPorts.right, 'phone.pem'));
    await waitForShown(fresh, 'CN=right');
    await fresh.waitFor('no notice', async () => ((await fresh.screen()).notice === null ? true : undefined));
    assert.doesNotMatch(fresh.log, /PRIVATE KEY|restarting/);
  }
  nginx.put('phone.pem', '');
  await using again = await phone(directory);
  await waitForNotice(again, /The file holds no certificate\./);
  assert.equal(await shownBy(again), 'CN=right');
});

test('the certificate of SIP and an authority are taken with a restart each, and no more of them', async () => {
  put(certificates.phone);
  nginx.put('stranger.pem', readFileSync(join(site.directory, 'certificates', 'stranger.pem')));
  const { host } = new URL(at(httpPorts.foreign, ''));
  const settings = {
    'security/sip_certificate_uri': at(httpPorts.right, 'phone.pem'),
    'security/sip_private_key_uri': at(httpPorts.right, 'phone.key'),
    'security/ca_certificate/4/uri': at(httpPorts.right, 'stranger.pem'),
    'voip/signalling/sip/tls_port': sipsPort,
    'provisioning/ring_tone_uri': `https://${host}/strange.zip`,
  };
  nginx.put(
    'phone.cfg',
    Object.entries(settings)
      .map(([path, value]) => `${path}=${value}\n`)
      .join(''),
  );
  await using fresh = await phone(await mkdtemp(join(tmpdir(), 'certified-')));
  await fresh.waitFor('CN=phone', async () => ((await shownBy(fresh, sipsPort)) === 'CN=phone' ? true : undefined));
  // A server that only that authority knows.
  await fresh.waitFor('strange rings', async () => (nginx.requests.some((each) => /strange\.zip/.test(each)) ? true : undefined));
  await fresh.waitFor('the start after both were taken', async () => {
    const taken = ['slot=sip subject', 'slot=authority-4 subject'].map((words) => fresh.log.indexOf(words));
    const up = fresh.log.lastIndexOf('the phone is up');
    return taken.every((at) => at >= 0 && at < up) ? true : undefined;
  });
  const restarts = (): number => fresh.log.match(/restarting/g)?.length ?? 0;
  const before = restarts();
  assert.ok(before >= 1 && before <= 3, `${before} restarts`);
  const admin = new WebClient(await fresh.webAddress());
  await fresh.waitFor('its pages', async () => {
    const answer = await admin.logIn('admin', password).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  });
  const fetched = (): number => nginx.requests.filter((each) => /phone\.key/.test(each)).length;
  await nginx.answered();
  const keys = fetched();
  await admin.send('POST', '/api/provisioning/check');
  await fresh.waitFor('another look', async () => (fetched() > keys ? true : undefined));
  assert.equal(restarts(), before, 'what is the same restarts nothing');
});

test('a server that wants to see who asks believes what the phone fetched before', async () => {
  put(certificates.phone);
  const lines = [
    `security/autoupdate_certificate_uri=phone.pem\n`,
    `security/autoupdate_private_key_uri=phone.key\n`,
    `provisioning/ring_tone_uri=${at(httpPorts.mutual, 'rings.zip')}\n`,
  ];
  nginx.put('phone.cfg', lines.slice(0, 2).join(''));
  await using fresh = await phone(await mkdtemp(join(tmpdir(), 'certified-')));
  await fresh.waitFor('the pair', async () => (/a new one was taken.*slot=provisioning/.test(fresh.log) ? true : undefined));
  nginx.put('phone.cfg', lines.join(''));
  const admin = new WebClient(await fresh.webAddress());
  await admin.logIn('admin', password);
  await admin.send('POST', '/api/provisioning/check');
  // nginx answers 400 to whoever shows none.
  await fresh.waitFor('the rings', async () =>
    nginx.requests.some((each) => /^404 .*rings\.zip/.test(each)) ? true : undefined,
  );
});

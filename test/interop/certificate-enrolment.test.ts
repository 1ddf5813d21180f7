// Proves enrolment by EST against nginx and openssl, which strongSwan's pki uses the same way: the first certificate with a login, the next one
// with the certificate, waiting, authorities that are not the right ones, and answers that are none.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type AdministeredPhone, administratorPassword, changeSettings } from '../support/administered-phone.ts';
import { PhoneTime } from '../support/phone-time.ts';
import { startBrowser, visit } from '../support/web-visit.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import {
  changeAndEnrol,
  enrolmentState,
  enrolNow,
  pagesAddress,
  startEnrolling,
  waitForFailure,
  waitForState,
} from './rig/enrolling-phone.ts';
import { EstServer, estLogin, estPorts } from './rig/est-server.ts';
import { phoneAddress } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { run } from './rig/run.ts';
import { Site } from './rig/site.ts';

const sipsPort = 5061;
const web = pagesAddress;
const dayMs = 86_400_000;

let site: Site;
let certificates: Certificates;
let est: EstServer;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startNameServer(site.lan, site.directory));
  est = await site.keep(EstServer.start(site.lan, site.directory, certificates));
});
after(() => site[Symbol.asyncDispose]());
beforeEach(() => {
  est.mode = 'issue';
  est.challenge = '';
  est.dates = undefined;
});

const known = () => ({ 'security/ca_certificate/0/uri': certificates.authority, 'security/sip/public_authorities': 0 });
const asked = () => ({
  'security/enrolment/protocol': 'EST',
  'security/enrolment/url': est.address(),
  'security/enrolment/user': estLogin.user,
  'security/enrolment/password': estLogin.password,
  'security/enrolment/uses': 'web',
});

/** What openssl is shown, as its own words: subject, issuer, names, kind of key. */
async function shown(at: string): Promise<string> {
  const text = 'openssl x509 -noout -subject -issuer -ext subjectAltName -text';
  return await run('sh', ['-c', `openssl s_client -connect ${at} -showcerts </dev/null 2>/dev/null | ${text}`]).catch(() => '');
}

async function waitForShown(which: AdministeredPhone, at: string, words: RegExp): Promise<string> {
  return await which.phone.waitFor(String(words), async () => {
    const found = await shown(at);
    return words.test(found) ? found : undefined;
  });
}

async function logIn({ admin }: AdministeredPhone): Promise<boolean> {
  const answer = await admin.logIn('admin', administratorPassword).catch(() => undefined);
  return answer?.status === 200;
}

const enrolments = (words: RegExp): number => est.requests.filter((line) => words.test(line)).length;

test('strongSwan gets a certificate, and the next one for it, from the same server', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'swan-'));
  const at = (name: string): string => join(directory, name);
  const pki = async (to: string, args: string): Promise<void> => void (await run('sh', ['-c', `pki ${args} > ${at(to)}`]));
  const server = `--url ${est.address()} --cacert ${certificates.authority} --cacert ${est.authority}`;
  const names = '--dn CN=swan --san swan.test';
  await pki('first.key', '--gen --type ecdsa --size 256 --outform pem');
  await pki('first.csr', `--req --type ecdsa --in ${at('first.key')} ${names}`);
  await pki(
    'first.pem',
    `--est ${server} --userpass "${estLogin.user}:${estLogin.password}" --in ${at('first.csr')} --outform pem`,
  );
  await pki('next.key', '--gen --type ecdsa --size 256 --outform pem');
  await pki('next.csr', `--req --type ecdsa --in ${at('next.key')} ${names}`);
  const held = `--cert ${at('first.pem')} --key ${at('first.key')}`;
  await pki('next.pem', `--est ${server} ${held} --in ${at('next.csr')} --outform pem`);
  await run('openssl', ['verify', '-CAfile', est.authority, at('first.pem'), at('next.pem')]);
  assert.match(est.requests.at(-1) ?? '', /^200 POST .*\/simplereenroll .*"CN=swan"/);
});

test('the first certificate comes with a login and is shown by the pages and by SIP', async () => {
  est.challenge = 'long live the phone';
  const params = {
    ...known(),
    ...asked(),
    'security/enrolment/label': 'phones',
    'security/enrolment/challenge': 'long live the phone',
    'security/enrolment/common_name': '<MAC>.phones.interop.test',
    'security/enrolment/key_type': 'RSA_2048',
    'security/enrolment/uses': 'web sip',
    'voip/signalling/sip/tls_port': sipsPort,
  };
  await using parts = new AsyncDisposableStack();
  const first = await startEnrolling(params);
  parts.use(first.phone);
  const bySip = await waitForShown(first, `${phoneAddress}:${sipsPort}`, /issuer=CN = Interop EST/);
  assert.match(bySip, /subject=CN = [0-9a-f]{12}\.phones\.interop\.test/);
  assert.match(bySip, /DNS:[0-9a-f]{12}\.phones\.interop\.test, IP Address:10\.77\.0\.2/);
  assert.match(bySip, /rsaEncryption/);
  const byWeb = await waitForShown(first, web, /issuer=CN = Interop EST/);
  assert.equal(byWeb, bySip);
  assert.ok(est.requests.some((line) => /^200 POST \/\.well-known\/est\/phones\/simpleenroll phones "-"/.test(line)));
  assert.doesNotMatch(first.phone.log, /long live|first contact|PRIVATE KEY/);
});

test('a certificate is renewed before its end with itself as the proof, without a restart; nobody needs the login any more', async () => {
  using time = new PhoneTime();
  const fresh = await startEnrolling({ ...known(), ...asked(), 'security/enrolment/renew_before': 10 }, time.options);
  await using _ = fresh.phone;
  const { enrolledUntilMs = 0, nextAtMs = 0 } = await waitForState(
    fresh,
    'a certificate',
    ({ enrolledUntilMs }) => enrolledUntilMs !== undefined,
  );
  assert.ok(nextAtMs >= enrolledUntilMs - 10 * dayMs && nextAtMs <= enrolledUntilMs - 9 * dayMs, String(nextAtMs));
  const before = await waitForShown(fresh, web, /issuer=CN = Interop EST/);
  await changeSettings(fresh.admin, { 'security/enrolment/password': 'forgotten' });
  const again = /^200 POST .*\/simplereenroll - "CN=phone-[0-9a-f]{12}"/;
  assert.equal(enrolments(again), 0);
  await time.skip(fresh.phone, 82 * dayMs);
  await fresh.phone.waitFor('the renewal', async () => (enrolments(again) === 1 ? true : undefined));
  const after = await fresh.phone.waitFor('the new one', async () => {
    const found = await shown(web);
    return found !== '' && found !== before ? found : undefined;
  });
  assert.match(after, /issuer=CN = Interop EST/);
  assert.doesNotMatch(fresh.phone.log, /restarting/);
});

test('a request waits until somebody agrees, over a restart, and is the same', async () => {
  est.mode = 'agree';
  const dataDirectory = await mkdtemp(join(tmpdir(), 'waiting-'));
  {
    const fresh = await startEnrolling({ ...known(), ...asked() }, { dataDirectory });
    await using _ = fresh.phone;
    await waitForState(fresh, 'waiting', ({ waitingSinceMs }) => waitingSinceMs !== undefined);
  }
  est.mode = 'agreed';
  const again = await startEnrolling({ ...known(), ...asked() }, { dataDirectory });
  await using _ = again.phone;
  await waitForShown(again, web, /issuer=CN = Interop EST/);
  assert.equal((await enrolmentState(again)).waitingSinceMs, undefined);
  await changeSettings(again.admin, { 'security/enrolment/protocol': 'NONE' });
  assert.equal((await again.admin.send('POST', '/api/certificates/enrolment')).status, 409);
});

test('a stranger is believed by the fingerprint of his authority alone, which is kept; another one is not', async () => {
  const fingerprint =
    (await run('openssl', ['x509', '-in', est.authority, '-noout', '-fingerprint', '-sha256'])).split('=')[1] ?? '';
  const fresh = await startEnrolling({
    ...asked(),
    'security/sip/public_authorities': 0,
    'security/enrolment/url': est.address(estPorts.own),
  });
  await using _ = fresh.phone;
  const posts = enrolments(/POST/);
  await waitForFailure(fresh, 'certificate');
  await changeAndEnrol(fresh, { 'security/enrolment/ca_fingerprint': 'ab'.repeat(32) });
  await waitForFailure(fresh, 'otherFingerprint');
  await changeAndEnrol(fresh, {
    'security/enrolment/url': est.address(estPorts.foreign),
    'security/enrolment/ca_fingerprint': fingerprint.trim(),
  });
  await waitForFailure(fresh, 'certificate');
  assert.equal(enrolments(/POST/), posts, 'nobody was shown a request or a password');
  await changeAndEnrol(fresh, { 'security/enrolment/url': est.address(estPorts.own) });
  await waitForShown(fresh, web, /issuer=CN = Interop EST/);
  await fresh.phone.waitFor('its pages', async () => ((await logIn(fresh)) ? true : undefined));
  const kept = (await fresh.admin.get('/api/certificates')) as { authorities: { certificates: { subject: string }[] }[] };
  assert.deepEqual(
    kept.authorities.map(({ certificates: [first] }) => first?.subject),
    ['CN=Interop EST', undefined, undefined, undefined, undefined],
  );
});

test('refusals and answers that are none leave the phone with the certificate that it has', async () => {
  const fresh = await startEnrolling({ ...known(), ...asked() });
  await using _ = fresh.phone;
  const before = await waitForShown(fresh, web, /issuer=CN = Interop EST/);
  const outcomes = {
    refuse: 'refused',
    otherKey: 'otherKey',
    garbage: 'protocol',
    huge: 'tooLarge',
    half: 'incomplete',
  } as const;
  for (const [mode, reason] of Object.entries(outcomes)) {
    est.mode = mode as keyof typeof outcomes;
    await enrolNow(fresh);
    await waitForFailure(fresh, reason);
  }
  est.mode = 'issue';
  est.dates = ['20200101000000Z', '20200102000000Z'];
  await enrolNow(fresh);
  await waitForFailure(fresh, 'ended');
  assert.match(fresh.phone.log, /nobody of that name is known/);
  assert.equal(await shown(web), before);
  const password = { 'security/enrolment/password': 'wrong', 'security/enrolment/common_name': 'another' };
  await changeAndEnrol(fresh, password);
  await waitForFailure(fresh, 'denied');
});

test('the page says what hinders, and has the certificate when it is asked for again', async () => {
  est.mode = 'refuse';
  const fresh = await startEnrolling({ ...known(), ...asked() });
  await using _ = fresh.phone;
  await waitForFailure(fresh, 'refused');
  const browser = await startBrowser();
  await using __ = { [Symbol.asyncDispose]: () => browser.close() };
  const { page, address } = await visit(browser, fresh.phone);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(administratorPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
  await page.goto(`${address}/#/tools/certificates`);
  const section = page.getByRole('region', { name: 'Enrolment' });
  await section.getByText('The server does not grant what the phone asks for.').waitFor();
  est.mode = 'issue';
  await section.getByRole('button', { name: 'Enrol now' }).click();
  await section.getByText(/^Has a certificate until /).waitFor();
  await page.getByText('CN=phone-020000000001').first().waitFor();
});

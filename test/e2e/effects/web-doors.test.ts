// Where the pages are, who may come in and for how long: the ports, the names, the times of a session, the certificate that is shown.

import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { selfSignedCertificate } from '#firmware/certificates/certificate';
import { freePort } from '#test/lab/free-port';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { PhoneTime } from '#test/support/phone-time';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';

const host = '127.0.0.1';
const password = 'correct horse';
const [minuteMs, hourMs] = [60_000, 3_600_000];
let time: PhoneTime;
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  time = new PhoneTime();
  ({ phone, admin } = await startAdministeredPhone({ ...time.options, params: { 'system/web_user_password': 'paper clip' } }));
});
after(async () => {
  await phone[Symbol.asyncDispose]();
  time[Symbol.dispose]();
});

/** The answer to somebody's login; after a while, for those who fail have to wait. */
async function login(name: string, word: string): Promise<number> {
  await time.skip(phone, minuteMs);
  return (await new WebClient(admin.address).logIn(name, word)).status;
}

test('administrator and user sign in by the names that they were given, and the administrator not at all where that is off', async () => {
  assert.deepEqual([await login('admin', password), await login('user', 'paper clip')], [200, 200]);
  await changeSettings(admin, { 'system/user_name': 'boss', 'system/web_user_name': 'mia' });
  assert.deepEqual([await login('boss', password), await login('mia', 'paper clip')], [200, 200]);
  assert.deepEqual([await login('admin', password), await login('user', 'paper clip')], [401, 401]);
  await changeSettings(admin, { 'system/user_name': null, 'system/web_user_name': null });
  await changeSettings(admin, { 'system/web/admin_access/enabled': false });
  assert.deepEqual([await login('admin', password), await login('user', 'paper clip')], [401, 200]);
  await changeSettings(admin, { 'system/web/admin_access/enabled': true });
  assert.equal(await login('admin', password), 200);
});

/** How a request is answered that needs a session, after so long without one. */
async function answerAfter(visitor: WebClient, idleMs: number): Promise<number> {
  await time.skip(phone, idleMs);
  return (await visitor.send('GET', '/api/phone')).status;
}

test('who does nothing for so long is logged out, and who was in for so long, too', async () => {
  await changeSettings(admin, { 'system/web/session_idle_timeout': 20 });
  const visitor = new WebClient(admin.address);
  await visitor.logIn('admin', password);
  assert.equal(await answerAfter(visitor, 18 * minuteMs), 200);
  assert.equal(await answerAfter(visitor, 18 * minuteMs), 200);
  assert.equal(await answerAfter(visitor, 21 * minuteMs), 401);
  await visitor.logIn('admin', password);
  await changeSettings(visitor, { 'system/web/session_idle_timeout': 1440, 'system/web/session_timeout': 2 });
  assert.equal(await answerAfter(visitor, 1.9 * hourMs), 200);
  assert.equal(await answerAfter(visitor, 0.2 * hourMs), 401);
  await admin.logIn('admin', password);
});

/** The first name of what the pages show who they are with. */
function shownCertificate(port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate(true).raw));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

function dataAddress(pem: string): string {
  return `data:application/x-pem-file;base64,${Buffer.from(pem).toString('base64')}`;
}

test('browsers are shown the certificate that the administrator brought, and the own one again without it', async () => {
  const port = Number(new URL(admin.address).port);
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const validity = { fromMs: Date.now() - hourMs, untilMs: Date.now() + 24 * hourMs, serialNumber: randomBytes(8) };
  const certificate = selfSignedCertificate(privateKey, { commonName: 'phone7.example.org', names: [] }, validity);
  assert.doesNotMatch((await shownCertificate(port)).subject, /phone7/);
  await changeSettings(admin, {
    'security/web_certificate_uri': dataAddress(certificate),
    'security/web_private_key_uri': dataAddress(privateKey),
  });
  assert.match((await shownCertificate(port)).subject, /phone7\.example\.org/);
  await changeSettings(admin, { 'security/web_private_key_uri': null });
  assert.doesNotMatch((await shownCertificate(port)).subject, /phone7/);
});

test('the pages are at the ports that the parameters say, the plain one leading to the other; another port takes their place at once', async () => {
  const [plain, secure, later] = [await freePort(host), await freePort(host), await freePort(host)];
  await using here = await SimulatedPhone.start({
    arguments: ['--web', host],
    params: { 'system/password': password, 'system/web/port': plain, 'security/web/port': secure },
  });
  await here.webAddress();
  const [door, safe] = [new WebClient(`http://${host}:${plain}`), new WebClient(`https://${host}:${secure}`)];
  const sent = await door.send('GET', '/');
  assert.deepEqual([sent.status, sent.headers.location], [308, `https://${host}:${secure}/`]);
  assert.equal((await safe.logIn('admin', password)).status, 200);
  await changeSettings(safe, { 'security/web/port': later });
  const moved = new WebClient(`https://${host}:${later}`);
  await here.waitFor('the other port', () => moved.logIn('admin', password).catch(() => undefined));
  await assert.rejects(safe.send('GET', '/'), { code: 'ECONNREFUSED' });
});

// Keeping the phone's certificate: what is asked when, what is kept over a restart, and what is done with what comes. openssl is the authority.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { CertificateEnrolment } from '#firmware/certificates/enrolment/certificate-enrolment';
import type { Enrolled, EnrolmentRequest, ToldAuthorities } from '#firmware/certificates/enrolment/enrolment-protocol';
import { enrolmentSettings } from '#firmware/certificates/enrolment/enrolment-settings';
import { eventually } from '#test/support/eventually';
import { MemoryLog } from '#test/support/memory-log';
import { type StoreRig, storeRig } from '../../../config/store-rig.ts';
import { CertificateAuthority } from '../../../sip/transport/certificates.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const root = new X509Certificate(ca.certificate);
const dayMs = 86_400_000;
const at = (name: string): string => join(ca.directory, name);

function sign(csr: Uint8Array, days = 90): X509Certificate {
  writeFileSync(at('asked.der'), csr);
  execFileSync('openssl', ['req', '-inform', 'DER', '-in', at('asked.der'), '-out', at('asked.pem')]);
  // The phone's clock begins with 2026.
  const to = new Date(Date.UTC(2026, 0, 1) + days * dayMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const dates = ['-startdate', '20251201000000Z', '-enddate', to];
  const signer = ['-config', at('ca.cnf'), '-batch', '-notext', '-keyfile', at('ca.key'), '-cert', ca.file];
  execFileSync('openssl', ['ca', ...signer, ...dates, '-in', at('asked.pem'), '-out', at('signed.pem')], { stdio: 'pipe' });
  return new X509Certificate(readFileSync(at('signed.pem')));
}

interface Rig {
  readonly enrolment: CertificateEnrolment;
  readonly requests: EnrolmentRequest[];
  readonly log: MemoryLog;
  /** What the server does from now on. */
  answers: (request: EnrolmentRequest) => Enrolled;
  told: ToldAuthorities;
  restarts: number;
  readonly set: (values: Readonly<Record<string, string | number>>) => Promise<void>;
  readonly get: (
    path: 'security/web_certificate_uri' | 'security/sip_certificate_uri' | 'security/ca_certificate/0/uri',
  ) => string;
  readonly close: () => Promise<void>;
}

const issue = ({ csr }: EnrolmentRequest): Enrolled => ({ type: 'issued', certificates: [sign(csr)] });
const standard = {
  'security/enrolment/protocol': 'EST',
  'security/enrolment/url': 'https://ca.test',
  'security/enrolment/uses': 'web',
};

async function rig(
  t: TestContext,
  disk: StoreRig = storeRig(t),
  values: Readonly<Record<string, string>> = standard,
): Promise<Rig> {
  const { store } = await disk.open();
  const set = async (changed: Readonly<Record<string, string | number>>): Promise<void> => {
    const result = await store.change(
      Object.entries(changed).map(([path, value]) => ({ path, value })),
      'admin',
    );
    assert.ok(result.ok, JSON.stringify(result));
  };
  await set(values);
  const log = new MemoryLog();
  const names = { macAddress: '020000000001', model: 'm', version: '1', address: undefined };
  const enrolment = new CertificateEnrolment({
    store,
    clock: disk.clock,
    log,
    random: { bytes: (count) => new Uint8Array(count) },
    settings: () => enrolmentSettings(store, names),
    openProtocol: async () => ({
      authorities: async () => made.told,
      enrol: async (request) => {
        made.requests.push(request);
        return made.answers(request);
      },
    }),
    authorities: () => [],
    addresses: () => ['192.0.2.7'],
    restartWhenIdle: () => void made.restarts++,
  });
  const unsubscribe = store.subscribe('security/enrolment', (paths) => enrolment.settingsChanged(paths));
  const close = async (): Promise<void> => {
    unsubscribe();
    enrolment[Symbol.dispose]();
    await store.close();
  };
  t.after(() => enrolment[Symbol.dispose]());
  const made: Rig = {
    enrolment,
    requests: [],
    log,
    answers: issue,
    told: { type: 'told', certificates: [root], proven: true },
    restarts: 0,
    set,
    get: (path) => store.get(path),
    close,
  };
  enrolment.start();
  return made;
}

/** Until nothing is at work, having asked so often. */
function asked(made: Rig, count: number): Promise<void> {
  return eventually(async () => {
    assert.equal(made.requests.length, count);
    assert.equal(made.enrolment.state.step, undefined);
  });
}

test('a certificate is asked for, taken without a restart where it is for the pages, and renewed with itself', async (t) => {
  const disk = storeRig(t);
  const made = await rig(t, disk);
  made.answers = ({ csr }) => ({ type: 'issued', certificates: [sign(csr, 120)] });
  disk.clock.advance(5000);
  await asked(made, 1);
  assert.equal(made.restarts, 0);
  const { enrolledUntilMs = 0, nextAtMs, lastFailure } = made.enrolment.state;
  assert.equal(nextAtMs, enrolledUntilMs - 30 * dayMs);
  assert.equal(lastFailure, undefined);
  const first = made.get('security/web_certificate_uri');
  assert.match(first, /^data:/);
  made.answers = ({ csr }) => ({ type: 'issued', certificates: [sign(csr, 300)] });
  for (let day = 0; day < 90; day += 0.5) disk.clock.advance(dayMs / 2);
  await asked(made, 2);
  assert.match(made.requests[1]?.current?.certificate ?? '', /BEGIN CERTIFICATE/);
  assert.notEqual(made.get('security/web_certificate_uri'), first);
  const keys = made.requests.map(({ key }) => createPublicKey(key).export({ type: 'spki', format: 'pem' }));
  assert.notEqual(keys[0], keys[1], 'each has a key of its own');
  disk.clock.wall = { ...disk.clock.wall, ms: disk.clock.wall.ms + 400 * dayMs };
  made.enrolment.enrolNow();
  await asked(made, 3);
  assert.equal(made.requests[2]?.current, undefined, 'one that has ended proves nothing');
});

test('failures are tried again less and less often, with the same request, and when the server wants it', async (t) => {
  const disk = storeRig(t);
  const made = await rig(t, disk);
  made.answers = () => ({ type: 'failed', reason: 'unreachable', detail: '' });
  disk.clock.advance(5000);
  await asked(made, 1);
  assert.equal(made.enrolment.state.lastFailure?.reason, 'unreachable');
  for (const [count, waitMs] of [
    [2, 15_000],
    [3, 30_000],
    [4, 60_000],
  ] as const) {
    disk.clock.advance(waitMs - 1);
    assert.equal(made.requests.length, count - 1);
    disk.clock.advance(1);
    await asked(made, count);
  }
  assert.equal(new Set(made.requests.map(({ csr }) => Buffer.from(csr).toString('hex'))).size, 1);
  made.answers = () => ({ type: 'failed', reason: 'refused', detail: '', retryAfterMs: 7000 });
  made.enrolment.enrolNow();
  await asked(made, 5);
  made.answers = issue;
  disk.clock.advance(7000);
  await asked(made, 6);
  assert.notDeepEqual(made.requests[5]?.csr, made.requests[4]?.csr, 'what was refused is not sent again');
});

test('what waits goes on after a restart with the same request and the ticket of the server, and its key lies nowhere open', async (t) => {
  const disk = storeRig(t);
  const before = await rig(t, disk, { ...standard, 'security/enrolment/challenge': 'swordfish' });
  before.answers = () => ({ type: 'pending', retryAfterMs: 60_000, ticket: 'transaction 7' });
  disk.clock.advance(5000);
  await asked(before, 1);
  assert.ok(before.enrolment.state.waitingSinceMs !== undefined);
  await before.close();
  const { key = '', csr } = before.requests[0] ?? {};
  const bytes = readFileSync(disk.file, 'latin1');
  for (const secret of [
    key.split('\n')[1] ?? '?',
    'swordfish',
    Buffer.from(csr ?? [])
      .toString('base64')
      .slice(0, 60),
  ]) {
    assert.ok(!bytes.includes(secret), secret);
    assert.ok(!JSON.stringify(before.log.lines).includes(secret), secret);
  }
  const again = await rig(t, disk, {});
  disk.clock.advance(59_999);
  assert.equal(again.requests.length, 0);
  disk.clock.advance(1);
  await asked(again, 1);
  assert.equal(again.requests[0]?.ticket, 'transaction 7');
  assert.deepEqual(Buffer.from(again.requests[0]?.csr ?? []), Buffer.from(csr ?? []));
  assert.equal(again.enrolment.state.waitingSinceMs, undefined);
});

test('switched off it asks nobody, and forgets what waited; what it was given stays for when it is on again', async (t) => {
  const disk = storeRig(t);
  const made = await rig(t, disk);
  disk.clock.advance(5000);
  await asked(made, 1);
  made.answers = () => ({ type: 'pending' });
  made.enrolment.enrolNow();
  await asked(made, 2);
  await made.set({ 'security/enrolment/protocol': 'NONE' });
  disk.clock.advance(dayMs);
  assert.equal(made.enrolment.enrolNow(), false);
  assert.equal(made.enrolment.state.protocol, 'NONE');
  await made.set({ 'security/enrolment/protocol': 'EST' });
  const { waitingSinceMs, enrolledUntilMs } = made.enrolment.state;
  assert.deepEqual([waitingSinceMs, typeof enrolledUntilMs], [undefined, 'number']);
  disk.clock.advance(5000);
  assert.equal(made.requests.length, 2, 'the one that it has is good');
});

test('another name or server is asked anew, without the certificate of the old one; another use has what there is', async (t) => {
  const disk = storeRig(t);
  const made = await rig(t, disk);
  disk.clock.advance(5000);
  await asked(made, 1);
  await made.set({ 'security/enrolment/uses': 'web sip' });
  await eventually(async () => assert.equal(made.restarts, 1));
  assert.equal(made.get('security/sip_certificate_uri'), made.get('security/web_certificate_uri'));
  await made.set({ 'security/enrolment/common_name': 'other.example.org' });
  disk.clock.advance(5000);
  await asked(made, 2);
  assert.equal(made.requests[1]?.current, undefined);
  assert.equal(made.restarts, 2);
});

test('an authority by its fingerprint is kept in the first place that is free; without an address nothing is asked', async (t) => {
  const disk = storeRig(t);
  const made = await rig(t, disk, { ...standard, 'security/enrolment/url': 'http://ca.test' });
  disk.clock.advance(5000);
  assert.equal(made.enrolment.state.lastFailure?.reason, 'noAddress');
  made.told = { type: 'told', certificates: [root], proven: false };
  await made.set({ 'security/enrolment/url': 'https://ca.test', 'security/enrolment/ca_fingerprint': root.fingerprint256 });
  disk.clock.advance(5000);
  await asked(made, 1);
  assert.match(made.get('security/ca_certificate/0/uri'), /^data:/);
  assert.equal(made.restarts, 1);
});

test('a phone that does not know the day asks for its first certificate, and renews none', async (t) => {
  const disk = storeRig(t);
  disk.clock.wall = { ms: 0, trusted: false };
  const made = await rig(t, disk);
  disk.clock.advance(5000);
  await asked(made, 1);
  disk.clock.advance(dayMs);
  assert.equal(made.requests.length, 1);
});

test('what waits is asked for at once by a phone that begins in 1970 again, and the server is left alone as it wants from then on', async (t) => {
  const disk = storeRig(t);
  const before = await rig(t, disk);
  before.answers = () => ({ type: 'pending', retryAfterMs: dayMs });
  disk.clock.advance(5000);
  await asked(before, 1);
  await before.close();
  disk.clock.wall = { ms: 0, trusted: false };
  const again = await rig(t, disk, {});
  again.answers = before.answers;
  disk.clock.advance(5000);
  await asked(again, 1);
  disk.clock.advance(dayMs - 1);
  assert.equal(again.requests.length, 1);
  // A time server was heard.
  disk.clock.wall = { ms: Date.UTC(2026, 0, 2), trusted: true };
  disk.clock.advance(1);
  await asked(again, 2);
});

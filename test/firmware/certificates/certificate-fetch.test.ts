// Certificates by address: taken when they are good, kept over restarts with the key sealed, and never in the place of ones that work when
// they are not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, type TestContext, test } from 'node:test';
import { encryptFile } from '#config/formats/encryption/file';
import { CertificateFetch, type FetchProblem } from '#firmware/certificates/certificate-fetch';
import { KeptCertificates } from '#firmware/certificates/kept-certificates';
import { dataAddress } from '#firmware/certificates/pem-address';
import type { FetchResult } from '#firmware/provisioning/fetch/fetched';
import { provisioningTls, tlsSettings } from '#firmware/system/tls-identity';
import { MemoryLog } from '#test/support/memory-log';
import { storeRig } from '../../config/store-rig.ts';
import { CertificateAuthority } from '../../sip/transport/certificates.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const [first, second] = [ca.issue({ names: 'DNS:a.test' }), ca.issue({ names: 'DNS:b.test' })];
const old = ca.issue({ names: 'DNS:c.test', to: '20210101000000Z' });

const server = 'https://server.test/';
const places = { certificate: 'security/sip_certificate_uri', key: 'security/sip_private_key_uri' } as const;
const here = { [places.certificate]: `${server}phone.pem`, [places.key]: `${server}phone.key` };

async function rig(t: TestContext) {
  const disk = storeRig(t);
  const { store } = await disk.open();
  const certificates = new KeptCertificates(store);
  const log = new MemoryLog();
  const served = new Map<string, Uint8Array | string | FetchResult>();
  const problems = new Map<string, FetchProblem | undefined>();
  const state = { restarts: 0, takesUnprotected: false, waiting: undefined as string | undefined, asked: [] as string[] };
  const fetch = new CertificateFetch({
    clock: disk.clock,
    log,
    random: { bytes: (count) => new Uint8Array(count) },
    certificates,
    names: () => ({ macAddress: '00085d123456', model: 'color-320', version: '1.0', address: undefined }),
    base: () => `${server}phones/00085d123456.cfg`,
    fetch: async ({ href }) => {
      state.asked.push(href);
      const found = served.get(href) ?? ({ type: 'failed', failure: 'notFound', detail: '' } as const);
      if (typeof found === 'object' && 'type' in found) return found;
      return { type: 'fetched', bytes: Buffer.from(found), validators: {} };
    },
    fileKeys: () => ({ phrases: ['our phrase'] }),
    takesUnprotected: () => state.takesUnprotected,
    waitingKey: async () => state.waiting,
    told: (slot, problem) => void problems.set(slot, problem),
    restartWhenIdle: () => void state.restarts++,
  });
  t.after(() => fetch[Symbol.dispose]());
  const set = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const changes = Object.entries(values).map(([path, value]) => ({ path, value }));
    const result = await store.change(changes, 'admin');
    assert.ok(result.ok, JSON.stringify(result));
    await fetch.settingsChanged(result.changed);
  };
  const identity = () => tlsSettings(certificates, log).identity;
  const serve = (name: string, content: Uint8Array | string | FetchResult): void => void served.set(`${server}${name}`, content);
  return { disk, store, certificates, log, served, problems, state, fetch, set, identity, serve };
}

test('a pair is fetched, used, kept sealed over a restart, and asks for one where it is read at the start', async (t) => {
  const { disk, store, set, serve, identity, problems, state, log } = await rig(t);
  serve('phone.pem', `${first.certificate}${ca.certificate}`);
  serve('phone.key', first.privateKey);
  await set(here);
  assert.deepEqual(problems, new Map([['sip', undefined]]));
  assert.equal(identity()?.privateKey, first.privateKey);
  assert.equal(state.restarts, 1);
  const keyText = first.privateKey.split('\n')[1] ?? '';
  assert.ok(!JSON.stringify(log.lines).includes(keyText), 'the key is not in the log');
  await store.close();
  assert.ok(!readFileSync(disk.file, 'latin1').includes(keyText.slice(0, 30)), 'the key does not lie open on the disk');
  const again = new KeptCertificates((await disk.open()).store);
  assert.equal(tlsSettings(again, log).identity?.certificate, `${first.certificate}${ca.certificate}`);
});

test('what is wrong takes the place of nothing, is told, and is tried again until it is right', async (t) => {
  const { disk, set, serve, identity, problems, fetch, state, served } = await rig(t);
  await set({ [places.certificate]: dataAddress(first.certificate), [places.key]: dataAddress(first.privateKey) });
  const half = second.certificate.slice(0, second.certificate.length / 2);
  const cut: FetchResult = { type: 'failed', failure: 'incomplete', detail: '' };
  const wrong: readonly (readonly [string | FetchResult, string | FetchResult, FetchProblem])[] = [
    [second.certificate, first.privateKey, 'otherKey'],
    [second.certificate, '', 'otherKey'],
    [half, second.privateKey, 'noCertificate'],
    ['<html>not found</html>', second.privateKey, 'noCertificate'],
    [old.certificate, old.privateKey, 'ended'],
    [cut, second.privateKey, 'incomplete'],
    [second.certificate, cut, 'incomplete'],
  ];
  serve('phone.pem', 'x');
  serve('phone.key', 'x');
  await set(here);
  for (const [certificate, key, problem] of wrong) {
    serve('phone.pem', certificate);
    serve('phone.key', key);
    await fetch.fetchAll();
    assert.equal(problems.get('sip'), problem);
    assert.equal(identity()?.certificate, first.certificate, problem);
  }
  served.clear();
  await fetch.fetchAll();
  assert.equal(problems.get('sip'), 'notFound');
  assert.equal(state.restarts, 0);
  serve('phone.pem', second.certificate);
  serve('phone.key', second.privateKey);
  disk.clock.advance(3_600_000);
  await fetch.settingsChanged([]);
  assert.deepEqual([problems.get('sip'), identity()?.certificate, state.restarts], [undefined, second.certificate, 1]);
  const asked = state.asked.length;
  disk.clock.advance(86_400_000);
  await fetch.settingsChanged([]);
  assert.equal(state.asked.length, asked, 'what is there is not asked for by itself');
});

test('keys and authorities come over a way that nobody reads or changes, or encrypted, or because the site says so', async (t) => {
  const { set, certificates, identity, problems, served, state, fetch, log } = await rig(t);
  served.set('http://server.test/phone.pem', first.certificate);
  served.set('http://server.test/phone.key', first.privateKey);
  served.set('tftp://server.test/ca.pem', ca.certificate);
  await set({
    [places.certificate]: 'http://server.test/phone.pem',
    [places.key]: 'http://server.test/phone.key',
    'security/ca_certificate/2/uri': 'tftp://server.test/ca.pem',
  });
  assert.deepEqual([problems.get('sip'), problems.get('authority-2')], ['unprotected', 'unprotected']);
  assert.deepEqual(tlsSettings(certificates, log).authorities, []);
  served.set('http://server.test/phone.key', encryptFile(Buffer.from(first.privateKey), 'our phrase'));
  await fetch.fetchAll();
  assert.equal(identity()?.certificate, first.certificate);
  served.set('http://server.test/phone.key', encryptFile(Buffer.from(first.privateKey), 'another phrase'));
  await fetch.fetchAll();
  assert.equal(problems.get('sip'), 'closed');
  state.takesUnprotected = true;
  await fetch.fetchAll();
  assert.equal(tlsSettings(certificates, log).authorities.length, 1);
});

test('the certificate of a request that was made here is taken with its key, a bare name from beside the configuration', async (t) => {
  const { set, serve, certificates, problems, state, fetch, log } = await rig(t);
  serve('phones/00085d123456.pem', second.certificate);
  await set({ 'security/autoupdate_certificate_uri': '<MAC>.pem' });
  assert.equal(problems.get('provisioning'), 'otherKey');
  state.waiting = second.privateKey;
  await fetch.fetchAll();
  assert.equal(provisioningTls(certificates, log).identity?.privateKey, second.privateKey);
  state.waiting = undefined;
  await fetch.fetchAll();
  assert.deepEqual([problems.get('provisioning'), state.restarts], [undefined, 0]);
});

test('an address that is taken away takes the certificate along', async (t) => {
  const { set, serve, identity, certificates } = await rig(t);
  serve('phone.pem', first.certificate);
  serve('phone.key', first.privateKey);
  await set(here);
  await set({ [places.certificate]: '', [places.key]: '' });
  assert.equal(identity(), undefined);
  assert.equal(certificates.kept('sip'), undefined);
});

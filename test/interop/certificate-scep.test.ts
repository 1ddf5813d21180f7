// Proves enrolment by SCEP against micromdm's server: the first certificate by a password, the next one signed with it, a password and a
// fingerprint that are not the right ones, and answers that are none.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { AdministeredPhone } from '../support/administered-phone.ts';
import { changeAndEnrol, enrolNow, pagesAddress, startEnrolling, waitForFailure } from './rig/enrolling-phone.ts';
import { run } from './rig/run.ts';
import { ScepServer, scepChallenge } from './rig/scep-server.ts';
import { Site } from './rig/site.ts';

const issuer = /issuer=.*O = Interop SCEP/;

let site: Site;
let scep: ScepServer;
let fingerprint: string;
before(async () => {
  site = await Site.open();
  scep = await site.keep(ScepServer.start(site.lan, site.directory));
  const printed = await run('openssl', ['x509', '-in', scep.authority, '-noout', '-fingerprint', '-sha256']);
  fingerprint = printed.trim().split('=')[1] ?? '';
});
after(() => site[Symbol.asyncDispose]());
beforeEach(() => {
  scep.mode = '';
});

function start(params: Readonly<Record<string, string | number>>): Promise<AdministeredPhone> {
  return startEnrolling({
    'security/sip/public_authorities': 0,
    'security/enrolment/protocol': 'SCEP',
    'security/enrolment/url': scep.address,
    'security/enrolment/challenge': scepChallenge,
    'security/enrolment/uses': 'web',
    ...params,
  });
}

/** PEM, as openssl is shown it by the phone's pages. */
async function shown(): Promise<string> {
  const command = `openssl s_client -connect ${pagesAddress} </dev/null 2>/dev/null | openssl x509`;
  return await run('sh', ['-c', command]).catch(() => '');
}

async function words(pem: string): Promise<string> {
  const file = join(site.directory, 'shown.pem');
  writeFileSync(file, pem);
  return await run('openssl', ['x509', '-in', file, '-noout', '-subject', '-issuer', '-text']);
}

/** Another one than before, by the authority. */
async function waitForShown({ phone }: AdministeredPhone, before = ''): Promise<string> {
  return await phone.waitFor('a certificate of the authority', async () => {
    const pem = await shown();
    return pem !== '' && pem !== before && issuer.test(await words(pem)) ? pem : undefined;
  });
}

test('the first certificate comes by a password, the next one by the one before, each for a new key; both lead to the authority', async () => {
  const certified = await start({
    'security/ca_certificate/0/uri': scep.authority,
    'security/enrolment/common_name': '<MAC>.phones.interop.test',
  });
  await using _ = certified.phone;
  const first = await waitForShown(certified);
  const text = await words(first);
  assert.match(text, /subject=CN = [0-9a-f]{12}\.phones\.interop\.test/);
  assert.match(text, /Public-Key: \(2048 bit\)/);
  assert.match(await run('openssl', ['verify', '-CAfile', scep.authority, join(site.directory, 'shown.pem')]), /OK/);
  assert.deepEqual(scep.questions, ['PKCSReq (19)']);
  await enrolNow(certified);
  const next = await waitForShown(certified, first);
  await words(next);
  assert.match(await run('openssl', ['verify', '-CAfile', scep.authority, join(site.directory, 'shown.pem')]), /OK/);
  assert.deepEqual(scep.questions, ['PKCSReq (19)', 'RenewalReq (17)']);
  const { phone } = certified;
  assert.notEqual(keyIn(await words(first)), keyIn(await words(next)));
  assert.match(phone.log, /the server uses des-cbc and sha1/);
  assert.ok(!phone.log.includes(scepChallenge) && !/PRIVATE KEY|restarting/.test(phone.log));
});

function keyIn(text: string): string {
  return /Modulus:\s*([0-9a-f:\s]+)/.exec(text)?.[1] ?? '';
}

test('a wrong password is refused; the right one is asked for and taken', async () => {
  const refused = await start({ 'security/enrolment/ca_fingerprint': fingerprint, 'security/enrolment/challenge': 'melon' });
  await using _ = refused.phone;
  await waitForFailure(refused, 'refused');
  assert.match(refused.phone.log, /the server refuses: badRequest/);
  assert.doesNotMatch(await words(await shown()), issuer);
  await changeAndEnrol(refused, { 'security/enrolment/challenge': scepChallenge });
  await waitForShown(refused);
});

test('an authority of another fingerprint, or of none, is asked for nothing', async () => {
  const asked = scep.questions.length;
  const careful = await start({});
  await using _ = careful.phone;
  await waitForFailure(careful, 'unproven');
  await changeAndEnrol(careful, { 'security/enrolment/ca_fingerprint': 'ab'.repeat(32) });
  await waitForFailure(careful, 'otherFingerprint');
  assert.equal(scep.questions.length, asked);
});

test('answers that are none leave the phone with the certificate that it has', async () => {
  const certified = await start({ 'security/ca_certificate/0/uri': scep.authority });
  await using _ = certified.phone;
  const before = await waitForShown(certified);
  for (const [mode, reason] of [
    ['garbage', 'protocol'],
    ['half', 'incomplete'],
    ['huge', 'tooLarge'],
    ['altered', 'protocol'],
  ] as const) {
    scep.mode = mode;
    await enrolNow(certified);
    await waitForFailure(certified, reason);
  }
  assert.match(certified.phone.log, /none of the known authorities has signed the answer/);
  assert.equal(await shown(), before);
});

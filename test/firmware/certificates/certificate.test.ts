// Certificates and requests that the phone makes itself, read by OpenSSL.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { signingRequest } from '#firmware/certificates/certificate';
import { deviceIdentity } from '#firmware/certificates/device-identity';
import { writtenSubjectOf } from '#firmware/certificates/written-subject';

const directory = mkdtempSync(join(tmpdir(), 'identity-'));
after(() => rmSync(directory, { recursive: true }));

const nowMs = Date.UTC(2027, 2, 1);
const device = { commonName: 'hookswitch-020000000001', names: ['localhost', '192.0.2.7', '2001:db8::7', 'phone.example.org'] };

function openssl(args: readonly string[], input: string): string {
  return execFileSync('openssl', args, { input, encoding: 'utf8' });
}

describe("the phone's own certificate", () => {
  it('names every address, and OpenSSL believes it when told to', async () => {
    const { certificate } = await deviceIdentity(directory, device, nowMs);
    const text = openssl(['x509', '-noout', '-text'], certificate);
    assert.match(text, /DNS:localhost, IP Address:192\.0\.2\.7, IP Address:2001:DB8:0:0:0:0:0:7, DNS:phone\.example\.org/);
    assert.match(text, /ecdsa-with-SHA256/);
    const file = join(directory, 'trusted.pem');
    writeFileSync(file, certificate);
    const verified = openssl(
      ['verify', '-CAfile', file, '-attime', String(nowMs / 1000), '-verify_ip', '192.0.2.7'],
      certificate,
    );
    assert.match(verified, /OK/);
  });

  it('stays the same until the phone is called otherwise or it ends soon; the key stays', async () => {
    const first = await deviceIdentity(directory, device, nowMs);
    assert.deepEqual(await deviceIdentity(directory, device, nowMs + 86_400_000), first);
    const renamed = await deviceIdentity(directory, { ...device, names: [...device.names, '192.0.2.8'] }, nowMs);
    assert.notEqual(renamed.certificate, first.certificate);
    assert.equal(renamed.privateKey, first.privateKey);
    const late = await deviceIdentity(directory, { ...device, names: ['192.0.2.8'] }, nowMs + 380 * 86_400_000);
    assert.ok(new X509Certificate(late.certificate).validToDate.getTime() > nowMs + 390 * 86_400_000);
  });

  it('is for nobody else to read, and damage makes a new one', async () => {
    const file = join(directory, 'device-key.pem');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, 'nonsense');
    const { certificate, privateKey } = await deviceIdentity(directory, device, nowMs);
    assert.notEqual(privateKey, before);
    assert.match(openssl(['x509', '-noout', '-subject'], certificate), /hookswitch-020000000001/);
  });

  it('is dated sensibly by a phone that believes it is 1970', async () => {
    const other = join(directory, 'dark');
    const { certificate } = await deviceIdentity(other, device, 5000);
    assert.ok(new X509Certificate(certificate).validFromDate.getTime() > Date.UTC(2025, 11, 1));
  });
});

describe('a signing request', () => {
  it('carries the names and the signature of the key', async () => {
    const { privateKey } = await deviceIdentity(directory, device, nowMs);
    const request = signingRequest(privateKey, { ...device, organization: 'Müller & Söhne' });
    const text = openssl(['req', '-noout', '-text', '-verify', '-nameopt', 'utf8'], request);
    assert.match(text, /O ?= ?Müller & Söhne/);
    assert.match(text, /IP Address:192\.0\.2\.7/);
  });

  it('is signed by RSA where the key is one, and carries the password by which an authority knows who asks', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const challenge of ['plain-1', 'söße*']) {
      const text = openssl(['req', '-noout', '-text', '-verify', '-nameopt', 'utf8'], signingRequest(key, device, challenge));
      assert.match(text, /sha256WithRSAEncryption/);
      assert.match(text, /challengePassword/);
    }
  });

  it('asks for the names of another certificate as that writes them', async () => {
    const { certificate, privateKey } = await deviceIdentity(directory, device, nowMs);
    const written = writtenSubjectOf(new X509Certificate(certificate));
    assert.ok(written);
    const text = openssl(['req', '-noout', '-text', '-verify'], signingRequest(privateKey, written));
    assert.match(text, /Subject: O = Hookswitch, CN = hookswitch-020000000001/);
    assert.match(text, /DNS:localhost, IP Address:192\.0\.2\.7/);
  });
});

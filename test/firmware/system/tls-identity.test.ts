// Certificates from files and from the parameters themselves; what is wrong with them stops nothing and is told without the key.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findParameter } from '#config/schema';
import { Secret } from '#config/secrets';
import { tlsSettings } from '#firmware/system/tls-identity';
import { MemoryLog } from '#test/support/memory-log';
import { CertificateAuthority } from '../../sip/transport/certificates.ts';

const ca = new CertificateAuthority();
const other = new CertificateAuthority('Other');
after(() => {
  ca[Symbol.dispose]();
  other[Symbol.dispose]();
});
const ours = ca.issue({ names: 'DNS:phone.example.org' });
const theirs = other.issue({ names: 'DNS:phone.example.org' });

function read(values: Readonly<Record<string, string | boolean>>): { settings: ReturnType<typeof tlsSettings>; log: MemoryLog } {
  const log = new MemoryLog();
  const get = (path: string): unknown => {
    const parameter = findParameter(path);
    const value = values[path] ?? parameter?.default;
    return parameter?.declaration.secret === true ? new Secret(value) : value;
  };
  return { settings: tlsSettings({ get: (path) => get(path) as never }, log), log };
}

test('files, file: and data: addresses are read, and a bundle is taken apart', () => {
  const bundle = join(ca.directory, 'bundle.pem');
  writeFileSync(bundle, `Comment\n${ca.certificate}\nAnother\n${other.certificate}`);
  const { settings, log } = read({
    'security/ca_certificate/0/uri': bundle,
    'security/ca_certificate/4/uri': `data:application/x-pem-file;base64,${Buffer.from(ca.certificate).toString('base64')}`,
    'security/sip_certificate_uri': `file://${ours.certificateFile}`,
    'security/sip_private_key_uri': ours.privateKeyFile,
    'voip/signalling/sip/tls_method': 'tls_1_3',
    'security/sip/public_authorities': false,
  });
  assert.equal(settings.authorities.length, 3);
  assert.deepEqual(settings.identity, { certificate: ours.certificate, privateKey: ours.privateKey });
  assert.equal(settings.minVersion, 'TLSv1.3');
  assert.equal(settings.trustsPublicAuthorities, false);
  assert.equal(settings.verifiesServer, true);
  assert.deepEqual(log.lines, []);
});

test('a key of another certificate, a missing file and a directory leave the phone without, and the log without the key', () => {
  const data = `data:text/plain;base64,${Buffer.from(theirs.privateKey).toString('base64')}`;
  for (const [certificate, key] of [
    [ours.certificateFile, data],
    [ours.certificateFile, '/nowhere/key.pem'],
    [ca.directory, ours.privateKeyFile],
    ['data:;base64,AAAA', data],
  ] as const) {
    const { settings, log } = read({ 'security/sip_certificate_uri': certificate, 'security/sip_private_key_uri': key });
    assert.equal(settings.identity, undefined);
    assert.equal(log.lines.filter(({ level }) => level === 'error').length, 1);
    const told = JSON.stringify(log.lines);
    assert.ok(!told.includes('PRIVATE KEY') && !told.includes(data.slice(40, 90)), told);
  }
});

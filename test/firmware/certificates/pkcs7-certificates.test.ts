// PKCS #7 messages that hold certificates, as OpenSSL writes them, and all that anybody else may send instead.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { elementsOf, firstElement } from '#firmware/certificates/der-reader';
import { certificatesOfPkcs7 } from '#firmware/certificates/pkcs7-certificates';
import { CertificateAuthority } from '../../sip/transport/certificates.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const leaf = ca.issue({ commonName: 'phone' });

function message(...files: readonly string[]): Buffer {
  const named = files.flatMap((file) => ['-certfile', file]);
  return execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-outform', 'DER', ...named]);
}

test('certificates come out of what OpenSSL put them in, in its order', () => {
  const found = certificatesOfPkcs7(message(leaf.certificateFile, ca.file));
  assert.deepEqual(found?.map(({ subject }) => subject).sort(), ['CN=Test CA', 'CN=phone']);
});

test('what holds none is none', () => {
  const whole = message(leaf.certificateFile);
  for (const bytes of [message(), whole.subarray(1), whole.subarray(0, -1), Buffer.from(leaf.certificate), new Uint8Array(0)]) {
    assert.equal(certificatesOfPkcs7(bytes), undefined);
  }
});

test('any bytes, and any damage, are read without a throw', () => {
  const whole = message(leaf.certificateFile, ca.file);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void certificatesOfPkcs7(bytes)));
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const bytes = Uint8Array.from(whole.subarray(0, length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      certificatesOfPkcs7(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('no element reaches out of the bytes, and a crowd of empty ones is refused', () => {
  const bytes = fc.uint8Array({ maxLength: 64 });
  fc.assert(
    fc.property(bytes, (each) => {
      const element = firstElement(each);
      assert.ok(element === undefined || element.whole.length <= each.length);
    }),
  );
  assert.equal(elementsOf(new Uint8Array(1_000_000)), undefined);
  assert.equal(firstElement(Buffer.from('3084ffffffff00', 'hex')), undefined);
  assert.equal(firstElement(Buffer.from('30800000', 'hex')), undefined);
});

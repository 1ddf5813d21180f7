// The person is told what is wrong with the server, not only that something is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureText } from '#firmware/lines/registration-words';

const failed = { type: 'registrationFailed', status: undefined, retryAfterMs: undefined } as const;

test('certificates have words of their own; other trouble on the way has one', () => {
  const words = [
    'untrustedCertificate',
    'expiredCertificate',
    'wrongCertificateName',
    'ourCertificateRefused',
    'refused',
    '',
  ].map((reason) => failureText({ ...failed, cause: 'unreachable', reason }));
  assert.deepEqual(words, [
    'Server certificate is not trusted',
    'Server certificate is out of date',
    'Server certificate is for another name',
    'Server refuses our certificate',
    'Server cannot be reached',
    'Server cannot be reached',
  ]);
});

test("a server's answer is told with its number", () => {
  assert.equal(failureText({ ...failed, cause: 'refused', status: 403, reason: 'Forbidden' }), 'Refused: Forbidden (403)');
  assert.equal(failureText({ ...failed, cause: 'credentialsRefused', reason: '' }), 'Wrong password');
});

// What a trace may show: everything but answers to challenges and keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactMessage } from '#sip/auth/redact';

const cases: readonly (readonly [string, string, string])[] = [
  [
    'the response of digest credentials',
    'Authorization: Digest username="a", realm="r", response="5ec7e7", cnonce="5ec7e7", nc=00000001\r\nTo: x',
    'Authorization: Digest username="a", realm="r", response="***", cnonce="***", nc=00000001\r\nTo: x',
  ],
  [
    'a proxy, lower case, blanks',
    'proxy-authorization : digest response = 5ec7e7,uri="x"',
    'proxy-authorization : digest response = "***",uri="x"',
  ],
  ['another scheme as a whole', 'Authorization: Bearer 5ec7e7', 'Authorization: ***'],
  [
    'a folded value as a whole',
    'Authorization: Digest username="a",\r\n response="5ec7e7"\r\nTo: x',
    'Authorization: Digest username="a",\r\n ***\r\nTo: x',
  ],
  ['an open quote', 'Authorization: Digest response="5ec7e7', 'Authorization: Digest response="***"'],
  ['what a server proves', 'Authentication-Info: rspauth="5ec7e7", nc=1', 'Authentication-Info: rspauth="***", nc=1'],
  [
    'SDES keys',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:5ec7e7|2^20|1:32;inline:5ec7e7|2^20|2:32',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***|2^20|1:32;inline:***|2^20|2:32',
  ],
  ['an SDP key line', 'v=0\nk=base64:5ec7e7\na=x', 'v=0\nk=***\na=x'],
  ['behind a lone CR', 'a\rAuthorization: Bearer 5ec7e7', 'a\rAuthorization: ***'],
];
for (const [name, input, expected] of cases) {
  test(`strikes out ${name}`, () => {
    const output = redactMessage(input);
    assert.equal(output, expected);
    assert.equal(output.includes('5ec7e7'), false);
  });
}

test('leaves everything else as it is', () => {
  const text = 'INVITE sip:a@b SIP/2.0\r\nWWW-Authenticate: Digest realm="r", nonce="n"\r\n folded\r\n\r\nv=0\r\na=ptime:20\r\n';
  assert.equal(redactMessage(text), text);
});

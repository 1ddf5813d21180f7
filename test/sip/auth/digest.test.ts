// The digest calculation against the worked examples of the RFCs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DigestInput, digestIdentity, digestResponse } from '#sip/auth/digest';

const none = new Uint8Array(0);

/** As the books have it: with the password. */
type Example = Omit<DigestInput, 'identity'> & { readonly user: string; readonly realm: string; readonly password: string };

function responseOf({ user, realm, password, ...input }: Example): string {
  return digestResponse({ ...input, identity: digestIdentity(input.algorithm, user, realm, password) });
}

const rfc2617: Example = {
  algorithm: 'MD5',
  qop: 'auth',
  user: 'Mufasa',
  realm: 'testrealm@host.com',
  password: 'Circle Of Life',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  clientNonce: '0a4f113b',
  nonceCount: '00000001',
  method: 'GET',
  uri: '/dir/index.html',
  body: none,
};

const rfc7616: Example = {
  ...rfc2617,
  realm: 'http-auth@example.org',
  password: 'Circle of Life',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

const vectors: readonly (readonly [string, Example, string])[] = [
  ['RFC 2617 §3.5', rfc2617, '6629fae49393a05397450978507c4ef1'],
  ['RFC 7616 §3.9.1, MD5', rfc7616, '8ca523f5e9506fed4657c9700eebdbec'],
  [
    'RFC 7616 §3.9.1, SHA-256',
    { ...rfc7616, algorithm: 'SHA-256' },
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  ],
  [
    'RFC 7616 §3.9.2 as put right by erratum 4897, SHA-512-256',
    {
      ...rfc7616,
      algorithm: 'SHA-512-256',
      user: 'J\u00e4s\u00f8n Doe',
      realm: 'api@example.org',
      password: 'Secret, or not?',
      nonce: '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK',
      clientNonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
      uri: '/doe.json',
    },
    '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
  ],
];
for (const [name, input, expected] of vectors) {
  test(`${name} gives the response of the book`, () => assert.equal(responseOf(input), expected));
}

test('without qop the form of RFC 2069 is calculated', () => {
  // RFC 2617 §3.5 in the older form; value as in RFC 2069's erratum 749 for these inputs.
  const input: Example = { ...rfc2617, qop: undefined, password: 'CircleOfLife' };
  assert.equal(responseOf(input), '1949323746fe6a43ef61f9606e7febea');
});

test('a session variant depends on the client nonce, auth-int on the body', () => {
  const sess: Example = { ...rfc7616, algorithm: 'SHA-256-sess' };
  assert.notEqual(responseOf(sess), responseOf({ ...rfc7616, algorithm: 'SHA-256' }));
  const integrity: Example = { ...rfc7616, qop: 'auth-int' };
  const body = new TextEncoder().encode('v=0');
  assert.notEqual(responseOf(integrity), responseOf({ ...integrity, body }));
});

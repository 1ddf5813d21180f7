// Digest AKA (RFC 3310) against the test data of 3GPP TS 35.207, and against networks that do not know the key.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import type { Credentials } from '#sip/auth/credentials';
import { DigestClient } from '#sip/auth/digest-client';
import { exclusiveOr, milenageNetworkProof, milenageResponse } from '#sip/auth/milenage';
import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { parseNameAddr } from '#sip/message/name-addr';
import { parseUri } from '#sip/message/uri';
import { seededBytes } from '#test/support/sip-peer';

interface TestSet {
  readonly key: string;
  readonly opc: string;
  readonly random: string;
  readonly sequence: string;
  readonly management: string;
  readonly f1: string;
  readonly f2: string;
  readonly f5: string;
}

const sets: readonly TestSet[] = [
  {
    key: '465b5ce8b199b49faa5f0a2ee238a6bc',
    opc: 'cd63cb71954a9f4e48a5994e37a02baf',
    random: '23553cbe9637a89d218ae64dae47bf35',
    sequence: 'ff9bb4d0b607',
    management: 'b9b9',
    f1: '4a9ffac354dfafb3',
    f2: 'a54211d5e3ba50bf',
    f5: 'aa689c648370',
  },
  {
    key: '0396eb317b6d1c36f19c1c84cd6ffd16',
    opc: '53c15671c60a4b731c55b4a441c0bde2',
    random: 'c00d603103dcee52c4478119494202e8',
    sequence: 'fd8eef40df7d',
    management: 'af17',
    f1: '5df5b31807e258b0',
    f2: 'd3a628ed988620f0',
    f5: 'c47783995f72',
  },
];

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

for (const [index, set] of sets.entries()) {
  test(`f1, f2 and f5 of test set ${index + 1}`, () => {
    const keys = { key: hex(set.key), opc: hex(set.opc) };
    const { response, anonymityKey } = milenageResponse(keys, hex(set.random));
    assert.equal(text(response), set.f2);
    assert.equal(text(anonymityKey), set.f5);
    assert.equal(text(milenageNetworkProof(keys, hex(set.random), hex(set.sequence), hex(set.management))), set.f1);
  });
}

const [set = assert.fail('no set')] = sets;
const credentials: Credentials = { user: 'alice', password: 'secret', aka: { key: hex(set.key), opc: hex(set.opc) } };
const hidden = exclusiveOr(hex(set.sequence), hex(set.f5));
const nonceBytes = Buffer.concat([hex(set.random), hidden, hex(set.management), hex(set.f1)]);

function register(): SipRequest {
  const us = parseNameAddr('<sip:alice@ims.example>');
  return makeRequest({ method: 'REGISTER', uri: parseUri('sip:ims.example'), from: us, to: us, callId: 'c1', cseqNumber: 1 });
}

function challenged(...values: readonly string[]): SipResponse {
  const response = makeResponse(register(), 401);
  for (const value of values) response.headers.append('WWW-Authenticate', value);
  return response;
}

function challenge(nonce: Buffer, algorithm = 'AKAv1-MD5'): string {
  return `Digest realm="ims.example", nonce="${nonce.toString('base64')}", algorithm=${algorithm}, qop="auth"`;
}

function md5(...parts: readonly (string | Buffer)[]): string {
  return createHash('md5')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest('hex');
}

test('the answer is made from what the SIM answers, byte for byte', () => {
  const outcome = new DigestClient(seededBytes(1)).authorize(register(), challenged(challenge(nonceBytes)), credentials);
  assert.ok(outcome.type === 'authorized');
  const parameters = parseAuthValues(outcome.headers.get('Authorization') ?? '')[0]?.parameters;
  assert.equal(parameters?.get('algorithm'), 'AKAv1-MD5');
  const identity = md5('alice:ims.example:', hex(set.f2));
  const expected = `${identity}:${nonceBytes.toString('base64')}:00000001:${parameters.get('cnonce')}:auth:${md5('REGISTER:sip:ims.example')}`;
  assert.equal(parameters.get('response'), md5(expected));
});

test('a key is preferred to a password in the same realm', () => {
  const response = challenged(challenge(nonceBytes, 'SHA-256'), challenge(nonceBytes));
  const outcome = new DigestClient(seededBytes(1)).authorize(register(), response, credentials);
  assert.ok(outcome.type === 'authorized');
  assert.match(outcome.headers.get('Authorization') ?? '', /algorithm=AKAv1-MD5/);
});

for (let index = 0; index < nonceBytes.length; index++) {
  test(`a challenge with byte ${index} changed is not answered`, () => {
    const wrong = Buffer.from(nonceBytes);
    wrong[index] = (wrong[index] ?? 0) ^ 1;
    const outcome = new DigestClient(seededBytes(1)).authorize(register(), challenged(challenge(wrong)), credentials);
    assert.deepEqual(outcome, { type: 'refused', reason: 'noUsableChallenge' });
  });
}

for (const [name, nonce] of [
  ['empty', Buffer.alloc(0)],
  ['too short', nonceBytes.subarray(0, 31)],
  ['zeros', Buffer.alloc(32)],
] as const) {
  test(`a nonce that is ${name} is not answered`, () => {
    const outcome = new DigestClient(seededBytes(1)).authorize(register(), challenged(challenge(nonce)), credentials);
    assert.equal(outcome.type, 'refused');
  });
}

test('without a key, AKA is not answered with the password', () => {
  const { user, password } = credentials;
  const outcome = new DigestClient(seededBytes(1)).authorize(register(), challenged(challenge(nonceBytes)), { user, password });
  assert.deepEqual(outcome, { type: 'refused', reason: 'noUsableChallenge' });
});

test('a realm that asked for the key once gets no digest of the password', () => {
  const client = new DigestClient(seededBytes(1));
  assert.equal(client.authorize(register(), challenged(challenge(nonceBytes)), credentials).type, 'authorized');
  const invite = { ...register(), method: 'INVITE' };
  const outcome = client.authorize(invite, challenged(challenge(Buffer.from('other'), 'MD5')), credentials, ['ims.example']);
  assert.deepEqual(outcome, { type: 'refused', reason: 'noUsableChallenge' });
});

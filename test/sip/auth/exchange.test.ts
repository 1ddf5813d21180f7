// Digest client and server against each other, and the client against servers that misbehave.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthValues } from '#sip/auth/auth-parameters';
import { chooseChallenges } from '#sip/auth/challenge';
import type { Credentials } from '#sip/auth/credentials';
import { digestAlgorithms, digestIdentity, digestResponse } from '#sip/auth/digest';
import { DigestClient } from '#sip/auth/digest-client';
import { DigestServer, type DigestServerOptions } from '#sip/auth/digest-server';
import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest, SipResponse } from '#sip/message/message';
import { parseNameAddr } from '#sip/message/name-addr';
import { parseUri } from '#sip/message/uri';
import type { Clock, Random } from '#sip/ports';

class CountingRandom implements Random {
  #next = 1;
  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#next++ & 255);
  }
}

/** Time that only the test moves; no timers are needed here. */
class StillClock implements Clock {
  monotonicMs = 1000;
  readonly wall = { ms: 0, trusted: false };
  setTimer(): never {
    throw new Error('no timers here');
  }
}

const alice: Credentials = { user: 'alice', password: 'wonder"land' };

function request(method = 'REGISTER', uri = 'sip:example.com'): SipRequest {
  const us = parseNameAddr('<sip:alice@example.com>');
  return makeRequest({ method, uri: parseUri(uri), from: us, to: us, callId: 'c1', cseqNumber: 1 });
}

function challenged(to: SipRequest, status: 401 | 407, ...values: readonly string[]): SipResponse {
  const response = makeResponse(to, status);
  for (const value of values) response.headers.append(status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate', value);
  return response;
}

function digest(nonce: string, more = ''): string {
  return `Digest realm="r", nonce="${nonce}", qop="auth"${more}`;
}

/** Sends, answers the challenge, and gives back the request with credentials. */
function answered(client: DigestClient, original: SipRequest, response: SipResponse): SipRequest {
  const outcome = client.authorize(original, response, alice);
  if (outcome.type !== 'authorized') throw new Error(outcome.reason);
  return { ...original, headers: outcome.headers };
}

function makeServer(change: Partial<DigestServerOptions> = {}): { server: DigestServer; clock: StillClock } {
  const clock = new StillClock();
  const options: DigestServerOptions = {
    realm: 'r',
    algorithms: ['SHA-256', 'MD5'],
    nonceLifetimeMs: 60_000,
    passwordOf: (user) => (user === 'alice' ? alice.password : undefined),
    ...change,
  };
  return { server: new DigestServer(options, clock, new CountingRandom()), clock };
}

for (const algorithm of digestAlgorithms) {
  test(`a client is accepted with ${algorithm}`, () => {
    const { server } = makeServer({ algorithms: [algorithm] });
    const client = new DigestClient(new CountingRandom());
    const original = request();
    assert.deepEqual(server.verify(original, 'Authorization'), { type: 'challenge', stale: false });
    const again = answered(client, original, challenged(original, 401, ...server.challenges()));
    assert.deepEqual(server.verify(again, 'Authorization'), { type: 'accepted', user: 'alice' });
  });
}

test('the strongest of several challenges is answered, and only allowed ones', () => {
  const { server } = makeServer({ algorithms: ['MD5', 'SHA-256'] });
  const original = request();
  const response = challenged(original, 407, ...server.challenges());
  const again = answered(new DigestClient(new CountingRandom()), original, response);
  assert.match(again.headers.get('Proxy-Authorization') ?? '', /algorithm=SHA-256\b/);
  const picky = new DigestClient(new CountingRandom(), ['SHA-512-256']);
  assert.deepEqual(picky.authorize(original, response, alice), { type: 'refused', reason: 'noUsableChallenge' });
});

test('following requests carry credentials at once, with a rising counter', () => {
  const { server } = makeServer();
  const client = new DigestClient(new CountingRandom());
  const original = request();
  answered(client, original, challenged(original, 407, ...server.challenges()));
  for (const count of ['00000002', '00000003']) {
    const next = request('INVITE', 'sip:bob@example.com');
    const headers = client.prepare(next, () => alice);
    assert.match(headers.get('Proxy-Authorization') ?? '', new RegExp(`nc=${count}`));
    assert.equal(server.verify({ ...next, headers }, 'Proxy-Authorization').type, 'accepted');
  }
});

test('nothing is prepared, and no password asked for, before there was a challenge', () => {
  const next = request();
  const headers = new DigestClient(new CountingRandom()).prepare(next, () => assert.fail('asked for the password'));
  assert.equal(headers.has('Authorization'), false);
});

test('credentials that one server asked for end to end go to nobody else, not even behind the same proxy', () => {
  const client = new DigestClient(new CountingRandom());
  const original = request('INVITE', 'sip:bob@one.example');
  answered(client, original, challenged(original, 401, digest('n1')));
  const other = client.prepare(request('INVITE', 'sip:bob@two.example'), () => alice);
  assert.equal(other.has('Authorization'), false);
  assert.equal(client.prepare(request('INVITE', 'sip:eve@one.example'), () => alice).has('Authorization'), false);
  assert.equal(client.prepare(request('INVITE', 'sip:bob@one.example'), () => alice).has('Authorization'), true);
});

test('what the registrar asked for is not shown to those who are called by way of it', () => {
  const client = new DigestClient(new CountingRandom());
  const registering = request('REGISTER', 'sip:one.example');
  answered(client, registering, challenged(registering, 401, digest('n1')));
  assert.equal(client.prepare(request('INVITE', 'sip:eve@one.example'), () => alice).has('Authorization'), false);
  assert.equal(client.prepare(request('REGISTER', 'sip:one.example'), () => alice).has('Authorization'), true);
});

test('who asks for less than the registrar did gets nothing: it may be the called party, with a nonce of its choice', () => {
  const client = new DigestClient(new CountingRandom());
  const register = request();
  answered(client, register, challenged(register, 401, digest('n1', ', algorithm=SHA-256')));
  const bye = request('BYE', 'sip:bob@192.0.2.7');
  for (const weaker of ['Digest realm="r", nonce="n2", algorithm=SHA-256', digest('n2'), digest('n2', ', algorithm=MD5')]) {
    for (const status of [401, 407] as const) {
      const outcome = client.authorize(bye, challenged(bye, status, weaker), alice);
      assert.deepEqual(outcome, { type: 'refused', reason: 'noUsableChallenge' }, weaker);
    }
  }
  assert.equal(client.authorize(bye, challenged(bye, 407, digest('n2', ', algorithm=SHA-256')), alice).type, 'authorized');
});

test('a proxy and a registrar may both ask, and both keep getting their credentials', () => {
  const client = new DigestClient(new CountingRandom());
  const original = request();
  const once = answered(client, original, challenged(original, 407, digest('p')));
  const twice = answered(client, once, challenged(once, 401, digest('w')));
  assert.equal(twice.headers.getAll('Authorization').length, 1);
  assert.equal(twice.headers.getAll('Proxy-Authorization').length, 1);
});

test('two realms in one response are both answered', () => {
  const original = request();
  const response = challenged(original, 407, digest('a'), 'Digest realm="s", nonce="b"');
  const again = answered(new DigestClient(new CountingRandom()), original, response);
  assert.equal(again.headers.getAll('Proxy-Authorization').length, 2);
});

for (const [name, second] of [
  ['with the same nonce', 'n1'],
  ['with another nonce', 'n2'],
] as const) {
  test(`a challenge ${name} after our answer means that the password is wrong`, () => {
    const client = new DigestClient(new CountingRandom());
    const original = request();
    const again = answered(client, original, challenged(original, 401, digest('n1')));
    const outcome = client.authorize(again, challenged(again, 401, digest(second)), alice);
    assert.deepEqual(outcome, { type: 'refused', reason: 'credentialsRefused' });
    assert.equal(client.prepare(request(), () => alice).has('Authorization'), false);
  });
}

test('two requests under way with a wrong password are both refused', () => {
  const client = new DigestClient(new CountingRandom());
  const [first, second] = [request(), request('SUBSCRIBE')];
  const firstAgain = answered(client, first, challenged(first, 401, digest('n1')));
  const secondAgain = answered(client, second, challenged(second, 401, digest('n2')));
  assert.equal(client.authorize(firstAgain, challenged(firstAgain, 401, digest('n3')), alice).type, 'refused');
  assert.equal(client.authorize(secondAgain, challenged(secondAgain, 401, digest('n4')), alice).type, 'refused');
});

test('a nonce that was good and is not any more is renewed once without being called stale', () => {
  const client = new DigestClient(new CountingRandom());
  const original = request();
  answered(client, original, challenged(original, 401, digest('n1')));
  const next = request();
  const prepared: SipRequest = { ...next, headers: client.prepare(next, () => alice) };
  const renewed = answered(client, prepared, challenged(prepared, 401, digest('n2')));
  assert.match(renewed.headers.get('Authorization') ?? '', /nonce="n2".*nc=00000001/);
  const outcome = client.authorize(renewed, challenged(renewed, 401, digest('n3')), alice);
  assert.deepEqual(outcome, { type: 'refused', reason: 'credentialsRefused' });
});

test('stale nonces are renewed, but not for ever', () => {
  const client = new DigestClient(new CountingRandom());
  let current = request();
  for (let i = 0; i < 20; i++) {
    const outcome = client.authorize(current, challenged(current, 401, digest(`n${i}`, ', stale=TRUE')), alice);
    if (outcome.type === 'refused') {
      assert.equal(outcome.reason, 'staleLoop');
      assert.ok(i <= 5);
      return;
    }
    current = { ...current, headers: outcome.headers };
  }
  assert.fail('went on for ever');
});

test('the server calls an old nonce stale only when the answer is right', () => {
  const { server, clock } = makeServer({ nonceLifetimeMs: 1000 });
  const client = new DigestClient(new CountingRandom());
  const original = request();
  const response = challenged(original, 401, ...server.challenges());
  const good = answered(client, original, response);
  const outcome = new DigestClient(new CountingRandom()).authorize(original, response, { user: 'alice', password: 'no' });
  assert.ok(outcome.type === 'authorized');
  clock.monotonicMs += 1001;
  assert.deepEqual(server.verify(good, 'Authorization'), { type: 'challenge', stale: true });
  assert.deepEqual(server.verify({ ...original, headers: outcome.headers }, 'Authorization'), { type: 'wrong', user: 'alice' });
});

test('the server refuses a replay, a foreign nonce, another URI, an unknown user', () => {
  const { server } = makeServer();
  const client = new DigestClient(new CountingRandom());
  const original = request();
  const good = answered(client, original, challenged(original, 401, ...server.challenges()));
  const elsewhere = { ...good, uri: parseUri('sip:elsewhere.example') };
  assert.equal(server.verify(elsewhere, 'Authorization').type, 'wrong');
  assert.equal(server.verify(good, 'Authorization').type, 'accepted');
  assert.deepEqual(server.verify(good, 'Authorization'), { type: 'challenge', stale: true });
  const foreign = answered(new DigestClient(new CountingRandom()), original, challenged(original, 401, digest('made.up.nonce')));
  assert.deepEqual(server.verify(foreign, 'Authorization'), { type: 'challenge', stale: false });
  const { server: empty } = makeServer({ passwordOf: () => undefined });
  const stranger = answered(new DigestClient(new CountingRandom()), original, challenged(original, 401, ...empty.challenges()));
  assert.equal(empty.verify(stranger, 'Authorization').type, 'wrong');
});

const unusable: readonly string[] = [
  '',
  'Basic realm="r"',
  'Digest realm="r"',
  'Digest nonce="n"',
  'Digest realm="r", nonce="n", algorithm=AKAv1-MD5',
  'Digest realm="r", nonce="n", qop="token"',
  'Digest realm="r, nonce="n"',
  'realm="r", nonce="n"',
  '"',
];
for (const value of unusable) {
  test(`nothing is chosen from ${JSON.stringify(value)}`, () => assert.deepEqual(chooseChallenges([value]), []));
}

test('several challenges in one field are told apart', () => {
  const chosen = chooseChallenges([
    'Basic realm="b", Digest realm="x, y", nonce=abc ,qop="auth,auth-int",Digest realm="z", nonce="2"',
  ]);
  assert.deepEqual(
    chosen.map(({ realm, nonce, qop }) => [realm, nonce, qop]),
    [
      ['x, y', 'abc', 'auth'],
      ['z', '2', undefined],
    ],
  );
});

function informed(to: SipRequest, info: string): SipResponse {
  const response = makeResponse(to, 200);
  response.headers.set('Authentication-Info', info);
  return response;
}

test('the nonce that a server wants next is used at once', () => {
  const client = new DigestClient(new CountingRandom());
  const original = request();
  const again = answered(client, original, challenged(original, 401, digest('n1')));
  assert.equal(client.confirm(again, informed(again, 'nextnonce="n2"')), true);
  const next = client.prepare(request(), () => alice);
  assert.match(next.get('Authorization') ?? '', /nonce="n2".*nc=00000001$/);
  // And it counts as one that was good: renewed, not taken for a wrong password.
  const refused = client.authorize({ ...original, headers: next }, challenged(original, 401, digest('n3')), alice);
  assert.equal(refused.type, 'authorized');
});

test('a server that proves itself is believed, one that proves to be another is not', () => {
  for (const [password, believed] of [
    [alice.password, true],
    ['wrong', false],
  ] as const) {
    const client = new DigestClient(new CountingRandom());
    const original = request();
    const again = answered(client, original, challenged(original, 401, digest('n1')));
    const [shown] = parseAuthValues(again.headers.get('Authorization') ?? '');
    const rspauth = digestResponse({
      algorithm: 'MD5',
      identity: digestIdentity('MD5', 'alice', 'r', password),
      qop: 'auth',
      nonce: 'n1',
      clientNonce: shown?.parameters.get('cnonce') ?? '',
      nonceCount: '00000001',
      method: '',
      uri: 'sip:example.com',
      body: new Uint8Array(0),
    });
    assert.equal(client.confirm(again, informed(again, `qop=auth, rspauth="${rspauth}", nextnonce="n2"`)), believed);
    assert.equal(
      client
        .prepare(request(), () => alice)
        .get('Authorization')
        ?.includes('n2') === true,
      believed,
    );
  }
});

test('a client that has parted with its account answers where it did before, and nowhere else', () => {
  const client = new DigestClient(new CountingRandom());
  const { server } = makeServer();
  const original = request();
  answered(client, original, challenged(original, 401, ...server.challenges()));
  client.part();
  const changed: Credentials = { user: 'bob', password: 'other' };
  const bye = request('BYE');
  const outcome = client.authorize(bye, challenged(bye, 401, ...server.challenges()), changed);
  assert.ok(outcome.type === 'authorized');
  assert.deepEqual(server.verify({ ...bye, headers: outcome.headers }, 'Authorization'), { type: 'accepted', user: 'alice' });
  const elsewhere = client.authorize(bye, challenged(bye, 401, 'Digest realm="new", nonce="x"'), changed);
  assert.equal(
    elsewhere.type === 'authorized' && elsewhere.headers.getAll('Authorization').some((value) => value.includes('new')),
    false,
  );
});

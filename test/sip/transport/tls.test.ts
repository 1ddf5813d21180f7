// TLS on real sockets on loopback: who is believed, who is not, and what a failure is called.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, test } from 'node:test';
import { parseUri } from '#sip/message/uri';
import { responseTarget } from '#sip/transport/response-target';
import { defaultTlsSettings, type TlsSettings } from '#sip/transport/tls-settings';
import type { Target } from '#sip/transport/transport';
import { arriving, response } from '../transaction/fixture.ts';
import { CertificateAuthority, type Identity } from './certificates.ts';
import { Station, until } from './fixture.ts';

const ca = new CertificateAuthority();
const foreign = new CertificateAuthority('Somebody Else');
after(() => {
  ca[Symbol.dispose]();
  foreign[Symbol.dispose]();
});

const hasV6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
const good = ca.issue({ names: 'DNS:pbx.example.org' });
const via = 'SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1';

function trusting(change: Partial<TlsSettings> = {}): { tls: TlsSettings } {
  return { tls: { ...defaultTlsSettings, authorities: [ca.certificate], trustsPublicAuthorities: false, ...change } };
}
const server = (identity: Identity, change: Partial<TlsSettings> = {}): Promise<Station> =>
  Station.open('127.0.0.1', trusting({ identity, ...change }));
const client = (change: Partial<TlsSettings> = {}): Promise<Station> => Station.open('127.0.0.1', trusting(change));
const towards = (station: Station, serverName?: string): Target => ({
  protocol: 'TLS',
  remote: station.address('TLS'),
  ...(serverName === undefined ? {} : { serverName }),
});

test('requests pass over TLS on one connection, and answers come back on it', async () => {
  await using alice = await client();
  await using bob = await server(good);
  const to = towards(bob, 'pbx.example.org');
  await Promise.all(Array.from({ length: 5 }, () => alice.transport.send(arriving('OPTIONS', `${via};rport`), to)));
  await until(() => bob.messages.length === 5, 'five requests');
  const received = bob.of('messageReceived');
  assert.equal(new Set(received.map(({ source }) => source.flow)).size, 1);
  for (const { message, source } of received) {
    assert.equal(source.protocol, 'TLS');
    assert.ok(message.kind === 'request');
    await bob.transport.send(response(message, 200), responseTarget(message.headers.via, source));
  }
  await until(() => alice.messages.length === 5, 'five answers');
});

const refusals: readonly (readonly [string, () => Identity, string, string])[] = [
  ['of another name', () => good, 'other.example.org', 'wrongCertificateName'],
  ['of a wildcard', () => ca.issue({ names: 'DNS:*.example.org' }), 'pbx.example.org', 'wrongCertificateName'],
  [
    'that is expired',
    () => ca.issue({ names: 'DNS:pbx.example.org', to: '20210101000000Z' }),
    'pbx.example.org',
    'expiredCertificate',
  ],
  [
    'that is not valid yet',
    () => ca.issue({ names: 'DNS:pbx.example.org', from: '20390101000000Z' }),
    'pbx.example.org',
    'expiredCertificate',
  ],
  ['of a foreign authority', () => foreign.issue({ names: 'DNS:pbx.example.org' }), 'pbx.example.org', 'untrustedCertificate'],
  [
    'of a foreign authority that is expired too',
    () => foreign.issue({ names: 'DNS:pbx.example.org', to: '20210101000000Z' }),
    'pbx.example.org',
    'untrustedCertificate',
  ],
  [
    'that signed itself',
    () => ca.issue({ names: 'DNS:pbx.example.org', selfSigned: true }),
    'pbx.example.org',
    'untrustedCertificate',
  ],
  [
    'for clients only',
    () => ca.issue({ names: 'DNS:pbx.example.org', usage: 'clientAuth' }),
    'pbx.example.org',
    'untrustedCertificate',
  ],
];

for (const [what, make, name, code] of refusals) {
  test(`a certificate ${what} is refused: ${code}`, async () => {
    await using alice = await client();
    await using bob = await server(make());
    await assert.rejects(alice.transport.send(arriving('OPTIONS', via), towards(bob, name)), { name: 'TransportError', code });
    assert.deepEqual(bob.messages, []);
    assert.equal(alice.clock.pendingTimers, 0);
  });
}

test('a SIP URI in the certificate speaks for the domain, and then host names do not', async () => {
  await using alice = await client();
  await using bob = await server(ca.issue({ names: 'URI:sip:example.org,DNS:pbx.example.org' }));
  await alice.transport.send(arriving('OPTIONS', via), towards(bob, 'example.org'));
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), towards(bob, 'pbx.example.org')), {
    code: 'wrongCertificateName',
  });
});

test('who is known by an address alone needs the address in the certificate, or a connection that proved itself by name', async () => {
  await using alice = await client();
  await using bob = await server(good);
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), towards(bob)), { code: 'wrongCertificateName' });
  await alice.transport.send(arriving('OPTIONS', via), towards(bob, 'pbx.example.org'));
  await alice.transport.send(arriving('OPTIONS', via), towards(bob));
  await until(() => bob.messages.length === 2, 'both');
  assert.equal(new Set(bob.of('messageReceived').map(({ source }) => source.flow)).size, 1);

  await using carol = await server(ca.issue({ names: 'IP:127.0.0.1' }));
  await alice.transport.send(arriving('OPTIONS', via), towards(carol));
});

test('a sips: request leaves over TLS and over nothing else', async () => {
  await using alice = await client();
  await using bob = await server(good);
  const request = { ...arriving('OPTIONS', via), uri: parseUri('sips:bob@example.org') };
  for (const protocol of ['UDP', 'TCP'] as const) {
    const sending = alice.transport.send(request, { protocol, remote: bob.address(protocol) });
    await assert.rejects(sending, { code: 'unsupported' });
  }
  await alice.transport.send(request, towards(bob, 'pbx.example.org'));
  await until(() => bob.messages.length === 1, 'the request');
  assert.equal(bob.of('messageReceived')[0]?.source.protocol, 'TLS');
});

test('TLS passes over IPv6, to a server known by its address', { skip: !hasV6 }, async () => {
  await using alice = await Station.open('::1', trusting());
  await using bob = await Station.open('::1', trusting({ identity: ca.issue({ names: 'IP:::1' }) }));
  await alice.transport.send(arriving('OPTIONS', via), towards(bob));
  await until(() => bob.messages.length === 1, 'the request');
});

test('who has a certificate offers the connection for requests back, others do not', async () => {
  await using alice = await client({ identity: good });
  await using carol = await client();
  const to = towards(alice, 'pbx.example.org');
  assert.deepEqual(alice.transport.sentBy(to), { host: '127.0.0.1', port: alice.address('TLS').port, alias: true });
  assert.deepEqual(carol.transport.sentBy(to), { host: '127.0.0.1', port: carol.address('UDP').port + 1, alias: false });
  assert.equal(alice.transport.sentBy({ ...to, protocol: 'UDP' }).alias, false);
});

test('a second name of the same server gets a connection of its own', async () => {
  await using alice = await client();
  await using bob = await server(ca.issue({ names: 'DNS:a.example.org,DNS:b.example.org' }));
  for (const name of ['a.example.org', 'b.example.org', 'A.example.org']) {
    await alice.transport.send(arriving('OPTIONS', via), towards(bob, name));
  }
  await until(() => bob.messages.length === 3, 'three requests');
  assert.equal(new Set(bob.of('messageReceived').map(({ source }) => source.flow)).size, 2);
});

const expired = { names: 'DNS:pbx.example.org', to: '20210101000000Z' };

test('while the time is unknown dates do not count; when it is known the connection ends', async () => {
  await using alice = await client();
  await using bob = await server(ca.issue(expired));
  const to = towards(bob, 'pbx.example.org');
  alice.clock.wall = { ms: 0, trusted: false };
  await alice.transport.send(arriving('OPTIONS', via), to);
  await until(() => bob.messages.length === 1, 'the request');
  alice.clock.wall = { ms: Date.UTC(2026, 0, 1), trusted: true };
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), { code: 'expiredCertificate' });
  assert.deepEqual(
    alice.of('flowClosed').map(({ reason }) => reason),
    ['the certificate is out of date'],
  );
});

test('while the time is unknown authority and name count, and the administrator may let dates count too', async () => {
  await using alice = await client();
  await using strict = await client({ ignoresDatesUntilTimeIsKnown: false });
  alice.clock.wall = { ms: 0, trusted: false };
  strict.clock.wall = { ms: 0, trusted: false };
  const cases = [
    [alice, foreign.issue(expired), 'pbx.example.org', 'untrustedCertificate'],
    [alice, ca.issue({ ...expired, usage: 'clientAuth' }), 'pbx.example.org', 'untrustedCertificate'],
    [alice, ca.issue({ ...expired, selfSigned: true }), 'pbx.example.org', 'untrustedCertificate'],
    [alice, ca.issue(expired), 'other.example.org', 'wrongCertificateName'],
    [strict, ca.issue(expired), 'pbx.example.org', 'expiredCertificate'],
  ] as const;
  for (const [station, identity, name, code] of cases) {
    await using bob = await server(identity);
    await assert.rejects(station.transport.send(arriving('OPTIONS', via), towards(bob, name)), { code });
  }
});

test('the administrator may allow wildcards, or any certificate at all', async () => {
  await using bob = await server(ca.issue({ names: 'DNS:*.example.org' }));
  await using lenient = await client({ allowsWildcards: true });
  await lenient.transport.send(arriving('OPTIONS', via), towards(bob, 'pbx.example.org'));
  await using blind = await client({ verifiesServer: false });
  await blind.transport.send(arriving('OPTIONS', via), towards(bob, 'nobody.invalid'));
});

test('callers without a certificate, or with a foreign one, get in where none is demanded and not where one is', async () => {
  await using open = await server(good);
  await using strict = await server(good, { demandsClientCertificate: true });
  const ours = ca.issue({ names: 'DNS:phone.example.org' });
  const theirs = foreign.issue({ names: 'DNS:phone.example.org' });
  for (const identity of [undefined, theirs, ours]) {
    await using caller = await client({ identity });
    await caller.transport.send(arriving('OPTIONS', via), towards(open, 'pbx.example.org'));
    const sending = caller.transport.send(arriving('OPTIONS', via), towards(strict, 'pbx.example.org'));
    if (identity === ours) await sending;
    // The alert may be lost behind the end of the connection.
    else
      await assert.rejects(sending, ({ code }: Error & { code: string }) => ['ourCertificateRefused', 'closed'].includes(code));
  }
  await until(() => strict.messages.length === 1, 'the request');
  await until(() => open.messages.length === 3, 'three requests');
});

test('one who does not finish the handshake is counted, and loses his place in time', async () => {
  await using bob = await Station.open('127.0.0.1', {
    ...trusting({ identity: good }),
    limits: { maxAcceptedPerAddress: 2, connectTimeoutMs: 300 },
  });
  await using alice = await client();
  const to = towards(bob, 'pbx.example.org');
  const idlers = [0, 1].map(() => connect(bob.address('TLS').port, '127.0.0.1'));
  for (const idler of idlers) {
    idler.on('error', () => undefined);
    await once(idler, 'connect');
  }
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), { name: 'TransportError' });
  await until(() => idlers.every(({ destroyed, readyState }) => destroyed || readyState !== 'open'), 'the end of their time');
  await alice.transport.send(arriving('OPTIONS', via), to);
  await until(() => bob.messages.length === 1, 'the request');
});

test('without a certificate of ours there is no listening, and without TLS over there it is said', async () => {
  await using alice = await client();
  await assert.rejects(alice.transport.listen({ tls: [{ address: '127.0.0.1', port: 0 }] }), { code: 'unsupported' });
  await using bob = await Station.open();
  const to: Target = { protocol: 'TLS', remote: bob.address('TCP'), serverName: 'pbx.example.org' };
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), (error: Error & { code: string }) =>
    ['tlsFailed', 'closed'].includes(error.code),
  );
});

// UDP on real sockets on loopback.

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import type { Target } from '#sip/transport/transport';
import { arriving, response } from '../transaction/fixture.ts';
import { RawDatagrams, Station, text, until } from './fixture.ts';

const hasV6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));

for (const [family, loopback] of [
  [4, '127.0.0.1'],
  [6, '::1'],
] as const) {
  test(`a request and its answer pass over IPv${family}, from listening port to listening port`, {
    skip: family === 6 && !hasV6,
  }, async () => {
    await using alice = await Station.open(loopback);
    await using bob = await Station.open(loopback);
    const host = family === 6 ? '[2001:db8::99]' : 'alice.invalid';
    const request = arriving('OPTIONS', `SIP/2.0/UDP ${host}:9;branch=z9hG4bK1;rport`);
    request.headers.append('Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKbelow');
    await alice.transport.send(request, { protocol: 'UDP', remote: bob.address('UDP') });
    await until(() => bob.events.length > 0, 'the request');
    const [received] = bob.of('messageReceived');
    assert.ok(received?.message.kind === 'request');
    assert.deepEqual(received.source.remote, { ...alice.address('UDP') });
    const { vias } = received.message.headers;
    assert.equal(vias.length, 2);
    assert.equal(vias[0]?.parameters.get('received'), loopback);
    assert.equal(vias[0]?.parameters.get('rport'), String(alice.address('UDP').port));
    assert.equal(vias[1]?.parameters.get('branch'), 'z9hG4bKbelow');

    await bob.transport.send(response(received.message, 200), received.source);
    await until(() => alice.events.length > 0, 'the response');
    assert.equal(alice.messages[0]?.kind, 'response');
  });
}

test('a Via that tells the truth and wants no port is left alone', async () => {
  await using bob = await Station.open();
  using raw = await RawDatagrams.open();
  raw.send(text('OPTIONS', 'SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1'), bob.address('UDP'));
  await until(() => bob.events.length > 0, 'the request');
  assert.equal(bob.messages[0]?.headers.get('Via'), 'SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1');
});

test('a message is as large as it was said to be, with short names of header fields, too', async () => {
  using raw = await RawDatagrams.open();
  const request = arriving('OPTIONS', 'SIP/2.0/UDP alice.invalid;branch=z9hG4bK1');
  const remote = { family: 4, address: '127.0.0.1', port: raw.port } as const;
  for (const nameForm of ['long', 'compact'] as const) {
    await using alice = await Station.open('127.0.0.1', { nameForm: () => nameForm });
    await alice.transport.send(request, { protocol: 'UDP', remote });
    await until(() => raw.received.length > 0, 'the request');
    const received = raw.received.shift() ?? '';
    assert.match(received, nameForm === 'long' ? /\nVia: / : /\nv: /);
    assert.equal(alice.transport.sizeOf(request), received.length);
  }
});

test('keep-alives and empty datagrams are no messages; garbage is refused without an answer', async () => {
  await using bob = await Station.open();
  using raw = await RawDatagrams.open();
  for (const bytes of ['', '\r\n', '\r\n\r\n', '\0\0\0\0', 'garbage that is longer than eight bytes', '\r\n\r\n\r\n\r\n\r\n']) {
    raw.send(bytes, bob.address('UDP'));
  }
  raw.send(text('OPTIONS', 'SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1'), bob.address('UDP'));
  await until(() => bob.messages.length > 0, 'the request behind them');
  const refused = bob.of('messageRefused');
  assert.deepEqual(
    refused.map(({ status, answerable }) => [status, answerable]),
    [
      [400, undefined],
      [400, undefined],
    ],
  );
});

test('a refused request that can be answered has the stamped Via', async () => {
  await using bob = await Station.open();
  using raw = await RawDatagrams.open();
  raw.send(text('INVITE', 'SIP/2.0/UDP phone.invalid;branch=z9hG4bK1;rport', { cseq: 'x INVITE' }), bob.address('UDP'));
  await until(() => bob.events.length > 0, 'the refusal');
  const [refused] = bob.of('messageRefused');
  assert.equal(refused?.status, 400);
  assert.equal(refused?.answerable?.headers.via.parameters.get('rport'), String(raw.port));
  assert.equal(refused?.answerable?.headers.via.parameters.get('received'), '127.0.0.1');
});

test('a message that fits no datagram is too large, and one without a route or a socket says so', async () => {
  await using alice = await Station.open();
  const to: Target = { protocol: 'UDP', remote: { family: 4, address: '127.0.0.1', port: 9 } };
  const big = { ...arriving('MESSAGE', 'SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1'), body: new Uint8Array(65_500) };
  await assert.rejects(alice.transport.send(big, to), { name: 'TransportError', code: 'tooLarge' });
  const small = arriving('OPTIONS', 'SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1');
  await assert.rejects(alice.transport.send(small, { ...to, remote: { family: 6, address: '::1', port: 9 } }), {
    code: 'unsupported',
  });
  await assert.rejects(alice.transport.send(small, { ...to, protocol: 'WS' }), { code: 'unsupported' });
  await assert.rejects(alice.transport.send(small, { ...to, remote: { ...to.remote, port: 0 } }), { code: 'unreachable' });
  await assert.rejects(alice.transport.send(small, { ...to, remote: { ...to.remote, address: 'localhost' } }), {
    code: 'unsupported',
  });
  await alice.transport[Symbol.asyncDispose]();
  await assert.rejects(alice.transport.send(small, to), { code: 'unsupported' });
});

test('the local address is what the kernel would use, with the listening port', async () => {
  await using everywhere = await Station.open('0.0.0.0');
  const { port } = everywhere.address('UDP');
  const to: Target = { protocol: 'UDP', remote: { family: 4, address: '127.0.0.1', port: 5060 } };
  assert.deepEqual(everywhere.transport.localAddress(to), { family: 4, address: '127.0.0.1', port });
  const overTcp = everywhere.transport.localAddress({ ...to, protocol: 'TCP' });
  assert.deepEqual(overTcp, { family: 4, address: '127.0.0.1', port: everywhere.address('TCP').port });
  everywhere.transport.addressesChanged();
  assert.equal(everywhere.transport.localAddress(to).address, '127.0.0.1');
  assert.throws(() => everywhere.transport.localAddress({ protocol: 'UDP', remote: { family: 6, address: '::1', port: 1 } }), {
    code: 'unsupported',
  });
  await using here = await Station.open('127.0.0.1');
  assert.equal(here.transport.localAddress(to).address, '127.0.0.1');
});

test('a port that is taken is refused, and nothing stays open', async () => {
  await using first = await Station.open();
  const { transport } = await Station.open();
  await transport[Symbol.asyncDispose]();
  const taken = first.address('UDP');
  await assert.rejects(transport.listen({ udp: [taken] }), { name: 'TransportError' });
  await assert.rejects(transport.listen({ udp: [{ address: '127.0.0.1', port: 0 }], tcp: [first.address('TCP')] }), {
    name: 'TransportError',
  });
  assert.throws(() => transport.localAddress({ protocol: 'UDP', remote: taken }), { code: 'unsupported' });
});

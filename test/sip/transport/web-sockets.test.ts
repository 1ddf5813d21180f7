// SIP over WebSockets on real sockets (RFC 7118): with ourselves, and with the bare `ws` package for what we would never do.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws';
import { webSocketDoor } from '#firmware/system/web-socket-door';
import type { NodeTransportOptions } from '#sip/transport/node-transport';
import { responseTarget } from '#sip/transport/response-target';
import { defaultTlsSettings, type TlsSettings } from '#sip/transport/tls-settings';
import type { Protocol, Target } from '#sip/transport/transport';
import { arriving, response } from '../transaction/fixture.ts';
import { CertificateAuthority } from './certificates.ts';
import { Station, text, until } from './fixture.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const page = 'https://intranet.example.org';
const trusting: TlsSettings = { ...defaultTlsSettings, authorities: [ca.certificate], trustsPublicAuthorities: false };

const options = (change: Partial<NodeTransportOptions> = {}): Partial<NodeTransportOptions> => ({
  webSockets: { door: webSocketDoor, path: '/ws', origins: [page] },
  tls: trusting,
  ...change,
});
const client = (): Promise<Station> => Station.open('127.0.0.1', options());
const server = (change: Partial<NodeTransportOptions> = {}): Promise<Station> =>
  Station.open('127.0.0.1', options({ tls: { ...trusting, identity: ca.issue({ names: 'DNS:pbx.example.org' }) }, ...change }));
const towards = (station: Station, protocol: Protocol): Target => ({
  protocol,
  remote: station.address(protocol),
  serverName: 'pbx.example.org',
});

/** A browser, as far as a server sees one. */
function browser(station: Station, change: ClientOptions = {}, protocols: string[] = ['sip']): WebSocket {
  const { port } = station.address('WS');
  return new WebSocket(`ws://127.0.0.1:${port}/ws`, protocols, { origin: page, ...change });
}

for (const protocol of ['WS', 'WSS'] as const) {
  test(`requests and answers pass over ${protocol} on one connection`, async () => {
    await using alice = await client();
    await using bob = await server();
    const { host, port } = alice.transport.sentBy(towards(bob, protocol));
    assert.match(host, /^[0-9a-f]{12}\.invalid$/);
    assert.equal(port, undefined);
    const via = `SIP/2.0/${protocol} ${host};branch=z9hG4bK1;rport`;
    for (let i = 0; i < 5; i++) await alice.transport.send(arriving('OPTIONS', via), towards(bob, protocol));
    await until(() => bob.messages.length === 5, 'five requests');
    const received = bob.of('messageReceived');
    assert.equal(new Set(received.map(({ source }) => source.flow)).size, 1);
    for (const { message, source } of received) {
      assert.ok(message.kind === 'request');
      assert.equal(source.protocol, protocol);
      await bob.transport.send(response(message, 200), responseTarget(message.headers.via, source));
    }
    await until(() => alice.messages.length === 5, 'five answers');
  });
}

test('WSS checks the server as TLS does', async () => {
  await using alice = await client();
  await using bob = await server();
  const to = { ...towards(bob, 'WSS'), serverName: 'other.example.org' };
  await assert.rejects(alice.transport.send(arriving('OPTIONS', 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1'), to), {
    code: 'wrongCertificateName',
  });
});

test('one frame is one message: text or binary, without Content-Length, with pings between', async () => {
  await using bob = await server();
  const caller = browser(bob);
  const heard: string[] = [];
  caller.on('message', (data, isBinary) => heard.push(`${isBinary ? 'binary' : 'text'} ${String(data).slice(0, 12)}`));
  await once(caller, 'open');
  assert.equal(caller.protocol, 'sip');
  const via = 'SIP/2.0/WS a.invalid;branch=z9hG4bK1;rport';
  caller.send(text('OPTIONS', via).replace(/Content-Length.*\r\n/, ''));
  caller.send(Buffer.from(text('OPTIONS', via)));
  caller.send('\r\n\r\n');
  await until(() => bob.messages.length === 2 && heard.length === 1, 'two requests and a pong');
  assert.deepEqual(heard, ['text \r\n']);
  const [{ message, source } = assert.fail()] = bob.of('messageReceived');
  assert.ok(message.kind === 'request');
  await bob.transport.send(response(message, 200), source);
  await bob.transport.send({ ...response(message, 200), body: Uint8Array.of(0xff, 0xfe) }, source);
  await until(() => heard.length === 3, 'the answers');
  assert.deepEqual(heard.slice(1), ['text SIP/2.0 200 ', 'binary SIP/2.0 200 ']);
  caller.terminate();
  await until(() => bob.of('flowClosed').length === 1, 'the end');
  assert.equal(bob.clock.pendingTimers, 0);
});

test('pages that were not named, other sub-protocols and plain HTTP are refused; who is no browser may call', async () => {
  await using bob = await server();
  const refused = async (socket: WebSocket): Promise<string> => {
    const [error] = (await once(socket, 'error')) as [Error];
    return error.message;
  };
  assert.match(await refused(browser(bob, { origin: 'https://evil.example.com' })), /403/);
  assert.match(await refused(browser(bob, { origin: 'null' })), /403/);
  assert.match(await refused(browser(bob, {}, ['chat'])), /400/);
  assert.match(await refused(browser(bob, {}, [])), /400/);
  const { port } = bob.address('WS');
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  assert.equal(answer.status, 426);
  const phone = new WebSocket(`ws://127.0.0.1:${port}/`, ['sip']);
  await once(phone, 'open');
  phone.terminate();
  await until(() => bob.of('flowClosed').length === 1, 'the end');
  assert.deepEqual(bob.messages, []);
  assert.equal(bob.clock.pendingTimers, 0);
});

test('a frame that is too large, and one that is no SIP, end or refuse what they must', async () => {
  await using bob = await server();
  const caller = browser(bob);
  caller.on('error', () => undefined);
  await once(caller, 'open');
  caller.send('nonsense');
  await until(() => bob.of('messageRefused').length === 1, 'the refusal');
  assert.equal(caller.readyState, WebSocket.OPEN);
  caller.send('x'.repeat(70_000));
  await once(caller, 'close');
  await until(() => bob.of('flowClosed').length === 1, 'the end');
  assert.equal(bob.messages.length, 0);
});

test('one who connects and says nothing loses his place in time', async () => {
  await using bob = await server({ limits: { maxAcceptedPerAddress: 1 } });
  const idler = connect(bob.address('WS').port, '127.0.0.1');
  idler.on('error', () => undefined);
  await once(idler, 'connect');
  await until(() => bob.clock.pendingTimers === 1, 'his patience');
  const [error] = (await once(browser(bob), 'error')) as [Error];
  assert.ok(error.message.length > 0);
  bob.clock.advance(10_000);
  await once(idler, 'close');
  const caller = browser(bob);
  await once(caller, 'open');
  caller.terminate();
});

test('what a server says to our handshake is told', async () => {
  await using alice = await client();
  const via = 'SIP/2.0/WS a.invalid;branch=z9hG4bK1';
  const others = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/elsewhere' });
  await once(others, 'listening');
  const address = others.address();
  assert.ok(typeof address === 'object' && address !== null);
  const to: Target = { protocol: 'WS', remote: { family: 4, address: '127.0.0.1', port: address.port } };
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), { code: 'webSocketRefused' });
  others.close();
  const chatty = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/ws', handleProtocols: () => false });
  await once(chatty, 'listening');
  const second = chatty.address();
  assert.ok(typeof second === 'object' && second !== null);
  await assert.rejects(
    alice.transport.send(arriving('OPTIONS', via), { protocol: 'WS', remote: { ...to.remote, port: second.port } }),
    { code: 'webSocketRefused' },
  );
  chatty.close();
  for (const socket of chatty.clients) socket.terminate();
});

test('without the door there are no WebSockets', async () => {
  await using alice = await Station.open();
  const to: Target = { protocol: 'WS', remote: { family: 4, address: '127.0.0.1', port: 9 } };
  const request = arriving('OPTIONS', 'SIP/2.0/WS a.invalid;branch=z9hG4bK1');
  await assert.rejects(alice.transport.send(request, to), { code: 'unsupported' });
  await assert.rejects(alice.transport.listen({ ws: [{ address: '127.0.0.1', port: 0 }] }), { code: 'unsupported' });
});

// Parameters of connections: which versions of TLS are spoken, which path WebSockets ask for, and whom the phone lets in as a WebSocket server.

import assert from 'node:assert/strict';
import { connect, createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import { connect as connectSecurely } from 'node:tls';
import { freePort } from '#test/lab/free-port';
import { CertificateAuthority } from '#test/sip/transport/certificates';
import { lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const host = '127.0.0.1';
const origin = 'https://intranet.example.org';
const servers: Server[] = [];
let phone: SimulatedPhone;
/** Of each line's server: the first bytes that came. */
let hello: Promise<Buffer>;
let upgrade: Promise<Buffer>;
let usualHello: Promise<Buffer>;
/** Where what is older is switched off. */
let newestHello: Promise<Buffer>;
let usual: SimulatedPhone;
let newest: SimulatedPhone;
let doorPort: number;
let securePort: number;
const authority = new CertificateAuthority();
/** Where the other phone would have its door. */
let shutPort: number;

/** A server that listens, says nothing, and keeps what comes first. */
async function listen(): Promise<{ readonly port: number; readonly first: Promise<Buffer> }> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => socket.on('data', resolve).on('error', () => undefined));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, host, listening));
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, first: promise };
}

before(async () => {
  const [tls, webSocket, usualTls, newestTls] = await Promise.all([listen(), listen(), listen(), listen()]);
  [hello, upgrade, usualHello, newestHello] = [tls.first, webSocket.first, usualTls.first, newestTls.first];
  [doorPort, securePort, shutPort] = [await freePort(host), await freePort(host), await freePort(host)];
  const own = authority.issue({ names: 'DNS:phone.example.org' });
  [phone, usual, newest] = await Promise.all([
    SimulatedPhone.start({
      params: {
        ...lineAt(tls.port, '1001'),
        ...lineAt(webSocket.port, '1002', 1),
        'voip/line/0/transport_protocol': 'TLS',
        'voip/line/1/transport_protocol': 'WS',
        'voip/signalling/sip/tls_method': 'tls_1_3',
        'voip/signalling/sip/tls_port': securePort,
        'security/sip_certificate_uri': own.certificateFile,
        'security/sip_private_key_uri': own.privateKeyFile,
        'voip/signalling/sip/websocket/path': '/calls/sip',
        'voip/signalling/sip/websocket/server': 'WS',
        'voip/signalling/sip/websocket/port': doorPort,
        'voip/signalling/sip/websocket/origins': `https://other.example.org ${origin}`,
      },
    }),
    SimulatedPhone.start({
      params: {
        ...lineAt(usualTls.port, '1001'),
        'voip/line/0/transport_protocol': 'TLS',
        'voip/signalling/sip/websocket/port': shutPort,
      },
    }),
    SimulatedPhone.start({
      params: {
        ...lineAt(newestTls.port, '1001'),
        'voip/line/0/transport_protocol': 'TLS',
        'voip/signalling/sip/tls_disable': 'ssl_3 tls_1_2',
      },
    }),
  ]);
});
after(async () => {
  await Promise.all([phone, usual, newest].map((each) => each[Symbol.asyncDispose]()));
  for (const server of servers) server.close();
  authority[Symbol.dispose]();
});

/** The versions that a ClientHello offers in its extension supported_versions (RFC 8446 §4.2.1). */
function offeredVersions(bytes: Buffer): readonly string[] {
  // Record, handshake, version, random; then session, suites, compression, each with its length before it.
  let at = 5 + 4 + 2 + 32;
  at += 1 + bytes.readUInt8(at);
  at += 2 + bytes.readUInt16BE(at);
  at += 1 + bytes.readUInt8(at);
  at += 2;
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt16BE(at + 2);
    if (bytes.readUInt16BE(at) === 43) {
      return Array.from({ length: bytes.readUInt8(at + 4) / 2 }, (_, i) => bytes.readUInt16BE(at + 5 + 2 * i).toString(16));
    }
    at += 4 + length;
  }
  return [];
}

/** The first line that comes back from the phone's door; `refused` when nobody listens. */
function knock(port: number, from: string | undefined): Promise<string> {
  const socket = connect(port, host);
  const lines = [
    'GET / HTTP/1.1',
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: sip',
    ...(from === undefined ? [] : [`Origin: ${from}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return new Promise((resolve) => {
    socket.on('data', (bytes) => {
      resolve(bytes.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.on('error', () => resolve('refused'));
  });
}

test('voip/signalling/sip/tls_method: nothing older is offered', async () => {
  assert.deepEqual(offeredVersions(await hello), ['304']);
  assert.deepEqual(offeredVersions(await usualHello), ['304', '303']);
});

test('voip/signalling/sip/tls_disable: nor what is switched off', async () => {
  assert.deepEqual(offeredVersions(await newestHello), ['304']);
});

test('voip/signalling/sip/tls_port: where a phone with a certificate takes calls over TLS', async () => {
  const socket = connectSecurely({ port: securePort, host, ca: authority.certificate, servername: 'phone.example.org' });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  assert.equal(socket.getProtocol(), 'TLSv1.3');
  socket.destroy();
});

test('voip/signalling/sip/websocket/path: what a WebSocket server is asked for', async () => {
  assert.match((await upgrade).toString(), /^GET \/calls\/sip HTTP\/1\.1\r\n/);
});

test('voip/signalling/sip/websocket/server and voip/signalling/sip/websocket/port: browsers get in where there is a door', async () => {
  assert.match(await knock(doorPort, undefined), /^HTTP\/1\.1 101 /);
  assert.equal(await knock(shutPort, undefined), 'refused');
});

test('voip/signalling/sip/websocket/origins: from these pages alone', async () => {
  assert.match(await knock(doorPort, origin), /^HTTP\/1\.1 101 /);
  assert.match(await knock(doorPort, 'https://evil.example.org'), /^HTTP\/1\.1 403 /);
});

// TLS with a peer that we did not write: openssl's own client and server.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { serializeMessage } from '#sip/message/serialize-message';
import { defaultTlsSettings, type TlsSettings } from '#sip/transport/tls-settings';
import type { Target } from '#sip/transport/transport';
import { arriving } from '../transaction/fixture.ts';
import { CertificateAuthority } from './certificates.ts';
import { Station, text, until } from './fixture.ts';

const ca = new CertificateAuthority();
after(() => ca[Symbol.dispose]());
const via = 'SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1';
const good = ca.issue({ names: 'URI:sip:example.org' });

const trusting = (change: Partial<TlsSettings> = {}): { tls: TlsSettings } => ({
  tls: { ...defaultTlsSettings, authorities: [ca.certificate], trustsPublicAuthorities: false, ...change },
});

class OpenSsl implements Disposable {
  readonly #process: ChildProcess;
  output = '';

  constructor(...args: readonly string[]) {
    this.#process = spawn('openssl', args, { stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.output += bytes.toString('latin1');
      });
    }
  }

  write(bytes: string | Uint8Array): void {
    this.#process.stdin?.write(bytes);
  }

  [Symbol.dispose](): void {
    this.#process.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function serve(...args: readonly string[]): Promise<{ openssl: OpenSsl; to: Target }> {
  const port = await freePort();
  const files = ['-cert', good.certificateFile, '-key', good.privateKeyFile, '-CAfile', ca.file];
  const openssl = new OpenSsl('s_server', '-accept', `127.0.0.1:${port}`, ...files, ...args);
  await until(() => openssl.output.includes('ACCEPT'), 'openssl');
  return { openssl, to: { protocol: 'TLS', remote: { family: 4, address: '127.0.0.1', port }, serverName: 'example.org' } };
}

for (const version of ['-tls1_2', '-tls1_3']) {
  test(`a request reaches s_server ${version}, which asks for our certificate and answers`, async () => {
    const { openssl, to } = await serve(version, '-Verify', '1', '-verify_return_error');
    using _openssl = openssl;
    await using alice = await Station.open('127.0.0.1', trusting({ identity: ca.issue({ names: 'DNS:phone.example.org' }) }));
    await alice.transport.send(arriving('OPTIONS', via), to);
    await until(() => openssl.output.includes('OPTIONS sip:'), 'the request');
    openssl.write(text('NOTIFY', 'SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK2'));
    await until(() => alice.messages.length === 1, 'the answer');
    assert.equal(alice.of('messageReceived')[0]?.source.protocol, 'TLS');
  });

  test(`what s_server ${version} thinks of a phone without a certificate is told`, async () => {
    const { openssl, to } = await serve(version, '-Verify', '1', '-verify_return_error');
    using _openssl = openssl;
    await using alice = await Station.open('127.0.0.1', trusting());
    await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), (error: Error & { code: string }) =>
      ['ourCertificateRefused', 'tlsFailed'].includes(error.code),
    );
  });
}

test('a server that knows old versions only is refused', async () => {
  const { openssl, to } = await serve('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0');
  using _openssl = openssl;
  await using alice = await Station.open('127.0.0.1', trusting());
  await assert.rejects(alice.transport.send(arriving('OPTIONS', via), to), { code: 'tlsFailed' });
  const modern = await serve('-tls1_2');
  using _modern = modern.openssl;
  await using strict = await Station.open('127.0.0.1', trusting({ minVersion: 'TLSv1.3' }));
  await assert.rejects(strict.transport.send(arriving('OPTIONS', via), modern.to), { code: 'tlsFailed' });
});

test('a server that sends no tickets is not waited for', async () => {
  const { openssl, to } = await serve('-tls1_3', '-num_tickets', '0');
  using _openssl = openssl;
  await using alice = await Station.open('127.0.0.1', trusting());
  const sending = alice.transport.send(arriving('OPTIONS', via), to);
  await until(() => openssl.output.includes('CIPHER is'), 'the handshake');
  // Its time to connect, and then its time to settle.
  await until(() => alice.clock.pendingTimers === 2, 'the wait');
  alice.clock.advance(250);
  await sending;
  await until(() => openssl.output.includes('OPTIONS sip:'), 'the request');
});

test('a second connection takes up the session of the first', async () => {
  for (const version of ['-tls1_2', '-tls1_3']) {
    const { openssl, to } = await serve(version);
    using _openssl = openssl;
    await using alice = await Station.open('127.0.0.1', trusting());
    await alice.transport.send(arriving('OPTIONS', via), to);
    await until(() => openssl.output.includes('OPTIONS sip:'), 'the first');
    openssl.write('X\u0001\r\n\r\n');
    await until(() => alice.of('messageRefused').length === 1, 'the nonsense');
    alice.clock.advance(1000);
    await until(() => alice.of('flowClosed').length === 1, 'the end of the first');
    await alice.transport.send(arriving('OPTIONS', via), to);
    await until(() => openssl.output.split('OPTIONS sip:').length === 3, 'the second');
    assert.match(openssl.output, /Reused session-id/, version);
  }
});

test('s_client calls us, and gets the certificate that its name asks for checked', async () => {
  await using bob = await Station.open('127.0.0.1', trusting({ identity: ca.issue({ names: 'DNS:phone.example.org' }) }));
  const { port } = bob.address('TLS');
  const args = [
    '-connect',
    `127.0.0.1:${port}`,
    '-CAfile',
    ca.file,
    '-verify_return_error',
    '-verify_hostname',
    'phone.example.org',
  ];
  using caller = new OpenSsl('s_client', ...args, '-quiet');
  caller.write(serializeMessage(arriving('OPTIONS', via)));
  await until(() => bob.messages.length === 1, 'the request');
});

// Handshakes with OpenSSL's own program on the other side, which speaks DTLS without knowing anything of ours; keys compared by its
// exporter.
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { certificateFingerprint, DtlsHandshake, type HandshakeEvent } from '#media/dtls-handshake';
import { pause } from '../support/media-station.ts';

const realClock = {
  setTimer: (delayMs: number, expired: () => void) => {
    const timer = setTimeout(expired, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

let directory = '';
let fingerprint = '';
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'dtls-'));
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(directory, name)) as [string, string];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=peer', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...made, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const printed = execFileSync('openssl', ['x509', '-in', certificate, '-noout', '-fingerprint', '-sha256'], {
    encoding: 'utf8',
  });
  fingerprint = printed.split('=')[1]?.trim() ?? '';
});
after(() => rmSync(directory, { recursive: true, force: true }));

interface Ending {
  readonly event: HandshakeEvent;
  readonly peer: string;
}

/** Ours against `openssl s_server` or `s_client`, until both have ended. */
async function meet(role: 'active' | 'passive', profile: string, expected: string): Promise<Ending> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const port = role === 'active' ? await freePort() : socket.address().port;
  const identity = ['-key', join(directory, 'key.pem'), '-cert', join(directory, 'certificate.pem')];
  const exporter = ['-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', '60'];
  const program =
    role === 'active'
      ? ['s_server', '-accept', `127.0.0.1:${port}`, '-Verify', '1']
      : ['s_client', '-connect', `127.0.0.1:${port}`];
  const peer = spawn('openssl', [...program, '-dtls1_2', '-use_srtp', profile, ...identity, ...exporter]);
  let printed = '';
  for (const output of [peer.stdout, peer.stderr]) output.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  try {
    if (role === 'active') while (!printed.includes('ACCEPT')) await pause(10);
    const event = await handshake(socket, role, role === 'active' ? port : undefined, expected);
    while (event.type === 'secured' && !/Keying material: [0-9A-F]{120}/.test(printed) && isAlive(peer)) await pause(10);
    return { event, peer: printed };
  } finally {
    peer.kill();
    socket.close();
  }
}

function handshake(socket: Socket, role: 'active' | 'passive', port: number | undefined, value: string): Promise<HandshakeEvent> {
  let remote = port;
  return new Promise((resolve) => {
    const ours = new DtlsHandshake({
      clock: realClock,
      role,
      fingerprints: [{ hash: 'sha-256', value }],
      send: (bytes) => socket.send(bytes, remote ?? 0, '127.0.0.1'),
      listener: (event) => {
        ours.close();
        resolve(event);
      },
    });
    socket.on('message', (bytes, from) => {
      remote = from.port;
      ours.receive(bytes);
    });
    ours.start();
  });
}

/** RFC 5764 §4.2: both keys, then both salts. */
function keyAndSalt(exported: Buffer, server: number): Buffer {
  const [key, salt] = [exported.subarray(16 * server), exported.subarray(32 + 14 * server)];
  return Buffer.concat([key.subarray(0, 16), salt.subarray(0, 14)]);
}

function isAlive(peer: ChildProcess): boolean {
  return peer.exitCode === null;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(() => resolve());
  });
  return port;
}

describe('a DTLS handshake', () => {
  for (const role of ['active', 'passive'] as const) {
    test(`agrees on keys with OpenSSL when we are ${role}`, async () => {
      const { event, peer } = await meet(role, 'SRTP_AES128_CM_SHA1_80', fingerprint);
      assert.ok(event.type === 'secured', JSON.stringify(event));
      const exported = Buffer.from(/Keying material: ([0-9A-F]{120})/.exec(peer)?.[1] ?? '', 'hex');
      assert.equal(event.send.suite, 'AES_CM_128_HMAC_SHA1_80');
      assert.deepEqual(Buffer.from(event.send.master), keyAndSalt(exported, role === 'active' ? 0 : 1));
      assert.deepEqual(Buffer.from(event.receive.master), keyAndSalt(exported, role === 'active' ? 1 : 0));
    });
  }

  test('takes AES-GCM where the other side has it', async () => {
    const { event } = await meet('active', 'SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM', fingerprint);
    assert.ok(event.type === 'secured');
    assert.match(event.send.suite, /^(?:AEAD_AES_256_GCM|AES_CM_128_HMAC_SHA1_80)$/);
  });

  test('does not agree with somebody whose certificate was not named', async () => {
    const { event } = await meet('active', 'SRTP_AES128_CM_SHA1_80', certificateFingerprint()?.value ?? '');
    assert.deepEqual(event, { type: 'failed', reason: 'the certificate is not the one that the signalling named' });
  });

  test('has one certificate for the whole process', () => {
    assert.match(certificateFingerprint()?.value ?? '', /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.deepEqual(certificateFingerprint(), certificateFingerprint());
  });
});

// The door of the web server: TLS and plain HTTP on one port, seen by curl and OpenSSL, and who comes to hold it open.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { deviceIdentity } from '#firmware/certificates/device-identity';
import { WebDoor, type WebDoorLimits } from '#firmware/web/web-door';

const directory = mkdtempSync(join(tmpdir(), 'door-'));
after(() => rmSync(directory, { recursive: true }));
const run = promisify(execFile);

/** What OpenSSL tells of the connection that it made. */
function handshake(port: number, ...more: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-brief', ...more], (_, __, told) =>
      resolve(told),
    );
    child.stdin?.end();
  });
}

const echo: RequestListener = (request, response) => {
  request.resume();
  request.on('end', () =>
    response.end(`${(request.socket as { encrypted?: boolean }).encrypted === true ? 'TLS' : 'plain'} ${request.url}`),
  );
};

async function open(limits?: Partial<WebDoorLimits>, handle: RequestListener = echo) {
  const identity = await deviceIdentity(directory, { commonName: 'phone', names: ['localhost', '127.0.0.1'] }, Date.now());
  const door = new WebDoor({
    identity,
    handle,
    upgrade: (_, socket) => socket.end(),
    ...(limits && { limits }),
  });
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 });
  return { door, port, identity };
}

describe('one port', () => {
  it('speaks TLS and plain HTTP, for curl', async () => {
    const { door, port } = await open();
    await using _ = door;
    const plain = await run('curl', ['-s', `http://127.0.0.1:${port}/a`]);
    assert.equal(plain.stdout, 'plain /a');
    const file = join(directory, 'device-certificate.pem');
    const secure = await run('curl', ['-s', '--cacert', file, `https://127.0.0.1:${port}/b`]);
    assert.equal(secure.stdout, 'TLS /b', 'and curl believes the certificate for this address');
  });

  it('refuses old TLS, as OpenSSL sees it', async () => {
    const { door, port } = await open();
    await using _ = door;
    const speak = (version: string): Promise<string> => handshake(port, version);
    assert.match(await speak('-tls1_2'), /TLSv1\.2/);
    assert.match(await speak('-tls1_3'), /TLSv1\.3/);
    assert.doesNotMatch(await speak('-tls1_1'), /CONNECTION ESTABLISHED/);
  });

  it('is shut when nobody waits for an answer any more', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const { door, port } = await open(undefined, (_, response) => asked.resolve(response));
    await using _ = door;
    const heard = run('curl', ['-s', `http://127.0.0.1:${port}/slow`]);
    const response = await asked.promise;
    let isShut = false;
    const shut = door.shut().then(() => {
      isShut = true;
    });
    const late = connect(port, '127.0.0.1');
    await new Promise((resolve) => late.on('error', resolve));
    assert.equal(isShut, false);
    response.end('at last');
    await shut;
    await door[Symbol.asyncDispose]();
    assert.equal((await heard).stdout, 'at last');
  });

  it('shows another certificate from the moment that it is given one', async () => {
    const { door, port } = await open();
    await using _ = door;
    const other = await deviceIdentity(join(directory, 'other'), { commonName: 'another', names: ['localhost'] }, Date.now());
    door.setIdentity(other);
    assert.match(await handshake(port), /another/);
  });
});

function ended(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('data', (part) => {
    heard += part.toString('latin1');
  });
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', () => resolve(heard)));
}

describe('who holds the door open (CWE-400)', () => {
  const short = { firstByteMs: 100, headersMs: 200, requestMs: 400, checkMs: 50 };

  it('by saying nothing, is let go', async () => {
    const { door, port } = await open(short);
    await using _ = door;
    assert.equal(await ended(connect(port, '127.0.0.1')), '');
  });

  it('by a byte now and then, is let go', async () => {
    const { door, port } = await open(short);
    await using _ = door;
    const socket = connect(port, '127.0.0.1');
    const end = ended(socket);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => socket.write('X-a: b\r\n'), 20);
    const heard = await end;
    clearInterval(drip);
    assert.match(heard, /^HTTP\/1\.1 408/);
  });

  it('by a body that never ends, is let go', async () => {
    const { door, port } = await open(short);
    await using _ = door;
    const socket = connect(port, '127.0.0.1');
    const end = ended(socket);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    const heard = await end;
    clearInterval(drip);
    assert.match(heard, /^HTTP\/1\.1 408/);
  });

  it('by half a TLS handshake, is let go', async () => {
    const { door, port } = await open(short);
    await using _ = door;
    const socket = connect(port, '127.0.0.1');
    const end = ended(socket);
    socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]));
    await end;
  });

  it('by coming many times, is not let in, and others still are not kept waiting', async () => {
    const { door, port } = await open({ mostFromOneAddress: 5, firstByteMs: 60_000 });
    await using _ = door;
    const held = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    assert.equal(await ended(connect(port, '127.0.0.1')), '');
    const other = await run('curl', ['-s', '--interface', '127.0.0.2', `http://127.0.0.1:${port}/c`]);
    assert.equal(other.stdout, 'plain /c');
    for (const socket of held) socket.destroy();
  });

  it('with an answer already, makes room for the next', async () => {
    const { door, port } = await open({ mostConnections: 5 });
    await using _ = door;
    const held = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
    await Promise.all(
      held.map((socket) => {
        socket.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
        return new Promise((resolve) => socket.once('data', resolve));
      }),
    );
    const next = await run('curl', ['-s', `http://127.0.0.1:${port}/next`]);
    assert.equal(next.stdout, 'plain /next');
    for (const socket of held) socket.destroy();
  });
});

// One question and its answer by HTTP: what is posted arrives, logins are shown when they are asked for, and bad answers have an end.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { exchangeByHttp, type HttpQuestion } from '#firmware/provisioning/fetch/http-exchange';
import { defaultTlsSettings } from '#sip/transport/tls-settings';
import { FakeClock } from '#test/support/fake-clock';

type Answering = (request: IncomingMessage, body: string, response: ServerResponse) => void;

async function rig(t: TestContext, answering: Answering): Promise<HttpQuestion> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answering(request, Buffer.concat(chunks).toString(), response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/est?a=b`),
    body: { headers: { 'content-type': 'application/pkcs10' }, bytes: Buffer.from('request') },
    login: { user: 'phone', password: 'pass word' },
    tls: defaultTlsSettings,
    largestBytes: 1000,
    longestMs: 10_000,
    idleMs: 5000,
    userAgent: 'test',
    clock: new FakeClock(),
  };
}

test('what is posted arrives with its type, and every status is an answer', async (t) => {
  const question = await rig(t, ({ method, headers }, body, response) => {
    response.writeHead(202, { 'Retry-After': '7' }).end(`${method} ${headers['content-type']} ${body}`);
  });
  const answer = await exchangeByHttp(question);
  assert.ok(answer.type === 'answered');
  assert.deepEqual([answer.status, answer.headers['retry-after']], [202, '7']);
  assert.equal(Buffer.from(answer.bytes).toString(), 'POST application/pkcs10 request');
});

test('a digest is made of the method and, where the server wants it, of what is posted', async (t) => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const question = await rig(t, ({ method, headers: { authorization = '' } }, body, response) => {
    const value = (name: string): string | undefined => new RegExp(`[ ,]${name}="?([^",]*)`).exec(authorization)?.[1];
    const first = md5('phone:est:pass word');
    const second = md5(`${method}:/est?a=b:${md5(body)}`);
    const wanted = md5([first, value('nonce'), value('nc'), value('cnonce'), 'auth-int', second].join(':'));
    if (value('response') === wanted) response.writeHead(200).end('welcome');
    else response.writeHead(401, { 'WWW-Authenticate': 'Digest realm="est", nonce="n1", qop="auth-int"' }).end();
  });
  const answer = await exchangeByHttp(question);
  assert.ok(answer.type === 'answered');
  assert.equal(answer.status, 200);
});

test('a login that the server does not take is shown once', async (t) => {
  const seen: (string | undefined)[] = [];
  const question = await rig(t, ({ headers }, _, response) => {
    seen.push(headers.authorization);
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="est"' }).end();
  });
  const answer = await exchangeByHttp(question);
  assert.ok(answer.type === 'answered');
  assert.equal(answer.status, 401);
  assert.deepEqual(seen, [undefined, `Basic ${Buffer.from('phone:pass word').toString('base64')}`]);
});

test('an answer that is too large, or breaks off, is a failure', async (t) => {
  const large = await rig(t, (_request, _body, response) => response.end('x'.repeat(2000)));
  assert.deepEqual({ ...(await exchangeByHttp(large)), detail: '' }, { type: 'failed', failure: 'tooLarge', detail: '' });
  const half = await rig(t, ({ socket }, _body, response) => {
    response.writeHead(200, { 'Content-Length': '900' });
    response.write('half', () => socket.destroy());
  });
  assert.deepEqual({ ...(await exchangeByHttp(half)), detail: '' }, { type: 'failed', failure: 'incomplete', detail: '' });
});

// Parameters of what a line's server does for it, and is told. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { contactOf, type HandMessage, headerOf } from '#test/support/hand-server';
import { lampOf } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';

const line = 'voip/line/0';
let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start();
});
after(() => desk[Symbol.asyncDispose]());

let changed: readonly string[] = [];
async function set(values: Readonly<Record<string, string | number | boolean>>): Promise<void> {
  changed = [...changed, ...Object.keys(values)];
  await desk.change(values);
}
afterEach(async () => {
  await desk.rest();
  await desk.change(Object.fromEntries(changed.map((path) => [path, null])));
  changed = [];
});

test('voip/line/0/message_waiting: the lamp as the server last said, which is kept', async () => {
  const lamp = (shown: string): Promise<true> =>
    desk.phone.waitFor(shown, async () => ((await lampOf(desk.phone, 'message')) === shown ? true : undefined));
  const off = await lampOf(desk.phone, 'message');
  await set({ [`${line}/message_waiting`]: true });
  await desk.phone.waitFor('a lamp', async () => (await lampOf(desk.phone, 'message')) !== off || undefined);
  desk.ask(
    'NOTIFY',
    ['Event: message-summary', 'Subscription-State: active', 'Content-Type: application/simple-message-summary'],
    'Messages-Waiting: no\r\n',
  );
  await lamp(off);
  const kept = async (): Promise<unknown> =>
    (await desk.admin.get<{ readonly value?: unknown }[]>(`/api/parameters?prefix=${line}/message_waiting`))[0]?.value;
  await desk.phone.waitFor('what is kept', async () => (await kept()) === false || undefined);
});

test('voip/line/0/forward_notify/enabled and voip/line/0/forward_notify/server: who is told of forwarding', async () => {
  const asked = (where: string): readonly HandMessage[] =>
    desk.office.requests('SUBSCRIBE').filter((each) => headerOf(each, 'To').includes(`<sip:1001@${where}>`));
  const told = (where: string): HandMessage | undefined =>
    asked(where).find(({ body }) => body.includes('<forwardDN>3001</forwardDN>'));
  const forward = { 'voip/services/call_forward/always/destination': '3001', 'voip/services/call_forward/always/enabled': true };
  for (const [settings, where] of [
    [{}, '127.0.0.1'],
    [{ [`${line}/forward_notify/server`]: 'told.example.org' }, 'told.example.org'],
  ] as const) {
    await set({ [`${line}/forward_notify/enabled`]: true, ...settings });
    desk.office.notify(await desk.until('a subscription', () => asked(where)[0]));
    await set(forward);
    await desk.until(where, () => told(where));
    await desk.change({ 'voip/services/call_forward/always/enabled': false });
  }
});

test('voip/line/0/auth_page/enabled, voip/line/0/auth_page/realm and voip/line/0/auth_page/password: who may be heard unasked', async () => {
  await set({
    [`${line}/auth_page/enabled`]: true,
    [`${line}/auth_page/realm`]: 'pages',
    [`${line}/auth_page/password`]: 'let me in',
  });
  const headers = ['Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0'];
  const asked = desk.call({ headers });
  const challenge = headerOf(await desk.refusal(asked), 'WWW-Authenticate');
  assert.equal(asked.answer?.status, 401);
  assert.match(challenge, /realm="pages"/);
  for (const password of ['wrong', 'let me in']) {
    const call = desk.call({
      headers: [
        ...headers,
        `Authorization: ${proof(challenge, contactOf(desk.office.requests('REGISTER').at(-1) as HandMessage), password)}`,
      ],
    });
    await desk.until('an answer', () => (call.answer?.status ?? 0) >= 200);
    call.request('ACK');
    assert.equal(call.answer?.status, password === 'wrong' ? 401 : 200);
  }
  await desk.phone.waitForScreen('call');
  await desk.rest();
  const plain = await desk.ring();
  plain.request('CANCEL');
  await desk.refusal(plain);
});

/** RFC 7616 §3.4.1, written down here so that the phone's own arithmetic does not prove itself. */
function proof(challenge: string, uri: string, password: string): string {
  const [realm, nonce] = ['realm', 'nonce'].map((name) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '');
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const counted = '00000001:zz:auth';
  const response = hash(`${hash(`pager:${realm}:${password}`)}:${nonce}:${counted}:${hash(`INVITE:${uri}`)}`);
  const given = { username: 'pager', realm, nonce, uri, response, cnonce: 'zz' };
  const quoted = Object.entries(given).map(([name, value]) => `${name}="${value}"`);
  return `Digest ${[...quoted, 'qop=auth', 'nc=00000001', 'algorithm=SHA-256'].join(', ')}`;
}

test('voip/line/0/trace and system/syslog/debug_server: what a server hears of the line, without its secrets', async () => {
  const heard: string[] = [];
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  server.on('message', (bytes) => heard.push(String(bytes)));
  try {
    const saying =
      (text: string): (() => true | undefined) =>
      () =>
        heard.some((each) => each.includes(text)) || undefined;
    await set({ 'system/syslog/debug_server': `127.0.0.1:${server.address().port}`, [`${line}/trace`]: '1-line excl. REG' });
    await desk.next('REGISTER', () => set({ 'voip/signalling/sip/proxy_timeout': 1700 }));
    await desk.next('INVITE', async () => {
      await desk.phone.type('2000');
      await desk.phone.softKey('dial');
    });
    await desk.until('INVITE', saying(': INVITE sip:2000@'));
    await desk.rest();
    assert.ok(!heard.some((each) => /REGISTER|Call-ID/.test(each)), heard.join('\n'));
    desk.office.answers.set('REGISTER', (request) =>
      headerOf(request, 'Authorization') === ''
        ? { status: 401, headers: ['WWW-Authenticate: Digest realm="127.0.0.1", nonce="one", algorithm=SHA-256'] }
        : { status: 200 },
    );
    await set({ [`${line}/trace`]: 'full' });
    await desk.next('REGISTER', () => set({ 'voip/signalling/sip/proxy_timeout': 1701 }));
    await desk.until('credentials', saying('Authorization: '));
    const proven = (): readonly string[] =>
      desk.office
        .requests('REGISTER')
        .flatMap((each) => /response="([0-9a-f]+)"/.exec(headerOf(each, 'Authorization'))?.[1] ?? []);
    // The server may hear the line before the registrar does.
    await desk.until('a proof', () => proven().length > 0);
    for (const response of proven()) assert.ok(!heard.join('').includes(response));
  } finally {
    desk.office.answers.delete('REGISTER');
    server.close();
  }
});

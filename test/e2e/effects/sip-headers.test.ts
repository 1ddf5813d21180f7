// Parameters of how SIP messages look. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { contactOf, type HandMessage, HandServer, headerOf, headersOf } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';

type Values = Readonly<Record<string, string | number | boolean>>;

const sip = 'voip/signalling/sip';
let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start({ 'voip/line/0/description': 'Ann' });
});
after(() => desk[Symbol.asyncDispose]());

let changed: readonly string[] = [];
async function set(values: Values): Promise<void> {
  const whole = Object.fromEntries(Object.entries(values).map(([name, value]) => [`${sip}/${name}`, value]));
  changed = [...changed, ...Object.keys(whole)];
  await desk.change(whole);
}
afterEach(async () => {
  await desk.rest();
  await desk.change(Object.fromEntries(changed.map((path) => [path, null])));
  changed = [];
});

/** A call of the phone, and the CANCEL that takes it back. */
async function calling(): Promise<{ readonly invite: HandMessage; readonly cancel: HandMessage }> {
  const invite = await desk.next('INVITE', async () => {
    await desk.phone.type('2000');
    await desk.phone.softKey('dial');
  });
  const cancel = await desk.next('CANCEL', () => desk.rest());
  desk.office.answer(invite, { status: 487 });
  return { invite, cancel };
}

/** What the phone answers when it is asked what it can do. */
async function asked(): Promise<HandMessage> {
  const answers = (): readonly HandMessage[] =>
    desk.office.messages.filter((each) => each.status === 200 && each.method === 'OPTIONS');
  const before = answers().length;
  desk.ask('OPTIONS', []);
  return desk.until('the answer', () => answers()[before]);
}

/** The next REGISTER, which another time of expiry brings about. */
let expiresS = 600;
function registering(): Promise<HandMessage> {
  expiresS += 1;
  const time = expiresS;
  return desk.next('REGISTER', () => set({ proxy_timeout: time }));
}

test('voip/signalling/sip/user_agent and voip/signalling/sip/register_user_agent: the name in requests, and in REGISTER', async () => {
  const product = headerOf((await calling()).invite, 'User-Agent');
  assert.match(product, /^Hookswitch\//);
  await set({ user_agent: 'Desk/1.0' });
  assert.equal(headerOf((await calling()).invite, 'User-Agent'), 'Desk/1.0');
  assert.equal(headerOf(await registering(), 'User-Agent'), 'Desk/1.0');
  await set({ register_user_agent: 'Desk-Register/2.0' });
  assert.equal(headerOf(await registering(), 'User-Agent'), 'Desk-Register/2.0');
  assert.equal(headerOf((await calling()).invite, 'User-Agent'), 'Desk/1.0');
});

test('voip/signalling/sip/server_name: the name in responses', async () => {
  assert.match(headerOf(await asked(), 'Server'), /^Hookswitch\//);
  await set({ server_name: 'Desk-Server/1.0' });
  assert.equal(headerOf(await asked(), 'Server'), 'Desk-Server/1.0');
});

test('voip/signalling/sip/max_forwards: how many proxies a request may pass, and its CANCEL', async () => {
  assert.equal(headerOf((await calling()).invite, 'Max-Forwards'), '70');
  await set({ max_forwards: 12 });
  const { invite, cancel } = await calling();
  assert.deepEqual([headerOf(invite, 'Max-Forwards'), headerOf(cancel, 'Max-Forwards')], ['12', '12']);
});

test('voip/signalling/sip/accept_language: asked for where one is set', async () => {
  assert.equal(headerOf((await calling()).invite, 'Accept-Language'), '');
  await set({ accept_language: 'da, en;q=0.7' });
  assert.equal(headerOf((await calling()).invite, 'Accept-Language'), 'da, en;q=0.7');
});

test('voip/signalling/sip/escape_display_name: our name stands in quotes', async () => {
  assert.match(headerOf((await calling()).invite, 'From'), /^Ann <sip:1001@/);
  await set({ escape_display_name: true });
  assert.match(headerOf((await calling()).invite, 'From'), /^"Ann" <sip:1001@/);
  assert.match(headerOf(await registering(), 'To'), /^"Ann" <sip:1001@/);
});

test('voip/signalling/sip/compact_headers: short names, which all the same are understood', async () => {
  await set({ compact_headers: true });
  desk.ask('OPTIONS', []);
  const answer = await desk.until('an answer with short names', () =>
    desk.office.messages.find(({ text }) => /^i: hand-/m.test(text) && text.startsWith('SIP/2.0 200')),
  );
  const names = answer.text.split('\r\n').map((line) => line.slice(0, line.indexOf(':')));
  for (const name of ['v', 'f', 't', 'i', 'k', 'l']) assert.ok(names.includes(name), `${name} in ${names}`);
  for (const name of ['Via', 'From', 'To', 'Call-ID', 'Content-Length']) assert.ok(!names.includes(name), name);
});

test('voip/signalling/sip/user_info: what the address of a number says of it', async () => {
  assert.equal((await calling()).invite.startLine, 'INVITE sip:2000@127.0.0.1 SIP/2.0');
  for (const kind of ['phone', 'ip']) {
    await set({ user_info: kind });
    assert.equal((await calling()).invite.startLine, `INVITE sip:2000@127.0.0.1;user=${kind} SIP/2.0`);
  }
});

test('voip/signalling/sip/dtmf_info_type: a key that goes by INFO with its duration, or alone', async () => {
  await desk.change({ 'voip/media/dtmf_transport': 'SIP_INFO' });
  changed = [...changed, 'voip/media/dtmf_transport'];
  const bodies: string[] = [];
  for (const type of ['application/dtmf-relay', 'application/dtmf']) {
    await set({ dtmf_info_type: type });
    await desk.callOut('2000');
    await desk.phone.waitForScreen('call');
    const info = await desk.next('INFO', () => desk.phone.press('5'));
    assert.equal(headerOf(info, 'Content-Type'), type);
    bodies.push(info.body);
    await desk.rest();
  }
  assert.match(bodies[0] ?? '', /^Signal=5\r\nDuration=\d+\r\n$/);
  assert.equal(bodies[1], '5');
});

test('voip/signalling/sip/max_authentications: how often a call is sent again with credentials', async () => {
  await desk.change({ 'voip/line/0/auth_password': 'secret' });
  let count = 0;
  desk.office.answers.set('INVITE', () => {
    count += 1;
    return {
      status: 401,
      headers: [`WWW-Authenticate: Digest realm="127.0.0.1", nonce="n${count}", stale=true, algorithm=SHA-256`],
    };
  });
  const attempts: number[] = [];
  for (const most of [0, 1, 2]) {
    count = 0;
    await set({ max_authentications: most });
    await desk.phone.type('2000');
    await desk.phone.softKey('dial');
    await desk.until('all of them', () => count === most + 1);
    await desk.phone.waitForScreen('ended');
    attempts.push(count);
    await desk.rest();
  }
  desk.office.answers.set('INVITE', () => ({ status: 180 }));
  assert.deepEqual(attempts, [1, 2, 3]);
});

test('voip/signalling/sip/nat/via/insert_received and voip/signalling/sip/nat/via/insert_rport: where we saw who asks', async () => {
  const seen = `;received=127.0.0.1`;
  const port = `;rport=${desk.office.port}`;
  const via = async (): Promise<readonly boolean[]> => {
    const text = headerOf(await asked(), 'Via');
    return [text.includes(seen), text.includes(port)];
  };
  assert.deepEqual(await via(), [true, true]);
  await set({ 'nat/via/insert_received': false });
  assert.deepEqual(await via(), [false, true]);
  await set({ 'nat/via/insert_received': true, 'nat/via/insert_rport': false });
  assert.deepEqual(await via(), [true, false]);
});

test('voip/signalling/sip/nat/via/response_to_source_port: where an answer goes that nobody asks for at a port', async () => {
  await using named = await HandServer.open();
  const { from } = desk.office.requests('REGISTER').at(-1) as HandMessage;
  let count = 0;
  /** Sent from the office's port, with another one in its Via. */
  const ask = (): string => {
    count += 1;
    const branch = `z9hG4bKsource${count}`;
    const lines = [
      `OPTIONS sip:1001@127.0.0.1:${from.port} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${named.port};branch=${branch}`,
      'Max-Forwards: 70',
      'From: <sip:1009@127.0.0.1>;tag=source',
      'To: <sip:1001@127.0.0.1>',
      `Call-ID: ${branch}`,
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
    ];
    desk.office.raw([...lines, '', ''].join('\r\n'), from);
    return branch;
  };
  const heardBy = (server: HandServer, branch: string): Promise<HandMessage> =>
    desk.until('an answer', () => server.messages.find((each) => each.status === 200 && headerOf(each, 'Call-ID') === branch));
  await heardBy(named, ask());
  await set({ 'nat/via/response_to_source_port': true });
  await heardBy(desk.office, ask());
});

test('voip/signalling/sip/nat/via/handle_received, voip/signalling/sip/nat/via/handle_rport and voip/signalling/sip/nat/via/substitute_address: what a registrar sees', async () => {
  const { office } = desk;
  office.answers.set('REGISTER', (request) => {
    const via = headerOf(request, 'Via').replace(/;rport(?=;|$)/, ';received=192.0.2.9;rport=4444');
    const copied = ['From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${headersOf(request, name)[0]}`);
    const contact = `Contact: ${headerOf(request, 'Contact').replace(/;expires=\d+/, '')};expires=3600`;
    office.raw(['SIP/2.0 200 OK', `Via: ${via}`, ...copied, contact, 'Content-Length: 0', '', ''].join('\r\n'), request.from);
    return undefined;
  });
  const local = contactOf(office.requests('REGISTER').at(-1) as HandMessage)
    .split(':')
    .at(-1);
  changed = [...changed, 'voip/line/0/nat/mapping_enabled'];
  const rows = [
    [true, true, '192.0.2.9:4444'],
    [true, false, `192.0.2.9:${local}`],
    [false, true, '127.0.0.1:4444'],
  ] as const;
  for (const [received, rport, place] of rows) {
    await desk.change({ 'voip/line/0/nat/mapping_enabled': false });
    await set({ 'nat/via/handle_received': received, 'nat/via/handle_rport': rport });
    const isThere = (each: HandMessage): boolean => contactOf(each).endsWith(`@${place}`);
    const before = office.requests('REGISTER').length;
    await desk.change({ 'voip/line/0/nat/mapping_enabled': true });
    const register = await desk.until(place, () => office.requests('REGISTER').slice(before).find(isThere));
    assert.match(headerOf(register, 'Via'), /^SIP\/2\.0\/UDP 127\.0\.0\.1:/);
  }
  await set({ 'nat/via/substitute_address': true });
  await desk.until('a Via with it', () =>
    office.requests('REGISTER').find((each) => headerOf(each, 'Via').includes('127.0.0.1:4444;')),
  );
  office.answers.delete('REGISTER');
});

test('voip/signalling/sip/nat/external_media_port: where the router forwards the voice', async () => {
  const [first, outside] = [41_200, 23_200];
  const media = {
    'voip/line/0/nat/mapping_enabled': true,
    'voip/signalling/sip/nat/external_address': '192.0.2.7',
    'voip/media/media_port': first,
    'voip/media/media_port_span': 20,
  };
  changed = [...changed, ...Object.keys(media)];
  await desk.change(media);
  const portOf = ({ body }: HandMessage): number => Number(/^m=audio (\d+) /m.exec(body)?.[1]);
  const inside = portOf((await calling()).invite);
  assert.ok(inside >= first && inside <= first + 20, String(inside));
  await set({ 'nat/external_media_port': outside });
  const { invite } = await calling();
  assert.match(invite.body, /^c=IN IP4 192\.0\.2\.7\r$/m);
  assert.ok(portOf(invite) >= outside && portOf(invite) <= outside + 20, String(portOf(invite)));
});

// Parameters of how SIP messages look. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type HandMessage, headerOf } from '#test/support/hand-server';
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

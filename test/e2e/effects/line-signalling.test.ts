// Parameters of one line's signalling. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type HandMessage, headerOf } from '#test/support/hand-server';
import { OfficePhone } from '#test/support/office-phone';

type Values = Readonly<Record<string, string | number | boolean>>;

const line = 'voip/line/0';
let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start({ [`${line}/description`]: 'Ann' });
});
after(() => desk[Symbol.asyncDispose]());

let changed: readonly string[] = [];
async function set(values: Values): Promise<void> {
  changed = [...changed, ...Object.keys(values)];
  await desk.change(values);
}
afterEach(async () => {
  await desk.rest();
  await desk.change(Object.fromEntries(changed.map((path) => [path, null])));
  changed = [];
});

/** A call of the phone, taken back. */
async function calling(): Promise<HandMessage> {
  const invite = await desk.next('INVITE', async () => {
    await desk.phone.type('2000');
    await desk.phone.softKey('dial');
  });
  await desk.next('CANCEL', () => desk.rest());
  desk.office.answer(invite, { status: 487 });
  return invite;
}

/** The next REGISTER, which these settings bring about. */
function registering(values: Values): Promise<HandMessage> {
  return desk.next('REGISTER', () => set(values));
}

test('voip/line/0/proxy_require: what every proxy has to know, but nobody who only acknowledges or cancels', async () => {
  assert.equal(headerOf(await calling(), 'Proxy-Require'), '');
  const register = await registering({ [`${line}/proxy_require`]: 'com.example.firewall' });
  assert.equal(headerOf(register, 'Proxy-Require'), 'com.example.firewall');
  assert.equal(headerOf(await calling(), 'Proxy-Require'), 'com.example.firewall');
  assert.equal(headerOf(desk.office.requests('CANCEL').at(-1) as HandMessage, 'Proxy-Require'), '');
});

test('voip/line/0/remote_party_id and voip/line/0/anonymous_with_remote_party_id: who calls, in the older header', async () => {
  const party = (invite: HandMessage): string => headerOf(invite, 'Remote-Party-ID');
  const hidden = { 'voip/services/hide_number/enabled': true };
  assert.match(party(await calling()), /^Ann <sip:1001@127\.0\.0\.1>;party=calling;privacy=off/);
  await set({ [`${line}/remote_party_id`]: false });
  assert.equal(party(await calling()), '');
  await set({ [`${line}/remote_party_id`]: true, ...hidden });
  const anonymous = await calling();
  assert.match(headerOf(anonymous, 'From'), /anonymous\.invalid/);
  assert.equal(party(anonymous), '');
  await set({ [`${line}/anonymous_with_remote_party_id`]: false });
  const byProxy = await calling();
  assert.match(headerOf(byProxy, 'From'), /^Ann <sip:1001@/);
  assert.match(party(byProxy), /;privacy=full/);
});

test('voip/line/0/use_auth_id: which name the password goes with', async () => {
  desk.office.answers.set('REGISTER', (request) =>
    headerOf(request, 'Authorization') === ''
      ? { status: 401, headers: ['WWW-Authenticate: Digest realm="127.0.0.1", nonce="one", algorithm=SHA-256'] }
      : { status: 200 },
  );
  const proves = async (values: Values, name: string): Promise<void> => {
    const before = desk.office.requests('REGISTER').length;
    await set(values);
    const isProof = (each: HandMessage): boolean => headerOf(each, 'Authorization').includes(`username="${name}"`);
    await desk.until(name, () => desk.office.requests('REGISTER').slice(before).find(isProof));
  };
  await proves({ [`${line}/auth_name`]: 'ann-auth', [`${line}/auth_password`]: 'secret' }, 'ann-auth');
  await proves({ [`${line}/use_auth_id`]: false }, '1001');
  desk.office.answers.delete('REGISTER');
});

test('voip/line/0/mailbox and voip/line/0/voice_mail_server: whose messages are asked for, and where', async () => {
  const asked = async (): Promise<string> => {
    const isFresh = (each: HandMessage): boolean =>
      headerOf(each, 'Event') === 'message-summary' && headerOf(each, 'Expires') !== '0';
    return (await desk.office.next('SUBSCRIBE', isFresh)).startLine;
  };
  await set({ 'voip/services/msg_waiting_ind/subscribe': true });
  assert.equal(await asked(), 'SUBSCRIBE sip:1001@127.0.0.1 SIP/2.0');
  await set({ [`${line}/mailbox`]: '9001' });
  assert.equal(await asked(), 'SUBSCRIBE sip:9001@127.0.0.1 SIP/2.0');
  await set({ [`${line}/voice_mail_server`]: 'vm.example.org:5070' });
  assert.equal(await asked(), 'SUBSCRIBE sip:9001@vm.example.org:5070 SIP/2.0');
});

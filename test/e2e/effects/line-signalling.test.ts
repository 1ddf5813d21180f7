// Parameters of one line's signalling. One phone, changed as it runs.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { contactOf, type HandMessage, HandServer, headerOf, soundAt } from '#test/support/hand-server';
import { words } from '#test/support/household';
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

/** What the phone answers when it is asked what it can do: what came before has been read. */
async function asked(): Promise<void> {
  const answers = (): number => desk.office.messages.filter((each) => each.status === 200 && each.method === 'OPTIONS').length;
  const before = answers();
  desk.ask('OPTIONS', []);
  await desk.until('the answer', () => answers() > before);
}

/** Whoever was sent on has the new call. */
function notifyOfReferral(invite: HandMessage, refer: HandMessage): void {
  desk.office.ask('NOTIFY', refer.from, {
    uri: contactOf(refer),
    callId: headerOf(refer, 'Call-ID'),
    from: headerOf(refer, 'To'),
    to: headerOf(invite, 'From'),
    headers: ['Event: refer', 'Subscription-State: terminated;reason=noresource', 'Content-Type: message/sipfrag'],
    body: 'SIP/2.0 200 OK',
  });
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
  assert.equal(party(await calling()), '');
  await set({ [`${line}/remote_party_id`]: true });
  assert.match(party(await calling()), /^Ann <sip:1001@127\.0\.0\.1>;party=calling;privacy=off/);
  await set(hidden);
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

test('voip/line/0/auth_resync_reboot: who must prove that the phone is to fetch its settings', async () => {
  const answers = (): readonly HandMessage[] =>
    desk.office.messages.filter((each) => each.method === 'NOTIFY' && each.status !== undefined);
  const commanded = async (): Promise<number | undefined> => {
    const before = answers().length;
    desk.ask('NOTIFY', ['Event: report', 'Subscription-State: active']);
    return (await desk.until('an answer', () => answers()[before])).status;
  };
  assert.equal(await commanded(), 401);
  await set({ [`${line}/auth_resync_reboot`]: false });
  assert.equal(await commanded(), 200);
  await using stranger = await HandServer.open('127.0.0.2');
  const { from } = desk.office.requests('REGISTER').at(-1) as HandMessage;
  stranger.ask('NOTIFY', from, {
    uri: `sip:1001@127.0.0.1:${from.port}`,
    headers: ['Event: report', 'Subscription-State: active'],
  });
  const refusal = await desk.until('a refusal', () => stranger.messages.find(({ status }) => status !== undefined));
  assert.notEqual(refusal.status, 200);
});

test('voip/line/0/call_without_registration and voip/line/0/answer_without_registration: a line that is not registered', async () => {
  const { office, phone } = desk;
  office.answers.set('REGISTER', () => ({ status: 503 }));
  await desk.next('REGISTER', () => set({ 'voip/signalling/sip/proxy_timeout': 1801 }));
  await phone.waitFor('a line that failed', async () => {
    return /503/.test(words(await phone.screen())) || undefined;
  });
  await calling();
  const taken = await desk.ring();
  taken.request('CANCEL');
  await desk.refusal(taken);
  await set({ [`${line}/call_without_registration`]: false, [`${line}/answer_without_registration`]: false });
  const before = office.requests('INVITE').length;
  await phone.type('2000');
  await phone.softKey('dial');
  await phone.waitForScreen('ended');
  assert.equal(office.requests('INVITE').length, before);
  await desk.rest();
  assert.equal((await desk.refusal(desk.call())).status, 480);
  office.answers.delete('REGISTER');
});

test('voip/line/0/sticky_183: a 180 that comes after early sound', async () => {
  const phase = async (): Promise<string> => words(await desk.phone.screen());
  for (const sticky of [true, false]) {
    await set({ [`${line}/sticky_183`]: sticky });
    const invite = await desk.next('INVITE', async () => {
      await desk.phone.type('2000');
      await desk.phone.softKey('dial');
    });
    await desk.says('Ringing');
    desk.office.answer(invite, { status: 183, body: soundAt(40_000) });
    await desk.phone.waitFor('early sound', async () => !(await phase()).includes('Ringing') || undefined);
    desk.office.answer(invite, { status: 180 });
    if (sticky) {
      // What it answers after that has been read before it, too.
      await asked();
      assert.doesNotMatch(await phase(), /Ringing/);
    } else await desk.says('Ringing');
    await desk.rest();
    desk.office.answer(invite, { status: 487 });
  }
});

test('voip/line/0/transfer/referor_bye_delay: when the phone ends a call that it has sent on', async () => {
  const { office, phone } = desk;
  for (const delayS of [32, 0]) {
    await set({ [`${line}/transfer/referor_bye_delay`]: delayS });
    office.answers.set('REFER', () => ({ status: 202 }));
    const invite = await desk.callOut('2000');
    await phone.waitForScreen('call');
    await phone.press('transfer');
    await phone.waitForScreen('consult');
    await phone.type('2001');
    const refer = await desk.next('REFER', () => phone.press('transfer'));
    const byes = office.requests('BYE').length;
    notifyOfReferral(invite, refer);
    await phone.waitFor('the end', async () => (await phone.screen()).screen !== 'call' || undefined);
    if (delayS === 0) await desk.until('BYE', () => office.requests('BYE').length > byes);
    else {
      await asked();
      assert.equal(office.requests('BYE').length, byes);
    }
    office.answers.delete('REFER');
    await desk.rest();
  }
});

test('voip/line/0/transfer/referee_bye_delay and voip/line/0/transfer/notify_on_progress: what whoever sent the phone on sees', async () => {
  const { office, phone } = desk;
  for (const [delayS, tells] of [
    [0, true],
    [32, false],
  ] as const) {
    await set({ [`${line}/transfer/referee_bye_delay`]: delayS, [`${line}/transfer/notify_on_progress`]: tells });
    const call = await desk.talk();
    const byes = office.requests('BYE').length;
    const referred = await desk.next('INVITE', async () => call.request('REFER', ['Refer-To: <sip:2001@127.0.0.1>']));
    office.answer(referred, { status: 200, body: soundAt(40_000) });
    const told = (word: string): HandMessage | undefined =>
      call.messages.find((each) => each.method === 'NOTIFY' && each.body.includes(word));
    await desk.until('the news', () => told(' 200 '));
    assert.equal(told(' 180 ') !== undefined, tells);
    if (delayS === 0) await desk.until('BYE', () => office.requests('BYE').length > byes);
    else {
      await asked();
      assert.equal(office.requests('BYE').length, byes);
    }
    await phone.hook(false);
    await desk.rest();
  }
});

test('voip/line/0/transfer/target_bye_delay: when the phone ends a call whose place another has taken', async () => {
  const { office, phone } = desk;
  for (const delayS of [0, 32]) {
    await set({ [`${line}/transfer/target_bye_delay`]: delayS });
    const call = await desk.talk();
    const byes = office.requests('BYE').length;
    const { from, to } = { from: 'office', to: /;tag=([^;\s]+)/.exec(headerOf(call.answer as HandMessage, 'To'))?.[1] };
    const next = desk.call({
      from: '<sip:2001@127.0.0.1>;tag=other',
      headers: [`Replaces: ${call.callId};to-tag=${to};from-tag=${from}`],
    });
    await desk.answered(next);
    if (delayS === 0) await desk.until('BYE', () => office.requests('BYE').length > byes);
    else {
      await asked();
      assert.equal(office.requests('BYE').length, byes);
    }
    await phone.hook(false);
    await desk.rest();
  }
});

test('voip/line/0/outbound_proxy/in_dialog: where what follows in a call goes', async () => {
  const { office } = desk;
  await using other = await HandServer.open();
  await set({
    [`${line}/outbound_proxy/enabled`]: true,
    [`${line}/outbound_proxy/addr`]: '127.0.0.1',
    [`${line}/outbound_proxy/port`]: office.port,
  });
  for (const keeps of [true, false]) {
    await set({ [`${line}/outbound_proxy/in_dialog`]: keeps });
    const invite = await desk.next('INVITE', async () => {
      await desk.phone.type('2000');
      await desk.phone.softKey('dial');
    });
    office.answer(invite, { status: 200, headers: [`Contact: <sip:2000@127.0.0.1:${other.port}>`], body: soundAt(40_000) });
    const receiver = keeps ? office : other;
    const ends = (method: string): HandMessage | undefined =>
      receiver.requests(method).find((each) => headerOf(each, 'Call-ID') === headerOf(invite, 'Call-ID'));
    await desk.until('the ACK', () => ends('ACK'));
    await desk.rest();
    assert.equal((await desk.until('the BYE', () => ends('BYE'))).startLine, `BYE sip:2000@127.0.0.1:${other.port} SIP/2.0`);
  }
});

// Parameters that change the calls which go out, as a server sees them. They are changed while the phone runs, and count from the next call.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { type HandMessage, headerOf, headersOf, soundAt } from '#test/support/hand-server';
import { dial, lampOf } from '#test/support/household';
import { OfficePhone } from '#test/support/office-phone';
import type { SimulatedPhone } from '#test/support/simulated-phone';

let desk: OfficePhone;
before(async () => {
  desk = await OfficePhone.start();
});
after(async () => {
  await desk[Symbol.asyncDispose]();
});
afterEach(async () => {
  await desk.rest();
  desk.office.answers.clear();
  desk.office.forget();
});

type Values = Readonly<Record<string, string | number | boolean>>;

/** The call's quality is known, as its screen says. */
async function measured(phone: SimulatedPhone): Promise<void> {
  await phone.press('ok');
  await phone.waitFor('measurements', async () =>
    /"[1-9]\d* packets"/.test(JSON.stringify(await phone.screen())) ? true : undefined,
  );
}

/** The INVITE of a call that nobody takes, under these parameters, which are as ever afterwards. */
async function inviteUnder(values: Values): Promise<HandMessage> {
  const { phone } = desk;
  if (Object.keys(values).length > 0) await desk.change(values);
  desk.office.answers.set('INVITE', () => ({ status: 480 }));
  await dial(phone, '2000');
  const invite = await desk.office.next('INVITE');
  await phone.waitForScreen('ended');
  await desk.rest();
  if (Object.keys(values).length > 0) {
    await desk.change(Object.fromEntries(Object.keys(values).map((path) => [path, null])));
  }
  return invite;
}

describe('header fields', () => {
  const rows: readonly {
    readonly values: Values;
    readonly header: string;
    readonly sees: RegExp;
    readonly else: RegExp | undefined;
  }[] = [
    { values: { 'voip/signalling/sip/sip_invite_timer': 77 }, header: 'Expires', sees: /^77$/, else: /^180$/ },
    {
      values: { 'voip/signalling/sip/session_timer/enabled': 0 },
      header: 'Session-Expires',
      sees: /^$/,
      else: /^1800;refresher=uac$/,
    },
    { values: { 'voip/signalling/sip/session_timer/interval': 600 }, header: 'Session-Expires', sees: /^600;/, else: /^1800;/ },
    { values: { 'voip/signalling/sip/session_timer/minimum': 300 }, header: 'Min-SE', sees: /^300$/, else: undefined },
    {
      values: { 'voip/signalling/sip/session_timer/refresher': 'REMOTE' },
      header: 'Session-Expires',
      sees: /;refresher=uas$/,
      else: /;refresher=uac$/,
    },
    { values: { 'voip/signalling/sip/prack/mode': 'REQUIRED' }, header: 'Require', sees: /\b100rel\b/, else: undefined },
    { values: { 'voip/signalling/sip/prack/mode': 'DISABLE' }, header: 'Supported', sees: /^(?!.*100rel)/, else: /\b100rel\b/ },
    {
      values: { 'voip/signalling/sip/caller_id/sent': 'PPID' },
      header: 'P-Preferred-Identity',
      sees: /sip:1001@/,
      else: undefined,
    },
    { values: { 'voip/signalling/sip/caller_id/sent': 'RPID' }, header: 'Remote-Party-ID', sees: /sip:1001@/, else: undefined },
  ];
  let usual: HandMessage;
  before(async () => {
    usual = await inviteUnder({});
  });
  for (const row of rows) {
    test(`${Object.entries(row.values).join()}: ${row.header} ${row.sees}`, async () => {
      assert.match(headerOf(await inviteUnder(row.values), row.header), row.sees);
      const asEver = headerOf(usual, row.header);
      if (row.else === undefined) assert.equal(asEver, '');
      else assert.match(asEver, row.else);
    });
  }
});

test('voip/signalling/sip/sip_invite_timer: who rings longer is given up', async () => {
  const { phone } = desk;
  await desk.change({ 'voip/signalling/sip/sip_invite_timer': 1 });
  desk.office.answers.set('INVITE', () => ({ status: 180 }));
  await dial(phone, '2000');
  const invite = await desk.office.next('INVITE');
  const cancel = await desk.office.next('CANCEL');
  assert.equal(headerOf(cancel, 'Call-ID'), headerOf(invite, 'Call-ID'));
  desk.office.answer(invite, { status: 487 });
  await phone.waitForScreen('ended');
  await desk.change({ 'voip/signalling/sip/sip_invite_timer': null });
});

test('voip/signalling/sip/reinvite_expires: a hold that nobody answers is given up, and the call goes on', async () => {
  const { phone } = desk;
  await desk.change({ 'voip/signalling/sip/reinvite_expires': 1 });
  const { callId } = await desk.talk();
  await phone.waitForScreen('call');
  desk.office.answers.set('INVITE', () => ({ status: 100 }));
  await phone.softKey('hold');
  const hold = await desk.office.next('INVITE', (invite) => headerOf(invite, 'Call-ID') === callId);
  assert.equal(headerOf(hold, 'Expires'), '1');
  const cancel = await desk.office.next('CANCEL');
  assert.equal(headerOf(cancel, 'CSeq'), headerOf(hold, 'CSeq').replace('INVITE', 'CANCEL'));
  desk.office.answer(hold, { status: 487 });
  await phone.waitForScreen('call');
  await desk.change({ 'voip/signalling/sip/reinvite_expires': null });
});

test('voip/signalling/sip/redirection/maximum: as many other addresses are tried', async () => {
  const { phone } = desk;
  for (const maximum of [0, 2]) {
    await desk.change({ 'voip/signalling/sip/redirection/maximum': maximum });
    let next = 2000;
    desk.office.answers.set('INVITE', () => {
      next += 1;
      return { status: 302, headers: [`Contact: <sip:${next}@127.0.0.1:${desk.office.port}>`] };
    });
    await dial(phone, '2000');
    await phone.waitForScreen('ended');
    const asked = desk.office.waiting('INVITE').map(({ startLine }) => /sip:(\d+)@/.exec(startLine)?.[1]);
    assert.deepEqual(asked, ['2000', '2001', '2002'].slice(0, maximum + 1));
    desk.office.forget();
    await desk.rest();
  }
  await desk.change({ 'voip/signalling/sip/redirection/maximum': null });
});

describe('within a call', () => {
  async function callUnder(values: Values): Promise<void> {
    const { phone } = desk;
    await desk.change(values);
    desk.office.answers.set('INVITE', () => ({ status: 200, body: soundAt(40_000) }));
    await dial(phone, '2000');
    await phone.waitForScreen('call');
    await desk.office.next('INVITE');
  }

  test('voip/signalling/sip/hold_with_zero_address/enabled: held with no address, or with a direction', async () => {
    for (const [zero, connection, direction] of [
      [true, /^c=IN IP4 0\.0\.0\.0\r$/m, /^a=(?:sendonly|inactive)\r$/m],
      [false, /^c=IN IP4 127\.0\.0\.1\r$/m, /^a=(?:sendonly|inactive)\r$/m],
    ] as const) {
      await callUnder({ 'voip/signalling/sip/hold_with_zero_address/enabled': zero });
      await desk.phone.press('hold');
      const { body } = await desk.office.next('INVITE');
      assert.match(body, connection);
      assert.match(body, direction);
      await desk.phone.waitForScreen('held');
      await desk.rest();
      desk.office.forget();
    }
  });

  test('voip/signalling/sip/call_statistics/enabled: how it was stands in BYE', async () => {
    for (const tells of [true, false]) {
      await callUnder({ 'voip/signalling/sip/call_statistics/enabled': tells });
      await measured(desk.phone);
      await desk.phone.hook(false);
      const bye = await desk.office.next('BYE');
      for (const name of ['RTP-RxStat', 'RTP-TxStat', 'P-RTP-Stat']) assert.equal(headerOf(bye, name) !== '', tells, name);
    }
  });

  test('voip/signalling/sip/sk_blind_transfer/enable: a number to transfer to can be sent there blind', async () => {
    const { phone } = desk;
    for (const offered of [false, true]) {
      await callUnder({ 'voip/signalling/sip/sk_blind_transfer/enable': offered });
      await phone.softKey('transfer');
      await phone.waitForScreen('consult');
      await phone.type('2001');
      const actions = (await phone.screen()).softkeys.map(({ action }) => action);
      assert.equal(actions.includes('blind'), offered, actions.join());
      await desk.rest();
      desk.office.forget();
    }
  });
});

test('voip/signalling/sip/hk_blind_transfer/enable: what the key does behind the number', async () => {
  const { phone } = desk;
  for (const blind of [true, false]) {
    await desk.change({ 'voip/signalling/sip/hk_blind_transfer/enable': blind });
    desk.office.answers.set('INVITE', ({ startLine }) =>
      startLine.includes('2000') ? { status: 200, body: soundAt(40_000) } : { status: 486 },
    );
    await dial(phone, '2000');
    await desk.office.next('INVITE');
    await phone.waitForScreen('call');
    await phone.press('transfer');
    await phone.waitForScreen('consult');
    await phone.type('2001');
    await phone.press('transfer');
    if (blind) assert.match(headerOf(await desk.office.next('REFER'), 'Refer-To'), /sip:2001@/);
    else await desk.office.next('INVITE', ({ startLine }) => startLine.includes('2001'));
    await desk.rest();
    desk.office.forget();
  }
});

describe('whom the password is shown', () => {
  const challenge = (realm: string, algorithm: string): string =>
    `Digest realm="${realm}", nonce="af17", algorithm=${algorithm}, qop="auth"`;
  const answersTo = (request: HandMessage, realm: string): boolean =>
    headersOf(request, 'Proxy-Authorization').some((value) => value.includes(`realm="${realm}"`));

  /** Whether an INVITE comes again with the answer to such a challenge. */
  async function isAnswered(realm: string, algorithm: string): Promise<boolean> {
    desk.office.answers.set('INVITE', (request) =>
      answersTo(request, realm)
        ? { status: 480 }
        : { status: 407, headers: [`Proxy-Authenticate: ${challenge(realm, algorithm)}`] },
    );
    await dial(desk.phone, '2000');
    await desk.phone.waitForScreen('ended');
    const last = desk.office.waiting('INVITE').at(-1);
    assert.ok(last !== undefined);
    desk.office.forget();
    await desk.rest();
    return answersTo(last, realm);
  }

  function challengesRegistrations(algorithm: string): void {
    desk.office.answers.set('REGISTER', (request) =>
      headerOf(request, 'Authorization') === ''
        ? { status: 401, headers: [`WWW-Authenticate: ${challenge('office', algorithm)}`] }
        : { status: 200 },
    );
  }

  test('voip/line/0/realm: to those of the registrar, and to realms that are named', async () => {
    const { phone } = desk;
    const registersUnder = async (realms: string | null): Promise<void> => {
      challengesRegistrations('SHA-256');
      await desk.change({ 'voip/line/0/realm': realms });
      await desk.office.next('REGISTER', (request) => headerOf(request, 'Authorization') !== '');
      await phone.waitForLine();
    };
    await registersUnder('other, gateway');
    assert.equal(await isAnswered('office', 'SHA-256'), true);
    assert.equal(await isAnswered('gateway', 'SHA-256'), true);
    assert.equal(await isAnswered('stranger', 'SHA-256'), false);
    await registersUnder(null);
    assert.equal(await isAnswered('gateway', 'SHA-256'), false);
  });

  test('voip/signalling/sip/digest_md5/enabled: off, MD5 gets no answer', async () => {
    const { phone } = desk;
    challengesRegistrations('MD5');
    await desk.change({ 'voip/signalling/sip/digest_md5/enabled': 0 });
    await desk.office.next('REGISTER');
    await phone.waitFor('the failure', async () => ((await lampOf(phone, 'line1')) === 'amber steady' ? true : undefined));
    assert.ok(desk.office.waiting('REGISTER').every((request) => headerOf(request, 'Authorization') === ''));
    await desk.change({ 'voip/signalling/sip/digest_md5/enabled': 1 });
    await desk.office.next('REGISTER', (request) => headerOf(request, 'Authorization').includes('MD5'));
    await phone.waitForLine();
  });
});

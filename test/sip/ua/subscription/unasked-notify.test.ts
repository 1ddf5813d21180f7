// NOTIFYs that nobody subscribed to: what a server may say, and that a stranger changes nothing (vendor-reference §2.3).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DigestClient } from '#sip/auth/digest-client';
import type { SipResponse } from '#sip/message/message';
import type { Protocol } from '#sip/transport/transport';
import type { Account } from '#sip/ua/account/account';
import type { AccountEvent, AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, seededBytes } from '#test/support/sip-peer';
import { VirtualPhone } from '#test/support/virtual-phone';

interface World {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly phone: VirtualPhone;
  readonly server: SipPeer;
  readonly stranger: SipPeer;
  readonly account: Account;
  /** Without what tells of the registration. */
  readonly news: () => readonly AccountEvent[];
  /** The Contact that the registrar knows. */
  readonly contact: string;
  notify(from: SipPeer, event: string, parts?: NotifyParts): Promise<SipResponse | undefined>;
}

interface NotifyParts {
  readonly body?: string;
  readonly contentType?: string;
  readonly uri?: string;
  readonly password?: string;
  readonly toTag?: string;
  readonly protocol?: Protocol;
  readonly algorithm?: 'MD5' | 'SHA-256';
}

const encoder = new TextEncoder();
const waiting = 'Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/1)\r\n';
const summaryType = 'application/simple-message-summary';

async function world(changes: Partial<AccountSettings> = {}): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6' });
  server.registrar({ clock });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account, events } = phone.account(changes);
  account.register();
  await clock.advanceAsync(100);
  const contact = (server.last('REGISTER').headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
  const notify: World['notify'] = async (from, event, parts = {}) => {
    const request = from.request({
      method: 'NOTIFY',
      uri: parts.uri ?? contact,
      to: parts.toTag === undefined ? `<${contact}>` : `<${contact}>;tag=${parts.toTag}`,
      headers: [
        ['Event', event],
        ['Subscription-State', 'terminated;reason=noresource'],
      ],
    });
    if (parts.body !== undefined) request.headers.set('Content-Type', parts.contentType ?? summaryType);
    let heard: SipResponse | undefined;
    const send = (each: typeof request): void =>
      void from.transactions.sendRequest(
        { ...each, body: encoder.encode(parts.body ?? '') },
        { ...phone.target, protocol: parts.protocol ?? 'UDP' },
        (answer) => {
          if (answer.type === 'responseReceived') heard = answer.response;
        },
      );
    send(request);
    await clock.advanceAsync(50);
    if (parts.password === undefined || heard?.status !== 401) return heard;
    const client = new DigestClient(seededBytes(5), [parts.algorithm ?? 'SHA-256']);
    const answer = client.authorize(request, heard, { user: '1001', password: parts.password }, ['10.0.0.9']);
    if (answer.type !== 'authorized') return heard;
    send({ ...request, headers: answer.headers.set('CSeq', '900 NOTIFY') });
    await clock.advanceAsync(50);
    return heard;
  };
  const registration = new Set(['registering', 'registered', 'unregistered', 'registrationFailed']);
  const news = (): readonly AccountEvent[] => events.filter(({ type }) => !registration.has(type));
  return { clock, network, phone, server, stranger, account, news, contact, notify };
}

test('a message summary from the proxy lights the lamp', async () => {
  const { notify, server, news } = await world();
  assert.equal((await notify(server, 'message-summary', { body: waiting }))?.status, 200);
  const [event] = news();
  assert.ok(event?.type === 'messageWaiting' && event.summary.waiting);
  assert.deepEqual(event.summary.counts.get('voice'), { new: 2, old: 8, newUrgent: 0, oldUrgent: 1 });
});

test('it may name the user instead of the Contact', async () => {
  const { notify, server, news } = await world();
  assert.equal((await notify(server, 'message-summary', { body: waiting, uri: 'sip:1001@10.0.0.1' }))?.status, 200);
  assert.equal(news().length, 1);
});

for (const [name, event, body, changes] of [
  ['a message summary from a stranger who knows the Contact', 'message-summary', waiting, {}],
  ['a message summary from a stranger where strangers may call', 'message-summary', waiting, { acceptStrangers: true }],
] as const) {
  test(`${name} changes nothing`, async () => {
    const { notify, stranger, news, phone } = await world(changes);
    assert.equal((await notify(stranger, event, { body }))?.status, 403);
    assert.deepEqual(news(), []);
    assert.deepEqual(phone.errors, []);
  });
}

for (const event of ['check-sync', 'check-sync;reboot=true', 'resync', 'reboot', 'restart_now', 'reboot_now', 'report']) {
  test(`${event} is challenged with SHA-256 alone, also from the proxy's address`, async () => {
    const { notify, server, stranger, news } = await world();
    for (const from of [server, stranger]) {
      const response = await notify(from, event);
      assert.equal(response?.status, 401);
      const challenges = response.headers.getAll('WWW-Authenticate');
      assert.equal(challenges.length, 1);
      assert.match(challenges[0] ?? '', /algorithm=SHA-256/);
    }
    assert.deepEqual(news(), []);
  });
}

for (const [event, told] of [
  ['check-sync', { type: 'resyncRequested', restart: undefined }],
  ['check-sync;reboot=true', { type: 'resyncRequested', restart: true }],
  ['check-sync;reboot=false', { type: 'resyncRequested', restart: false }],
  ['resync', { type: 'resyncRequested', restart: false }],
  ['reboot', { type: 'restartRequested' }],
  ['report', { type: 'reportRequested' }],
] as const) {
  test(`${event} with the account's password is passed on`, async () => {
    const { notify, server, news } = await world();
    assert.equal((await notify(server, event, { password: 'right' }))?.status, 200);
    assert.deepEqual(news(), [told]);
  });
}

test('a wrong password is challenged again, and after five nothing is compared any more', async () => {
  const { clock, notify, stranger, server, news } = await world();
  for (let i = 0; i < 5; i++) {
    assert.equal((await notify(stranger, 'reboot', { password: `guess${i}` }))?.status, 401);
  }
  assert.equal((await notify(stranger, 'reboot', { password: 'right' }))?.status, 403);
  assert.deepEqual(news(), []);
  await clock.advanceAsync(300_000);
  assert.equal((await notify(server, 'reboot', { password: 'right' }))?.status, 200);
});

test('an MD5 answer to the challenge is none', async () => {
  const { notify, server, news } = await world();
  assert.equal((await notify(server, 'reboot', { password: 'right', algorithm: 'MD5' }))?.status, 401);
  assert.deepEqual(news(), []);
});

test('an empty password is no password', async () => {
  const { notify, server, news } = await world({ credentials: () => ({ user: '1001', password: '' }) });
  assert.equal((await notify(server, 'reboot', { password: '' }))?.status, 401);
  assert.deepEqual(news(), []);
});

test('commands are passed on once, however often they come', async () => {
  const { clock, notify, server, news } = await world();
  for (let i = 0; i < 4; i++) assert.equal((await notify(server, 'reboot', { password: 'right' }))?.status, 200);
  assert.equal(news().length, 1);
  await clock.advanceAsync(31_000);
  await notify(server, 'reboot', { password: 'right' });
  assert.equal(news().length, 2);
});

test('within the TLS connection that the registrar accepted us on, commands need no password', async () => {
  const { notify, server, stranger, news } = await world({ protocol: 'TLS' });
  assert.equal((await notify(server, 'reboot'))?.status, 401, 'from the same address over UDP');
  assert.equal((await notify(stranger, 'reboot', { protocol: 'TLS' }))?.status, 401, 'over a connection of a stranger');
  assert.deepEqual(news(), []);
  assert.equal((await notify(server, 'reboot', { protocol: 'TLS' }))?.status, 200);
  assert.deepEqual(news(), [{ type: 'restartRequested' }]);
});

test('a connection without encryption is no proof', async () => {
  const { notify, server, news } = await world({ protocol: 'TCP' });
  assert.equal((await notify(server, 'reboot', { protocol: 'TCP' }))?.status, 401);
  assert.deepEqual(news(), []);
});

test('what is switched off is refused', async () => {
  const { notify, server, news } = await world({ remoteControl: { messageSummary: false, resync: false } });
  assert.equal((await notify(server, 'message-summary', { body: waiting }))?.status, 489);
  assert.equal((await notify(server, 'reboot', { password: 'right' }))?.status, 489);
  assert.deepEqual(news(), []);
});

for (const event of ['ACTION-URI', 'xml-service', 'aastra-xml', 'talk', 'hold', 'refer', 'dialog', '', ';;;', 'x'.repeat(4000)]) {
  test(`an unasked NOTIFY of "${event.slice(0, 12)}" is refused`, async () => {
    const { notify, server, stranger, news, phone } = await world({ remoteControl: { talk: true, hold: true } });
    assert.equal((await notify(server, event, { body: 'http://evil.example/', contentType: 'text/plain' }))?.status, 489);
    assert.equal((await notify(stranger, event))?.status, 489);
    assert.deepEqual(news(), []);
    assert.deepEqual(phone.errors, []);
  });
}

test('a stranger learns nothing of who is here', async () => {
  const { notify, stranger } = await world();
  const there = await notify(stranger, 'message-summary', { body: waiting, uri: 'sip:1001@10.0.0.1' });
  const nobody = await notify(stranger, 'message-summary', { body: waiting, uri: 'sip:4711@10.0.0.1' });
  assert.equal(there?.status, 404);
  assert.equal(nobody?.status, 404);
});

test('a dialog that nobody has is 481, whatever the event', async () => {
  const { notify, server, stranger, news } = await world();
  for (const from of [server, stranger]) {
    assert.equal((await notify(from, 'message-summary', { body: waiting, toTag: 'abc' }))?.status, 481);
    assert.equal((await notify(from, 'reboot', { toTag: 'abc', password: 'right' }))?.status, 481);
  }
  assert.deepEqual(news(), []);
});

for (const [name, body] of [
  ['of nothing', ''],
  ['of noise', '\u0000\uffff'.repeat(500)],
  ['of 60,000 bytes', 'Voice-Message: 1/1\r\n'.repeat(3000)],
] as const) {
  test(`a summary ${name} is refused and changes nothing`, async () => {
    const { notify, server, news, phone } = await world();
    const response = await notify(server, 'message-summary', { body });
    assert.equal(response?.status, 400);
    assert.deepEqual(news(), []);
    assert.deepEqual(phone.errors, []);
  });
}

test('a flood of commands costs twenty challenges a minute and no memory', async () => {
  const { clock, network, notify, stranger, phone } = await world();
  const statuses: (number | undefined)[] = [];
  for (let i = 0; i < 60; i++) statuses.push((await notify(stranger, 'reboot'))?.status);
  assert.equal(statuses.filter((status) => status === 401).length, 20);
  assert.equal(statuses.filter((status) => status === 403).length, 40);
  network.wire.length = 0;
  await clock.advanceAsync(64_000);
  assert.equal(phone.agent.load.transactions, 0);
});

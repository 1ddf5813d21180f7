// What an account subscribes to for itself: messages, its registration, features at the server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '#sip/ua/account/account';
import type { EventSettings } from '#sip/ua/subscription/account-events';
import type { AccountEvent } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { accountSettings, VirtualPhone } from '#test/support/virtual-phone';
import { NotifierPeer } from './notifier-peer.ts';

interface World {
  readonly clock: FakeClock;
  readonly phone: VirtualPhone;
  readonly notifier: NotifierPeer;
  readonly account: Account;
  readonly events: AccountEvent[];
}

async function world(wanted: EventSettings): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const notifier = new NotifierPeer(clock, network);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account, events } = phone.account({ events: wanted });
  account.register();
  await clock.advanceAsync(100);
  return { clock, phone, notifier, account, events };
}

function reginfo(contact: string, state: string, event: string): string {
  return `<?xml version="1.0"?><reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="0" state="full">
<registration aor="sip:1001@10.0.0.9" id="a" state="active"><contact id="1" state="${state}" event="${event}"><uri>${contact}</uri></contact>
</registration></reginfo>`;
}

interface Binding {
  readonly id: string;
  readonly contact: string;
  readonly state: 'active' | 'terminated';
}

function partialReginfo(version: number, bindings: readonly Binding[], scope: 'full' | 'partial' = 'partial'): string {
  const contacts = bindings.map(
    ({ id, contact, state }) =>
      `<contact id="${id}" state="${state}" event="${state === 'active' ? 'registered' : 'deactivated'}"><uri>${contact}</uri></contact>`,
  );
  return `<reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="${version}" state="${scope}"><registration aor="sip:1001@10.0.0.9" id="a" state="active">${contacts.join('')}</registration></reginfo>`;
}

function contactOf(notifier: NotifierPeer): string {
  return (notifier.peer.last('REGISTER').headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
}

test('messages are subscribed to at the mailbox server', async () => {
  const { clock, notifier, events } = await world({
    messageSummary: { expiresS: 1800, server: { host: 'mail.example', port: 5070 } },
  });
  const { uri, headers } = notifier.subscribes[0] ?? assert.fail('no SUBSCRIBE');
  assert.ok('host' in uri && uri.host === 'mail.example' && uri.port === 5070 && uri.user === '1001');
  assert.equal(headers.get('Expires'), '1800');
  notifier.notify(notifier.last, {
    body: 'Messages-Waiting: no\r\n',
    contentType: 'application/simple-message-summary',
  });
  await clock.advanceAsync(100);
  const news = events.at(-1);
  assert.ok(news?.type === 'messageWaiting' && !news.summary.waiting);
});

test('a change of the settings ends what is not wanted any more', async () => {
  const { clock, notifier, account } = await world({ messageSummary: { expiresS: 1800 } });
  account.update(accountSettings({ events: { registration: true } }));
  await clock.advanceAsync(1000);
  const last = notifier.subscribes.slice(-2).map(({ headers }) => `${headers.get('Event')} ${headers.get('Expires')}`);
  assert.deepEqual(last.toSorted(), ['message-summary 0', 'reg 3600']);
});

for (const event of ['deactivated', 'unregistered', 'expired']) {
  test(`a registration that the registrar ended (${event}) is made anew at once`, async () => {
    const { clock, notifier } = await world({ registration: true });
    const before = notifier.peer.requests('REGISTER').length;
    notifier.notify(notifier.last, {
      body: reginfo(contactOf(notifier), 'terminated', event),
      contentType: 'application/reginfo+xml',
    });
    await clock.advanceAsync(500);
    assert.equal(notifier.peer.requests('REGISTER').length, before + 1);
  });
}

for (const [name, change] of [
  ['of another phone', (contact: string) => [contact.replace(/sip:[^@]*/, 'sip:other'), 'terminated', 'deactivated'] as const],
  ['that stands', (contact: string) => [contact, 'active', 'refreshed'] as const],
  ['that was rejected', (contact: string) => [contact, 'terminated', 'rejected'] as const],
] as const) {
  test(`a registration ${name} is let be`, async () => {
    const { clock, notifier } = await world({ registration: true });
    const before = notifier.peer.requests('REGISTER').length;
    const [contact, state, event] = change(contactOf(notifier));
    notifier.notify(notifier.last, { body: reginfo(contact, state, event), contentType: 'application/reginfo+xml' });
    await clock.advanceAsync(5000);
    assert.equal(notifier.peer.requests('REGISTER').length, before);
  });
}

test('an ended binding that a partial document tells of is let be while another of ours stands, and is made anew when none does', async () => {
  const { clock, notifier } = await world({ registration: true });
  const registers = (): number => notifier.peer.requests('REGISTER').length;
  const before = registers();
  const contact = contactOf(notifier);
  const old: Binding = { id: '1', contact: contact.replace('10.0.0.1', '10.0.0.77'), state: 'active' };
  const notify = async (body: string): Promise<void> => {
    notifier.notify(notifier.last, { body, contentType: 'application/reginfo+xml' });
    await clock.advanceAsync(500);
  };
  await notify(partialReginfo(0, [old, { id: '2', contact, state: 'active' }], 'full'));
  await notify(partialReginfo(1, [{ ...old, state: 'terminated' }]));
  assert.equal(registers(), before);
  await notify(partialReginfo(2, [{ id: '2', contact, state: 'terminated' }]));
  assert.equal(registers(), before + 1);
});

test('after a registration document that was missed the whole is asked for, and what was told counts', async () => {
  const { clock, notifier } = await world({ registration: true });
  const registers = notifier.peer.requests('REGISTER').length;
  const subscribes = notifier.subscribes.length;
  const body = partialReginfo(7, [{ id: '2', contact: contactOf(notifier), state: 'terminated' }]);
  notifier.notify(notifier.last, { body, contentType: 'application/reginfo+xml' });
  await clock.advanceAsync(2000);
  assert.equal(notifier.subscribes.length, subscribes + 1);
  assert.equal(notifier.peer.requests('REGISTER').length, registers + 1);
});

test('a registrar that never tells the whole is asked for it few times a minute', async () => {
  const { clock, notifier } = await world({ registration: true });
  const before = notifier.subscribes.length;
  const body = partialReginfo(7, []);
  const tell = (): void => notifier.notify(notifier.last, { body, contentType: 'application/reginfo+xml' });
  notifier.silent = true;
  notifier.peer.answers.set('SUBSCRIBE', (transaction) => {
    notifier.subscribed(transaction);
    tell();
  });
  tell();
  await clock.advanceAsync(50_000);
  assert.equal(notifier.subscribes.length, before + 5);
  await clock.advanceAsync(15_000);
  tell();
  await clock.advanceAsync(1000);
  assert.ok(notifier.subscribes.length > before + 5);
});

test('a registrar that ends the registration each time is met three times a minute', async () => {
  const { clock, notifier } = await world({ registration: true });
  const before = notifier.peer.requests('REGISTER').length;
  for (let i = 0; i < 20; i++) {
    notifier.notify(notifier.last, {
      body: reginfo(contactOf(notifier), 'terminated', 'deactivated'),
      contentType: 'application/reginfo+xml',
    });
    await clock.advanceAsync(1000);
  }
  assert.equal(notifier.peer.requests('REGISTER').length, before + 3);
});

test('features are told by the server and set in its dialog', async () => {
  const { clock, notifier, account, events } = await world({ features: true });
  notifier.notify(notifier.last, {
    body: '<DoNotDisturbEvent xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3"><device/><doNotDisturbOn>true</doNotDisturbOn></DoNotDisturbEvent>',
    contentType: 'application/x-as-feature-event+xml',
  });
  await clock.advanceAsync(100);
  assert.deepEqual(events.at(-1), { type: 'featureChanged', feature: { feature: 'doNotDisturb', on: true } });
  assert.equal(account.setFeature({ feature: 'doNotDisturb', on: false }), true);
  await clock.advanceAsync(100);
  const said = notifier.subscribes.at(-1);
  assert.match(new TextDecoder().decode(said?.body), /<SetDoNotDisturb[\s\S]*>false</);
  assert.ok(said?.headers.to.parameters.has('tag'));
});

test('a document that can not be read leaves everything as it is', async () => {
  const { clock, phone, notifier, events } = await world({
    features: true,
    registration: true,
    messageSummary: { expiresS: 600 },
  });
  const before = events.length;
  for (const subscriber of notifier.subscribers) {
    for (const contentType of [
      'application/x-as-feature-event+xml',
      'application/reginfo+xml',
      'application/simple-message-summary',
    ]) {
      for (const body of ['<', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<reginfo>', '\u0000'.repeat(1000)]) {
        notifier.notify(subscriber, { body, contentType });
      }
    }
  }
  await clock.advanceAsync(1000);
  assert.equal(events.length, before);
  assert.deepEqual(phone.errors, []);
});

// A subscription of ours against a scripted notifier (RFC 6665 §4.1).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUri } from '#sip/message/uri';
import type { Account } from '#sip/ua/account/account';
import type { SubscriptionEvent, SubscriptionHandle, SubscriptionRequest } from '#sip/ua/subscription/subscription-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { accountSettings, types, VirtualPhone } from '#test/support/virtual-phone';
import { NotifierPeer } from './notifier-peer.ts';

interface World {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly phone: VirtualPhone;
  readonly notifier: NotifierPeer;
  readonly account: Account;
  readonly events: SubscriptionEvent[];
  subscribe(changes?: Partial<SubscriptionRequest>): SubscriptionHandle;
}

async function world(): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const notifier = new NotifierPeer(clock, network);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  const events: SubscriptionEvent[] = [];
  const subscribe = (changes: Partial<SubscriptionRequest> = {}): SubscriptionHandle =>
    account.subscribe({ event: 'test', accept: ['application/test'], expiresS: 600, ...changes }, (event) => events.push(event));
  return { clock, network, phone, notifier, account, events, subscribe };
}

function bodies(events: readonly SubscriptionEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'notified' && event.body.length > 0 ? [new TextDecoder().decode(event.body)] : [],
  );
}

test('subscribes with Event, Accept, Expires and Contact, and hears the state', async () => {
  const { clock, notifier, events, subscribe } = await world();
  subscribe({ event: 'test;id=7', supported: ['eventlist'] });
  await clock.advanceAsync(100);
  const { headers, uri } = notifier.subscribes[0] ?? assert.fail('no SUBSCRIBE');
  assert.equal(headers.get('Event'), 'test;id=7');
  assert.equal(headers.get('Accept'), 'application/test');
  assert.equal(headers.get('Expires'), '600');
  assert.ok(headers.getAll('Supported').includes('eventlist'));
  assert.match(headers.get('Contact') ?? '', /^<sip:[0-9a-f]+@10\.0\.0\.1/);
  assert.ok('user' in uri && uri.user === '1001');
  notifier.notify(notifier.last, { body: 'one' });
  await clock.advanceAsync(100);
  assert.deepEqual(types(events), ['notified', 'activated', 'notified']);
  assert.deepEqual(bodies(events), ['one']);
  assert.deepEqual(notifier.answers, [200, 200]);
});

test('waits for the registration before it asks', async () => {
  const { clock, notifier, phone } = await world();
  const { account } = phone.account({ id: 'line2', user: '1002' });
  account.subscribe({ event: 'test', accept: [], expiresS: 600 }, () => undefined);
  await clock.advanceAsync(5000);
  assert.equal(notifier.subscribes.length, 0);
  account.register();
  await clock.advanceAsync(100);
  assert.equal(notifier.subscribes.length, 1);
});

test('a NOTIFY that overtakes the 2xx makes the dialog', async () => {
  const { clock, notifier, events, subscribe } = await world();
  notifier.notifiesFirst = true;
  subscribe();
  await clock.advanceAsync(100);
  assert.deepEqual(notifier.answers, [200]);
  assert.deepEqual(types(events), ['notified', 'activated']);
  await clock.advanceAsync(560_000);
  assert.ok(notifier.subscribes.at(-1)?.headers.to.parameters.has('tag'), 'the refresh is in the dialog');
});

test('refreshes in the dialog before the time is over, with rising CSeq, and stays quiet about it', async () => {
  const { clock, notifier, events, subscribe } = await world();
  notifier.grantS = 300;
  subscribe();
  await clock.advanceAsync(233_000);
  assert.equal(notifier.subscribes.length, 1);
  await clock.advanceAsync(28_000);
  assert.equal(notifier.subscribes.length, 2);
  const [first, second] = notifier.subscribes;
  assert.equal(second?.headers.callId, first?.headers.callId);
  assert.equal(second?.headers.cseq.number, (first?.headers.cseq.number ?? 0) + 1);
  assert.deepEqual(types(events), ['notified', 'activated', 'notified']);
});

test('the time that a NOTIFY tells is the one that counts', async () => {
  const { clock, notifier, subscribe } = await world();
  subscribe();
  await clock.advanceAsync(100);
  notifier.notify(notifier.last, { state: 'active;expires=60' });
  await clock.advanceAsync(31_000);
  assert.equal(notifier.subscribes.length, 2);
});

test('423 is met with the time that the notifier wants', async () => {
  const { clock, notifier, subscribe } = await world();
  const asked: (number | undefined)[] = [];
  notifier.peer.answers.set('SUBSCRIBE', (transaction) => {
    asked.push(transaction.request.headers.expires);
    if ((transaction.request.headers.expires ?? 0) >= 900) notifier.subscribed(transaction);
    else notifier.peer.respond(transaction, 423, { headers: [['Min-Expires', '900']] });
  });
  subscribe();
  await clock.advanceAsync(100);
  assert.deepEqual(asked, [600, 900]);
  assert.equal(notifier.subscribers.length, 1);
});

test('a notifier that forgot us (481) is asked anew in another dialog', async () => {
  const { clock, notifier, events, subscribe } = await world();
  const subscription = subscribe();
  await clock.advanceAsync(60_000);
  notifier.subscribers.length = 0;
  subscription.refresh();
  await clock.advanceAsync(3000);
  assert.equal(notifier.subscribers.length, 1);
  const callIds = new Set(notifier.subscribes.map((request) => request.headers.callId));
  assert.equal(callIds.size, 2);
  assert.ok(events.some((event) => event.type === 'terminated' && event.reason === 'lost'));
});

for (const [status, least, most] of [
  [403, 3_600_000, 4_500_000],
  [404, 3_600_000, 4_500_000],
  [489, 3_600_000, 4_500_000],
  [500, 15_000, 30_000],
  [503, 15_000, 30_000],
] as const) {
  test(`${status} is asked again after ${least / 1000} to ${most / 1000} s`, async () => {
    const { clock, notifier, events, subscribe } = await world();
    notifier.peer.answers.set('SUBSCRIBE', (transaction) => notifier.peer.respond(transaction, status));
    subscribe();
    await clock.advanceAsync(100);
    const [failure] = events;
    assert.ok(failure?.type === 'failed' && failure.status === status);
    assert.ok((failure.retryAfterMs ?? 0) >= least && (failure.retryAfterMs ?? 0) <= most, `${failure.retryAfterMs}`);
    await clock.advanceAsync((failure.retryAfterMs ?? 0) - 1000);
    assert.equal(notifier.subscribes.length, 1);
    await clock.advanceAsync(2000);
    assert.equal(notifier.subscribes.length, 2);
  });
}

test('Retry-After is kept', async () => {
  const { clock, notifier, events, subscribe } = await world();
  notifier.peer.answers.set('SUBSCRIBE', (transaction) =>
    notifier.peer.respond(transaction, 480, { headers: [['Retry-After', '700']] }),
  );
  subscribe();
  await clock.advanceAsync(100);
  assert.ok(events[0]?.type === 'failed' && events[0].retryAfterMs === 700_000);
});

test('an accepted subscription without NOTIFY counts as failed after timer N', async () => {
  const { clock, notifier, events, subscribe } = await world();
  notifier.silent = true;
  subscribe();
  await clock.advanceAsync(31_900);
  assert.equal(events.length, 0);
  await clock.advanceAsync(300);
  assert.ok(events[0]?.type === 'failed' && events[0].reason === 'no NOTIFY');
  notifier.silent = false;
  await clock.advanceAsync(31_000);
  assert.equal(events.at(-1)?.type, 'activated');
});

for (const [reason, least, most] of [
  ['deactivated', 0, 2000],
  ['timeout', 0, 2000],
  ['giveup;retry-after=50', 50_000, 50_000],
  ['probation;retry-after=120', 120_000, 120_000],
  ['rejected', 3_600_000, 4_500_000],
  ['noresource', 3_600_000, 4_500_000],
  ['of-tomorrow;retry-after=7', 7000, 7000],
] as const) {
  test(`terminated by the notifier with ${reason}`, async () => {
    const { clock, notifier, events, subscribe } = await world();
    subscribe();
    await clock.advanceAsync(60_000);
    notifier.notify(notifier.last, { state: `terminated;reason=${reason}`, body: 'last' });
    await clock.advanceAsync(10);
    const end = events.at(-1);
    assert.ok(end?.type === 'terminated' && end.reason === reason.replace(/;.*/, ''));
    assert.ok((end.retryAfterMs ?? -1) >= least && (end.retryAfterMs ?? 0) <= most, `${end.retryAfterMs}`);
    assert.deepEqual(bodies(events), ['last']);
    await clock.advanceAsync((end.retryAfterMs ?? 0) + 100);
    assert.equal(notifier.subscribers.length, 2);
  });
}

test('a state that will never change (invariant) is not asked for again', async () => {
  const { clock, notifier, events, subscribe, phone } = await world();
  subscribe();
  await clock.advanceAsync(60_000);
  notifier.notify(notifier.last, { state: 'terminated;reason=invariant' });
  await clock.advanceAsync(86_400_000);
  assert.deepEqual(events.at(-1), { type: 'terminated', reason: 'invariant', retryAfterMs: undefined });
  assert.equal(notifier.subscribes.length, 1);
  assert.equal(phone.agent.load.dialogs, 0);
});

test('a notifier that takes in and throws out at once sets off no storm', async () => {
  const { clock, notifier, subscribe } = await world();
  notifier.silent = true;
  notifier.peer.answers.set('SUBSCRIBE', (transaction) => {
    notifier.subscribed(transaction);
    notifier.notify(notifier.last, { state: 'terminated;reason=deactivated' });
  });
  subscribe();
  await clock.advanceAsync(3_600_000);
  assert.ok(notifier.subscribes.length >= 5 && notifier.subscribes.length <= 20, `${notifier.subscribes.length} SUBSCRIBEs`);
});

test('a refresh that gets no answer leaves the subscription until its time is over, then begins anew', async () => {
  const { clock, network, events, subscribe } = await world();
  subscribe();
  await clock.advanceAsync(100);
  network.drop = (message) => message.kind === 'request' && message.method === 'SUBSCRIBE';
  await clock.advanceAsync(590_000);
  assert.ok(!events.some((event) => event.type === 'terminated'));
  await clock.advanceAsync(60_000);
  assert.ok(events.some((event) => event.type === 'terminated' && event.reason === 'expired'));
  network.drop = () => false;
  await clock.advanceAsync(700_000);
  assert.equal(events.filter((event) => event.type === 'activated').length, 2);
});

test('a NOTIFY out of order is answered 500 and not heard', async () => {
  const { clock, notifier, events, subscribe } = await world();
  subscribe();
  await clock.advanceAsync(100);
  notifier.notify(notifier.last, { sequence: 9, body: 'new' });
  await clock.advanceAsync(10);
  notifier.notify(notifier.last, { sequence: 8, body: 'old' });
  await clock.advanceAsync(10);
  assert.deepEqual(bodies(events), ['new']);
  assert.deepEqual(notifier.answers, [200, 200, 500]);
});

test('pending becomes active', async () => {
  const { clock, notifier, events, subscribe } = await world();
  notifier.silent = true;
  subscribe();
  await clock.advanceAsync(10);
  notifier.notify(notifier.last, { state: 'pending' });
  await clock.advanceAsync(10);
  notifier.notify(notifier.last, { state: 'active' });
  await clock.advanceAsync(10);
  assert.deepEqual(types(events), ['notified', 'pending', 'notified', 'activated']);
});

test('of two notifiers of a forked SUBSCRIBE the first is kept and the other refused', async () => {
  const { clock, notifier, events, subscribe } = await world();
  subscribe();
  await clock.advanceAsync(100);
  notifier.notify(notifier.fork(notifier.last), { body: 'fork' });
  await clock.advanceAsync(100);
  assert.deepEqual(notifier.answers, [200, 481]);
  assert.deepEqual(bodies(events), []);
});

test('a package that wants forks hears each, and refreshes each', async () => {
  const { clock, notifier, events, subscribe, phone } = await world();
  subscribe({ keepsForks: true });
  await clock.advanceAsync(100);
  notifier.notify(notifier.fork(notifier.last), { body: 'fork' });
  await clock.advanceAsync(100);
  const names = new Set(events.flatMap((event) => (event.type === 'notified' ? [event.notifier] : [])));
  assert.deepEqual([...names], ['notifier1', 'fork2']);
  assert.equal(phone.agent.load.dialogs, 2);
  await clock.advanceAsync(565_000);
  assert.equal(notifier.subscribes.filter((request) => request.headers.to.parameters.has('tag')).length, 2);
});

test('a wrong event is refused 489, a document of another kind 415', async () => {
  const { clock, notifier, events, subscribe } = await world();
  subscribe();
  await clock.advanceAsync(100);
  notifier.notify(notifier.last, { event: 'other', body: 'x', state: 'terminated' });
  notifier.notify(notifier.last, { event: 'test;id=3', body: 'x', state: 'terminated' });
  notifier.notify(notifier.last, { body: 'x', contentType: 'text/plain' });
  await clock.advanceAsync(100);
  assert.deepEqual(notifier.answers, [200, 489, 489, 415]);
  assert.deepEqual(types(events), ['notified', 'activated']);
});

test('closing unsubscribes and waits for the last NOTIFY', async () => {
  const { clock, notifier, events, subscribe, phone } = await world();
  const subscription = subscribe();
  await clock.advanceAsync(100);
  const count = events.length;
  subscription.close();
  await clock.advanceAsync(100);
  assert.equal(notifier.subscribes.at(-1)?.headers.get('Expires'), '0');
  assert.deepEqual(notifier.answers, [200, 200]);
  assert.equal(events.length, count);
  assert.equal(phone.agent.load.dialogs, 0);
});

test('the phone that switches off unsubscribes', async () => {
  const { clock, notifier, subscribe, phone } = await world();
  subscribe();
  await clock.advanceAsync(100);
  const closing = phone.agent.close();
  await clock.advanceAsync(2100);
  await closing;
  assert.equal(notifier.subscribes.at(-1)?.headers.get('Expires'), '0');
  await clock.advanceAsync(60_000);
  assert.equal(clock.pendingTimers, 0);
});

test('what unsubscribes is repeated though the registrar has let us go already', async () => {
  const { clock, network, notifier, subscribe, phone } = await world();
  subscribe();
  await clock.advanceAsync(100);
  network.drop = (message) => message.kind === 'request' && message.method === 'SUBSCRIBE';
  const closing = phone.agent.close();
  await clock.advanceAsync(300);
  network.drop = () => false;
  await clock.advanceAsync(2000);
  await closing;
  assert.equal(notifier.subscribes.at(-1)?.headers.get('Expires'), '0');
});

test('a new address is told to the notifier once the registrar knows it', async () => {
  const { clock, network, notifier, subscribe, phone } = await world();
  subscribe();
  await clock.advanceAsync(100);
  network.attach('10.0.0.2', (event) => phone.agent.receive(event));
  phone.local = { ...phone.local, address: '10.0.0.2' };
  phone.agent.addressChanged();
  await clock.advanceAsync(200);
  assert.match(notifier.subscribes.at(-1)?.headers.get('Contact') ?? '', /@10\.0\.0\.2/);
  assert.equal(notifier.subscribes.length, 2);
});

test('another proxy gets a dialog of its own, and the old one is left', async () => {
  const { clock, network, notifier, account, events, subscribe } = await world();
  const other = new NotifierPeer(clock, network, '10.0.0.8');
  subscribe();
  await clock.advanceAsync(100);
  account.update(accountSettings({ domain: '10.0.0.8' }));
  await clock.advanceAsync(5000);
  assert.equal(notifier.subscribes.at(-1)?.headers.get('Expires'), '0');
  assert.equal(other.subscribers.length, 1);
  other.notify(other.last, { body: 'there' });
  await clock.advanceAsync(100);
  assert.deepEqual(bodies(events), ['there']);
});

test('what is to be said to the notifier goes out in the dialog, in order', async () => {
  const { clock, notifier, subscribe } = await world();
  const subscription = subscribe();
  subscription.refresh({ contentType: 'application/test', bytes: new TextEncoder().encode('first') });
  await clock.advanceAsync(100);
  subscription.refresh({ contentType: 'application/test', bytes: new TextEncoder().encode('second') });
  subscription.refresh({ contentType: 'application/test', bytes: new TextEncoder().encode('third') });
  await clock.advanceAsync(1000);
  const said = notifier.subscribes.map((request) => new TextDecoder().decode(request.body));
  assert.deepEqual(said, ['', 'first', 'second', 'third']);
  assert.ok(notifier.subscribes.slice(1).every((request) => request.headers.to.parameters.has('tag')));
});

test('credentials that are asked for are shown, and the dialog goes on from that number', async () => {
  const { clock, notifier, subscribe, events } = await world();
  notifier.peer.challenge('SUBSCRIBE', {
    clock,
    passwords: { '1001': 'right' },
    realm: '10.0.0.9',
    authorized: (transaction) => notifier.subscribed(transaction),
  });
  const subscription = subscribe();
  await clock.advanceAsync(100);
  subscription.refresh();
  await clock.advanceAsync(100);
  assert.deepEqual(
    notifier.subscribes.map((request) => request.headers.cseq.number),
    [1, 2, 3],
  );
  assert.deepEqual(types(events), ['notified', 'activated', 'notified']);
});

test('what goes wrong inside with one SUBSCRIBE is logged, and tried again', async () => {
  const { clock, notifier, events, phone, account } = await world();
  let asked = 0;
  const request: SubscriptionRequest = {
    event: 'test',
    accept: [],
    expiresS: 600,
    get target() {
      if (++asked === 1) throw new Error('a fault of ours');
      return parseUri('sip:1001@10.0.0.9');
    },
  };
  account.subscribe(request, (event) => events.push(event));
  await clock.advanceAsync(100);
  assert.deepEqual(types(events), ['failed']);
  assert.equal(phone.errors.length, 1);
  await clock.advanceAsync(30_000);
  assert.equal(notifier.subscribers.length, 1);
});

for (const loss of [0.05, 0.2, 0.4]) {
  test(`subscriptions stand over a network that loses ${loss * 100} %`, async () => {
    const { clock, network, notifier, account, phone } = await world();
    network.quality = { loss, duplication: 0.05, delayMs: { least: 1, most: 80 } };
    const heard: string[][] = [];
    for (let i = 0; i < 20; i++) {
      const texts: string[] = [];
      heard.push(texts);
      account.subscribe({ event: `test;id=${i}`, accept: ['application/test'], expiresS: 300 }, (event) => {
        if (event.type === 'notified' && event.body.length > 0) texts.push(new TextDecoder().decode(event.body));
      });
    }
    await clock.advanceAsync(900_000);
    network.quality = {};
    await clock.advanceAsync(660_000);
    for (const subscriber of notifier.subscribers)
      notifier.notify(subscriber, { body: 'now', sequence: 1000, state: 'active;expires=300' });
    await clock.advanceAsync(1000);
    assert.ok(
      heard.every((texts) => texts.at(-1) === 'now'),
      JSON.stringify(heard),
    );
    assert.equal(phone.agent.load.dialogs, 20);
    assert.deepEqual(phone.errors, []);
  });
}

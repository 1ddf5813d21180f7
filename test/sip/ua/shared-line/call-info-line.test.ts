// A phone on a shared line in BroadWorks' manner: seizing, calling, holding, taking over, and what the other phones do meanwhile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '#sip/ua/account/account';
import type { AccountEvent, AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { bodyOf, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';
import { AppearanceServer } from './appearance-server.ts';

interface World {
  readonly clock: FakeClock;
  readonly server: AppearanceServer;
  readonly phone: VirtualPhone;
  readonly account: Account;
  readonly events: AccountEvent[];
}

async function world(changes: Partial<AccountSettings> = {}): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new AppearanceServer(clock, network);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account, events } = phone.account({
    user: '2000',
    sharedLine: { dialect: 'callInfo', appearances: 2, subscriptionExpiresS: 3600 },
    ...changes,
  });
  account.register();
  await clock.advanceAsync(200);
  return { clock, server, phone, account, events };
}

/** `1 active local`, idle ones left out. */
function shown(account: Account): readonly string[] {
  return (account.sharedLine?.status.appearances ?? [])
    .filter(({ state }) => state !== 'idle')
    .map(({ index, state, local, remote }) =>
      [index, state, local ? 'local' : 'remote', ...(remote?.displayName === undefined ? [] : [remote.displayName])].join(' '),
    );
}

async function answered(world: World, target = '3000'): Promise<ReturnType<VirtualPhone['call']>> {
  const { clock, server, phone, account } = world;
  server.notifier.peer.answers.set('INVITE', (transaction) => {
    server.notifier.peer.respond(transaction, 200, { sdp: sdpOf('10.0.0.9') });
  });
  const heard = phone.call(account, target);
  await clock.advanceAsync(200);
  assert.ok(types(heard.events).includes('answered'));
  return heard;
}

test('what the other phones do is told, with whom they speak', async () => {
  const { clock, server, account, events } = await world();
  assert.equal(account.sharedLine?.status.known, true);
  assert.deepEqual(shown(account), []);
  server.set(1, 'active', '"Bob" <sip:3000@10.0.0.9>');
  server.set(2, 'held-private');
  await clock.advanceAsync(100);
  assert.deepEqual(shown(account), ['1 active remote Bob', '2 heldPrivate remote']);
  const news = events.filter((event) => event.type === 'appearancesChanged');
  server.tell();
  await clock.advanceAsync(100);
  assert.equal(events.filter((event) => event.type === 'appearancesChanged').length, news.length, 'told twice');
});

test('a call takes an appearance first and carries it in its INVITE', async () => {
  const it = await world();
  it.server.set(1, 'active');
  await it.clock.advanceAsync(100);
  await answered(it);
  assert.deepEqual(it.server.seizures, ['15 <sip:10.0.0.9>;appearance-index=2']);
  const invite = it.server.notifier.peer.last('INVITE');
  assert.equal(invite.headers.get('Call-Info'), '<sip:10.0.0.9>;appearance-index=2');
  const order = it.server.notifier.peer.received.map(({ method, headers }) => `${method} ${headers.get('Event') ?? ''}`.trim());
  assert.ok(order.indexOf('SUBSCRIBE line-seize') < order.indexOf('INVITE'));
  assert.deepEqual(shown(it.account), ['1 active remote', '2 active local']);
});

test('requests on the line carry its user in Contact, by which servers know its phones; the registration keeps its secret', async () => {
  const it = await world();
  await answered(it);
  const { peer } = it.server.notifier;
  const contactUser = (method: string): string => /<sip:([^@]*)@/.exec(peer.last(method).headers.get('Contact') ?? '')?.[1] ?? '';
  assert.deepEqual([contactUser('SUBSCRIBE'), contactUser('INVITE')], ['2000', '2000']);
  assert.match(contactUser('REGISTER'), /^[0-9a-f]{8,}$/);
});

test('an answered call leaves the seizure to run out: unsubscribing would free its appearance', async () => {
  const it = await world();
  await answered(it);
  await it.clock.advanceAsync(40_000);
  assert.equal(it.server.seizures.length, 1);
});

test('a handset that is lifted takes an appearance, and the call that follows has it', async () => {
  const it = await world();
  const seizure = it.account.sharedLine?.seize();
  await it.clock.advanceAsync(100);
  assert.deepEqual(await seizure, { ok: true, index: 1 });
  assert.deepEqual(shown(it.account), ['1 seized local']);
  await answered(it);
  assert.equal(it.server.seizures.length, 1);
});

test('a handset that goes back frees the appearance', async () => {
  const it = await world();
  void it.account.sharedLine?.seize();
  await it.clock.advanceAsync(100);
  it.account.sharedLine?.release();
  await it.clock.advanceAsync(100);
  assert.deepEqual(it.server.seizures.at(-1), '0 <sip:10.0.0.9>;appearance-index=1');
  assert.deepEqual(shown(it.account), []);
});

test('somebody who dials for long keeps the appearance', async () => {
  const it = await world();
  void it.account.sharedLine?.seize();
  await it.clock.advanceAsync(60_000);
  assert.ok(it.server.seizures.length >= 4);
  assert.ok(it.server.seizures.every((seizure) => seizure.startsWith('15 ')));
  assert.deepEqual(shown(it.account), ['1 seized local']);
});

test('the server may give another appearance than was asked for', async () => {
  const it = await world();
  it.server.gives = 2;
  await answered(it);
  assert.equal(it.server.notifier.peer.last('INVITE').headers.get('Call-Info'), '<sip:10.0.0.9>;appearance-index=2');
  assert.deepEqual(shown(it.account), ['2 active local']);
});

test('a line whose appearances are all taken is busy, and nothing is sent', async () => {
  const it = await world();
  it.server.set(1, 'active');
  it.server.set(2, 'held');
  await it.clock.advanceAsync(100);
  const heard = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(100);
  assert.deepEqual(heard.events, [{ type: 'ended', end: { by: 'line', reason: 'full' } }]);
  assert.deepEqual([it.server.seizures.length, it.server.notifier.peer.requests('INVITE').length], [0, 0]);
});

test('a phone that lost the race for the line does not call, and may try again', async () => {
  const it = await world();
  it.server.seizeStatus = 480;
  const heard = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(200);
  assert.deepEqual(heard.events, [{ type: 'ended', end: { by: 'line', reason: 'taken' } }]);
  assert.deepEqual(shown(it.account), []);
  it.server.seizeStatus = 200;
  await answered(it);
});

test('a server without line-seize, or one that is silent, keeps nobody from calling', async () => {
  const it = await world();
  it.server.seizeStatus = 489;
  const first = await answered(it);
  first.call.end();
  await it.clock.advanceAsync(200);
  it.server.deaf = true;
  it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(3000);
  assert.equal(it.server.notifier.peer.requests('INVITE').length, 1);
  await it.clock.advanceAsync(2000);
  assert.equal(it.server.notifier.peer.requests('INVITE').length, 2);
});

test('a caller who gives up while the line is being taken frees it', async () => {
  const it = await world();
  const heard = it.phone.call(it.account, '3000');
  heard.call.end();
  await it.clock.advanceAsync(500);
  assert.deepEqual(types(heard.events), ['ended']);
  assert.equal(it.server.notifier.peer.requests('INVITE').length, 0);
  assert.ok(it.server.seizures.at(-1)?.startsWith('0 ') ?? true);
  assert.deepEqual(shown(it.account), []);
});

test('two calls at once take an appearance each', async () => {
  const it = await world();
  it.phone.call(it.account, '3000');
  it.phone.call(it.account, '3001');
  await it.clock.advanceAsync(300);
  const taken = it.server.notifier.peer.requests('INVITE').map(({ headers }) => headers.get('Call-Info'));
  assert.deepEqual(taken, ['<sip:10.0.0.9>;appearance-index=1', '<sip:10.0.0.9>;appearance-index=2']);
});

test('hold and private hold are said in the re-INVITE, and shown', async () => {
  const it = await world();
  const { call } = await answered(it);
  it.account.sharedLine?.holdPrivately(call);
  await it.clock.advanceAsync(200);
  const hold = it.server.notifier.peer.last('INVITE');
  assert.match(bodyOf(hold), /a=sendonly/);
  assert.equal(hold.headers.get('Call-Info'), '<sip:10.0.0.9>;appearance-index=1;appearance-state=held-private');
  await it.clock.advanceAsync(200);
});

test('the end of a call names its appearance, by which servers free it, from either side', async () => {
  const it = await world();
  const { call } = await answered(it);
  call.end();
  await it.clock.advanceAsync(200);
  assert.equal(it.server.notifier.peer.last('BYE').headers.get('Call-Info'), '<sip:10.0.0.9>;appearance-index=1');
});

test('a held call of another phone is taken by an INVITE to the line itself', async () => {
  const it = await world();
  it.server.set(2, 'held', '"Bob" <sip:3000@10.0.0.9>');
  await it.clock.advanceAsync(100);
  it.server.notifier.peer.answers.set('INVITE', (transaction) => {
    it.server.notifier.peer.respond(transaction, 200, { sdp: sdpOf('10.0.0.9') });
  });
  const events: string[] = [];
  const call = it.account.sharedLine?.take(2, 'retrieve', (event) => void events.push(event.type));
  await it.clock.advanceAsync(200);
  assert.ok(call !== undefined && events.includes('answered'));
  const invite = it.server.notifier.peer.last('INVITE');
  assert.ok('user' in invite.uri && invite.uri.user === '2000');
  assert.equal(invite.headers.get('Call-Info'), '<sip:10.0.0.9>;appearance-index=2');
  assert.deepEqual(it.server.seizures, []);
  assert.deepEqual(shown(it.account), ['2 active local']);
});

test('what is private, idle or ours can not be taken', async () => {
  const it = await world();
  it.server.set(1, 'held-private');
  await it.clock.advanceAsync(100);
  const take = (index: number): unknown => it.account.sharedLine?.take(index, 'retrieve', () => undefined);
  assert.deepEqual([take(1), take(2), take(9)], [undefined, undefined, undefined]);
});

test('our held call that another phone takes stays busy on the line, whichever news comes first', async () => {
  const it = await world();
  const { call } = await answered(it);
  call.hold();
  await it.clock.advanceAsync(100);
  // The held state as the phone shows it depends on the answer's direction; the server's word comes before the BYE.
  it.server.set(1, 'active', '"Bob" <sip:3000@10.0.0.9>');
  await it.clock.advanceAsync(100);
  call.end();
  await it.clock.advanceAsync(100);
  assert.equal(it.account.sharedLine?.status.appearances[0]?.local, false);
});

test('a call that comes in stands on the appearance that the server names', async () => {
  const it = await world();
  const { peer } = it.server.notifier;
  const contact = (peer.last('REGISTER').headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
  const invite = peer.request({
    method: 'INVITE',
    uri: contact,
    from: '"Bob" <sip:3000@10.0.0.9>;tag=b',
    to: '<sip:2000@10.0.0.9>',
    callId: 'in-1',
    headers: [
      ['Contact', '<sip:10.0.0.9>'],
      ['Call-Info', '<sip:10.0.0.9>;appearance-index=2'],
    ],
  });
  peer.transactions.sendRequest(invite, it.phone.target, () => undefined);
  await it.clock.advanceAsync(100);
  assert.deepEqual(shown(it.account), ['2 ringing local Bob']);
  it.phone.incoming[0]?.call.reject(486);
  await it.clock.advanceAsync(100);
  assert.deepEqual(shown(it.account), []);
});

test('a server that is gone leaves nothing that might be wrong', async () => {
  const it = await world();
  it.server.set(1, 'active');
  await it.clock.advanceAsync(100);
  it.server.notifier.notify(it.server.notifier.last, { state: 'terminated;reason=deactivated' });
  await it.clock.advanceAsync(5);
  assert.equal(it.account.sharedLine?.status.known, false);
  assert.deepEqual(shown(it.account), []);
  await it.clock.advanceAsync(60_000);
  assert.deepEqual(shown(it.account), ['1 active remote']);
});

for (const [status, end] of [
  [403, { by: 'response', status: 403, reason: 'Forbidden' }],
  [500, { by: 'response', status: 500, reason: 'Server Internal Error' }],
  [486, { by: 'line', reason: 'taken' }],
] as const) {
  test(`a seizure that is refused with ${status} ends the call by what that says`, async () => {
    const it = await world();
    it.server.seizeStatus = status;
    const heard = it.phone.call(it.account, '3000');
    await it.clock.advanceAsync(200);
    assert.deepEqual(heard.events, [{ type: 'ended', end }]);
    assert.equal(it.server.notifier.peer.requests('INVITE').length, 0);
  });
}

test('a call of the phone’s own takes no appearance, though all are taken', async () => {
  const it = await world();
  it.server.set(1, 'active');
  it.server.set(2, 'active');
  await it.clock.advanceAsync(100);
  it.server.notifier.peer.answers.set('INVITE', (transaction) => {
    it.server.notifier.peer.respond(transaction, 200, { sdp: sdpOf('10.0.0.9') });
  });
  const { call, events } = it.phone.call(it.account, '3000', { unseen: true });
  await it.clock.advanceAsync(200);
  assert.ok(types(events).includes('answered'));
  assert.deepEqual(it.server.seizures, []);
  assert.equal(it.server.notifier.peer.last('INVITE').headers.get('Call-Info'), undefined);
  assert.deepEqual(shown(it.account), ['1 active remote', '2 active remote']);
  call.end();
  await it.clock.advanceAsync(200);
  assert.deepEqual(shown(it.account), ['1 active remote', '2 active remote']);
});

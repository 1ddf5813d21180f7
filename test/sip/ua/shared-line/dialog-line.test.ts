// A phone on a line that is shared by the dialog package: with a state agent (RFC 7463), and where the dialogs are only watched.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '#sip/ua/account/account';
import type { SharedLineDialect } from '#sip/ua/shared-line/shared-line-settings';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';
import { otherDialog, StateAgent } from './state-agent.ts';

interface World {
  readonly clock: FakeClock;
  readonly agent: StateAgent;
  readonly phone: VirtualPhone;
  readonly account: Account;
}

async function world(dialect: SharedLineDialect): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const agent = new StateAgent(clock, network);
  agent.notifier.peer.answers.set('INVITE', (transaction) => {
    agent.notifier.peer.respond(transaction, 200, { sdp: sdpOf('10.0.0.9') });
  });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const sharedLine = { dialect, appearances: 2, subscriptionExpiresS: 3600 };
  const { account } = phone.account({ user: '2000', sharedLine });
  account.register();
  await clock.advanceAsync(200);
  return { clock, agent, phone, account };
}

function shown(account: Account): readonly string[] {
  return (account.sharedLine?.status.appearances ?? [])
    .filter(({ state }) => state !== 'idle')
    .map(({ index, state, local, remote }) =>
      `${index} ${state} ${local ? 'local' : 'remote'} ${remote?.displayName ?? ''}`.trim(),
    );
}

async function told(it: World, ...dialogs: readonly string[]): Promise<void> {
  it.agent.tell(dialogs.join(''));
  await it.clock.advanceAsync(100);
}

for (const [dialect, event] of [
  ['shared', 'dialog;shared'],
  ['bridged', 'dialog;sla'],
  ['dialog', 'dialog'],
] as const) {
  test(`${dialect}: the other phones are watched by ${event}`, async () => {
    const it = await world(dialect);
    assert.equal(it.agent.notifier.subscribes[0]?.headers.get('Event'), event);
    await told(it, otherDialog({ appearance: 2 }), otherDialog({ id: 'b2', appearance: 1, held: true }));
    assert.deepEqual(shown(it.account), ['1 held remote Carol', '2 active remote Carol']);
    await told(it);
    assert.deepEqual(shown(it.account), []);
  });
}

test('an appearance is published before the call, and its states after it', async () => {
  const it = await world('shared');
  await told(it, otherDialog({ appearance: 1 }));
  const heard = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(300);
  assert.ok(types(heard.events).includes('answered'));
  const order = it.agent.notifier.peer.received.map(({ method }) => method).filter((method) => /PUBLISH|INVITE/.test(method));
  assert.ok(order[0] === 'PUBLISH' && order.includes('INVITE'));
  const [first] = it.agent.publishes;
  assert.deepEqual([first?.headers.get('Event'), first?.headers.get('SIP-If-Match')], ['dialog;shared', undefined]);
  const [dialog] = it.agent.dialogs;
  assert.deepEqual([dialog?.appearance, dialog?.state, dialog?.callId], [2, 'confirmed', heard.call.callId]);
  assert.notEqual(it.agent.publishes.at(-1)?.headers.get('SIP-If-Match'), undefined);
  heard.call.end();
  await it.clock.advanceAsync(300);
  assert.equal(it.agent.publishes.at(-1)?.headers.get('Expires'), '0');
});

test('a number that another phone published first is refused, and nothing is called', async () => {
  const it = await world('shared');
  await told(it);
  it.agent.taken.add(1);
  const heard = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(300);
  assert.deepEqual(heard.events, [{ type: 'ended', end: { by: 'line', reason: 'taken' } }]);
  assert.equal(it.agent.notifier.peer.requests('INVITE').length, 0);
  it.agent.taken.clear();
  const again = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(300);
  assert.ok(types(again.events).includes('answered'));
});

test('a lifted handset is published, and taken back when it goes down', async () => {
  const it = await world('shared');
  void it.account.sharedLine?.seize();
  await it.clock.advanceAsync(200);
  assert.deepEqual(
    it.agent.dialogs.map(({ appearance, state, remote }) => [appearance, state, remote]),
    [[1, 'trying', undefined]],
  );
  it.account.sharedLine?.release();
  await it.clock.advanceAsync(200);
  assert.equal(it.agent.publishes.at(-1)?.headers.get('Expires'), '0');
});

test('our own call as the agent tells it is not another phone’s', async () => {
  const it = await world('shared');
  await told(it);
  const heard = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(300);
  const own = otherDialog({ id: 'agents-own-id', appearance: 2 }).replace('call-agents-own-id', heard.call.callId);
  await told(it, own);
  assert.deepEqual(shown(it.account), ['1 active local']);
});

test('a held call is taken from whoever it is with, by Replaces', async () => {
  const it = await world('shared');
  await told(it, otherDialog({ appearance: 1, held: true }));
  const events: string[] = [];
  it.account.sharedLine?.take(1, 'retrieve', (event) => void events.push(event.type));
  await it.clock.advanceAsync(300);
  const invite = it.agent.notifier.peer.last('INVITE');
  assert.ok('user' in invite.uri && invite.uri.user === 'carol');
  assert.equal(invite.headers.get('Replaces'), 'call-b1;to-tag=carol;from-tag=bob');
  assert.ok(events.includes('answered'));
  assert.deepEqual(shown(it.account), ['1 active local']);
});

test('barging in asks the phone that has the call, by Join', async () => {
  const it = await world('shared');
  await told(it, otherDialog({ appearance: 1 }));
  assert.equal(
    it.account.sharedLine?.take(1, 'retrieve', () => undefined),
    undefined,
    'an active call is not taken away',
  );
  it.account.sharedLine?.take(1, 'bargeIn', () => undefined);
  await it.clock.advanceAsync(300);
  const invite = it.agent.notifier.peer.last('INVITE');
  assert.ok('user' in invite.uri && invite.uri.user === 'bob');
  assert.equal(invite.headers.get('Join'), 'call-b1;to-tag=bob;from-tag=carol');
});

test('an exclusive call is nobody else’s', async () => {
  const it = await world('shared');
  await told(it, otherDialog({ appearance: 1, held: true, exclusive: true }));
  assert.deepEqual(shown(it.account), ['1 heldPrivate remote Carol']);
  for (const how of ['retrieve', 'bargeIn'] as const)
    assert.equal(
      it.account.sharedLine?.take(1, how, () => undefined),
      undefined,
    );
});

test('a privately held call is published as exclusive', async () => {
  const it = await world('shared');
  const heard = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(300);
  it.account.sharedLine?.holdPrivately(heard.call);
  await it.clock.advanceAsync(300);
  assert.equal(it.agent.dialogs[0]?.exclusive, true);
});

test('a call that comes in stands on the appearance of its Alert-Info', async () => {
  const it = await world('shared');
  const { peer } = it.agent.notifier;
  const contact = (peer.last('REGISTER').headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
  const invite = peer.request({
    method: 'INVITE',
    uri: contact,
    from: '"Carol" <sip:3000@10.0.0.9>;tag=c',
    to: '<sip:2000@10.0.0.9>',
    callId: 'in-1',
    headers: [
      ['Contact', '<sip:10.0.0.9>'],
      ['Alert-Info', '<urn:alert:service:normal>;appearance=2'],
    ],
  });
  peer.transactions.sendRequest(invite, it.phone.target, () => undefined);
  await it.clock.advanceAsync(100);
  assert.deepEqual(shown(it.account), ['2 ringing local Carol']);
});

test('where nobody counts, a call keeps the number that it got', async () => {
  const it = await world('dialog');
  await told(it, otherDialog({ id: 'x' }), otherDialog({ id: 'y', held: true }));
  assert.deepEqual(shown(it.account), ['1 active remote Carol', '2 held remote Carol']);
  await told(it, otherDialog({ id: 'y', held: true }));
  assert.deepEqual(shown(it.account), ['2 held remote Carol']);
  await told(it, otherDialog({ id: 'z' }), otherDialog({ id: 'y', held: true }));
  assert.deepEqual(shown(it.account), ['1 active remote Carol', '2 held remote Carol']);
});

test('a document that was missed is asked for again, and nothing changes meanwhile', async () => {
  const it = await world('dialog');
  await told(it, otherDialog({ id: 'x' }));
  const before = it.agent.notifier.subscribes.length;
  it.agent.tell(otherDialog({ id: 'y' }), 'partial', 7);
  await it.clock.advanceAsync(100);
  assert.deepEqual(shown(it.account), ['1 active remote Carol']);
  assert.equal(it.agent.notifier.subscribes.length, before + 1);
});

test('hostile documents change nothing', async () => {
  const it = await world('shared');
  await told(it, otherDialog({ appearance: 1 }));
  for (const body of ['<', '<dialog-info/>', '<!DOCTYPE a><dialog-info entity="x"/>', 'x'.repeat(5000)]) {
    it.agent.notifier.notify(it.agent.notifier.last, { contentType: 'application/dialog-info+xml', body });
    await it.clock.advanceAsync(50);
  }
  await told(it, otherDialog({ id: 'far', appearance: 4_000_000_000 }), otherDialog({ appearance: 1 }));
  assert.deepEqual(shown(it.account), ['1 active remote Carol']);
  assert.deepEqual(it.phone.errors, []);
});

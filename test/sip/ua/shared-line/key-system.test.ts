// A phone at a key system like the SPA9000 (administration guide p. 190): it registers for the owner of the line, and both sides tell each other
// by dialog events how they are.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchedDialog } from '#sip/event-package/dialog-info';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import type { Account } from '#sip/ua/account/account';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { bodyOf, type SipPeer, sdpOf } from '#test/support/sip-peer';
import { VirtualPhone } from '#test/support/virtual-phone';
import { otherDialog, StateAgent } from './state-agent.ts';

interface World {
  readonly clock: FakeClock;
  readonly system: StateAgent;
  readonly server: SipPeer;
  readonly phone: VirtualPhone;
  readonly account: Account;
}

/** User-A of the guide, whose second extension is User-B's 5041. */
async function world(): Promise<World> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const system = new StateAgent(clock, network);
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account({
    user: '5031',
    displayName: 'User-A',
    thirdParty: { user: '5041', stationName: '000e08daf417' },
    sharedLine: { dialect: 'dialog', appearances: 2, subscriptionExpiresS: 3600 },
    showsCalls: 'all',
  });
  account.register();
  await clock.advanceAsync(200);
  return { clock, system, server: system.notifier.peer, phone, account };
}

/** The key system watches the phone in its turn. */
async function watch({ clock, server, phone }: World): Promise<void> {
  const contact = (server.last('REGISTER').headers.get('Contact') ?? '').replace(/^.*<|>.*$/g, '');
  server.send(
    phone.target,
    {
      method: 'SUBSCRIBE',
      uri: contact,
      from: '<sip:5041@10.0.0.9>;tag=system',
      callId: 'watch',
      headers: [
        ['Event', 'dialog'],
        ['Expires', '600'],
      ],
    },
    () => undefined,
  );
  await clock.advanceAsync(1200);
}

function toldBy(server: SipPeer): readonly WatchedDialog[] {
  const read = readDialogInfo(server.last('NOTIFY').body);
  return read.ok ? read.value.dialogs : [];
}

test('the registration is for the owner of the line, and names the station', async () => {
  const { server, system } = await world();
  const { headers } = server.last('REGISTER');
  assert.match(headers.get('To') ?? '', /<sip:5041@10\.0\.0\.9>$/);
  assert.match(headers.get('From') ?? '', /<sip:5031@10\.0\.0\.9>;tag=/);
  assert.deepEqual([headers.get('P-Station-Name'), headers.get('Allow-Events')], ['000e08daf417', 'dialog']);
  const subscribe = system.notifier.subscribes[0];
  assert.ok(subscribe !== undefined && 'user' in subscribe.uri && subscribe.uri.user === '5041');
  assert.equal(subscribe.headers.get('Event'), 'dialog');
});

test('a lifted handset is told with its place on the line, and that it went down', async () => {
  const it = await world();
  await watch(it);
  void it.account.sharedLine?.seize();
  await it.clock.advanceAsync(1200);
  assert.deepEqual(
    toldBy(it.server).map(({ state, appearance }) => [state, appearance]),
    [['trying', 1]],
  );
  assert.match(bodyOf(it.server.last('NOTIFY')), /pname="x-line-id" pval="0"/);
  it.account.sharedLine?.release();
  await it.clock.advanceAsync(1200);
  assert.deepEqual(
    toldBy(it.server).map(({ state }) => state),
    ['terminated'],
  );
});

test('a call is told where it stands, and when it is held', async () => {
  const it = await world();
  await watch(it);
  it.system.tell(otherDialog({ appearance: 1 }));
  await it.clock.advanceAsync(1200);
  it.server.answers.set('INVITE', (transaction) => it.server.respond(transaction, 200, { sdp: sdpOf('10.0.0.9') }));
  const { call } = it.phone.call(it.account, '3000');
  await it.clock.advanceAsync(1500);
  const [dialog] = toldBy(it.server).filter(({ state }) => state === 'confirmed');
  assert.deepEqual([dialog?.appearance, dialog?.callId, dialog?.local?.rendering], [2, call.callId, true]);
  it.server.answers.set('INVITE', (transaction) => {
    it.server.respond(transaction, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  });
  call.hold();
  await it.clock.advanceAsync(1500);
  assert.equal(toldBy(it.server)[0]?.local?.rendering, false);
  assert.deepEqual(
    it.account.sharedLine?.status.appearances.map(({ state, local }) => [state, local]),
    [
      ['active', false],
      ['held', true],
    ],
  );
});

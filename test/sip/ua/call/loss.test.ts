// A network that loses every fifth message and mixes up the rest: reliable responses, early media, UPDATE, hold and session timers all the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const sessionTimer = { intervalS: 90, minimumS: 90, refresher: 'local' } as const;

/** Two phones that call each other directly. */
function twoPhones(seed: number, settings: Partial<AccountSettings>) {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, seed, { loss: 0.2, duplication: 0.05, delayMs: { least: 1, most: 90 } });
  const caller = new VirtualPhone(clock, network, '10.0.0.1', seed);
  const called = new VirtualPhone(clock, network, '10.0.0.2', seed + 1);
  const direct = { registration: undefined, acceptStrangers: true, ...settings } as const;
  const { account } = caller.account({ ...direct, domain: '10.0.0.1' });
  called.account({ ...direct, user: '2002', domain: '10.0.0.2' });
  return { clock, network, caller, called, account };
}

test('20 % loss: reliable early media, hold from both sides, refreshes, and nothing left behind', async () => {
  const { clock, network, caller, called, account } = twoPhones(77, { reliability: 'required', sessionTimer });
  called.onIncoming = (call) => call.progress();
  for (let i = 0; i < 20; i++) {
    const { call, events } = caller.call(account, '2002@10.0.0.2');
    await clock.advanceAsync(9000);
    const heard = called.incoming[i];
    assert.ok(heard, `call ${i} arrived`);
    heard.call.answer();
    await clock.advanceAsync(16_000);
    const heardMedia = events.find((event) => event.type === 'progressed' && event.media);
    assert.ok(heardMedia, `call ${i} was heard before its answer`);
    assert.ok(types(events).includes('answered'), `call ${i} is up`);
    call.hold();
    heard.call.hold();
    await clock.advanceAsync(60_000);
    call.resume();
    heard.call.resume();
    await clock.advanceAsync(140_000);
    for (const each of [events, heard.events]) {
      const media = each.findLast((event) => event.type === 'mediaChanged');
      assert.equal(media?.type === 'mediaChanged' && media.media.direction, 'sendrecv', `call ${i} is resumed`);
      assert.notEqual(each.at(-1)?.type, 'ended', `call ${i} stands after two of its lifetimes`);
    }
    (i % 2 === 0 ? call : heard.call).end();
    await clock.advanceAsync(33_000);
    assert.deepEqual([events.at(-1)?.type, heard.events.at(-1)?.type], ['ended', 'ended']);
  }
  await clock.advanceAsync(120_000);
  const nothing = { calls: 0, dialogs: 0, transactions: 0 };
  assert.deepEqual([caller.agent.load, called.agent.load, clock.pendingTimers], [nothing, nothing, 0]);
  assert.ok([...caller.media, ...called.media].every((media) => media.closed === 1));
  const sent = (method: string) =>
    network.wire.filter(({ message }) => message.kind === 'request' && message.method === method).length;
  assert.ok(sent('PRACK') >= 20 && sent('UPDATE') >= 40);
  assert.deepEqual([...caller.errors, ...called.errors], []);
});

test('when the other phone is gone without a word, the call ends within its lifetime', async () => {
  const { clock, network, caller, called, account } = twoPhones(5, { sessionTimer });
  called.onIncoming = (call) => call.answer();
  const { events } = caller.call(account, '2002@10.0.0.2');
  await clock.advanceAsync(20_000);
  assert.ok(types(events).includes('answered'));
  network.quality = { loss: 1 };
  await clock.advanceAsync(120_000);
  assert.equal(events.at(-1)?.type, 'ended');
  assert.equal(called.incoming[0]?.events.at(-1)?.type, 'ended');
});

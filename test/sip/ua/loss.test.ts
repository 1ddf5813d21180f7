// Two phones and a network that loses every tenth message: all calls come up and go down (fifty of fifty).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { types, VirtualPhone } from '#test/support/virtual-phone';

test('10 % loss, repeated and reordered messages: fifty calls of fifty', async () => {
  const clock = new FakeClock();
  const quality = { loss: 0.1, duplication: 0.05, delayMs: { least: 1, most: 80 } };
  const network = new LossyNetwork(clock, 42, quality);
  const caller = new VirtualPhone(clock, network, '10.0.0.1', 1);
  const called = new VirtualPhone(clock, network, '10.0.0.2', 2);
  const direct = { registration: undefined, acceptStrangers: true } as const;
  const { account } = caller.account({ ...direct, domain: '10.0.0.1' });
  called.account({ ...direct, user: '2002', domain: '10.0.0.2' });
  for (let i = 0; i < 50; i++) {
    const { call, events } = caller.call(account, '2002@10.0.0.2');
    await clock.advanceAsync(8000);
    const heard = called.incoming.at(-1);
    assert.equal(called.incoming.length, i + 1, `call ${i} arrived`);
    heard?.call.answer();
    await clock.advanceAsync(20_000);
    assert.ok(types(events).includes('answered'), `call ${i} is up`);
    const [hangsUp, other] = i % 2 === 0 ? [call, heard?.events] : [heard?.call, events];
    hangsUp?.end();
    await clock.advanceAsync(33_000);
    assert.equal(other?.at(-1)?.type, 'ended', `call ${i} is down`);
    assert.deepEqual(other?.at(-1), { type: 'ended', end: { by: 'remote' } });
  }
  await clock.advanceAsync(120_000);
  const nothing = { calls: 0, dialogs: 0, transactions: 0 };
  assert.deepEqual([caller.agent.load, called.agent.load], [nothing, nothing]);
  assert.equal(clock.pendingTimers, 0);
  assert.ok([...caller.media, ...called.media].every((media) => media.closed === 1));
  assert.ok(network.wire.some((record) => record.lost));
});

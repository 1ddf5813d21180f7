// Parameters of servers that keep silent or refuse: who is asked next, who is gone back to, and for how long one waits.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HandMessage, HandServer, headerOf } from '#test/support/hand-server';
import { dial, lineAt, putDown } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

/** Who sent it. */
const of =
  (user: string) =>
  (request: HandMessage): boolean =>
    headerOf(request, 'From').includes(user);

let primary: HandServer;
let backup: HandServer;
/** 1001 goes back to the primary, 1002 stays where it is; 1003 asks only when it has something to say, and gets an answer from the start. */
let returns: SimulatedPhone;
let stays: SimulatedPhone;
let unwatching: SimulatedPhone;
before(async () => {
  primary = await HandServer.open('127.0.0.1');
  backup = await HandServer.open('127.0.0.2');
  primary.answers.set('REGISTER', (request) => (of('1003')(request) ? { status: 200 } : undefined));
  primary.answers.set('OPTIONS', () => undefined);
  const withBackup = {
    'voip/signalling/sip/redundant_proxy/address': backup.address,
    'voip/signalling/sip/redundant_proxy/port': backup.port,
    'voip/signalling/sip/redundant_proxy/keepalive_period': 1,
    // Longer than a busy machine keeps the servers of this test from answering.
    'voip/signalling/sip/failover/answer_timeout': 2000,
    'voip/signalling/sip/failover/retry_interval': 1,
    'voip/signalling/sip/failover/try_backup_codes': '48?',
  };
  [returns, stays, unwatching] = await Promise.all([
    SimulatedPhone.start({ params: { ...lineAt(primary.port, '1001'), ...withBackup } }),
    SimulatedPhone.start({
      params: { ...lineAt(primary.port, '1002'), ...withBackup, 'voip/signalling/sip/redundant_proxy/symmetric_mode': 1 },
    }),
    SimulatedPhone.start({
      params: { ...lineAt(primary.port, '1003'), ...withBackup, 'voip/signalling/sip/redundant_proxy/keepalive_period': 0 },
    }),
  ]);
});
after(async () => {
  await Promise.all([returns, stays, unwatching].map((phone) => phone[Symbol.asyncDispose]()));
  await Promise.all([primary, backup].map((server) => server[Symbol.asyncDispose]()));
});

test('voip/signalling/sip/redundant_proxy/address and voip/signalling/sip/redundant_proxy/port: it is asked in place of the silent one', async () => {
  await Promise.all([backup.next('REGISTER', of('1001')), backup.next('REGISTER', of('1002'))]);
  await Promise.all([returns.waitForLine(), stays.waitForLine()]);
});

test('voip/signalling/sip/redundant_proxy/symmetric_mode: who stays does not go back to a primary that answers again', async () => {
  primary.forget();
  primary.answers.clear();
  await primary.next('REGISTER', of('1001'));
  // A period later the other one would have gone back as well.
  await primary.next('OPTIONS', of('1001'));
  await primary.next('OPTIONS', of('1001'));
  assert.deepEqual(primary.waiting('REGISTER').filter(of('1002')), []);
  backup.answers.set('INVITE', () => ({ status: 486 }));
  await dial(stays, '2000');
  await backup.next('INVITE', of('1002'));
  await putDown(stays);
});

test('voip/signalling/sip/failover/try_backup_codes: after these answers the next server is asked', async () => {
  await returns.waitForLine();
  for (const [status, tried] of [
    [480, true],
    [404, false],
  ] as const) {
    primary.answers.set('INVITE', () => ({ status }));
    backup.answers.set('INVITE', () => ({ status: 486 }));
    await dial(returns, '2000');
    await primary.next('INVITE', of('1001'));
    await returns.waitForScreen('ended');
    assert.equal(backup.waiting('INVITE').length > 0, tried, String(status));
    backup.forget();
    await putDown(returns);
  }
});

describe('a server that keeps silent about calls', () => {
  const inviteOf = (request: HandMessage): boolean => request.method === 'INVITE' && of('1003')(request);

  /** How often the primary is asked before its backup is. */
  async function call(): Promise<number> {
    primary.answers.set('INVITE', () => undefined);
    // Not one of those after which the next is asked.
    backup.answers.set('INVITE', () => ({ status: 603 }));
    const before = primary.messages.filter(inviteOf).length;
    await dial(unwatching, '2000');
    await backup.next('INVITE', of('1003'));
    await putDown(unwatching);
    return primary.messages.filter(inviteOf).length - before;
  }

  test('voip/signalling/sip/failover/answer_timeout: how long one waits before the other is asked', async () => {
    await unwatching.waitForLine();
    const times = await call();
    // It says it again after 500, 1500 and 3500 ms; usual are 5000.
    assert.ok(times >= 1 && times <= 3, `${times} times`);
  });

  test('voip/signalling/sip/failover/retry_interval: for how long it is asked last', async () => {
    await unwatching.waitFor('the primary asked again', async () => ((await call()) > 0 ? true : undefined));
  });
});

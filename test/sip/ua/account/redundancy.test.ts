// Two servers of one account: the primary dies while registered, in mid-call and between calls; the backup takes over; the primary comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const primaryAddress = '10.0.0.9';
const backupAddress = '10.0.0.8';
const passwords = { '1001': 'right' };
const redundancy = {
  backup: { host: backupAddress, port: undefined },
  registersAtBoth: false,
  keepAliveS: 60,
  staysAtBackup: false,
};

function world(loss = 0) {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1, { loss });
  const primary = new SipPeer({ network, clock, address: primaryAddress });
  const backup = new SipPeer({ network, clock, address: backupAddress, seed: 8 });
  for (const peer of [primary, backup]) peer.registrar({ clock, passwords });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const dead = new Set<string>();
  network.drop = (_message, to) => dead.has(to);
  const registers = () => [primary.requests('REGISTER').length, backup.requests('REGISTER').length];
  const open = (changes: Partial<AccountSettings> = {}) => {
    const opened = phone.account({ registration: { expiresS: 3600, retryS: 30 }, redundancy, ...changes });
    opened.account.register();
    return opened;
  };
  return { clock, network, primary, backup, phone, dead, registers, open };
}

test('the primary dies while registered: the keep-alive finds out, and the account registers at the backup', async () => {
  const { clock, dead, registers, open } = world();
  const { events } = open();
  await clock.advanceAsync(1000);
  assert.deepEqual(registers(), [2, 0]);
  dead.add(primaryAddress);
  await clock.advanceAsync(75_000);
  assert.deepEqual(registers(), [2, 2]);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 3600, server: 'backup' });
});

test('when the primary is back, so is the account, and no server was asked for nothing', async () => {
  const { clock, dead, registers, open } = world();
  const { events } = open();
  await clock.advanceAsync(1000);
  dead.add(primaryAddress);
  await clock.advanceAsync(300_000);
  dead.clear();
  await clock.advanceAsync(125_000);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 3600 });
  assert.deepEqual(
    registers().map((count) => count <= 4),
    [true, true],
  );
});

test('of equal servers the backup keeps the account', async () => {
  const { clock, dead, registers, open } = world();
  const { events } = open({ redundancy: { ...redundancy, staysAtBackup: true } });
  await clock.advanceAsync(1000);
  dead.add(primaryAddress);
  await clock.advanceAsync(75_000);
  dead.clear();
  await clock.advanceAsync(600_000);
  assert.equal(registers()[0], 2);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 3600, server: 'backup' });
});

test('a primary that is dead from the start costs five seconds', async () => {
  const { clock, dead, open } = world();
  dead.add(primaryAddress);
  const { events } = open();
  await clock.advanceAsync(5100);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 3600, server: 'backup' });
});

test('both dead: it fails, is tried again, and takes the first that answers', async () => {
  const { clock, dead, open } = world();
  dead.add(primaryAddress).add(backupAddress);
  const { events } = open();
  await clock.advanceAsync(45_000);
  assert.equal(events.at(-1)?.type, 'registrationFailed');
  await clock.advanceAsync(600_000);
  dead.delete(backupAddress);
  await clock.advanceAsync(400_000);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 3600, server: 'backup' });
});

test('between calls: the next call goes by the backup, and calls from it ring', async () => {
  const { clock, backup, phone, dead, open } = world();
  const { account } = open();
  await clock.advanceAsync(1000);
  dead.add(primaryAddress);
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(5200);
  backup.respond(backup.invite, 180);
  await clock.advanceAsync(10);
  assert.deepEqual(types(events), ['progressed']);
  backup.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: sdpOf(backupAddress) });
  await clock.advanceAsync(10);
  assert.equal(phone.incoming.length, 1);
});

test('in mid-call: the call stands and is hung up by way of the backup', async () => {
  const { clock, primary, backup, phone, dead, open } = world();
  const { account } = open();
  await clock.advanceAsync(1000);
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(20);
  primary.respond(primary.invite, 200, {
    sdp: sdpOf('10.0.0.20'),
    headers: [
      ['Contact', '<sip:2002@10.0.0.20>'],
      ['Record-Route', `<sip:${primaryAddress};lr>`],
    ],
  });
  await clock.advanceAsync(20);
  dead.add(primaryAddress);
  await clock.advanceAsync(200_000);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  call.end();
  await clock.advanceAsync(6000);
  assert.equal(backup.requests('BYE').length, 1);
  assert.equal(types(events).at(-1), 'ended');
});

test('a flapping primary does not make the registrations flap', async () => {
  const { clock, dead, registers, open } = world();
  open();
  await clock.advanceAsync(1000);
  for (let minute = 0; minute < 60; minute++) {
    if (minute % 2 === 0) dead.add(primaryAddress);
    else dead.clear();
    await clock.advanceAsync(60_000);
  }
  const [atPrimary = 0, atBackup = 0] = registers();
  assert.ok(atPrimary + atBackup <= 16, `${atPrimary} and ${atBackup} REGISTERs in an hour`);
});

test('20 % loss makes no server dead', async () => {
  const { clock, registers, open } = world(0.2);
  const { events } = open();
  await clock.advanceAsync(1_800_000);
  assert.equal(registers()[1], 0);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('registered at both: either may die, and the account stays registered', async () => {
  const { clock, dead, registers, open } = world();
  const { events } = open({
    redundancy: { ...redundancy, registersAtBoth: true, keepAliveS: 0 },
    registration: { expiresS: 120, retryS: 30 },
  });
  await clock.advanceAsync(1000);
  assert.deepEqual(registers(), [2, 2]);
  dead.add(primaryAddress);
  await clock.advanceAsync(200_000);
  assert.equal(
    events.some(({ type }) => type === 'registrationFailed'),
    false,
  );
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 120, server: 'backup' });
  dead.clear();
  dead.add(backupAddress);
  await clock.advanceAsync(400_000);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 120 });
  dead.add(primaryAddress);
  await clock.advanceAsync(400_000);
  assert.equal(events.at(-1)?.type, 'registrationFailed');
});

test('closing says farewell at both', async () => {
  const { clock, primary, backup, phone, open } = world();
  open({ redundancy: { ...redundancy, registersAtBoth: true } });
  await clock.advanceAsync(1000);
  void phone.agent.close();
  await clock.advanceAsync(2100);
  for (const peer of [primary, backup]) assert.match(peer.last('REGISTER').headers.get('Contact') ?? '', /expires=0$/);
  await clock.advanceAsync(70_000);
  assert.equal(clock.pendingTimers, 0);
});

const policies: readonly {
  status: number;
  tryBackup: string[];
  retry: string[];
  longRetryS: number;
  backup: boolean;
  again: number;
}[] = [
  { status: 503, tryBackup: [], retry: [], longRetryS: 1200, backup: true, again: 0 },
  { status: 500, tryBackup: [], retry: [], longRetryS: 1200, backup: false, again: 30 },
  { status: 500, tryBackup: ['5??'], retry: [], longRetryS: 1200, backup: true, again: 0 },
  { status: 404, tryBackup: ['5??'], retry: ['5??'], longRetryS: 1200, backup: false, again: 1200 },
  { status: 404, tryBackup: ['404'], retry: [], longRetryS: 1200, backup: true, again: 0 },
  { status: 603, tryBackup: [], retry: ['5??'], longRetryS: 0, backup: false, again: Number.POSITIVE_INFINITY },
  { status: 403, tryBackup: [], retry: ['4?3'], longRetryS: 1200, backup: false, again: 30 },
];

for (const { status, tryBackup, retry, longRetryS, backup: expectsBackup, again } of policies) {
  test(`${status}, backup after [${tryBackup}], again after [${retry}] else ${longRetryS} s`, async () => {
    const { clock, primary, registers, open } = world();
    primary.answers.set('REGISTER', (transaction) => primary.respond(transaction, status));
    open({ redundancy: { ...redundancy, keepAliveS: 0 }, responsePolicy: { tryBackup, retryRegistration: retry, longRetryS } });
    await clock.advanceAsync(1000);
    assert.deepEqual(registers(), [1, expectsBackup ? 2 : 0]);
    if (expectsBackup) return;
    const longest = again === Number.POSITIVE_INFINITY ? 86_400_000 : again * 1250;
    await clock.advanceAsync(again === 1200 ? 1_190_000 : 10_000);
    assert.equal(registers()[0], 1);
    await clock.advanceAsync(longest);
    assert.equal((registers()[0] ?? 0) > 1, again !== Number.POSITIVE_INFINITY);
  });
}

// Registration over the real transaction layer: RFC 3665 §2 and what goes wrong in the field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer } from '#test/support/sip-peer';
import { accountSettings, types, VirtualPhone } from '#test/support/virtual-phone';

function world(): { clock: FakeClock; network: LossyNetwork; phone: VirtualPhone; server: SipPeer } {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  return { clock, network, server, phone: new VirtualPhone(clock, network, '10.0.0.1', 11) };
}

const passwords = { '1001': 'right' };

test('registers with digest: one Call-ID, rising CSeq, the granted time of its own Contact', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords, expiresS: 300 });
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  assert.deepEqual(events, [{ type: 'registering' }, { type: 'registered', expiresS: 300 }]);
  const registers = server.requests('REGISTER');
  assert.equal(registers.length, 2);
  assert.equal(new Set(registers.map((request) => request.headers.callId)).size, 1);
  assert.ok((registers[1]?.headers.cseq.number ?? 0) > (registers[0]?.headers.cseq.number ?? 0));
  assert.equal(registers[0]?.headers.get('User-Agent'), 'Hookswitch/test');
});

test('refreshes before the binding runs out, with the known nonce and without a word to the owner', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords, expiresS: 300 });
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(259_000);
  assert.equal(server.requests('REGISTER').length, 2);
  await clock.advanceAsync(2000);
  assert.equal(server.requests('REGISTER').length, 3);
  assert.deepEqual(types(events), ['registering', 'registered', 'registered']);
});

test('unregisters with expires=0 and tells it', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords });
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  const done = account.unregister();
  await clock.advanceAsync(100);
  await done;
  assert.match(server.last('REGISTER').headers.get('Contact') ?? '', /;expires=0$/);
  assert.deepEqual(events.at(-1), { type: 'unregistered' });
  await clock.advanceAsync(3_600_000);
  assert.equal(server.requests('REGISTER').length, 3);
});

test('a wrong password is tried once and then left alone for an hour', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords });
  const { account, events } = phone.account({ credentials: () => ({ user: '1001', password: 'wrong' }) });
  account.register();
  await clock.advanceAsync(3_599_000);
  assert.equal(server.requests('REGISTER').length, 2);
  const failure = events.at(-1);
  assert.equal(failure?.type, 'registrationFailed');
  assert.ok(failure?.type === 'registrationFailed' && failure.cause === 'credentialsRefused' && failure.status === 401);
  assert.ok((failure.retryAfterMs ?? 0) >= 3_600_000);
});

test('a corrected password is tried at once', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords });
  const { account, events } = phone.account({ credentials: () => ({ user: '1001', password: 'wrong' }) });
  account.register();
  await clock.advanceAsync(60_000);
  account.update(accountSettings());
  await clock.advanceAsync(100);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('no secret stands in the trace', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords });
  phone.account().account.register();
  await clock.advanceAsync(100);
  const text = phone.traced.join('\n');
  assert.match(text, /Authorization: Digest/);
  assert.doesNotMatch(text, /response="[0-9a-f]{8}/);
});

test('a dead server is tried again with growing pauses, and found when it comes back', async () => {
  const { clock, network, phone, server } = world();
  server.registrar({ clock, passwords });
  network.drop = (_message, to) => to === '10.0.0.9';
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(3_600_000);
  const failures = events.filter((event) => event.type === 'registrationFailed');
  assert.ok(failures.length >= 8 && failures.length <= 25, `${failures.length} attempts`);
  assert.ok(failures.every((event) => event.cause === 'timedOut' && (event.retryAfterMs ?? 0) <= 300_000));
  network.drop = () => false;
  await clock.advanceAsync(340_000);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('a name without address is unreachable, not fatal', async () => {
  const { clock, phone } = world();
  const { account, events } = phone.account({ domain: 'nowhere.example' });
  account.register();
  await clock.advanceAsync(100);
  const failure = events.at(-1);
  assert.ok(failure?.type === 'registrationFailed' && failure.cause === 'unreachable');
});

test('423 is met with the time that the registrar wants', async () => {
  const { clock, phone, server } = world();
  let first = true;
  server.answers.set('REGISTER', (transaction) => {
    const brief = first;
    first = false;
    if (brief) server.respond(transaction, 423, { headers: [['Min-Expires', '1800']] });
    else server.respond(transaction, 200, { headers: [['Expires', '1800']] });
  });
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  assert.equal(server.last('REGISTER').headers.expires, 1800);
  assert.deepEqual(events.at(-1), { type: 'registered', expiresS: 1800 });
});

test('Retry-After is respected', async () => {
  const { clock, phone, server } = world();
  server.answers.set('REGISTER', (transaction) => server.respond(transaction, 503, { headers: [['Retry-After', '900']] }));
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(899_000);
  assert.equal(server.requests('REGISTER').length, 1);
  await clock.advanceAsync(2000);
  assert.equal(server.requests('REGISTER').length, 2);
});

test('the next address of the server is tried when the first is silent', async () => {
  const { clock, network, phone } = world();
  const second = new SipPeer({ network, clock, address: '10.0.0.8' });
  second.registrar({ clock });
  network.drop = (_message, to) => to === '10.0.0.9';
  phone.hosts.set('farm.example', ['10.0.0.9', '10.0.0.8']);
  const { account, events } = phone.account({ domain: 'farm.example' });
  account.register();
  await clock.advanceAsync(33_000);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('two accounts with two registrars share one socket', async () => {
  const { clock, network, phone, server } = world();
  server.registrar({ clock, passwords });
  const other = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  other.registrar({ clock, passwords: { '2002': 'second' }, realm: 'other.example' });
  const first = phone.account();
  const second = phone.account({
    id: 'line2',
    user: '2002',
    domain: '10.0.0.8',
    credentials: () => ({ user: '2002', password: 'second' }),
  });
  first.account.register();
  second.account.register();
  await clock.advanceAsync(100);
  assert.equal(first.events.at(-1)?.type, 'registered');
  assert.equal(second.events.at(-1)?.type, 'registered');
  const users = [server, other].map((peer) => /<sip:(\w+)@/.exec(peer.last('REGISTER').headers.get('Contact') ?? '')?.[1]);
  assert.notEqual(users[0], users[1]);
});

test('a new address is registered and the old one taken back', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock, passwords });
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  phone.local = { family: 4, address: '10.0.0.1', port: 5090 };
  phone.agent.addressChanged();
  await clock.advanceAsync(100);
  const [now, before] = server.last('REGISTER').headers.getAll('Contact');
  assert.match(now ?? '', /:5090>;expires=600/);
  assert.match(before ?? '', /:5060>;expires=0/);
});

test('moving to another server says farewell to the old one first', async () => {
  const { clock, network, phone, server } = world();
  server.registrar({ clock, passwords });
  const other = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  other.registrar({ clock, passwords });
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  account.update(accountSettings({ domain: '10.0.0.8' }));
  await clock.advanceAsync(100);
  assert.match(server.last('REGISTER').headers.get('Contact') ?? '', /;expires=0$/);
  assert.equal(other.requests('REGISTER').length, 2);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('when the connection of a TCP registration closes, it is made anew, without a storm', async () => {
  const { clock, phone, server } = world();
  server.registrar({ clock });
  const { account } = phone.account({ protocol: 'TCP' });
  account.register();
  await clock.advanceAsync(100);
  phone.agent.receive({ type: 'flowClosed', flow: 'another', reason: 'test' });
  await clock.advanceAsync(31_000);
  assert.equal(server.requests('REGISTER').length, 1);
  for (let i = 0; i < 30; i++) {
    phone.agent.receive({ type: 'flowClosed', flow: '10.0.0.9', reason: 'test' });
    await clock.advanceAsync(2000);
  }
  const count = server.requests('REGISTER').length;
  assert.ok(count >= 2 && count <= 5, `${count} REGISTERs in a minute`);
});

test('moving away from a dead server takes two seconds, once', async () => {
  const { clock, network, phone, server } = world();
  server.registrar({ clock, passwords });
  const other = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  other.registrar({ clock, passwords });
  const { account, events } = phone.account();
  account.register();
  await clock.advanceAsync(100);
  network.drop = (_message, to) => to === '10.0.0.9';
  account.update(accountSettings({ domain: '10.0.0.8' }));
  await clock.advanceAsync(60_000);
  assert.equal(other.requests('REGISTER').length, 2);
  assert.equal(events.at(-1)?.type, 'registered');
});

test('an account without registration says nothing', async () => {
  const { clock, phone, server } = world();
  const { account, events } = phone.account({ registration: undefined });
  account.register();
  await clock.advanceAsync(1000);
  await account.remove();
  assert.deepEqual([server.received.length, events.length], [0, 0]);
});

test('closing unregisters, for two seconds at most, and leaves no timer', async () => {
  const { clock, network, phone, server } = world();
  server.registrar({ clock, passwords });
  phone.account().account.register();
  await clock.advanceAsync(100);
  network.drop = (_message, to) => to === '10.0.0.9';
  let closed = false;
  void phone.agent.close().then(() => {
    closed = true;
  });
  await clock.advanceAsync(1900);
  assert.equal(closed, false);
  await clock.advanceAsync(200);
  assert.equal(closed, true);
  await clock.advanceAsync(70_000);
  assert.equal(clock.pendingTimers, 0);
});

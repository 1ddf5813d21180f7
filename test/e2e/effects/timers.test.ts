// Timers of SIP over UDP (RFC 3261 table 4), as a server sees them that keeps silent or repeats itself: what one phone has done when another,
// which has other timers, has done something.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HandMessage, HandServer, headerOf, soundAt } from '#test/support/hand-server';
import { dial, lampOf, lineAt, putDown, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const timers = {
  /** Says things again in steps of a second, and forgets soon. */
  even: {
    'voip/signalling/sip/sip_t1': 100,
    'voip/signalling/sip/sip_t2': 1000,
    'voip/signalling/sip/sip_t4': 1000,
    'voip/signalling/sip/sip_timer_d': 1,
    'voip/signalling/sip/sip_timer_f': 30_000,
  },
  /** As even, but says things twice at most. */
  brief: {
    'voip/signalling/sip/sip_t1': 100,
    'voip/signalling/sip/sip_t2': 1000,
    'voip/signalling/sip/retransmissions/invite': 1,
    'voip/signalling/sip/retransmissions/other': 1,
  },
  /** In steps that double, and keeps what it has. */
  doubling: { 'voip/signalling/sip/sip_t1': 100, 'voip/signalling/sip/sip_t2': 60_000, 'voip/signalling/sip/sip_t4': 60_000 },
  /** Never registered. By T1 a server could keep silent for 640 s. */
  slow: {
    'voip/signalling/sip/sip_t1': 10_000,
    'voip/signalling/sip/sip_timer_b': 1500,
    'voip/signalling/sip/sip_timer_f': 600,
  },
} as const;
type Name = keyof typeof timers;
const users: Readonly<Record<Name, string>> = { even: '1001', doubling: '1002', slow: '1003', brief: '1004' };

let server: HandServer;
let phones: Readonly<Record<Name, SimulatedPhone>>;
before(async () => {
  server = await HandServer.open();
  server.answers.set('REGISTER', (request) => (isOf(request, 'slow') ? undefined : { status: 200 }));
  const start = (name: Name): Promise<SimulatedPhone> =>
    SimulatedPhone.start({ params: { ...lineAt(server.port, users[name]), ...timers[name] } });
  const [even, doubling, slow, brief] = await Promise.all([start('even'), start('doubling'), start('slow'), start('brief')]);
  phones = { even, doubling, slow, brief };
  await Promise.all([even, doubling, brief].map((phone) => phone.waitForLine()));
});
after(async () => {
  await Promise.all(Object.values(phones).map((phone) => phone[Symbol.asyncDispose]()));
  await server[Symbol.asyncDispose]();
});

/** As often as it came, repeats too. */
function times(method: string, name: Name): number {
  return server.messages.filter((message) => message.method === method && message.status === undefined && isOf(message, name))
    .length;
}

function isOf(message: HandMessage, name: Name): boolean {
  return headerOf(message, 'From').includes(`sip:${users[name]}@`);
}

function came(count: number, method: string, name: Name): Promise<true> {
  return phones[name].waitFor(`${count} ${method}`, async () => (times(method, name) >= count ? true : undefined));
}

test('voip/signalling/sip/sip_t4: how long a transaction is kept that has its answer', async () => {
  const load = async (name: Name): Promise<number> =>
    (await phones[name].get<Readonly<Record<string, number>>>('/api/load'))['transactions'] ?? Number.NaN;
  await phones.even.waitFor('nothing is left', async () => ((await load('even')) === 0 ? true : undefined));
  assert.ok((await load('doubling')) > 0);
});

test('voip/signalling/sip/sip_t1: when an INVITE is said again that nobody answers', async () => {
  server.answers.set('INVITE', () => undefined);
  await dial(phones.slow, '2000');
  await came(1, 'INVITE', 'slow');
  await dial(phones.even, '2000');
  await came(3, 'INVITE', 'even');
  // It would come again after 10 s.
  assert.equal(times('INVITE', 'slow'), 1);
  await Promise.all([putDown(phones.slow), putDown(phones.even)]);
});

test('voip/signalling/sip/sip_timer_f: a registration that nobody answers has failed', async () => {
  const { slow } = phones;
  await slow.waitFor('the failure', async () => ((await lampOf(slow, 'line1')) === 'amber steady' ? true : undefined));
});

test('voip/signalling/sip/sip_timer_b: a call that nobody answers has failed', async () => {
  server.answers.set('INVITE', () => undefined);
  await dial(phones.slow, '2000');
  assert.match(words(await phones.slow.waitForScreen('ended')), /server/i);
  await putDown(phones.slow);
});

test('voip/signalling/sip/sip_timer_d: how long a refusal that comes again is acknowledged', async () => {
  server.answers.set('INVITE', () => ({ status: 480 }));
  for (const [name, acknowledged] of [
    ['doubling', true],
    ['even', false],
  ] as const) {
    server.forget();
    await dial(phones[name], '2000');
    const invite = await server.next('INVITE', (message) => isOf(message, name));
    await came(1, 'ACK', name);
    await phones[name].waitForScreen('ended');
    await putDown(phones[name]);
    const before = times('ACK', name);
    server.answer(invite, { status: 480 });
    // What is asked after it is answered after it.
    const asked = server.ask('OPTIONS', invite.from, { uri: `sip:${users[name]}@${invite.from.address}:${invite.from.port}` });
    await server.next('200 OPTIONS', (answer) => headerOf(answer, 'Call-ID') === asked.callId);
    assert.equal(times('ACK', name) > before, acknowledged, name);
  }
});

test('voip/signalling/sip/sip_t2: the longest pause before a BYE is said again', async () => {
  server.answers.set('INVITE', () => ({ status: 200, body: soundAt(40_000) }));
  server.answers.set('BYE', () => undefined);
  const both = ['doubling', 'even'] as const;
  for (const name of both) await dial(phones[name], '2000');
  await Promise.all(both.map((name) => phones[name].waitForScreen('call')));
  for (const name of both) await phones[name].hook(false);
  // From 1.5 s on each second; and after 3.1, 6.3 s, and no more when 6.4 s are over, however slow the machine is.
  await came(8, 'BYE', 'even');
  assert.ok(times('BYE', 'doubling') <= 7, `${times('BYE', 'doubling')} times`);
});

test('voip/signalling/sip/retransmissions/invite and voip/signalling/sip/retransmissions/other: how often a request is said again', async () => {
  const both = ['brief', 'even'] as const;
  server.answers.set('INVITE', () => undefined);
  server.answers.set('BYE', () => undefined);
  server.messages.length = 0;
  for (const name of both) {
    await dial(phones[name], '2000');
    await came(2, 'INVITE', name);
  }
  await came(5, 'INVITE', 'even');
  assert.equal(times('INVITE', 'brief'), 2);
  await Promise.all(both.map((name) => putDown(phones[name])));

  server.answers.set('INVITE', () => ({ status: 200, body: soundAt(40_000) }));
  for (const name of both) await dial(phones[name], '2000');
  await Promise.all(both.map((name) => phones[name].waitForScreen('call')));
  server.messages.length = 0;
  for (const name of both) {
    await phones[name].hook(false);
    await came(2, 'BYE', name);
  }
  await came(5, 'BYE', 'even');
  assert.equal(times('BYE', 'brief'), 2);
});

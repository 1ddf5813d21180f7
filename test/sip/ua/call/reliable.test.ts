// Provisional responses that arrive (RFC 3262), both sides, with offers and answers in them (§5).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultTimers } from '#sip/timers';
import { meetReliable, type ReliableState, reliableMachine, reliableStart } from '#sip/ua/call/reliable-machine';
import { bodyOf, sdpOf } from '#test/support/sip-peer';
import { types } from '#test/support/virtual-phone';
import { statuses, World } from './standing.ts';

const reliable = (number: number): readonly (readonly [string, string])[] => [
  ['Require', '100rel'],
  ['RSeq', String(number)],
];
const asks: readonly (readonly [string, string])[] = [['Require', '100rel']];
const offers: readonly (readonly [string, string])[] = [['Supported', '100rel']];

test('our INVITE offers 100rel, demands it, or does not know it, as the account says', async () => {
  for (const [reliability, supported, required] of [
    [undefined, true, false],
    ['off', false, false],
    ['required', false, true],
  ] as const) {
    const world = new World(reliability === undefined ? {} : { reliability });
    await world.dial();
    const { headers } = world.server.invite.request;
    assert.equal(headers.getAll('Supported').includes('100rel'), supported);
    assert.equal(headers.getAll('Require').includes('100rel'), required);
  }
});

test('a reliable response gets a PRACK that names it, once', async () => {
  const world = new World();
  const { events } = await world.dial();
  const { server } = world;
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers: reliable(4711) });
  await world.pass();
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers: reliable(4711) });
  await world.pass();
  server.respond(server.invite, 180, { headers: reliable(4712) });
  await world.pass();
  assert.deepEqual(
    server.requests('PRACK').map(({ headers }) => [headers.get('RAck'), headers.get('CSeq')]),
    [
      ['4711 1 INVITE', '2 PRACK'],
      ['4712 1 INVITE', '3 PRACK'],
    ],
  );
  assert.deepEqual(types(events), ['progressed', 'progressed']);
  assert.equal(world.media.applied.length >= 1, true);
  server.respond(server.invite, 200);
  await world.pass();
  assert.equal(server.requests('ACK').length, 1);
  assert.equal(events.at(-1)?.type, 'mediaChanged');
});

test('a response that leaves a gap is not acknowledged, and nothing follows from it', async () => {
  const world = new World();
  const { events } = await world.dial();
  const { server } = world;
  server.respond(server.invite, 180, { headers: reliable(10) });
  await world.pass();
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers: reliable(12) });
  await world.pass();
  assert.equal(server.requests('PRACK').length, 1);
  assert.deepEqual(types(events), ['progressed']);
});

test('each early dialog counts for itself', async () => {
  const world = new World();
  await world.dial();
  const { server } = world;
  server.respond(server.invite, 180, { tag: 'one', headers: reliable(10) });
  server.respond(server.invite, 180, { tag: 'two', headers: reliable(900) });
  await world.pass();
  server.respond(server.invite, 183, { tag: 'one', headers: reliable(11) });
  server.respond(server.invite, 183, { tag: 'two', headers: reliable(901) });
  await world.pass();
  assert.deepEqual(
    server
      .requests('PRACK')
      .map(({ headers }) => `${headers.to.parameters.get('tag')} ${headers.get('RAck')}`)
      .sort(),
    ['one 10 1 INVITE', 'one 11 1 INVITE', 'two 900 1 INVITE', 'two 901 1 INVITE'],
  );
});

test('an INVITE without an offer gets it in a reliable response, and answers in the PRACK', async () => {
  const world = new World();
  const { events } = await world.dial({ delayedOffer: true });
  const { server } = world;
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers: reliable(1) });
  await world.pass();
  assert.match(bodyOf(server.last('PRACK')), /m=audio \d+ RTP\/AVP 0/);
  server.respond(server.invite, 200);
  await world.pass();
  assert.equal(bodyOf(server.last('ACK')), '');
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged']);
  assert.equal(world.media.applied.at(-1), world.media.applied[0], 'the offer of the 183 is what stands');
});

test('who demands reliable responses gets them, repeated until the PRACK', async () => {
  const world = new World();
  const call = await world.ring({ headers: asks });
  await world.pass(400);
  const wire = () => world.network.wire.filter(({ message }) => message.kind === 'response' && message.status === 180).length;
  assert.equal(wire(), 1);
  await world.pass(100 + 1000 + 2000);
  assert.equal(wire(), 4, 'after 0.5, 1 and 2 s');
  const ringing = call.responses.at(-1);
  assert.deepEqual(ringing?.headers.getAll('Require'), ['100rel']);
  const number = ringing?.headers.get('RSeq');
  const wrong = call.also('PRACK', { headers: [['RAck', `${Number(number) + 1} 1 INVITE`]], sequence: 2 });
  await world.pass();
  assert.deepEqual(statuses(wrong), [481]);
  const prack = call.also('PRACK', { headers: [['RAck', `${number} 1 INVITE`]], sequence: 3 });
  await world.pass();
  assert.deepEqual(statuses(prack), [200]);
  await world.pass(20_000);
  assert.equal(wire(), 4);
  call.heard().call.answer();
  await world.pass();
  assert.equal(call.responses.at(-1)?.status, 200);
  assert.match(bodyOf(call.responses.at(-1) as never), /m=audio/);
});

test('a PRACK that our 2xx overtook is answered all the same, once and without an offer', async () => {
  const world = new World();
  const call = await world.ring({ headers: asks });
  const number = Number(call.responses.at(-1)?.headers.get('RSeq'));
  call.heard().call.answer();
  await world.pass();
  assert.equal(call.responses.at(-1)?.status, 200);
  call.acknowledge();
  const answersTo = async (sequence: number, named: number, more: { readonly sdp?: string } = {}): Promise<readonly number[]> => {
    const prack = call.also('PRACK', { headers: [['RAck', `${named} 1 INVITE`]], sequence, ...more });
    await world.pass();
    return statuses(prack);
  };
  assert.deepEqual(await answersTo(2, number + 1), [481]);
  assert.deepEqual(await answersTo(3, number, { sdp: sdpOf('10.0.0.9') }), [488]);
  assert.deepEqual(await answersTo(4, number), [200]);
  assert.deepEqual(await answersTo(5, number), [481]);
});

test('without a PRACK for 64 T1 the call is refused', async () => {
  const world = new World();
  const call = await world.ring({ headers: asks });
  await world.pass(32_000);
  assert.equal(call.responses.at(-1)?.status, 504);
  assert.deepEqual(call.heard().events.at(-1), { type: 'ended', end: { by: 'timeout' } });
  await world.pass(60_000);
  assert.deepEqual(world.phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
});

test('our early media: 183 with the answer, a 2xx that waits for its PRACK and then says nothing more', async () => {
  const world = new World();
  world.phone.onIncoming = (call) => call.progress();
  const call = await world.ring({ headers: offers });
  const progress = call.responses.find(({ status }) => status === 183);
  assert.ok(progress);
  assert.match(bodyOf(progress), /m=audio/);
  assert.equal(world.media.applied.length, 1);
  call.heard().call.answer();
  await world.pass();
  assert.ok(!statuses(call).includes(200), 'not before the PRACK');
  call.also('PRACK', { headers: [['RAck', `${progress.headers.get('RSeq')} 1 INVITE`]], sequence: 2 });
  await world.pass();
  const accepted = call.responses.find(({ status }) => status === 200);
  assert.ok(accepted);
  assert.equal(bodyOf(accepted), '');
  assert.deepEqual(types(call.heard().events), ['answered', 'mediaChanged']);
});

test('a caller who does not know 100rel gets our early media unreliably, and the answer again', async () => {
  const world = new World();
  world.phone.onIncoming = (call) => call.progress();
  const call = await world.ring();
  const progress = call.responses.find(({ status }) => status === 183);
  assert.ok(progress && !progress.headers.has('RSeq'));
  call.heard().call.answer();
  await world.pass();
  const accepted = call.responses.at(-1);
  assert.ok(accepted);
  assert.equal(bodyOf(accepted), bodyOf(progress));
});

test('an INVITE without an offer that demands reliability gets ours in the 180 and answers it in the PRACK', async () => {
  const world = new World();
  const call = await world.ring({ sdp: '', headers: asks });
  const ringing = call.responses.at(-1);
  assert.ok(ringing);
  assert.match(bodyOf(ringing), /m=audio/);
  const rack = [['RAck', `${ringing.headers.get('RSeq')} 1 INVITE`]] as const;
  const prack = call.also('PRACK', { headers: rack, sequence: 2, sdp: sdpOf('10.0.0.9') });
  await world.pass();
  assert.deepEqual(statuses(prack), [200]);
  call.heard().call.answer();
  await world.pass();
  const accepted = call.responses.at(-1);
  assert.ok(accepted?.status === 200);
  assert.equal(bodyOf(accepted), '');
  call.acknowledge();
  await world.pass(40_000);
  assert.ok(!types(call.heard().events).includes('ended'));
});

test('an offer in the PRACK is answered in its 200', async () => {
  const world = new World();
  world.phone.onIncoming = (call) => call.progress();
  const call = await world.ring({ headers: asks });
  const progress = call.responses.find(({ status }) => status === 183);
  const rack = [['RAck', `${progress?.headers.get('RSeq')} 1 INVITE`]] as const;
  const prack = call.also('PRACK', { headers: rack, sequence: 2, sdp: sdpOf('10.0.0.9', { port: 5000, version: 2 }) });
  await world.pass();
  assert.match(bodyOf(prack.responses.at(-1) as never), /m=audio/);
  assert.equal(world.media.applied.at(-1)?.remoteRtpPort, 5000);
});

test('an account without 100rel refuses who demands it, one that demands it refuses who has not got it', async () => {
  const without = new World({ reliability: 'off' });
  assert.deepEqual((await without.ring({ headers: asks })).responses.at(-1)?.status, 420);
  const demanding = new World({ reliability: 'required' });
  const refused = await demanding.ring();
  assert.deepEqual([refused.responses.at(-1)?.status, refused.responses.at(-1)?.headers.get('Require')], [421, '100rel']);
});

test('one at a time, in order, each until its PRACK or the end', () => {
  let state: ReliableState<string> = reliableStart(7);
  const log: string[] = [];
  const give = (input: Parameters<typeof reliableMachine<string>>[1]) => {
    const step = reliableMachine<string>(state, input, defaultTimers);
    state = step.state;
    for (const action of step.actions) log.push(action.type === 'send' ? `${action.number}:${action.response}` : action.type);
  };
  give({ type: 'given', response: 'a' });
  give({ type: 'given', response: 'b' });
  give({ type: 'acknowledged', number: 8 });
  give({ type: 'timerExpired', timer: 'repeat' });
  give({ type: 'acknowledged', number: 7 });
  give({ type: 'timerExpired', timer: 'giveUp' });
  give({ type: 'timerExpired', timer: 'repeat' });
  const timers = ['startTimer', 'startTimer'];
  assert.deepEqual(log, [
    '7:a',
    ...timers,
    '7:a',
    'startTimer',
    'stopTimers',
    'reportAcknowledged',
    '8:b',
    ...timers,
    'stopTimers',
    'reportMissed',
  ]);
  assert.deepEqual(
    [meetReliable(undefined, 5), meetReliable(5, 6), meetReliable(5, 5), meetReliable(5, 7)],
    ['next', 'next', 'repeated', 'gap'],
  );
});

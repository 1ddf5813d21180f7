// UPDATE (RFC 3311): before the answer and after it, with and without an offer, from both sides, and when both want something at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, sdpOf } from '#test/support/sip-peer';
import { types } from '#test/support/virtual-phone';
import { statuses, World } from './standing.ts';

const allow = ['Allow', 'INVITE, ACK, BYE, CANCEL, UPDATE, PRACK'] as const;

async function standing(settings: ConstructorParameters<typeof World>[0] = {}) {
  const world = new World(settings);
  const heard = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9'), headers: [allow] });
  await world.pass();
  return { world, ...heard };
}

/** With an answer in a reliable 183. */
async function early() {
  const world = new World();
  const heard = await world.dial();
  const headers = [allow, ['Require', '100rel'], ['RSeq', '1']] as const;
  world.server.respond(world.server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers });
  await world.pass();
  return { world, ...heard };
}

test('an UPDATE without an offer is answered without one and moves the target', async () => {
  const { world, call } = await standing();
  const update = world.within('UPDATE', { headers: [['Contact', '<sip:10.0.0.9:5070>']] });
  await world.pass();
  assert.deepEqual(statuses(update), [200]);
  assert.equal(bodyOf(update.responses[0] as never), '');
  assert.ok(update.responses[0]?.headers.has('Contact'));
  const [dialog] = call.dialogs;
  assert.match(JSON.stringify(dialog?.dialog.remoteTarget), /5070/);
});

test('an UPDATE with an offer changes the session, and needs no ACK', async () => {
  const { world, events } = await standing();
  const update = world.within('UPDATE', { sdp: sdpOf('10.0.0.9', { direction: 'sendonly', version: 2 }) });
  await world.pass();
  assert.deepEqual(statuses(update), [200]);
  assert.match(bodyOf(update.responses[0] as never), /a=recvonly/);
  const last = events.at(-1);
  assert.ok(last?.type === 'mediaChanged' && last.media.heldByRemote);
  const unusable = world.within('UPDATE', { sdp: sdpOf('10.0.0.9', { formats: '98', version: 3 }) });
  await world.pass();
  assert.deepEqual(statuses(unusable), [488]);
});

test('an offer that meets ours is 491, and ours goes on', async () => {
  const { world, call, events } = await standing();
  call.hold();
  await world.pass(1);
  const update = world.within('UPDATE', { sdp: sdpOf('10.0.0.9', { version: 2 }) });
  await world.pass();
  assert.deepEqual(statuses(update), [491]);
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await world.pass();
  assert.equal(events.at(-1)?.type, 'mediaChanged');
});

test('before the answer arrived for sure an offer is glare for the caller and too early for the called', async () => {
  const world = new World();
  await world.dial();
  world.server.respond(world.server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers: [allow] });
  await world.pass();
  const glare = world.within('UPDATE', { sdp: sdpOf('10.0.0.9', { version: 2 }) });
  await world.pass();
  assert.deepEqual(statuses(glare), [491]);
  const called = new World();
  const ringing = await called.ring();
  const early = ringing.also('UPDATE', { sdp: sdpOf('10.0.0.9', { version: 2 }), sequence: 2 });
  await called.pass();
  assert.deepEqual(statuses(early), [500]);
  assert.ok(early.responses[0]?.headers.has('Retry-After'));
});

test('after a reliable answer the early session can be changed', async () => {
  const { world, events } = await early();
  const update = world.within('UPDATE', { sdp: sdpOf('10.0.0.9', { port: 6000, version: 2 }) });
  await world.pass();
  assert.deepEqual(statuses(update), [200]);
  assert.equal(world.media.applied.at(-1)?.remoteRtpPort, 6000);
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  assert.equal(world.media.applied.at(-1)?.remoteRtpPort, 6000, 'what the 2xx says is old');
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged']);
});

test('a call that dials tells its new address by UPDATE', async () => {
  const { world } = await early();
  world.phone.local = { ...world.phone.local, address: '10.0.0.1', interface: 'wlan0' };
  world.phone.agent.addressChanged();
  await world.pass();
  const update = world.server.last('UPDATE');
  assert.match(bodyOf(update), /m=audio 30100/);
  assert.equal(world.server.requests('INVITE').length, 1);
});

test('an outcome of 481 for an UPDATE ends the call, silence too', async () => {
  const { world, call, events } = await standing({ sessionTimer: { intervalS: 100, minimumS: 90, refresher: 'local' } });
  assert.equal(call.direction, 'outgoing');
  world.server.answers.set('UPDATE', (transaction) => world.server.respond(transaction, 481));
  const again = world.within('UPDATE', {
    headers: [
      ['Session-Expires', '90;refresher=uas'],
      ['Supported', 'timer'],
    ],
  });
  await world.pass(46_000);
  assert.deepEqual(statuses(again), [200]);
  assert.deepEqual(events.at(-1), {
    type: 'ended',
    end: { by: 'response', status: 481, reason: 'Call/Transaction Does Not Exist' },
  });
});

test('who comes to be on the other side is told when our proxy says so', async () => {
  const { world, events } = await standing();
  const from = '<sip:3003@10.0.0.9>;tag=tag-10.0.0.9';
  const update = world.within('UPDATE', { headers: [['P-Asserted-Identity', '"Carol" <sip:3003@10.0.0.9>']] });
  await world.pass();
  assert.deepEqual(statuses(update), [200]);
  const change = events.at(-1);
  assert.ok(change?.type === 'identityChanged');
  assert.equal(change.identity.displayName, 'Carol');
  const same = events.length;
  world.within('UPDATE', { headers: [['P-Asserted-Identity', '"Carol" <sip:3003@10.0.0.9>']] });
  await world.pass();
  assert.equal(events.length, same);
  world.within('UPDATE', { from });
  await world.pass();
  world.within('UPDATE', { from: '<sip:4004@10.0.0.9>;tag=tag-10.0.0.9' });
  await world.pass();
  const last = events.at(-1);
  assert.ok(last?.type === 'identityChanged' && 'user' in last.remote.uri && last.remote.uri.user === '4004');
});

// Calls that a controller puts together (RFC 3725 flows I, III, IV), hold from both sides, and early media of several branches (RFC 3960).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serializeUri } from '#sip/message/uri';
import { bodyOf, sdpOf } from '#test/support/sip-peer';
import { statuses, World } from './standing.ts';

const blackHole = sdpOf('10.0.0.9', { hold: true });

test('flow I: an INVITE without an offer, our offer in the 2xx, the other side in its ACK', async () => {
  const world = new World();
  const call = await world.ring({ sdp: '' });
  call.heard().call.answer();
  await world.pass();
  assert.match(bodyOf(call.responses.at(-1) as never), /m=audio/);
  await world.pass(8000);
  call.acknowledge(sdpOf('10.0.0.70', { port: 7000 }));
  await world.pass();
  assert.equal(world.media.applied.at(-1)?.remoteAddress, '10.0.0.70');
  assert.notEqual(call.heard().events.at(-1)?.type, 'ended');
});

test('flow III: silence first, then a re-INVITE without an offer that is answered in the ACK', async () => {
  const world = new World();
  const call = await world.ring({ sdp: blackHole });
  call.heard().call.answer();
  await world.pass();
  call.acknowledge();
  await world.pass();
  assert.equal(world.media.applied.at(-1)?.direction, 'recvonly');
  const again = call.also('INVITE', { sequence: 2 });
  await world.pass();
  assert.match(bodyOf(again.responses.at(-1) as never), /a=sendrecv/);
  again.acknowledge(sdpOf('10.0.0.70', { port: 7000, version: 2 }));
  await world.pass();
  assert.deepEqual([world.media.applied.at(-1)?.remoteAddress, world.media.applied.at(-1)?.direction], ['10.0.0.70', 'sendrecv']);
});

test('flow IV: an offer without media that comes, and streams in a re-INVITE', async () => {
  const world = new World();
  const call = await world.ring({ sdp: blackHole });
  call.heard().call.answer();
  await world.pass();
  call.acknowledge();
  await world.pass();
  const again = call.also('INVITE', { sequence: 2, sdp: sdpOf('10.0.0.71', { port: 7100, version: 2 }) });
  await world.pass();
  again.acknowledge();
  await world.pass();
  assert.deepEqual(statuses(again), [200]);
  assert.equal(world.media.applied.at(-1)?.remoteAddress, '10.0.0.71');
});

test('what both sides hold flows when both resumed, and not before', async () => {
  const world = new World();
  const { call } = await world.dial();
  const { server } = world;
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  call.hold();
  await world.pass();
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await world.pass();
  const theirs = world.within('INVITE', { sdp: sdpOf('10.0.0.9', { direction: 'sendonly', version: 3 }) });
  await world.pass();
  theirs.acknowledge();
  await world.pass();
  assert.match(bodyOf(theirs.responses.at(-1) as never), /a=inactive/);
  call.resume();
  await world.pass();
  assert.match(bodyOf(server.invite.request), /a=sendrecv/);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'sendonly', version: 3 }) });
  await world.pass();
  assert.equal(world.media.applied.at(-1)?.direction, 'recvonly', 'they hold still');
  const over = world.within('INVITE', { sdp: sdpOf('10.0.0.9', { version: 4 }) });
  await world.pass();
  over.acknowledge();
  assert.equal(world.media.applied.at(-1)?.direction, 'sendrecv');
});

test('of several branches the one that spoke last is heard', async () => {
  const world = new World();
  await world.dial();
  const { server } = world;
  server.respond(server.invite, 183, { tag: 'one', sdp: sdpOf('10.0.0.9', { port: 5000 }) });
  server.respond(server.invite, 183, { tag: 'two', sdp: sdpOf('10.0.0.9', { port: 6000 }) });
  await world.pass();
  const fork = world.media.forks[0];
  assert.deepEqual([world.media.applied.length, fork?.applied.length], [1, 1]);
  server.respond(server.invite, 180, { tag: 'one' });
  await world.pass();
  assert.equal(world.media.applied.length, 2, 'the first is applied again');
});

test('announcements and conferences of a media server are dialled as any address (RFC 4240)', async () => {
  for (const target of [
    'sip:annc@10.0.0.9;play=file://x/y.wav',
    'sip:conf=a1@10.0.0.9',
    'sip:dialog@10.0.0.9;voicexml=http://x/y.vxml',
  ]) {
    const world = new World();
    world.phone.call(world.account, target);
    await world.pass();
    assert.equal(serializeUri(world.server.invite.request.uri), target);
  }
});

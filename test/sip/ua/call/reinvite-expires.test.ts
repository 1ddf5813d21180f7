// How long a re-INVITE may wait for its answer (RFC 3261 §13.2.1, §14.1): Expires says it, and CANCEL follows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { bodyOf, sdpOf } from '#test/support/sip-peer';
import { types } from '#test/support/virtual-phone';
import { World } from './standing.ts';

const held = sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 });

async function standing(settings: Partial<AccountSettings> = { reinviteExpiresS: 30 }) {
  const world = new World(settings);
  const heard = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  return { world, ...heard };
}

test('a re-INVITE says how long it is good for; the first INVITE says what is its own', async () => {
  const { world, call } = await standing({ reinviteExpiresS: 30, inviteExpiresS: 180 });
  call.hold();
  await world.pass();
  assert.deepEqual(
    world.server.requests('INVITE').map(({ headers }) => headers.get('Expires')),
    ['180', '30'],
  );
});

test('without the setting it says nothing and waits', async () => {
  const { world, call } = await standing({});
  call.hold();
  await world.pass(300_000);
  assert.equal(world.server.last('INVITE').headers.get('Expires'), undefined);
  assert.equal(world.server.requests('CANCEL').length, 0);
});

test('who does not answer in time is cancelled, the call stands as it was, and can be held later', async () => {
  const { world, call, events } = await standing();
  call.hold();
  await world.pass(29_900);
  assert.equal(world.server.requests('CANCEL').length, 0);
  await world.pass(200);
  assert.equal(world.server.requests('CANCEL').length, 1);
  assert.equal(world.server.last('CANCEL').headers.cseq.number, world.server.last('INVITE').headers.cseq.number);
  assert.deepEqual(events.at(-1), { type: 'mediaChangeFailed', status: 487 });
  assert.equal(world.media.applied.at(-1)?.direction, 'sendrecv');
  assert.equal(world.server.requests('BYE').length, 0);
  call.hold();
  await world.pass();
  assert.match(bodyOf(world.server.invite.request), /a=sendonly/);
  world.server.respond(world.server.invite, 200, { sdp: held });
  await world.pass(120_000);
  assert.equal(world.media.applied.at(-1)?.direction, 'sendonly');
  assert.equal(world.server.requests('CANCEL').length, 1, 'what was answered is not cancelled');
});

test('what was wished for meanwhile is asked for after the cancelled one', async () => {
  const { world, call } = await standing();
  call.hold();
  await world.pass();
  call.resume();
  call.hold();
  await world.pass(30_100);
  assert.equal(world.server.requests('INVITE').length, 3);
  assert.match(bodyOf(world.server.last('INVITE')), /a=sendonly/);
});

test('an acceptance that crosses the CANCEL counts', async () => {
  const { world, call, events } = await standing();
  world.server.answers.set('CANCEL', (transaction) => world.server.respond(transaction, 200));
  call.hold();
  await world.pass(30_100);
  world.server.respond(world.server.invite, 200, { sdp: held });
  await world.pass();
  assert.equal(world.server.requests('ACK').length, 2);
  assert.equal(world.media.applied.at(-1)?.direction, 'sendonly');
  assert.deepEqual(types(events).at(-1), 'mediaChanged');
});

test('an acceptance that comes again does not keep the next re-INVITE from its end', async () => {
  const { world, call } = await standing();
  call.hold();
  await world.pass();
  const first = world.server.invite;
  world.server.respond(first, 200, { sdp: held });
  await world.pass();
  call.resume();
  await world.pass();
  world.server.respond(first, 200, { sdp: held });
  await world.pass(30_100);
  assert.equal(world.server.requests('CANCEL').length, 1);
});

test('who says nothing to the CANCEL either is gone', async () => {
  const { world, call, events } = await standing();
  world.server.answers.set('CANCEL', () => undefined);
  call.hold();
  await world.pass(30_100);
  await world.pass(32_100);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'timeout' } });
  assert.equal(world.server.requests('BYE').length, 1);
});

test('a hung up call has nothing more to cancel', async () => {
  const { world, call } = await standing();
  call.hold();
  await world.pass(300);
  call.end();
  await world.pass();
  assert.equal(world.server.requests('CANCEL').length, 1);
  await world.pass(120_000);
  assert.equal(world.server.requests('CANCEL').length, 1);
  assert.deepEqual(world.phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
});

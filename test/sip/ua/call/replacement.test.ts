// INVITE with Replaces and Join (RFC 3891, RFC 3911): whose call ends when, and who may not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types } from '#test/support/virtual-phone';
import { World } from './standing.ts';

/** Our call to the server, up or still ringing, and the value of a Replaces that names it. */
async function ours(state: 'early' | 'confirmed') {
  const world = new World();
  const heard = await world.dial();
  if (state === 'early') world.server.respond(world.server.invite, 180);
  else world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  const { headers } = world.server.requests('INVITE')[0] as never as { headers: import('#sip/message/headers').Headers };
  const name = `${headers.callId};to-tag=${headers.from.parameters.get('tag')};from-tag=tag-10.0.0.9`;
  return { world, name, ...heard };
}

test('a call that replaces one that stands is reported with it, and ends it when it is answered', async () => {
  const { world, name, call, events } = await ours('confirmed');
  const replaced: unknown[] = [];
  world.phone.onUserAgentEvent = (event) => event.type === 'incomingCall' && replaced.push(event.replaces);
  const other = await world.ring({
    headers: [
      ['Replaces', name],
      ['Require', 'replaces'],
    ],
  });
  assert.deepEqual(replaced, [call]);
  assert.notEqual(events.at(-1)?.type, 'ended');
  other.heard().call.answer();
  await world.pass();
  assert.equal(other.responses.at(-1)?.status, 200);
  assert.equal(world.server.requests('BYE').length, 1);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'local' } });
});

test('a call that wants to join one that stands is reported with it, and ends nothing', async () => {
  const { world, name, call, events } = await ours('confirmed');
  const joined: unknown[] = [];
  world.phone.onUserAgentEvent = (event) => event.type === 'incomingCall' && joined.push(event.joins, event.replaces);
  const other = await world.ring({ headers: [['Join', name]] });
  assert.deepEqual(joined, [call, undefined]);
  other.heard().call.answer();
  await world.pass();
  assert.equal(other.responses.at(-1)?.status, 200);
  assert.equal(world.server.requests('BYE').length, 0);
  assert.notEqual(events.at(-1)?.type, 'ended');
});

test('one that replaces a call that still dials cancels that', async () => {
  const { world, name, events } = await ours('early');
  const other = await world.ring({ headers: [['Replaces', `${name};early-only`]] });
  other.heard().call.answer();
  await world.pass();
  assert.equal(world.server.requests('CANCEL').length, 1);
  assert.equal(events.at(-1)?.type, 'ended');
});

test('what can not be replaced is refused in the words of the RFC', async () => {
  const refusal = async (state: 'early' | 'confirmed', fields: (name: string) => readonly (readonly [string, string])[]) => {
    const { world, name } = await ours(state);
    const other = await world.ring({ headers: fields(name) });
    assert.equal(world.phone.incoming.length, 0);
    return other.responses.at(-1)?.status;
  };
  assert.equal(await refusal('confirmed', (name) => [['Replaces', `${name};early-only`]]), 486);
  assert.equal(await refusal('confirmed', () => [['Replaces', 'nobody;to-tag=a;from-tag=b']]), 481);
  assert.equal(await refusal('confirmed', () => [['Replaces', 'what?']]), 400);
  assert.equal(
    await refusal('confirmed', (name) => [
      ['Replaces', name],
      ['Join', name],
    ]),
    400,
  );
  assert.equal(await refusal('confirmed', () => [['Join', 'nobody;to-tag=a;from-tag=b']]), 481);
});

test('a call that is over is declined, one that rings here is not taken', async () => {
  const { world, name, call } = await ours('confirmed');
  call.end();
  await world.pass();
  const other = await world.ring({ headers: [['Replaces', name]] });
  assert.equal(other.responses.at(-1)?.status, 603);
  const ringing = new World();
  const first = await ringing.ring();
  const tag = first.responses.at(-1)?.headers.to.parameters.get('tag');
  const parts = { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: sdpOf('10.0.0.9'), callId: 'second' };
  const statuses: number[] = [];
  ringing.server.send(
    ringing.phone.target,
    { ...parts, headers: [['Replaces', `incoming-1;to-tag=${tag};from-tag=caller`]] },
    (event) => {
      if (event.type === 'responseReceived') statuses.push(event.response.status);
    },
  );
  await ringing.pass();
  assert.equal(statuses.at(-1), 481);
});

test('a stranger who knows all the names of a call may not have it', async () => {
  const { world, name, events } = await ours('confirmed');
  world.phone.account({ id: 'line2', user: '1002', acceptStrangers: true, registration: undefined, domain: '10.0.0.1' });
  const stranger = new SipPeer({ network: world.network, clock: world.clock, address: '10.0.0.66' });
  const statuses: number[] = [];
  const parts = { method: 'INVITE', uri: 'sip:1002@10.0.0.1', sdp: sdpOf('10.0.0.66'), headers: [['Replaces', name]] as const };
  stranger.send(world.phone.target, parts, (event) => event.type === 'responseReceived' && statuses.push(event.response.status));
  await world.pass();
  assert.equal(statuses.at(-1), 403);
  assert.ok(!types(events).includes('ended'));
});

test('a call of ours may replace, join, and carry what it is told to', async () => {
  const world = new World();
  const target = { callId: 'a@b', toTag: '1', fromTag: '2', earlyOnly: false };
  await world.dial({ replaces: target, headers: [['Referred-By', '<sip:ref@10.0.0.9>']] });
  const { headers } = world.server.invite.request;
  assert.equal(headers.get('Replaces'), 'a@b;to-tag=1;from-tag=2');
  assert.ok(headers.getAll('Require').includes('replaces'));
  assert.equal(headers.get('Referred-By'), '<sip:ref@10.0.0.9>');
  await world.dial({ join: target });
  assert.equal(world.server.invite.request.headers.get('Join'), 'a@b;to-tag=1;from-tag=2');
});

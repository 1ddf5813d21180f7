// The 2xx that comes after all: a proxy passed on a refusal, or gave up itself, and a branch that was slower answers (RFC 3261 §16.7). It gets
// its ACK and a BYE, for nobody waits for it any more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeResponse } from '#sip/message/make-response';
import type { SipRequest } from '#sip/message/message';
import type { Protocol } from '#sip/transport/transport';
import { sdpOf } from '#test/support/sip-peer';
import { types } from '#test/support/virtual-phone';
import { World } from './standing.ts';

const nothing = { calls: 0, dialogs: 0, transactions: 0 };

/** Past the server's transaction, which is over with its refusal: as a proxy sends it. */
function acceptLate(world: World, invite: SipRequest, tag: string, protocol: Protocol = 'UDP'): void {
  const response = makeResponse(invite, 200, undefined, tag);
  response.headers.set('Contact', '<sip:10.0.0.9>');
  response.headers.set('Content-Type', 'application/sdp');
  const body = new TextEncoder().encode(sdpOf('10.0.0.44'));
  void world.server.node.send({ ...response, body }, { ...world.phone.target, protocol });
}

/** What reached the server in that dialog: the ACKs of refusals are not among them. */
function said(world: World, tag: string): readonly string[] {
  return world.server.received.filter(({ headers }) => headers.to.parameters.get('tag') === tag).map(({ method }) => method);
}

for (const protocol of ['UDP', 'TCP', 'TLS'] as const) {
  test(`over ${protocol}, a 2xx after the refusal is acknowledged as often as it comes, and ended once`, async () => {
    const world = new World({ protocol });
    const { events } = await world.dial();
    const invite = world.server.invite;
    world.server.respond(invite, 480);
    await world.pass(5000);
    for (let i = 0; i < 3; i++) {
      acceptLate(world, invite.request, 'late', protocol);
      await world.pass(500);
    }
    assert.deepEqual(said(world, 'late'), ['ACK', 'BYE', 'ACK', 'ACK']);
    assert.equal(world.server.last('ACK').headers.cseq.number, invite.request.headers.cseq.number);
    assert.deepEqual(types(events), ['ended']);
    assert.equal(world.phone.media.length, 1);
    assert.deepEqual([world.media.applied.length, world.media.closed, world.media.forks.length], [0, 1, 0]);
    assert.equal(world.phone.agent.load.calls, 0);
    await world.pass(32_000);
    assert.deepEqual(world.phone.agent.load, nothing);
  });
}

test('each branch that answers late is ended, up to as many as a person has phones', async () => {
  const world = new World();
  await world.dial();
  const invite = world.server.invite;
  world.server.respond(invite, 408);
  await world.pass();
  for (let i = 0; i < 30; i++) acceptLate(world, invite.request, `late-${i}`);
  await world.pass();
  assert.deepEqual(said(world, 'late-15'), ['ACK', 'BYE']);
  assert.equal(world.server.requests('BYE').length, 16);
  await world.pass(40_000);
  assert.deepEqual(world.phone.agent.load, nothing);
});

test('a branch of the address that sent us elsewhere does not disturb the call to the next', async () => {
  for (const answered of [false, true]) {
    const world = new World();
    const { events } = await world.dial();
    const first = world.server.invite;
    world.server.respond(first, 302, { headers: [['Contact', '<sip:a@10.0.0.9>']] });
    await world.pass();
    const accept = async () => {
      world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
      await world.pass();
    };
    if (answered) await accept();
    acceptLate(world, first.request, 'late');
    await world.pass();
    assert.deepEqual(said(world, 'late'), ['ACK', 'BYE']);
    if (!answered) await accept();
    assert.deepEqual(types(events), ['redirected', 'answered', 'mediaChanged']);
    assert.deepEqual(said(world, 'tag-10.0.0.9'), ['ACK']);
    assert.deepEqual(
      world.media.applied.map(({ remoteAddress }) => remoteAddress),
      ['10.0.0.9'],
    );
  }
});

test('a late branch does not make the next INVITE say a number again', async () => {
  const world = new World();
  await world.dial();
  const first = world.server.invite;
  world.server.respond(first, 302, { headers: [['Contact', '<sip:a@10.0.0.9>;q=1, <sip:b@10.0.0.9>;q=0.5']] });
  await world.pass();
  world.server.respond(world.server.invite, 180);
  acceptLate(world, first.request, 'late');
  await world.pass();
  world.server.respond(world.server.invite, 486);
  await world.pass();
  const numbers = world.server.requests('INVITE').map(({ headers }) => headers.cseq.number);
  assert.deepEqual(numbers, [1, 2, 3]);
});

test('who answers after the challenge that came of another branch takes the call', async () => {
  const world = new World();
  const passwords = { '1001': 'right' };
  world.server.challenge('INVITE', { clock: world.clock, passwords, authorized: (each) => void world.server.pending.push(each) });
  const { events } = await world.dial();
  const [unauthorized] = world.server.requests('INVITE');
  assert.ok(unauthorized);
  world.server.respond(world.server.invite, 180);
  acceptLate(world, unauthorized, 'late');
  await world.pass();
  assert.deepEqual(said(world, 'late'), ['ACK']);
  assert.equal(world.server.cancelled.length, 1, 'who rings for the second INVITE rings no more');
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged']);
});

test('a hold that is accepted after its refusal is acknowledged, and is not the answer to the next', async () => {
  const world = new World();
  const { call, events } = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  call.hold();
  await world.pass();
  const refused = world.server.invite.request;
  world.server.respond(world.server.invite, 491);
  // RFC 3261 §14.1: it asks again.
  await world.pass(4000);
  assert.equal(world.server.requests('INVITE').length, 3);
  const applied = world.media.applied.length;
  acceptLate(world, refused, 'tag-10.0.0.9');
  await world.pass();
  assert.equal(world.server.last('ACK').headers.cseq.number, refused.headers.cseq.number);
  assert.equal(world.media.applied.length, applied);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await world.pass();
  assert.deepEqual(types(events), ['answered', 'mediaChanged', 'mediaChanged']);
});

// What BYE and its answer tell of the media.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, sdpOf } from '#test/support/sip-peer';
import { World } from './standing.ts';

const counted = {
  packetsSent: 100,
  bytesSent: 17_200,
  packetsReceived: 98,
  bytesReceived: 16_856,
  packetsLost: 2,
  jitterMs: 3.4,
  roundTripMs: 20,
};

async function standing(settings: ConstructorParameters<typeof World>[0]) {
  const world = new World(settings);
  const { call } = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  world.media.counted = counted;
  await world.pass(2000);
  return { world, call };
}

test('BYE tells how many packets went and came, where the account says so', async () => {
  const { world, call } = await standing({ tellsStatistics: true });
  call.end();
  await world.pass();
  const { headers } = world.server.last('BYE');
  assert.equal(headers.get('RTP-RxStat'), 'Dur=2,Pkt=98,Oct=16856,LatePkt=0,LostPkt=2,AvgJit=3');
  assert.equal(headers.get('RTP-TxStat'), 'Dur=2,Pkt=100,Oct=17200');
  assert.equal(headers.get('P-RTP-Stat'), 'PS=100,OS=17200,PR=98,OR=16856,PL=2,JI=3,LA=10,EN=PCMU,DE=PCMU');
  const silent = await standing({});
  silent.call.end();
  await silent.world.pass();
  assert.ok(!silent.world.server.last('BYE').headers.has('RTP-RxStat'));
});

test('so does the answer to a BYE', async () => {
  const { world } = await standing({ tellsStatistics: true });
  const bye = world.within('BYE');
  await world.pass();
  assert.equal(bye.responses.at(-1)?.headers.get('RTP-TxStat'), 'Dur=2,Pkt=100,Oct=17200');
});

test('hold says the old address of nobody too, where the account wants it, and resume the right one', async () => {
  const { world, call } = await standing({ holdsWithZeroAddress: true });
  call.hold();
  await world.pass();
  const held = bodyOf(world.server.invite.request);
  assert.match(held, /c=IN IP4 0\.0\.0\.0/);
  assert.match(held, /a=sendonly/);
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await world.pass();
  call.resume();
  await world.pass();
  assert.match(bodyOf(world.server.invite.request), /c=IN IP4 10\.0\.0\.1/);
});

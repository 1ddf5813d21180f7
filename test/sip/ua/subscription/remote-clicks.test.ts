// The server's click (NOTIFY, Event: talk, hold or conference): within a call, where it is allowed, once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import type { HeardCall } from '#test/support/virtual-phone';
import { type Asking, type Exchange, statuses, World } from '../call/standing.ts';

const allowed = { remoteControl: { talk: true, hold: true } };

function click(event: string, more: Asking = {}): Asking {
  return {
    ...more,
    headers: [
      ['Event', event],
      ['Subscription-State', 'active'],
    ],
  };
}

function clicks({ events }: HeardCall): readonly string[] {
  return events.flatMap((event) => (event.type === 'remoteControl' ? [event.action] : []));
}

async function send(world: World, exchange: () => Exchange): Promise<readonly number[]> {
  const sent = exchange();
  await world.pass();
  return statuses(sent);
}

test('a call that rings is told of talk, and can be answered by it', async () => {
  const world = new World(allowed);
  world.phone.onEvent = ({ call }, event) => {
    if (event.type === 'remoteControl') call.answer();
  };
  const { heard, also, responses } = await world.ring();
  assert.deepEqual(await send(world, () => also('NOTIFY', click('talk', { sequence: 2 }))), [200]);
  assert.deepEqual(clicks(heard()), ['talk']);
  assert.equal(responses.at(-1)?.status, 200);
});

test('a call of ours that stands is held and resumed', async () => {
  const world = new World(allowed);
  const heard = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  assert.deepEqual(await send(world, () => world.within('NOTIFY', click('hold', { sequence: 1 }))), [200]);
  assert.deepEqual(await send(world, () => world.within('NOTIFY', click('talk', { sequence: 2 }))), [200]);
  assert.deepEqual(clicks(heard), ['hold', 'talk']);
});

test('a call is joined with others where that is allowed', async () => {
  const world = new World({ remoteControl: { conference: true } });
  const { heard, also } = await world.ring();
  assert.deepEqual(await send(world, () => also('NOTIFY', click('conference', { sequence: 2 }))), [200]);
  assert.deepEqual(clicks(heard()), ['conference']);
});

for (const [name, settings, event] of [
  ['as a phone comes', {}, 'talk'],
  ['where hold alone is allowed', { remoteControl: { talk: false, hold: true } }, 'talk'],
  ['where talk alone is allowed', { remoteControl: { talk: true, hold: false } }, 'hold'],
  ['where conferences are not its matter', allowed, 'conference'],
  ['of an event that is none', allowed, 'music'],
  ['of commands that belong outside of calls', allowed, 'reboot'],
  ['of no event', allowed, ''],
] as const) {
  test(`a click ${name} is refused and does nothing`, async () => {
    const world = new World(settings);
    const { heard, also } = await world.ring();
    assert.deepEqual(await send(world, () => also('NOTIFY', click(event, { sequence: 2 }))), [489]);
    assert.deepEqual(clicks(heard()), []);
    assert.deepEqual(world.phone.errors, []);
  });
}

test('who knows the call but not our tag clicks in vain', async () => {
  const world = new World(allowed);
  const { heard } = await world.ring();
  const stranger = new SipPeer({ network: world.network, clock: world.clock, address: '10.6.6.6' });
  const answers: number[] = [];
  for (const to of ['<sip:1001@10.0.0.1>;tag=guess', '<sip:1001@10.0.0.1>']) {
    for (const from of [stranger, world.server]) {
      const parts = {
        method: 'NOTIFY',
        uri: 'sip:1001@10.0.0.1',
        from: '<sip:caller@10.0.0.9>;tag=caller',
        to,
        callId: 'incoming-1',
      };
      const asking = { ...parts, ...click('talk', { sequence: 2 }) };
      from.send(world.phone.target, asking, (event) => event.type === 'responseReceived' && answers.push(event.response.status));
      await world.pass();
    }
  }
  // Without a tag it is outside of the call: nobody is here for a stranger, and the server's looks like the INVITE come by another way.
  assert.deepEqual(answers, [481, 481, 404, 482]);
  assert.deepEqual(clicks(heard()), []);
});

test('a click that is out of order, or comes after the call, does nothing', async () => {
  const world = new World(allowed);
  const { heard, also } = await world.ring();
  assert.deepEqual(await send(world, () => also('NOTIFY', click('hold', { sequence: 7 }))), [200]);
  assert.deepEqual(await send(world, () => also('NOTIFY', click('talk', { sequence: 6 }))), [500]);
  heard().call.end();
  await world.pass(40_000);
  assert.deepEqual(await send(world, () => also('NOTIFY', click('talk', { sequence: 8 }))), [481]);
  assert.deepEqual(clicks(heard()), ['hold']);
});

test('a click that is repeated because its answer was lost counts once', async () => {
  const world = new World(allowed);
  const { heard, also } = await world.ring();
  let lost = 0;
  world.network.drop = (message) => message.kind === 'response' && message.headers.cseq.method === 'NOTIFY' && lost++ < 3;
  const exchange = also('NOTIFY', click('talk', { sequence: 2 }));
  await world.pass(10_000);
  assert.equal(lost, 4);
  assert.deepEqual(statuses(exchange), [200]);
  assert.deepEqual(clicks(heard()), ['talk']);
});

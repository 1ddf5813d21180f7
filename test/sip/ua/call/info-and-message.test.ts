// INFO and MESSAGE: keys and texts, within a call and outside of one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDtmfInfo } from '#sip/ua/call/dtmf-info';
import { bodyOf, SipPeer, sdpOf } from '#test/support/sip-peer';
import { statuses, World } from './standing.ts';

const encoder = new TextEncoder();

async function standing() {
  const world = new World();
  const heard = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await world.pass();
  return { world, ...heard };
}

function typed(type: string): readonly (readonly [string, string])[] {
  return [['Content-Type', type]];
}

test('keys by INFO are read in both forms, with what phones make of them', () => {
  const read = (type: string, text: string) => readDtmfInfo(type, encoder.encode(text));
  assert.deepEqual(read('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'), { digit: '5', durationMs: 160 });
  assert.deepEqual(read('application/dtmf-relay; charset=utf-8', 'signal= *\nduration= soon'), {
    digit: '*',
    durationMs: undefined,
  });
  assert.deepEqual(read('application/dtmf-relay', 'Signal=11'), { digit: '#', durationMs: undefined });
  assert.deepEqual(read('application/dtmf-relay', 'Signal=16\nDuration=999999'), { digit: 'flash', durationMs: 10_000 });
  assert.deepEqual(read('application/dtmf', 'd'), { digit: 'D', durationMs: undefined });
  for (const text of ['', '55', 'x', 'Signal=']) assert.equal(read('application/dtmf', text), undefined, text);
  assert.equal(read('text/plain', '5'), undefined);
});

test('INFO in a call is reported: keys as keys, the rest as it is', async () => {
  const { world, events } = await standing();
  const key = world.within('INFO', { sdp: 'Signal=7\r\nDuration=100\r\n', headers: typed('application/dtmf-relay') });
  await world.pass();
  assert.deepEqual(statuses(key), [200]);
  assert.deepEqual(events.at(-1), { type: 'dtmfReceived', digit: '7', durationMs: 100 });
  const other = world.within('INFO', { sdp: '<media_control/>', headers: typed('application/media_control+xml') });
  await world.pass();
  assert.deepEqual(statuses(other), [200]);
  const last = events.at(-1);
  assert.ok(last?.type === 'infoReceived' && last.contentType === 'application/media_control+xml');
  const before = events.length;
  const packaged = world.within('INFO', { headers: [['Info-Package', 'conference']] });
  await world.pass();
  assert.deepEqual([statuses(packaged), packaged.responses[0]?.headers.has('Recv-Info')], [[469], true]);
  assert.equal(events.length, before);
});

test('keys of ours go one after the other, whatever becomes of them', async () => {
  const { world, call } = await standing();
  const waiting: Parameters<Parameters<typeof world.server.answers.set>[1]>[0][] = [];
  world.server.answers.set('INFO', (transaction) => void waiting.push(transaction));
  for (const digit of '12#') call.sendDtmfInfo(digit, 100);
  await world.pass();
  assert.deepEqual(world.server.requests('INFO').map(bodyOf), ['Signal=1\r\nDuration=100\r\n']);
  for (let i = 0; i < 3; i++) {
    const next = waiting.shift();
    assert.ok(next);
    world.server.respond(next, i === 0 ? 415 : 200);
    await world.pass();
  }
  assert.deepEqual(
    world.server.requests('INFO').map((request) => bodyOf(request).slice(7, 8)),
    ['1', '2', '#'],
  );
});

test('a text from our server is taken and reported, one from elsewhere is refused', async () => {
  const world = new World({ acceptStrangers: true });
  await world.pass();
  const ask = async (peer: SipPeer, body: string): Promise<number | undefined> => {
    const heard: number[] = [];
    const parts = { method: 'MESSAGE', uri: 'sip:1001@10.0.0.1', sdp: body, headers: typed('text/plain') };
    peer.send(world.phone.target, parts, (event) => event.type === 'responseReceived' && heard.push(event.response.status));
    await world.pass();
    return heard.at(-1);
  };
  assert.equal(await ask(world.server, 'Hello'), 200);
  assert.deepEqual(
    world.phone.messages.map(({ body, accountId }) => [new TextDecoder().decode(body), accountId]),
    [['Hello', 'line1']],
  );
  assert.equal(await ask(world.server, 'x'.repeat(5000)), 413);
  const stranger = new SipPeer({ network: world.network, clock: world.clock, address: '10.0.0.66' });
  assert.equal(await ask(stranger, 'Click here'), 403);
  assert.equal(world.phone.messages.length, 1);
  for (let i = 0; i < 100; i++) await ask(world.server, 'again');
  assert.equal(world.phone.messages.length, 20, 'a flood is answered and not shown');
  await world.pass(60_000);
  await ask(world.server, 'later');
  assert.equal(world.phone.messages.length, 21);
});

test('a text within a call is the call’s', async () => {
  const { world, events } = await standing();
  const message = world.within('MESSAGE', { sdp: 'Hello', headers: typed('text/plain') });
  await world.pass();
  assert.deepEqual(statuses(message), [200]);
  assert.equal(events.at(-1)?.type, 'messageReceived');
});

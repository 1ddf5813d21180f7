// Mutated messages against a phone that rings and talks: nothing throws, nothing grows, and the phone still works afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serializeMessage } from '#sip/message/serialize-message';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork, seededRandom } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const pieces = [
  '\r\n',
  ';tag=',
  '<sip:',
  '>',
  '"',
  ';',
  ',',
  '\0',
  'é',
  '%',
  '0',
  '4294967296',
  '-1',
  ' ',
  'a=sendonly',
  'sips:',
  ';lr',
];

function mutated(bytes: Uint8Array, next: () => number): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes);
  let changed = text;
  for (let i = 0; i <= Math.floor(next() * 3); i++) {
    const at = Math.floor(next() * changed.length);
    const cut = Math.floor(next() * 6);
    const piece = pieces[Math.floor(next() * pieces.length)] ?? '';
    changed = changed.slice(0, at) + (next() < 0.7 ? piece : '') + changed.slice(at + cut);
  }
  return Buffer.from(changed, 'latin1');
}

test('six thousand mutants of a conversation', async () => {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  server.registrar({ clock });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(50);
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  server.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  call.hold();
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  server.send(phone.target, { method: 'OPTIONS', uri: 'sip:1001@10.0.0.1' });
  await clock.advanceAsync(50);
  const seeds = network.wire.filter(({ to }) => to === '10.0.0.1').map(({ message }) => serializeMessage(message));
  const next = seededRandom(99);
  phone.onIncoming = (incoming) => (next() < 0.5 ? incoming.answer() : incoming.reject(486));
  for (let i = 0; i < 6000; i++) {
    const seed = seeds[Math.floor(next() * seeds.length)];
    assert.ok(seed);
    phone.node.arrive('10.0.0.9', mutated(seed, next), 'UDP');
    if (i % 20 === 0) await clock.advanceAsync(200);
    network.wire.length = 0;
  }
  assert.deepEqual(phone.errors, []);
  assert.ok(phone.agent.load.calls <= 9);
  await clock.advanceAsync(200_000);
  for (const each of phone.incoming) each.call.end();
  call.end();
  await clock.advanceAsync(100_000);
  assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
  const after = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  assert.deepEqual(types(after.events), ['answered', 'mediaChanged']);
});

// A user agent with calls, a subscription and a registration, under fire of spoiled messages that are aimed at its dialogs. Throws when
// anything threw inside, when something stays behind, or when it can be made to send much more than it was sent.

import assert from 'node:assert/strict';
import { serializeMessage } from '#sip/message/serialize-message';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';
import { mutate } from './mutate.ts';
import { mutateStructure } from './mutate-structure.ts';
import type { SeededRandom } from './seeded-random.ts';

const proxyAddress = '10.0.0.9';
const phoneAddress = '10.0.0.1';
const strangersAddress = '10.6.6.6';
/** Answers, their repetitions while no ACK comes, a NOTIFY and a BYE: what one message may set off. */
const mostAnswers = 12;

interface Siege {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly server: SipPeer;
  readonly phone: VirtualPhone;
  /** What the server really sent, in the dialogs that stand. */
  readonly genuine: readonly Uint8Array[];
}

async function prepare(): Promise<Siege> {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: proxyAddress });
  server.registrar({ clock });
  network.attach(strangersAddress, () => undefined);
  const phone = new VirtualPhone(clock, network, phoneAddress, 11);
  const { account } = phone.account();
  account.register();
  await clock.advanceAsync(50);
  account.subscribe({ event: 'dialog', accept: ['application/dialog-info+xml'], expiresS: 600 }, () => undefined);
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 183, { sdp: sdpOf(proxyAddress) });
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf(proxyAddress) });
  phone.call(account, '2003');
  await clock.advanceAsync(50);
  server.respond(server.invite, 180, { tag: 'early' });
  server.send(phone.target, { method: 'INVITE', uri: `sip:1001@${phoneAddress}`, sdp: sdpOf(proxyAddress) });
  await clock.advanceAsync(50);
  server.send(phone.target, { method: 'OPTIONS', uri: `sip:1001@${phoneAddress}` });
  await clock.advanceAsync(50);
  const genuine = network.wire.filter(({ to }) => to === phoneAddress).map(({ message }) => serializeMessage(message));
  return { clock, network, server, phone, genuine };
}

/** Its header fields name a dialog as those of `at` do, and it comes in its turn. */
function aimed(bytes: Uint8Array, at: Uint8Array, number: number): Uint8Array {
  const [text, dialog] = [bytes, at].map((each) => Buffer.from(each).toString('latin1'));
  const lines = (dialog ?? '').split('\r\n');
  const named = (text ?? '').replace(/^(from|to|call-id):.*$/gim, (line, name: string) => {
    return lines.find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? line;
  });
  const fresh = named.replace(/^CSeq: \d+/m, `CSeq: ${number}`).replace(/branch=z9hG4bK[\w-]*/, `branch=z9hG4bK${number}`);
  return Buffer.from(fresh, 'latin1');
}

function missile({ genuine }: Siege, corpus: readonly Uint8Array[], random: SeededRandom, number: number): Uint8Array {
  const seed = random.below(3) === 0 ? random.pick(genuine) : aimed(random.pick(corpus), random.pick(genuine), number);
  // One in eight hits as it is: the spoiled ones are to meet a phone in all its states.
  const spoil = random.below(8);
  if (spoil === 0) return seed;
  return spoil === 1 ? mutate(seed, random) : mutateStructure(seed, random.pick(corpus), random);
}

export async function siege(corpus: readonly Uint8Array[], random: SeededRandom, count: number): Promise<void> {
  const scene = await prepare();
  const { clock, network, server, phone } = scene;
  phone.onIncoming = (call) => random.pick([() => call.answer(), () => call.reject(486), () => undefined])();
  let sent = 0;
  network.wire.length = 0;
  for (let i = 0; i < count; i++) {
    const from = random.pick([proxyAddress, proxyAddress, proxyAddress, strangersAddress]);
    phone.node.arrive(from, missile(scene, corpus, random, 1000 + i), 'UDP');
    if (random.below(10) === 0) await clock.advanceAsync(random.pick([1, 50, 600, 5000]));
    if (random.below(100) === 0) for (const { call } of phone.incoming.splice(0)) call.end();
    sent += network.wire.filter((each) => each.from === phoneAddress).length;
    network.wire.length = 0;
    assert.deepEqual(phone.errors, [], `message ${i}`);
    phone.traced.length = 0;
  }
  await clock.advanceAsync(70_000);
  sent += network.wire.filter((each) => each.from === phoneAddress).length;
  assert.ok(sent < count * mostAnswers + 200, `${sent} messages for ${count}`);
  await stillCalls({ clock, server, phone });
  const closed = phone.agent.close();
  await clock.advanceAsync(300_000);
  await closed;
  assert.deepEqual(phone.errors, []);
  assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
}

async function stillCalls({ clock, server, phone }: Pick<Siege, 'clock' | 'server' | 'phone'>): Promise<void> {
  for (const { call } of phone.incoming.splice(0)) call.end();
  const { account } = phone.account({ id: 'line2', registration: undefined });
  const { events, call } = phone.call(account, '2004');
  await clock.advanceAsync(100);
  server.respond(server.invite, 200, { sdp: sdpOf(proxyAddress) });
  await clock.advanceAsync(100);
  assert.ok(types(events).includes('answered'), `after it the phone could not call: ${types(events)}`);
  call.end();
}

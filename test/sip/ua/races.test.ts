// Messages that cross, come in masses or come when nobody expects them: nothing stays behind, and the call goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import { TransportError } from '#sip/transport/transport';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { accountSettings, types, VirtualPhone } from '#test/support/virtual-phone';

const sdp = sdpOf('10.0.0.9');
const nothing = { calls: 0, dialogs: 0, transactions: 0 };

async function world() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account, events } = phone.account();
  await clock.advanceAsync(10);
  return { clock, network, server, phone, account, registrations: events };
}

/** A call of ours that stands; `request` is one of the other side in it. */
async function standing() {
  const scene = await world();
  const { clock, server, phone, account } = scene;
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  const { headers } = server.invite.request;
  const request = (method: string): SipResponse[] => {
    const responses: SipResponse[] = [];
    const parts = { uri: 'sip:1001@10.0.0.1', from: `${headers.get('To')};tag=tag-10.0.0.9`, to: headers.get('From') ?? '' };
    server.send(
      phone.target,
      { method, ...parts, callId: headers.callId },
      (event) => event.type === 'responseReceived' && responses.push(event.response),
    );
    return responses;
  };
  return { ...scene, call, events, request };
}

test('a BYE that comes while ours waits for the ACK leaves no dialog behind', async () => {
  const { clock, server, phone } = await world();
  const responses: SipResponse[] = [];
  const { request: invite } = server.send(
    phone.target,
    { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp },
    (event) => event.type === 'responseReceived' && responses.push(event.response),
  );
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.end();
  const from = invite.headers.get('From') ?? '';
  const to = responses.at(-1)?.headers.get('To') ?? '';
  server.send(phone.target, { method: 'BYE', uri: 'sip:1001@10.0.0.1', from, to, callId: invite.headers.callId });
  await clock.advanceAsync(100_000);
  assert.deepEqual(phone.agent.load, nothing);
});

test('a BYE that crosses ours is 200, and nothing stays behind', async () => {
  const { clock, server, phone, call, request } = await standing();
  server.answers.set('BYE', () => undefined);
  call.end();
  await clock.advanceAsync(50);
  const responses = request('BYE');
  await clock.advanceAsync(50);
  assert.equal(responses.at(-1)?.status, 200);
  await clock.advanceAsync(100_000);
  assert.deepEqual(phone.agent.load, nothing);
});

test('the 200 that comes again after our BYE still gets its ACK', async () => {
  const { clock, server, call } = await standing();
  server.answers.set('BYE', () => undefined);
  call.end();
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.equal(server.requests('ACK').length, 2);
});

test('strangers who pretend to be in a call take no transaction', async () => {
  const { clock, network, phone } = await world();
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  const statuses: number[] = [];
  for (let i = 0; i < 200; i++) {
    stranger.send(
      phone.target,
      { method: 'INVITE', uri: 'sip:1001@10.0.0.1', to: '<sip:1001@10.0.0.1>;tag=no' },
      (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
    );
  }
  await clock.advanceAsync(50);
  assert.deepEqual(phone.agent.load, nothing);
  assert.deepEqual([...new Set(statuses)], [481]);
});

test('a flood of 2xx with ever new tags is not answered with a flood', async () => {
  const { clock, network, server, phone, account } = await world();
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  for (let i = 0; i < 500; i++) server.respond(server.invite, 200, { sdp, tag: `fork-${i}` });
  await clock.advanceAsync(50);
  assert.ok(server.requests('BYE').length <= 32, `${server.requests('BYE').length} BYEs`);
  call.end();
  await clock.advanceAsync(100_000);
  assert.deepEqual(phone.agent.load, nothing);
  assert.ok(network.wire.length > 0);
});

test('a network that is away for a moment refuses a hold and does not end the call', async () => {
  const { clock, server, phone, call, events } = await standing();
  phone.node.failure = new TransportError('unreachable', 'no route');
  call.hold();
  await clock.advanceAsync(50);
  phone.node.failure = undefined;
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged', 'mediaChangeFailed']);
  call.hold();
  await clock.advanceAsync(50);
  assert.equal(server.requests('INVITE').length, 2);
});

test('a hold that is put off with 500 and Retry-After is asked again', async () => {
  const { clock, server, call, events } = await standing();
  call.hold();
  await clock.advanceAsync(50);
  server.respond(server.invite, 500, { headers: [['Retry-After', '3']] });
  await clock.advanceAsync(12_000);
  assert.equal(server.requests('INVITE').length, 3);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged', 'mediaChanged']);
});

test('a refused refresh is nobody’s failed hold', async () => {
  const { clock, server, phone, events } = await standing();
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  server.respond(server.invite, 488);
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('a hold that was taken back before it was refused did not fail', async () => {
  const { clock, server, call, events } = await standing();
  call.hold();
  call.resume();
  await clock.advanceAsync(50);
  server.respond(server.invite, 488);
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('settings that are changed and changed back register again', async () => {
  const { clock, server, account, registrations } = await world();
  server.registrar({ clock });
  account.register();
  await clock.advanceAsync(50);
  account.update(accountSettings({ domain: '10.0.0.8' }));
  account.update(accountSettings());
  await clock.advanceAsync(10_000);
  assert.equal(registrations.at(-1)?.type, 'registered');
});

test('early media of one fork does not stay when another fork is taken', async () => {
  const { clock, server, phone, account } = await world();
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.5', { port: 5000 }), tag: 'a' });
  await clock.advanceAsync(50);
  server.respond(server.invite, 183, { sdp: sdpOf('10.0.0.6', { port: 6000 }), tag: 'b' });
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { tag: 'a' });
  await clock.advanceAsync(50);
  // The core has one session for all forks: what is applied last is what is heard.
  assert.deepEqual(
    phone.media[0]?.applied.map(({ remoteAddress }) => remoteAddress),
    ['10.0.0.5', '10.0.0.5'],
  );
});

test('an owner that fails over an incoming call costs that call a 500, not the phone', async () => {
  const { clock, server, phone } = await world();
  phone.onIncoming = () => {
    throw new Error('owner');
  };
  const statuses: number[] = [];
  server.send(
    phone.target,
    { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp },
    (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
  );
  await clock.advanceAsync(50);
  assert.equal(statuses.at(-1), 500);
  assert.equal(phone.errors.length, 1);
  await clock.advanceAsync(100_000);
  assert.deepEqual(phone.agent.load, nothing);
});

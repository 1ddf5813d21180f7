// Requests beyond one datagram: TCP, and UDP where there is no TCP (RFC 3261 §18.1.1).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serializeMessage } from '#sip/message/serialize-message';
import { TransportError } from '#sip/transport/transport';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const sdp = sdpOf('10.0.0.9');

async function world(displayName: string) {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account({ displayName });
  await clock.advanceAsync(10);
  const protocols: string[] = [];
  let hasTcp = true;
  const send = phone.node.send.bind(phone.node);
  phone.node.send = (message, target) => {
    if (message.kind === 'request') protocols.push(`${message.method} ${target.protocol}`);
    if (target.protocol === 'TCP' && !hasTcp) return Promise.reject(new TransportError('refused', 'no TCP'));
    return send(message, target);
  };
  const withoutTcp = (): void => {
    hasTcp = false;
  };
  return { clock, server, phone, account, protocols, withoutTcp };
}

test('an INVITE beyond 1300 bytes goes over TCP and says so in its Via; what is small stays on UDP', async () => {
  const { clock, server, phone, account, protocols } = await world('x'.repeat(1000));
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  assert.equal(server.last('INVITE').headers.via.protocol, 'TCP');
  server.respond(server.invite, 180);
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['progressed', 'ended']);
  assert.deepEqual(protocols, ['INVITE TCP', 'CANCEL TCP', 'ACK TCP']);
  const small = await world('Ann');
  small.phone.call(small.account, '2002');
  await small.clock.advanceAsync(50);
  assert.deepEqual(small.protocols, ['INVITE UDP']);
});

test('short names of header fields count as they go out', async () => {
  const { clock, server, phone, account, protocols } = await world('Ann');
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  const rest = serializeMessage(server.last('INVITE')).length;
  // Too large by little, and no more so with short names.
  for (const nameForm of ['long', 'compact'] as const) {
    const other = await world('x'.repeat(1320 - rest));
    other.phone.node.nameForm = nameForm;
    other.phone.call(other.account, '2002');
    await other.clock.advanceAsync(50);
    protocols.push(...other.protocols);
  }
  assert.deepEqual(protocols, ['INVITE UDP', 'INVITE TCP', 'INVITE UDP']);
});

test('a server without TCP gets it on UDP, and is not tried again for an hour', async () => {
  const { clock, server, phone, account, protocols, withoutTcp } = await world('x'.repeat(1000));
  withoutTcp();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  assert.deepEqual(protocols.slice(0, 2), ['INVITE TCP', 'INVITE UDP']);
  protocols.length = 0;
  phone.call(account, '2003');
  await clock.advanceAsync(50);
  assert.deepEqual(protocols, ['INVITE UDP']);
  await clock.advanceAsync(3_600_000);
  protocols.length = 0;
  phone.call(account, '2004');
  await clock.advanceAsync(50);
  assert.deepEqual(protocols, ['INVITE TCP', 'INVITE UDP']);
});

test('a call that is given up while there is no connection yet is cancelled on UDP', async () => {
  const { clock, server, phone, account, withoutTcp } = await world('x'.repeat(1000));
  withoutTcp();
  const { call } = phone.call(account, '2002');
  call.end();
  const other = phone.call(account, '2002');
  await clock.advanceAsync(0);
  other.call.end();
  await clock.advanceAsync(50);
  if (server.pending.length > 0) {
    server.respond(server.invite, 180);
    await clock.advanceAsync(50);
    assert.equal(server.requests('CANCEL').length, server.pending.length);
  }
  await clock.advanceAsync(100_000);
  assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
});

test('a BYE does not overtake the large re-INVITE whose connection is still being made', async () => {
  for (const hasTcp of [true, false]) {
    const { clock, server, phone, account, protocols, withoutTcp } = await world('x'.repeat(600));
    const { call } = phone.call(account, '2002');
    await clock.advanceAsync(50);
    server.respond(server.invite, 200, { sdp });
    await clock.advanceAsync(50);
    protocols.length = 0;
    if (!hasTcp) withoutTcp();
    call.hold();
    await clock.advanceAsync(0);
    call.end();
    await clock.advanceAsync(50);
    assert.deepEqual(protocols, hasTcp ? ['INVITE TCP', 'BYE TCP'] : ['INVITE TCP', 'INVITE UDP', 'BYE UDP']);
  }
});

test('what follows a large request that was answered is a datagram again', async () => {
  const { clock, server, phone, account, protocols } = await world('x'.repeat(600));
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  protocols.length = 0;
  call.end();
  await clock.advanceAsync(50);
  assert.deepEqual(protocols, ['BYE UDP']);
});

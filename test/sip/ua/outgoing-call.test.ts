// Calls that we make: the flows of RFC 3665 §3, forks, early media and the races around CANCEL.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { bodyOf, SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

function world() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  return { clock, network, server, phone, account };
}

const sdp = sdpOf('10.0.0.9');

test('a call rings, is answered and ended by us', async () => {
  const { clock, server, phone, account } = world();
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  const invite = server.invite;
  assert.equal(invite.request.headers.to.uri.scheme, 'sip');
  assert.match(bodyOf(invite.request), /m=audio 30000 RTP\/AVP 0 8 101/);
  server.respond(invite, 180);
  await clock.advanceAsync(50);
  server.respond(invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.equal(server.requests('ACK').length, 1);
  call.end();
  await clock.advanceAsync(50);
  assert.equal(server.requests('BYE').length, 1);
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged', 'ended']);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'local' } });
  assert.equal(phone.media[0]?.applied[0]?.remoteAddress, '10.0.0.9');
  assert.equal(phone.media[0]?.closed, 1);
  await clock.advanceAsync(70_000);
  assert.deepEqual(phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
});

test('the other side ends the call', async () => {
  const { clock, server, phone, account } = world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  const { headers } = server.invite.request;
  const statuses: number[] = [];
  server.send(
    phone.target,
    {
      method: 'BYE',
      uri: 'sip:x@10.0.0.1',
      from: `${headers.get('To')};tag=tag-10.0.0.9`,
      to: headers.get('From') ?? '',
      callId: headers.callId,
    },
    (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
  );
  await clock.advanceAsync(50);
  assert.deepEqual(statuses, [200]);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'remote' } });
});

test('busy, refused and moved end with the response', async () => {
  for (const status of [302, 404, 486, 603]) {
    const { clock, server, phone, account } = world();
    const { events } = phone.call(account, '2002');
    await clock.advanceAsync(50);
    server.respond(server.invite, status, { reason: 'Because' });
    await clock.advanceAsync(50);
    assert.deepEqual(events, [{ type: 'ended', end: { by: 'response', status, reason: 'Because' } }]);
    assert.equal(server.requests('ACK').length, 0, 'the ACK of a non-2xx is the transaction’s');
    assert.equal(phone.media[0]?.closed, 1);
  }
});

test('nobody there: the call ends after timer B', async () => {
  const { clock, network, phone, account } = world();
  network.drop = () => true;
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(33_000);
  assert.deepEqual(events, [{ type: 'ended', end: { by: 'timeout' } }]);
});

test('a 407 is answered once with the next CSeq, and the ACK carries the credentials', async () => {
  const { clock, server, phone, account } = world();
  const passwords = { '1001': 'right' };
  server.challenge('INVITE', { clock, passwords, authorized: (transaction) => void server.pending.push(transaction) });
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  const [first, second] = server.requests('INVITE');
  assert.equal(second?.headers.cseq.number, (first?.headers.cseq.number ?? 0) + 1);
  assert.equal(second?.headers.callId, first?.headers.callId);
  assert.match(second?.headers.get('Proxy-Authorization') ?? '', /SHA-256/);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.ok(server.last('ACK').headers.has('Proxy-Authorization'));
  assert.equal(server.last('ACK').headers.cseq.number, second?.headers.cseq.number);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('a wrong password ends the call with 407 after one try', async () => {
  const { clock, server, phone, account } = world();
  server.challenge('INVITE', { clock, passwords: { '1001': 'other' }, authorized: () => undefined });
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(40_000);
  assert.equal(server.requests('INVITE').length, 2);
  const [end] = events;
  assert.ok(end?.type === 'ended' && end.end.by === 'response' && end.end.status === 407);
});

test('a stranger who challenges our BYE gets no digest', async () => {
  const { clock, network, server, phone, account } = world();
  const stranger = new SipPeer({ network, clock, address: '10.6.6.6', seed: 66 });
  stranger.challenge('BYE', { clock, passwords: {}, authorized: () => undefined });
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp, headers: [['Contact', '<sip:10.6.6.6>']] });
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  assert.equal(stranger.requests('BYE').length, 1);
  assert.equal(stranger.last('BYE').headers.has('Proxy-Authorization'), false);
});

test('early media of a 183 is applied, and a 200 without a body stands on it', async () => {
  const { clock, server, phone, account } = world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 183, { sdp });
  await clock.advanceAsync(50);
  assert.deepEqual(events, [{ type: 'progressed', status: 183, media: true }]);
  server.respond(server.invite, 200);
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged']);
  assert.ok(phone.media[0]?.applied.every(({ remoteAddress }) => remoteAddress === '10.0.0.9'));
});

test('three forks: each early dialog has its own media, the first 2xx wins, the second is acknowledged and ended', async () => {
  const { clock, server, phone, account } = world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  for (const tag of ['one', 'two', 'three']) server.respond(server.invite, 183, { sdp: sdpOf(`10.0.1.${tag.length}`), tag });
  await clock.advanceAsync(50);
  const [first] = phone.media;
  assert.equal(first?.forks.length, 2);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.1.33'), tag: 'three' });
  await clock.advanceAsync(50);
  assert.equal(first?.closed, 1);
  assert.equal(first?.forks[0]?.closed, 1);
  assert.equal(first?.forks[1]?.closed, 0);
  assert.equal(first?.forks[1]?.applied.at(-1)?.remoteAddress, '10.0.1.33');
  server.respond(server.invite, 200, { sdp, tag: 'one' });
  await clock.advanceAsync(50);
  const tagsOf = (method: string) => server.requests(method).map((request) => request.headers.to.parameters.get('tag'));
  assert.deepEqual(tagsOf('ACK'), ['three', 'one']);
  assert.deepEqual(tagsOf('BYE'), ['one']);
  assert.deepEqual(types(events), ['progressed', 'progressed', 'progressed', 'answered', 'mediaChanged']);
});

test('the 200 of a lost fork gets its ACK as often as it comes, and one BYE', async () => {
  const { clock, server, phone, account } = world();
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp, tag: 'winner' });
  for (let i = 0; i < 3; i++) {
    server.respond(server.invite, 200, { sdp, tag: 'late' });
    await clock.advanceAsync(500);
  }
  const late = (method: string) => server.requests(method).filter(({ headers }) => headers.to.parameters.get('tag') === 'late');
  assert.deepEqual([late('ACK').length, late('BYE').length], [3, 1]);
});

test('503 is met at the next address', async () => {
  const { clock, network, server, phone } = world();
  const second = new SipPeer({ network, clock, address: '10.0.0.8', seed: 8 });
  phone.hosts.set('farm.example', ['10.0.0.9', '10.0.0.8']);
  const { account } = phone.account({ id: 'line2', domain: 'farm.example' });
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 503);
  await clock.advanceAsync(50);
  second.respond(second.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.equal(events[0]?.type, 'answered');
});

test('a repeated 200 gets the same ACK again', async () => {
  const { clock, server, phone, account } = world();
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  for (let i = 0; i < 3; i++) {
    server.respond(server.invite, 200, { sdp });
    await clock.advanceAsync(500);
  }
  const acks = server.requests('ACK');
  assert.equal(acks.length, 3);
  assert.equal(new Set(acks.map((ack) => ack.headers.get('Via'))).size, 1);
});

test('cancel while it rings', async () => {
  const { clock, server, phone, account } = world();
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 180);
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  assert.equal(server.cancelled.length, 1);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'local' } });
  assert.equal(phone.media[0]?.closed, 1);
});

test('cancel before any answer waits for the first provisional response', async () => {
  const { clock, server, phone, account } = world();
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(100);
  assert.equal(server.requests('CANCEL').length, 0);
  server.respond(server.invite, 180);
  await clock.advanceAsync(50);
  assert.equal(server.requests('CANCEL').length, 1);
});

test('cancel before the address is known sends nothing', async () => {
  const { clock, server, phone, account } = world();
  const { call, events } = phone.call(account, '2002');
  call.end();
  await clock.advanceAsync(50);
  assert.equal(server.received.length, 0);
  assert.deepEqual(events, [{ type: 'ended', end: { by: 'local' } }]);
  assert.equal(phone.media.length, 0);
});

test('the 200 that crosses our CANCEL is acknowledged and ended', async () => {
  const { clock, server, phone, account } = world();
  server.answers.set('CANCEL', (transaction) => server.respond(transaction, 200));
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 180);
  await clock.advanceAsync(50);
  call.end();
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.equal(server.requests('ACK').length, 1);
  assert.equal(server.requests('BYE').length, 1);
  assert.deepEqual(types(events), ['progressed', 'ended']);
});

test('an answer that can not be used ends the call after its ACK', async () => {
  const { clock, server, phone, account } = world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { formats: '18' }) });
  await clock.advanceAsync(50);
  assert.equal(server.requests('ACK').length, 1);
  assert.equal(server.requests('BYE').length, 1);
  const [end] = events;
  assert.ok(end?.type === 'ended' && end.end.by === 'media');
});

test('an offer in the 2xx is answered in the ACK', async () => {
  const { clock, server, phone, account } = world();
  const { events } = phone.call(account, '2002', { delayedOffer: true });
  await clock.advanceAsync(50);
  assert.equal(server.invite.request.body.length, 0);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.last('ACK')), /m=audio 30000/);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
  assert.equal(phone.media[0]?.applied.length, 1);
});

test('no media port: the call ends and nothing is sent', async () => {
  const { clock, server, phone, account } = world();
  phone.mediaFails = true;
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  assert.equal(server.received.length, 0);
  assert.ok(events[0]?.type === 'ended' && events[0].end.by === 'media');
  assert.equal(phone.media[0]?.closed, 1);
});

test('Record-Route and Contact of the 2xx lead the ACK and the BYE', async () => {
  const { clock, network, server, phone, account } = world();
  const far = new SipPeer({ network, clock, address: '10.0.0.5', seed: 5 });
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, {
    sdp,
    headers: [
      ['Contact', '<sip:bob@192.0.2.4:5070>'],
      ['Record-Route', '<sip:10.0.0.4;lr>, <sip:10.0.0.5;lr>'],
    ],
  });
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  for (const method of ['ACK', 'BYE']) {
    const request = far.last(method);
    assert.equal(request.uri.scheme === 'sip' && 'host' in request.uri ? request.uri.host : '', '192.0.2.4');
    assert.deepEqual(request.headers.getAll('Route'), ['<sip:10.0.0.5;lr>', '<sip:10.0.0.4;lr>']);
  }
});

test('the owner may end the call when it hears that it is answered', async () => {
  const { clock, server, account } = world();
  const events: string[] = [];
  const call = account.call('2002', (event) => {
    events.push(event.type);
    if (event.type === 'answered') call.end();
  });
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.deepEqual(events, ['answered', 'ended']);
  assert.equal(server.requests('BYE').length, 1);
});

test('what is no address ends at once with 484, and nothing is sent', async () => {
  const { clock, server, phone, account } = world();
  const { events } = phone.call(account, 'sip:');
  await clock.advanceAsync(50);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'response', status: 484, reason: 'Address Incomplete' } });
  assert.equal(server.received.length, 0);
});

test('a call that is answered without a body by the branch that was heard before another goes there', async () => {
  const { clock, server, phone, account } = world();
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 183, { tag: 'a', sdp: sdpOf('10.0.0.41') });
  server.respond(server.invite, 183, { tag: 'b', sdp: sdpOf('10.0.0.42') });
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { tag: 'a' });
  await clock.advanceAsync(50);
  const [first] = phone.media;
  assert.deepEqual(
    first?.applied.map(({ remoteAddress }) => remoteAddress),
    ['10.0.0.41', '10.0.0.41'],
  );
  assert.equal(first?.forks[0]?.closed, 1);
});

test('a call that is dialled while our address changes tells the new one when it is answered', async () => {
  const { clock, server, phone, account } = world();
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.invite.request), /c=IN IP4 10\.0\.0\.1\r/);
  phone.local = { family: 4, address: '10.0.0.2', port: 5060 };
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.equal(server.requests('INVITE').length, 2);
  assert.match(bodyOf(server.last('INVITE')), /c=IN IP4 10\.0\.0\.2\r/);
});

test('an address that changes while media opens is in the first offer', async () => {
  const { clock, server, phone, account } = world();
  const opening = Promise.withResolvers<void>();
  phone.beforeMedia = opening.promise;
  phone.call(account, '2002');
  await clock.advanceAsync(50);
  phone.local = { family: 4, address: '10.0.0.2', port: 5060 };
  phone.agent.addressChanged();
  opening.resolve();
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.invite.request), /c=IN IP4 10\.0\.0\.2\r/);
});

test('a host name in the answer is looked up; one without an address ends the call', async () => {
  for (const [name, ends] of [
    ['media.example.org', false],
    ['nowhere.example.org', true],
  ] as const) {
    const { clock, server, phone, account } = world();
    phone.hosts.set('media.example.org', ['10.0.0.44']);
    const { events } = phone.call(account, '2002');
    await clock.advanceAsync(50);
    server.respond(server.invite, 183, { sdp: sdpOf(name) });
    await clock.advanceAsync(50);
    assert.deepEqual(types(events), ['progressed'], 'early media without an address is none');
    server.respond(server.invite, 200);
    await clock.advanceAsync(50);
    assert.equal(events.at(-1)?.type, ends ? 'ended' : 'mediaChanged', name);
    assert.equal(server.requests('BYE').length, ends ? 1 : 0);
    assert.ok(phone.media[0]?.applied.every(({ remoteAddress }) => remoteAddress === '10.0.0.44'));
  }
});

test('each call has a name of its own', async () => {
  const { phone, account } = world();
  const ids = [1, 2, 3].map(() => phone.call(account, '2002').call.id);
  assert.equal(new Set(ids).size, 3);
});

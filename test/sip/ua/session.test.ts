// Changing a session that stands: hold and resume from both sides, re-INVITEs in every shape, glare (RFC 3261 §14, RFC 3264 §8).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipResponse } from '#sip/message/message';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { bodyOf, SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

/** A call of ours that stands. */
async function standing() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  const { call, events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  const first = server.invite.request.headers;
  /** A request of the other side in the dialog. */
  const request = (method: string, sdp?: string, headers?: readonly (readonly [string, string])[]) => {
    const responses: SipResponse[] = [];
    const transaction = server.send(
      phone.target,
      {
        method,
        uri: 'sip:1001@10.0.0.1',
        from: `${first.get('To')};tag=tag-10.0.0.9`,
        to: first.get('From') ?? '',
        callId: first.callId,
        ...(sdp === undefined ? {} : { sdp }),
        ...(headers === undefined ? {} : { headers }),
      },
      (event) => event.type === 'responseReceived' && responses.push(event.response),
    );
    const acknowledge = (answer?: string) => {
      const response = responses.at(-1);
      assert.ok(response);
      server.acknowledge(transaction.request, response, phone.target, answer);
    };
    return { responses, acknowledge };
  };
  const reinvites = () => server.requests('INVITE').slice(1);
  const media = phone.media[0];
  assert.ok(media);
  return { clock, network, server, phone, account, call, events, request, reinvites, media };
}

test('hold offers sendonly, resume sendrecv; versions rise', async () => {
  const { clock, server, call, events, reinvites, media } = await standing();
  call.hold();
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.invite.request), /a=sendonly/);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await clock.advanceAsync(50);
  assert.equal(media.applied.at(-1)?.direction, 'sendonly');
  call.resume();
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.invite.request), /a=sendrecv/);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { version: 3 }) });
  await clock.advanceAsync(50);
  assert.equal(media.applied.at(-1)?.direction, 'sendrecv');
  assert.deepEqual(types(events), ['answered', 'mediaChanged', 'mediaChanged', 'mediaChanged']);
  assert.equal(server.requests('ACK').length, 3);
  const versions = server.requests('INVITE').map((invite) => Number(/o=- \d+ (\d+)/.exec(bodyOf(invite))?.[1]));
  assert.ok((versions[0] ?? 0) < (versions[1] ?? 0) && (versions[1] ?? 0) < (versions[2] ?? 0));
  assert.equal(reinvites().length, 2);
});

test('holding twice asks once; resume during the hold is asked for after it', async () => {
  const { clock, server, call, reinvites } = await standing();
  call.hold();
  call.hold();
  call.resume();
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 1);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly' }) });
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 2);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9') });
  await clock.advanceAsync(50);
  call.resume();
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 2);
});

test('a refused hold leaves the call as it was, and it can be asked again', async () => {
  const { clock, server, call, events, reinvites } = await standing();
  call.hold();
  await clock.advanceAsync(50);
  server.respond(server.invite, 488);
  await clock.advanceAsync(50);
  assert.deepEqual(events.at(-1), { type: 'mediaChangeFailed', status: 488 });
  call.hold();
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 2);
});

test('the other side holds by sendonly, by inactive and by c=0.0.0.0, and resumes', async () => {
  const offers = [
    { offer: { direction: 'sendonly' }, answer: 'recvonly' },
    { offer: { direction: 'inactive' }, answer: 'inactive' },
    { offer: { hold: true }, answer: 'recvonly' },
  ];
  for (const { offer, answer } of offers) {
    const { clock, events, request, media } = await standing();
    const holding = request('INVITE', sdpOf('10.0.0.9', { ...offer, version: 2 }));
    await clock.advanceAsync(50);
    assert.equal(holding.responses.at(-1)?.status, 200);
    assert.match(bodyOf(holding.responses.at(-1) as SipResponse), new RegExp(`a=${answer}`));
    assert.equal(media.applied.at(-1)?.heldByRemote, true);
    holding.acknowledge();
    await clock.advanceAsync(50);
    const resuming = request('INVITE', sdpOf('10.0.0.9', { version: 3 }));
    await clock.advanceAsync(50);
    resuming.acknowledge();
    assert.equal(media.applied.at(-1)?.heldByRemote, false);
    assert.equal(media.applied.at(-1)?.direction, 'sendrecv');
    assert.deepEqual(types(events), ['answered', 'mediaChanged', 'mediaChanged', 'mediaChanged']);
  }
});

test('hold from both sides is inactive, and ends when both have resumed', async () => {
  const { clock, server, call, request, media } = await standing();
  const holding = request('INVITE', sdpOf('10.0.0.9', { direction: 'sendonly', version: 2 }));
  await clock.advanceAsync(50);
  holding.acknowledge();
  call.hold();
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.invite.request), /a=inactive/);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'inactive', version: 3 }) });
  await clock.advanceAsync(50);
  const resuming = request('INVITE', sdpOf('10.0.0.9', { version: 4 }));
  await clock.advanceAsync(50);
  assert.match(bodyOf(resuming.responses.at(-1) as SipResponse), /a=sendonly/);
  resuming.acknowledge();
  call.resume();
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { version: 5 }) });
  await clock.advanceAsync(50);
  assert.equal(media.applied.at(-1)?.direction, 'sendrecv');
});

test('a re-INVITE moves media and target', async () => {
  const { clock, network, call, request, media } = await standing();
  const moved = new SipPeer({ network, clock, address: '10.0.0.7', seed: 77 });
  const moving = request('INVITE', sdpOf('10.0.0.7', { port: 5000, formats: '8', version: 2 }), [['Contact', '<sip:10.0.0.7>']]);
  await clock.advanceAsync(50);
  moving.acknowledge();
  await clock.advanceAsync(50);
  assert.equal(media.applied.at(-1)?.remoteAddress, '10.0.0.7');
  assert.equal(media.applied.at(-1)?.send.name, 'PCMA');
  call.end();
  await clock.advanceAsync(50);
  assert.equal(moved.requests('BYE').length, 1);
});

test('a re-INVITE without an offer gets ours; its ACK brings the answer', async () => {
  const { clock, events, request, media } = await standing();
  const asking = request('INVITE');
  await clock.advanceAsync(50);
  assert.match(bodyOf(asking.responses.at(-1) as SipResponse), /m=audio 30000/);
  asking.acknowledge(sdpOf('10.0.0.9', { port: 6000, version: 2 }));
  await clock.advanceAsync(50);
  assert.equal(media.applied.at(-1)?.remoteRtpPort, 6000);
  assert.deepEqual(types(events), ['answered', 'mediaChanged', 'mediaChanged']);
});

test('a re-INVITE without a common codec is 488 and changes nothing', async () => {
  const { clock, events, request, media } = await standing();
  const bad = request('INVITE', sdpOf('10.0.0.9', { formats: '18', version: 2 }));
  await clock.advanceAsync(50);
  assert.equal(bad.responses.at(-1)?.status, 488);
  assert.equal(media.applied.length, 1);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('a re-INVITE before the ACK of the last is 500 with Retry-After; an old CSeq is 500', async () => {
  const { clock, server, phone, request } = await standing();
  const first = request('INVITE', sdpOf('10.0.0.9', { version: 2 }));
  await clock.advanceAsync(50);
  const second = request('INVITE', sdpOf('10.0.0.9', { version: 3 }));
  await clock.advanceAsync(50);
  assert.equal(second.responses.at(-1)?.status, 500);
  assert.ok(Number(second.responses.at(-1)?.headers.get('Retry-After')) <= 10);
  assert.equal(first.responses.at(-1)?.status, 200);
  const { headers } = server.invite.request;
  const statuses: number[] = [];
  server.send(
    phone.target,
    {
      method: 'BYE',
      uri: 'sip:1001@10.0.0.1',
      from: `${headers.get('To')};tag=tag-10.0.0.9`,
      to: headers.get('From') ?? '',
      callId: headers.callId,
      sequence: 3,
    },
    (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
  );
  await clock.advanceAsync(50);
  assert.deepEqual(statuses, [500]);
});

test('glare: 491 both ways, and ours comes again after 2.1 to 4 s', async () => {
  const { clock, server, call, request, reinvites } = await standing();
  call.hold();
  await clock.advanceAsync(50);
  const crossing = request('INVITE', sdpOf('10.0.0.9', { version: 2 }));
  await clock.advanceAsync(50);
  assert.equal(crossing.responses.at(-1)?.status, 491);
  server.respond(server.invite, 491);
  await clock.advanceAsync(2050);
  assert.equal(reinvites().length, 1);
  await clock.advanceAsync(2000);
  assert.equal(reinvites().length, 2);
  assert.match(bodyOf(server.invite.request), /a=sendonly/);
});

test('ending the call stops the repetitions of an unacknowledged 200', async () => {
  const { clock, network, call, request } = await standing();
  request('INVITE', sdpOf('10.0.0.9', { version: 2 }));
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  const before = network.wire.length;
  await clock.advanceAsync(40_000);
  const later = network.wire.slice(before).filter(({ message, from }) => from === '10.0.0.1' && message.kind === 'response');
  assert.deepEqual(later, []);
});

test('481 or 408 to a re-INVITE ends the call', async () => {
  for (const status of [481, 408]) {
    const { clock, server, call, events } = await standing();
    call.hold();
    await clock.advanceAsync(50);
    server.respond(server.invite, status);
    await clock.advanceAsync(50);
    const end = events.at(-1);
    assert.ok(end?.type === 'ended' && end.end.by === 'response' && end.end.status === status);
  }
});

test('OPTIONS, INFO and UPDATE within the call are 200, PUBLISH is 405, and the call stays', async () => {
  const { clock, events, request } = await standing();
  const statuses = [];
  for (const method of ['OPTIONS', 'INFO', 'UPDATE', 'PUBLISH']) {
    const { responses } = request(method);
    await clock.advanceAsync(50);
    statuses.push(responses.at(-1)?.status);
  }
  assert.deepEqual(statuses, [200, 200, 200, 405]);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('a repeated BYE of an ended call is 481', async () => {
  const { clock, request } = await standing();
  const first = request('BYE');
  await clock.advanceAsync(50);
  const second = request('BYE');
  await clock.advanceAsync(50);
  assert.deepEqual([first.responses.at(-1)?.status, second.responses.at(-1)?.status], [200, 481]);
});

test('our new address is told to the other side, media included', async () => {
  const { clock, server, phone, reinvites } = await standing();
  phone.local = { family: 4, address: '10.0.0.2', port: 5090 };
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 1);
  assert.match(server.invite.request.headers.get('Contact') ?? '', /10\.0\.0\.2:5090/);
  assert.match(bodyOf(server.invite.request), /c=IN IP4 10\.0\.0\.2/);
});

test('a proxy may challenge the hold and the BYE: each goes again with the next CSeq', async () => {
  const { clock, server, call, events } = await standing();
  const passwords = { '1001': 'right' };
  server.challenge('INVITE', { clock, passwords, authorized: (transaction) => void server.pending.push(transaction) });
  server.challenge('BYE', { clock, passwords, realm: 'second', authorized: (transaction) => server.respond(transaction, 200) });
  call.hold();
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp: sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 }) });
  await clock.advanceAsync(50);
  assert.equal(events.at(-1)?.type, 'mediaChanged');
  call.end();
  await clock.advanceAsync(50);
  const numbers = server.received.filter(({ method }) => method !== 'ACK').map(({ headers }) => headers.cseq.number);
  assert.deepEqual(numbers, [1, 2, 3, 4, 5]);
  assert.equal(server.last('ACK').headers.cseq.number, 3);
  assert.equal(server.last('BYE').headers.getAll('Proxy-Authorization').length, 2);
});

test('a repeated 200 of the hold gets its ACK again', async () => {
  const { clock, server, call, events } = await standing();
  call.hold();
  await clock.advanceAsync(50);
  const sdp = sdpOf('10.0.0.9', { direction: 'recvonly', version: 2 });
  for (const delayMs of [50, 500, 40_000]) {
    server.respond(server.invite, 200, { sdp });
    await clock.advanceAsync(delayMs);
  }
  const second = server.requests('ACK').filter((ack) => ack.headers.cseq.number === 2);
  assert.equal(second.length, 3);
  assert.equal(types(events).filter((type) => type === 'mediaChanged').length, 2);
});

test('closing the user agent ends its calls', async () => {
  const { clock, server, phone, events } = await standing();
  const closed = phone.agent.close();
  await clock.advanceAsync(100);
  await closed;
  assert.equal(server.requests('BYE').length, 1);
  assert.equal(events.at(-1)?.type, 'ended');
});

test('media moves first, and the re-INVITE says where it is then', async () => {
  const { clock, server, phone, reinvites } = await standing();
  const media = phone.media[0];
  assert.ok(media !== undefined);
  const move = Promise.withResolvers<void>();
  media.beforeMove = move.promise;
  phone.local = { family: 4, address: '10.0.0.2', port: 5060 };
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  assert.deepEqual(media.places, [{ family: 4, address: '10.0.0.2' }]);
  assert.equal(reinvites().length, 0);
  move.resolve();
  await clock.advanceAsync(50);
  assert.match(bodyOf(server.invite.request), /m=audio 30100 /);
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  assert.equal(media.places.length, 1, 'the same address is no change');
  assert.equal(reinvites().length, 1);
});

test('media that can not move says nothing new, and tries again at the next change', async () => {
  const { clock, phone, reinvites } = await standing();
  const media = phone.media[0];
  assert.ok(media !== undefined);
  media.beforeMove = Promise.reject(new Error('cannot assign requested address'));
  phone.local = { family: 4, address: '10.0.0.2', port: 5060 };
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 0);
  media.beforeMove = Promise.resolve();
  phone.agent.addressChanged();
  await clock.advanceAsync(50);
  assert.equal(reinvites().length, 1);
});

test('a host name in the c= of a re-INVITE is looked up before media hears of it', async () => {
  const { clock, phone, request, events } = await standing();
  phone.hosts.set('media.example.org', ['224.0.0.9', '10.0.0.44']);
  const first = request('INVITE', sdpOf('media.example.org', { version: 2 }));
  await clock.advanceAsync(50);
  assert.equal(phone.media[0]?.applied.at(-1)?.remoteAddress, '10.0.0.44');
  first.acknowledge();
  await clock.advanceAsync(50);
  request('INVITE', sdpOf('nowhere.example.org', { version: 3 }));
  await clock.advanceAsync(50);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'media', reason: 'nowhere.example.org has no address' } });
});

test('a call whose media fails ends and says so', async () => {
  const { clock, server, phone, events } = await standing();
  phone.media[0]?.listener({ type: 'failed', reason: 'codec is not in the core' });
  await clock.advanceAsync(50);
  assert.deepEqual(events.at(-1), { type: 'ended', end: { by: 'media', reason: 'codec is not in the core' } });
  assert.equal(server.requests('BYE').length, 1);
});

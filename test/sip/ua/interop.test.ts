// What real servers and phones send that is not how the examples look.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeResponse } from '#sip/message/make-response';
import { FakeClock } from '#test/support/fake-clock';
import { LossyNetwork } from '#test/support/lossy-network';
import { SipPeer, sdpOf } from '#test/support/sip-peer';
import { types, VirtualPhone } from '#test/support/virtual-phone';

const sdp = sdpOf('10.0.0.9');

async function world() {
  const clock = new FakeClock();
  const network = new LossyNetwork(clock, 1);
  const server = new SipPeer({ network, clock, address: '10.0.0.9' });
  const phone = new VirtualPhone(clock, network, '10.0.0.1', 11);
  const { account } = phone.account();
  await clock.advanceAsync(10);
  return { clock, network, server, phone, account };
}

/** SDP between a text and something for other people (RFC 5621). */
function mixed(description: string): string {
  const parts = [
    'preamble',
    '--b1',
    'Content-Type: text/plain',
    '',
    'v=0 is not meant here',
    '--b1',
    'content-type:Application/SDP',
    'Content-Disposition: session',
    '',
    description.trimEnd(),
    '--b1',
    'Content-Type: application/isup;version=itu-t92+',
    'Content-Disposition: signal;handling=optional',
    '',
    '\u0001\u0002',
    '--b1--',
    '',
  ];
  return parts.join('\r\n');
}

test('an offer within multipart/mixed is found', async () => {
  const { clock, server, phone } = await world();
  const statuses: number[] = [];
  // As it stands on the wire: SipPeer sets the type of its own SDP.
  const invite = server.request({ method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: mixed(sdp) });
  invite.headers.set('Content-Type', 'multipart/mixed; boundary="b1"');
  server.transactions.sendRequest(
    invite,
    phone.target,
    (event) => event.type === 'responseReceived' && statuses.push(event.response.status),
  );
  await clock.advanceAsync(50);
  assert.deepEqual(statuses, [180]);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  assert.equal(phone.media[0]?.applied[0]?.remoteAddress, '10.0.0.9');
});

test('an answer within multipart/mixed is found', async () => {
  const { clock, server, phone, account } = await world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  const response = makeResponse(server.invite.request, 200, undefined, 'tag');
  response.headers.set('Contact', '<sip:10.0.0.9>').set('Content-Type', 'multipart/mixed;boundary=b1');
  server.invite.respond({ ...response, body: new TextEncoder().encode(mixed(sdp)) });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['answered', 'mediaChanged']);
});

test('a Contact with headers leads to a Request-URI without them', async () => {
  const { clock, server, phone, account } = await world();
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, { sdp, headers: [['Contact', '<sip:bob@10.0.0.9;method=INVITE?Subject=x>']] });
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  assert.equal(server.requests('ACK').length, 1);
  assert.equal(server.requests('BYE').length, 1);
});

test('headers in what is dialled go nowhere', async () => {
  const { clock, server, phone, account } = await world();
  phone.call(account, 'sip:2002@10.0.0.9;method=BYE?Replaces=x');
  await clock.advanceAsync(50);
  assert.equal(server.requests('INVITE').length, 1);
  assert.equal(server.last('INVITE').headers.get('To'), '<sip:2002@10.0.0.9>');
});

test('180 after the 200 changes nothing', async () => {
  const { clock, network, server, phone, account } = await world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 180);
  await clock.advanceAsync(50);
  const ringing = network.wire.find(({ message }) => message.kind === 'response' && message.status === 180);
  server.respond(server.invite, 200, { sdp });
  await clock.advanceAsync(50);
  assert.ok(ringing);
  phone.agent.receive({ type: 'messageReceived', message: ringing.message, source: server.target });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['progressed', 'answered', 'mediaChanged']);
});

test('a strict router takes the Request-URI, the target goes to the end of the route', async () => {
  const { clock, server, phone, account } = await world();
  const { call } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  server.respond(server.invite, 200, {
    sdp,
    headers: [
      ['Contact', '<sip:bob@192.0.2.4:5070>'],
      ['Record-Route', '<sip:10.0.0.4>, <sip:10.0.0.9>'],
    ],
  });
  await clock.advanceAsync(50);
  call.end();
  await clock.advanceAsync(50);
  const bye = server.last('BYE');
  assert.equal('host' in bye.uri ? bye.uri.host : '', '10.0.0.9');
  assert.deepEqual(bye.headers.getAll('Route'), ['<sip:10.0.0.4>', '<sip:bob@192.0.2.4:5070>']);
});

test('numbers of payload types may differ per way, and video is refused in its place', async () => {
  const { clock, server, phone } = await world();
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 10.0.0.9',
    's=-',
    'c=IN IP4 10.0.0.9',
    't=0 0',
    'm=video 4002 RTP/AVP 99',
    'a=rtpmap:99 H264/90000',
    'm=audio 4000 RTP/AVP 97 96 98',
    'a=rtpmap:97 pcma/8000',
    'a=rtpmap:96 telephone-event/8000',
    'a=rtpmap:98 opus/48000/2',
    '',
  ].join('\r\n');
  server.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: offer });
  await clock.advanceAsync(50);
  phone.incoming[0]?.call.answer();
  await clock.advanceAsync(50);
  const applied = phone.media[0]?.applied[0];
  assert.deepEqual([applied?.send.name, applied?.send.payloadType, applied?.telephoneEvent.send], ['PCMA', 97, 96]);
});

test('an answer of telephone-event alone ends the call after its ACK', async () => {
  const { clock, server, phone, account } = await world();
  const { events } = phone.call(account, '2002');
  await clock.advanceAsync(50);
  const answer = `${sdpOf('10.0.0.9', { formats: '101' })}a=rtpmap:101 telephone-event/8000\r\n`;
  server.respond(server.invite, 200, { sdp: answer });
  await clock.advanceAsync(50);
  assert.deepEqual(types(events), ['ended']);
  assert.deepEqual([server.requests('ACK').length, server.requests('BYE').length], [1, 1]);
});

test('an INVITE of 20 KB rings', async () => {
  const { clock, server, phone } = await world();
  const headers: (readonly [string, string])[] = [['X-Padding', 'x'.repeat(12_000)]];
  server.send(phone.target, { method: 'INVITE', uri: 'sip:1001@10.0.0.1', sdp: `${sdp}a=x:${'y'.repeat(8000)}\r\n`, headers });
  await clock.advanceAsync(50);
  assert.equal(phone.incoming.length, 1);
});

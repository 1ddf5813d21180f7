// Offer and answer (RFC 3264) as tables: what is agreed, in which direction, under which numbers, and which version is said.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { SdpSession } from '#sip/sdp/sdp-session';
import { sdpText } from '#sip/sdp/serialize-sdp';
import type { SessionDescription } from '#sip/sdp/session-description';
import type { CodecCapability, Direction, LocalMedia } from '#sip/ua/media-session';

function codec(name: string, payloadType: number | undefined, clockRateHz = 8000, channels = 1): CodecCapability {
  return { name, clockRateHz, channels, payloadType, formatParameters: undefined };
}

const pcmu = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, packetTimeMs: 20, formatParameters: undefined };

const local: LocalMedia = {
  address: '192.0.2.1',
  family: 4,
  rtpPort: 4000,
  rtcpPort: 4001,
  codecs: [codec('PCMA', 8), codec('PCMU', 0)],
  packetTimeMs: 20,
  telephoneEvent: true,
};

function sdp(...lines: string[]): SessionDescription {
  const result = parseSdp(['v=0', 'o=peer 1 1 IN IP4 198.51.100.7', 's=-', ...lines, ''].join('\r\n'));
  if (!result.ok) throw new Error(result.reason);
  return result.description;
}

function audio(direction: string, formats = '0 8', ...more: string[]): SessionDescription {
  return sdp('c=IN IP4 198.51.100.7', 't=0 0', `m=audio 5000 RTP/AVP ${formats}`, `a=${direction}`, ...more);
}

function lineWith(description: SessionDescription, start: string): string | undefined {
  return sdpText(description)
    .split('\r\n')
    .find((line) => line.startsWith(start));
}

function directionOf(description: SessionDescription, index = 0): string | undefined {
  return description.media[index]?.attributes.find((each) => /^(send|recv|inactive)/.test(each.name))?.name;
}

/** A session that has offered and was answered. */
function established(answer: SessionDescription = audio('sendrecv', '8 101', 'a=rtpmap:101 telephone-event/8000')): SdpSession {
  const session = new SdpSession('77');
  session.createOffer(local, 'sendrecv');
  assert.equal(session.receiveAnswer(answer).type, 'agreed');
  return session;
}

test('an offer names address, port, codecs in order, events, packet time and direction', () => {
  const text = sdpText(new SdpSession('77').createOffer(local, 'sendrecv'));
  assert.equal(
    text,
    [
      'v=0',
      'o=- 77 1 IN IP4 192.0.2.1',
      's=-',
      'c=IN IP4 192.0.2.1',
      't=0 0',
      'm=audio 4000 RTP/AVP 8 0 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendrecv',
      '',
    ].join('\r\n'),
  );
});

test('the answer settles codec, address and ports; a rtcp attribute moves the control port', () => {
  const session = new SdpSession('77');
  session.createOffer(local, 'sendrecv');
  const outcome = session.receiveAnswer(audio('sendrecv', '0', 'a=rtcp:5009', 'a=ptime:30'));
  assert.deepEqual(outcome, {
    type: 'agreed',
    media: {
      remoteAddress: '198.51.100.7',
      remoteRtpPort: 5000,
      remoteRtcpPort: 5009,
      direction: 'sendrecv',
      heldByRemote: false,
      send: { ...pcmu, packetTimeMs: 30 },
      receive: [pcmu],
      telephoneEvent: { send: undefined, receive: undefined },
    },
  });
});

test('telephone-event keeps a number per direction when the answerer chose another', () => {
  const session = established(audio('sendrecv', '8 97', 'a=rtpmap:97 telephone-event/8000'));
  assert.deepEqual(session.negotiated?.telephoneEvent, { send: 97, receive: 101 });
});

test("an answer takes the offerer's numbers and order, for itself and for every later offer", () => {
  const session = new SdpSession('77');
  const media: LocalMedia = { ...local, codecs: [codec('PCMU', 0), codec('opus', undefined, 48000, 2)] };
  const offer = audio('sendrecv', '111 97 0', 'a=rtpmap:111 OPUS/48000/2', 'a=rtpmap:97 telephone-event/48000');
  const outcome = session.receiveOffer(offer, media, 'sendrecv');
  assert.equal(outcome.type, 'answered');
  if (outcome.type !== 'answered') return;
  assert.equal(lineWith(outcome.answer, 'm='), 'm=audio 4000 RTP/AVP 111 97 0');
  assert.deepEqual(outcome.media.send, { ...pcmu, name: 'opus', clockRateHz: 48000, channels: 2, payloadType: 111 });
  assert.deepEqual(
    outcome.media.receive.map((each) => each.payloadType),
    [111, 0],
  );
  assert.deepEqual(outcome.media.telephoneEvent, { send: 97, receive: 97 });
  assert.equal(lineWith(session.createOffer(media, 'sendrecv'), 'm='), 'm=audio 4000 RTP/AVP 0 111 101 97');
});

const directions: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
const answers: Readonly<Record<Direction, Readonly<Record<Direction, Direction>>>> = {
  // offer: wish: answer
  sendrecv: { sendrecv: 'sendrecv', sendonly: 'sendonly', recvonly: 'recvonly', inactive: 'inactive' },
  sendonly: { sendrecv: 'recvonly', sendonly: 'inactive', recvonly: 'recvonly', inactive: 'inactive' },
  recvonly: { sendrecv: 'sendonly', sendonly: 'sendonly', recvonly: 'inactive', inactive: 'inactive' },
  inactive: { sendrecv: 'inactive', sendonly: 'inactive', recvonly: 'inactive', inactive: 'inactive' },
};
for (const offered of directions) {
  for (const wish of directions) {
    test(`an offer of ${offered} is answered ${answers[offered][wish]} when we wish ${wish}`, () => {
      const outcome = new SdpSession('77').receiveOffer(audio(offered), local, wish);
      assert.equal(outcome.type, 'answered');
      if (outcome.type !== 'answered') return;
      assert.equal(directionOf(outcome.answer), answers[offered][wish]);
      assert.equal(outcome.media.direction, answers[offered][wish]);
      assert.equal(outcome.media.heldByRemote, offered === 'sendonly' || offered === 'inactive');
    });
  }
}

test('a direction said once for the whole session counts', () => {
  const offer = sdp('c=IN IP4 198.51.100.7', 't=0 0', 'a=sendonly', 'm=audio 5000 RTP/AVP 0');
  const outcome = new SdpSession('77').receiveOffer(offer, local, 'sendrecv');
  assert.ok(outcome.type === 'answered' && outcome.media.direction === 'recvonly' && outcome.media.heldByRemote);
});

test('c=0.0.0.0 is hold, as RFC 2543 had it, and ends with a real address', () => {
  const session = established();
  const held = sdp('c=IN IP4 0.0.0.0', 't=0 0', 'm=audio 5000 RTP/AVP 8');
  const outcome = session.receiveOffer(held, local, 'sendrecv');
  assert.ok(outcome.type === 'answered');
  assert.equal(outcome.media.heldByRemote, true);
  assert.equal(outcome.media.direction, 'recvonly');
  const back = session.receiveOffer(audio('sendrecv'), local, 'sendrecv');
  assert.ok(back.type === 'answered' && !back.media.heldByRemote && back.media.direction === 'sendrecv');
});

test('holding offers sendonly; the answer recvonly is not the other side holding us', () => {
  const session = established();
  assert.equal(directionOf(session.createOffer(local, 'sendonly')), 'sendonly');
  const outcome = session.receiveAnswer(audio('recvonly', '8'));
  assert.ok(outcome.type === 'agreed' && outcome.media.direction === 'sendonly' && !outcome.media.heldByRemote);
});

test('both sides hold: inactive is offered, and the hold of the other side outlives ours', () => {
  const session = established();
  assert.equal(session.receiveOffer(audio('sendonly'), local, 'sendrecv').type, 'answered');
  assert.equal(directionOf(session.createOffer(local, 'sendonly')), 'inactive');
  const both = session.receiveAnswer(audio('inactive', '8'));
  assert.ok(both.type === 'agreed' && both.media.heldByRemote && both.media.direction === 'inactive');
  assert.equal(directionOf(session.createOffer(local, 'sendrecv')), 'sendrecv');
  const ours = session.receiveAnswer(audio('sendonly', '8'));
  assert.ok(ours.type === 'agreed' && ours.media.heldByRemote && ours.media.direction === 'recvonly');
});

test('while we hold, the other side resumes: it is told sendonly', () => {
  const session = established();
  session.receiveOffer(audio('sendonly'), local, 'sendonly');
  const outcome = session.receiveOffer(audio('sendrecv'), local, 'sendonly');
  assert.ok(outcome.type === 'answered' && directionOf(outcome.answer) === 'sendonly' && !outcome.media.heldByRemote);
});

test('the version rises with a change and stays without one', () => {
  const session = established();
  const versions = [session.createOffer(local, 'sendrecv').origin.version];
  session.receiveAnswer(audio('sendrecv', '8'));
  versions.push(session.createOffer(local, 'sendonly').origin.version);
  session.receiveAnswer(audio('recvonly', '8'));
  versions.push(session.createOffer(local, 'sendonly').origin.version);
  assert.deepEqual(versions, ['1', '2', '2']);
});

test('a refused re-offer changes nothing, and its version is not used for something else', () => {
  const session = established();
  const before = session.negotiated;
  assert.equal(session.createOffer(local, 'sendonly').origin.version, '2');
  session.abandonOffer();
  assert.equal(session.isOffering, false);
  assert.equal(session.negotiated, before);
  assert.equal(session.createOffer(local, 'sendrecv').origin.version, '1');
  session.abandonOffer();
  assert.equal(session.createOffer(local, 'inactive').origin.version, '3');
});

test('further streams are answered with port 0 in their place and stay there in our next offer', () => {
  const offer = sdp(
    'c=IN IP4 198.51.100.7',
    't=0 0',
    'm=video 6000 RTP/AVP 99',
    'a=rtpmap:99 H264/90000',
    'm=audio 5000 RTP/AVP 0',
    'm=audio 5002 RTP/AVP 8',
    'm=image 5004 udptl t38',
  );
  const session = new SdpSession('77');
  const outcome = session.receiveOffer(offer, local, 'sendrecv');
  assert.ok(outcome.type === 'answered');
  const lines = (description: SessionDescription): string[] =>
    description.media.map((each) => `${each.kind} ${each.port} ${each.protocol} ${each.formats.join(' ')}`);
  assert.deepEqual(lines(outcome.answer), [
    'video 0 RTP/AVP 99',
    'audio 4000 RTP/AVP 0',
    'audio 0 RTP/AVP 8',
    'image 0 UDPTL t38',
  ]);
  assert.deepEqual(lines(session.createOffer(local, 'sendrecv')), [
    'video 0 RTP/AVP 99',
    'audio 4000 RTP/AVP 8 0 101',
    'audio 0 RTP/AVP 8',
    'image 0 UDPTL t38',
  ]);
});

const unacceptable: readonly (readonly [string, SessionDescription, string])[] = [
  ['no common codec', audio('sendrecv', '3 18'), 'noCommonCodec'],
  ['nothing but telephone-event in common', audio('sendrecv', '3 101', 'a=rtpmap:101 telephone-event/8000'), 'noCommonCodec'],
  ['the same name at another clock rate', audio('sendrecv', '96', 'a=rtpmap:96 PCMU/16000'), 'noCommonCodec'],
  ['no audio', sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=video 5000 RTP/AVP 31'), 'noUsableStream'],
  ['no media at all', sdp('c=IN IP4 198.51.100.7', 't=0 0'), 'noUsableStream'],
  ['port 0', sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=audio 0 RTP/AVP 0'), 'noUsableStream'],
  ['a secure profile', sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=audio 5000 RTP/SAVP 0'), 'notSecured'],
  ['no connection line', sdp('t=0 0', 'm=audio 5000 RTP/AVP 0'), 'noUsableStream'],
  ['another address family', sdp('c=IN IP6 2001:db8::1', 't=0 0', 'm=audio 5000 RTP/AVP 0'), 'noUsableStream'],
  ['a multicast group', sdp('c=IN IP4 224.2.1.1/127', 't=0 0', 'm=audio 5000 RTP/AVP 0'), 'noUsableStream'],
  ['everybody', sdp('c=IN IP4 255.255.255.255', 't=0 0', 'm=audio 5000 RTP/AVP 0'), 'noUsableStream'],
];
for (const [name, offer, reason] of unacceptable) {
  test(`an offer with ${name} is not acceptable and leaves what stood`, () => {
    const session = established();
    const before = session.negotiated;
    // Port 0 on a running stream is something else; it has its own test.
    const target = name === 'port 0' ? new SdpSession('78') : session;
    assert.deepEqual(target.receiveOffer(offer, local, 'sendrecv'), { type: 'notAcceptable', reason });
    assert.equal(session.negotiated, before);
  });
}

test('port 0 on the running stream silences it and keeps the call', () => {
  const session = established();
  const outcome = session.receiveOffer(sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=audio 0 RTP/AVP 8'), local, 'sendrecv');
  assert.ok(outcome.type === 'answered');
  assert.equal(outcome.answer.media[0]?.port, 0);
  assert.equal(outcome.media.direction, 'inactive');
  assert.equal(outcome.media.heldByRemote, true);
  const back = session.receiveOffer(audio('sendrecv'), local, 'sendrecv');
  assert.ok(back.type === 'answered' && back.media.direction === 'sendrecv' && back.answer.media[0]?.port === 4000);
});

const badAnswers: readonly (readonly [string, SessionDescription, string])[] = [
  ['port 0', sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=audio 0 RTP/AVP 8'), 'streamRefused'],
  ['a codec that was not offered', audio('sendrecv', '18'), 'noCommonCodec'],
  ['no line', sdp('c=IN IP4 198.51.100.7', 't=0 0'), 'malformedAnswer'],
  ['a line too many', audio('sendrecv', '8', 'm=video 6000 RTP/AVP 31'), 'malformedAnswer'],
  ['another kind', sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=video 5000 RTP/AVP 8'), 'malformedAnswer'],
];
for (const [name, answer, reason] of badAnswers) {
  test(`an answer with ${name} is refused as a value`, () => {
    const session = new SdpSession('77');
    session.createOffer(local, 'sendrecv');
    assert.deepEqual(session.receiveAnswer(answer), { type: 'refused', reason });
    assert.equal(session.isOffering, false);
  });
}

test('an answer without an offer is refused', () => {
  assert.deepEqual(new SdpSession('77').receiveAnswer(audio('sendrecv')), { type: 'refused', reason: 'noOffer' });
});

test('two early dialogs answer the same offer and go their own ways', () => {
  const first = new SdpSession('77');
  first.createOffer(local, 'sendrecv');
  const second = first.fork();
  assert.equal(first.receiveAnswer(audio('sendrecv', '8')).type, 'agreed');
  assert.equal(second.receiveAnswer(audio('sendonly', '0')).type, 'agreed');
  assert.equal(first.negotiated?.send.name, 'PCMA');
  assert.equal(second.negotiated?.send.name, 'PCMU');
  assert.equal(second.negotiated?.heldByRemote, true);
});

test('a media level connection wins over the session level one, also in IPv6', () => {
  const media: LocalMedia = { ...local, family: 6, address: '2001:db8::1', rtcpPort: 4005 };
  const offer = sdp('c=IN IP4 198.51.100.7', 't=0 0', 'm=audio 5000 RTP/AVP 0', 'c=IN IP6 2001:db8::7');
  const outcome = new SdpSession('77').receiveOffer(offer, media, 'sendrecv');
  assert.ok(outcome.type === 'answered');
  assert.equal(outcome.media.remoteAddress, '2001:db8::7');
  assert.equal(lineWith(outcome.answer, 'c='), 'c=IN IP6 2001:db8::1');
  assert.equal(lineWith(outcome.answer, 'a=rtcp:'), 'a=rtcp:4005');
});

const packetTimes: readonly (readonly [string, number])[] = [
  ['a=ptime:20', 20],
  ['a=ptime:40', 40],
  ['a=ptime:0', 20],
  ['a=ptime:9999', 20],
  ['a=ptime:-5', 20],
  ['a=ptime:25', 20],
  ['a=maxptime:10', 10],
  ['a=maxptime:0', 20],
];
for (const [attribute, expected] of packetTimes) {
  test(`${attribute} makes us send ${expected} ms packets`, () => {
    const outcome = new SdpSession('77').receiveOffer(audio('sendrecv', '0', attribute), local, 'sendrecv');
    assert.ok(outcome.type === 'answered' && outcome.media.send.packetTimeMs === expected);
  });
}

test('dynamic numbers never collide, however many codecs there are', () => {
  const codecs = Array.from({ length: 8 }, (_, i) => codec(`X${i}`, undefined));
  const offer = new SdpSession('77').createOffer({ ...local, codecs }, 'sendrecv');
  const formats = offer.media[0]?.formats ?? [];
  assert.equal(new Set(formats).size, 9);
  assert.ok(formats.includes('101'));
});

/** G.711 with its own packet time, and a codec of another clock that wants and gives parameters. */
const wideband: LocalMedia = {
  ...local,
  codecs: [
    { ...codec('opus', undefined, 48000, 2), formatParameters: 'useinbandfec=1', packetTimeMs: 40 },
    { ...codec('PCMU', 0), packetTimeMs: 30 },
  ],
};

test('events are offered for each clock rate, and a codec’s own packet time is said', () => {
  const offer = new SdpSession('77').createOffer(wideband, 'sendrecv');
  const values = (offer.media[0]?.attributes ?? []).map(({ name, value }) => `${name}:${value}`);
  assert.equal(lineWith(offer, 'm='), 'm=audio 4000 RTP/AVP 96 0 101 97');
  assert.deepEqual(
    values.filter((each) => /^(rtpmap|ptime)/.test(each)),
    [
      'rtpmap:96 opus/48000/2',
      'rtpmap:0 PCMU/8000',
      'rtpmap:101 telephone-event/48000',
      'rtpmap:97 telephone-event/8000',
      'ptime:40',
    ],
  );
});

test('events follow the clock of the codec that was chosen', () => {
  const events = ['a=rtpmap:110 telephone-event/48000', 'a=rtpmap:126 telephone-event/8000'];
  const of = (formats: string): unknown => {
    const offer = audio('sendrecv', formats, 'a=rtpmap:111 opus/48000/2', ...events);
    const outcome = new SdpSession('77').receiveOffer(offer, wideband, 'sendrecv');
    return outcome.type === 'answered' ? outcome.media.telephoneEvent : outcome.type;
  };
  assert.deepEqual(of('111 0 126 110'), { send: 110, receive: 110 });
  assert.deepEqual(of('0 111 110 126'), { send: 126, receive: 126 });
  assert.deepEqual(of('111 0 126'), { send: undefined, receive: undefined });
});

test('each side’s format parameters reach the one who sends to it', () => {
  const session = new SdpSession('77');
  session.createOffer(wideband, 'sendrecv');
  const answer = audio('sendrecv', '97', 'a=rtpmap:97 opus/48000/2', 'a=fmtp:97 maxaveragebitrate=20000');
  const outcome = session.receiveAnswer(answer);
  assert.ok(outcome.type === 'agreed');
  const { send, receive } = outcome.media;
  assert.deepEqual([send.formatParameters, send.payloadType, send.packetTimeMs], ['maxaveragebitrate=20000', 97, 40]);
  assert.deepEqual([receive[0]?.formatParameters, receive[0]?.payloadType], ['useinbandfec=1', 96]);
});

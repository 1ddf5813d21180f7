// What SDP says of codecs beyond their names: dynamic numbers, format parameters, packet times, comfort noise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { SdpSession } from '#sip/sdp/sdp-session';
import { sdpText } from '#sip/sdp/serialize-sdp';
import type { SessionDescription } from '#sip/sdp/session-description';
import type { LocalMedia } from '#sip/ua/media-session';

const opus = {
  name: 'opus',
  clockRateHz: 48_000,
  channels: 2,
  payloadType: undefined,
  formatParameters: 'useinbandfec=1',
  packetTimeMs: 20,
};
const g726 = {
  name: 'G726-32',
  clockRateHz: 8000,
  channels: 1,
  payloadType: undefined,
  formatParameters: undefined,
  packetTimeMs: 30,
};
const g729 = { name: 'G729', clockRateHz: 8000, channels: 1, payloadType: 18, formatParameters: 'annexb=no', packetTimeMs: 20 };

const local: LocalMedia = {
  address: '192.0.2.1',
  family: 4,
  rtpPort: 4000,
  rtcpPort: 4001,
  codecs: [opus, g726, g729],
  packetTimeMs: 20,
  telephoneEvent: false,
};

function remote(formats: string, ...lines: string[]): SessionDescription {
  const text = [
    'v=0',
    'o=peer 1 1 IN IP4 198.51.100.7',
    's=-',
    'c=IN IP4 198.51.100.7',
    't=0 0',
    `m=audio 5000 RTP/AVP ${formats}`,
  ];
  const result = parseSdp([...text, ...lines, 'a=sendrecv', ''].join('\r\n'));
  if (!result.ok) throw new Error(result.reason);
  return result.description;
}

function linesOf(description: SessionDescription): readonly string[] {
  return sdpText(description)
    .split('\r\n')
    .filter((line) => /^(m=|a=(rtpmap|fmtp|ptime))/.test(line));
}

test('dynamic numbers are given once and stay in further offers, format parameters stand beside them', () => {
  const session = new SdpSession('77');
  const offered = linesOf(session.createOffer(local, 'sendrecv'));
  assert.deepEqual(offered, [
    'm=audio 4000 RTP/AVP 96 97 18',
    'a=rtpmap:96 opus/48000/2',
    'a=fmtp:96 useinbandfec=1',
    'a=rtpmap:97 G726-32/8000',
    'a=rtpmap:18 G729/8000',
    'a=fmtp:18 annexb=no',
    'a=ptime:20',
  ]);
  const answered = session.receiveAnswer(remote('97', 'a=rtpmap:97 G726-32/8000'));
  assert.equal(answered.type, 'agreed');
  const again = linesOf(session.createOffer({ ...local, codecs: [g726, opus] }, 'sendonly'));
  assert.deepEqual(again.slice(0, 2), ['m=audio 4000 RTP/AVP 97 96', 'a=rtpmap:97 G726-32/8000']);
});

test('each side sends by the numbers and the format parameters of the other', () => {
  const session = new SdpSession('77');
  session.createOffer(local, 'sendrecv');
  const outcome = session.receiveAnswer(
    remote(
      '107 18',
      'a=rtpmap:107 OPUS/48000/2',
      'a=fmtp:107 maxplaybackrate=8000;usedtx=1',
      'a=fmtp:18 annexb=no',
      'a=ptime:40',
    ),
  );
  assert.ok(outcome.type === 'agreed');
  const { send, receive } = outcome.media;
  assert.deepEqual(send, {
    name: 'opus',
    clockRateHz: 48_000,
    channels: 2,
    payloadType: 107,
    packetTimeMs: 40,
    formatParameters: 'maxplaybackrate=8000;usedtx=1',
  });
  assert.deepEqual(
    receive.map(({ payloadType, formatParameters }) => [payloadType, formatParameters]),
    [
      [96, 'useinbandfec=1'],
      [18, 'annexb=no'],
    ],
  );
});

test('an offer says the number of a dynamic codec, and the answer keeps it', () => {
  const outcome = new SdpSession('77').receiveOffer(
    remote('112 111', 'a=rtpmap:111 G726-32/8000', 'a=rtpmap:112 opus/48000/2', 'a=maxptime:20', 'a=ptime:60'),
    local,
    'sendrecv',
  );
  assert.ok(outcome.type === 'answered');
  assert.equal(linesOf(outcome.answer)[0], 'm=audio 4000 RTP/AVP 112 111');
  assert.equal(outcome.media.send.packetTimeMs, 20, 'no longer than maxptime');
});

test('comfort noise is offered and agreed on only where it is wanted, and is no voice', () => {
  const quiet = { ...local, comfortNoise: true, codecs: [g729, g726] };
  const session = new SdpSession('77');
  const offered = linesOf(session.createOffer(quiet, 'sendrecv'));
  assert.equal(offered[0], 'm=audio 4000 RTP/AVP 18 96 13');
  assert.ok(offered.includes('a=rtpmap:13 CN/8000'));
  const both = session.receiveAnswer(remote('96 13', 'a=rtpmap:96 G726-32/8000'));
  assert.ok(both.type === 'agreed');
  assert.deepEqual(both.media.comfortNoise, { send: 13, receive: 13 });
  assert.deepEqual(
    both.media.receive.map(({ name }) => name),
    ['G726-32'],
  );
  const alone = new SdpSession('78').receiveOffer(remote('13'), quiet, 'sendrecv');
  assert.equal(alone.type, 'notAcceptable');
  const unwanted = new SdpSession('79').receiveOffer(remote('18 13'), local, 'sendrecv');
  assert.ok(unwanted.type === 'answered');
  assert.equal(linesOf(unwanted.answer)[0], 'm=audio 4000 RTP/AVP 18');
  assert.equal(unwanted.media.comfortNoise, undefined);
});

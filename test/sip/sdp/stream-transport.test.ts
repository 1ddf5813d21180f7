// Offers and answers about the ways of a stream: RTCP's port (RFC 3605), one port for both (RFC 5761), ICE (RFC 8839).

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCandidate } from '#sip/sdp/candidate-attribute';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { SdpSession } from '#sip/sdp/sdp-session';
import { sdpText } from '#sip/sdp/serialize-sdp';
import type { SessionDescription } from '#sip/sdp/session-description';
import type { IceCandidate, LocalIce } from '#sip/ua/media-ice';
import type { LocalMedia, NegotiatedMedia } from '#sip/ua/media-session';

const codec = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, formatParameters: undefined };

function media(address: string, more: Partial<LocalMedia> = {}): LocalMedia {
  const base = {
    address,
    family: 4,
    rtpPort: 5000,
    rtcpPort: 5001,
    codecs: [codec],
    packetTimeMs: 20,
    telephoneEvent: false,
  } as const;
  return { ...base, ...more };
}

function iceOf(address: string): LocalIce {
  let made = 0;
  const candidate = (component: 1 | 2): IceCandidate => ({
    foundation: '1',
    component,
    priority: 100 + component,
    address,
    port: 4999 + component,
    type: 'host',
  });
  return {
    candidates: [candidate(1), candidate(2)],
    newCredentials: () => {
      made++;
      return { fragment: `frag${made}`, password: `a/password+of/22+letters${made}` };
    },
  };
}

function described(lines: readonly string[], head: readonly string[] = []): SessionDescription {
  const text = [
    'v=0',
    'o=- 1 1 IN IP4 10.0.0.9',
    's=-',
    'c=IN IP4 10.0.0.9',
    't=0 0',
    ...head,
    'm=audio 7000 RTP/AVP 0',
    ...lines,
  ];
  const parsed = parseSdp(text.join('\r\n'));
  assert.ok(parsed.ok);
  return parsed.description;
}

const peerIce = [
  'a=ice-ufrag:peer',
  'a=ice-pwd:0123456789012345678901',
  'a=candidate:1 1 UDP 2130706431 10.0.0.9 7000 typ host',
  'a=candidate:x 1 UDP 2130706430 5c2f.local 7000 typ host',
  'a=candidate:2 1 udp 1694498815 203.0.113.9 40000 typ srflx raddr 10.0.0.9 rport 7000 generation 0',
  'a=candidate:3 1 TCP 1 10.0.0.9 9 typ host tcptype active',
];

function exchange(
  one: SdpSession,
  ours: LocalMedia,
  other: SdpSession,
  theirs: LocalMedia,
): readonly [NegotiatedMedia, NegotiatedMedia] {
  const parsed = parseSdp(sdpText(one.createOffer(ours, 'sendrecv')));
  assert.ok(parsed.ok);
  const answered = other.receiveOffer(parsed.description, theirs, 'sendrecv');
  assert.ok(answered.type === 'answered');
  const answer = parseSdp(sdpText(answered.answer));
  assert.ok(answer.ok);
  const agreed = one.receiveAnswer(answer.description);
  assert.ok(agreed.type === 'agreed');
  return [agreed.media, answered.media];
}

function answerTo(offer: SessionDescription, local: LocalMedia): { readonly text: string; readonly media: NegotiatedMedia } {
  const outcome = new SdpSession('1').receiveOffer(offer, local, 'sendrecv');
  assert.ok(outcome.type === 'answered');
  return { text: sdpText(outcome.answer), media: outcome.media };
}

describe('where RTCP goes', () => {
  it('is said where nobody would guess it, with its address where that is another', () => {
    const text = (local: LocalMedia): string => sdpText(new SdpSession('1').createOffer(local, 'sendrecv'));
    assert.doesNotMatch(text(media('10.0.0.1')), /a=rtcp/);
    assert.match(text(media('10.0.0.1', { rtcpPort: 6001 })), /a=rtcp:6001\r\n/);
    assert.match(text(media('10.0.0.1', { rtcpAddress: '10.0.0.2' })), /a=rtcp:5001 IN IP4 10\.0\.0\.2\r\n/);
  });

  it('is read with and without an address; groups, other families and nonsense are passed over', () => {
    const placed = (value: string): readonly unknown[] => {
      const { media: agreed } = answerTo(described([`a=rtcp:${value}`]), media('10.0.0.1'));
      return [agreed.remoteRtcpPort, agreed.remoteRtcpAddress];
    };
    assert.deepEqual(placed('53020'), [53_020, undefined]);
    assert.deepEqual(placed('53020 IN IP4 126.16.64.4'), [53_020, '126.16.64.4']);
    assert.deepEqual(placed('53020 IN IP6 2001:db8::1'), [53_020, undefined]);
    assert.deepEqual(placed('53020 IN IP4 239.1.1.1'), [53_020, undefined]);
    for (const value of ['0', '99999', '53020 IN IP4 a.name', '', '-1'])
      assert.deepEqual(placed(value), [7001, undefined], value);
  });

  it('is the port of RTP where both want that, from the first offer on', () => {
    const [one, other] = [new SdpSession('1'), new SdpSession('2')];
    const ours = media('10.0.0.1', { rtcpMultiplexing: 'offer' });
    const theirs = media('10.0.0.2', { rtcpMultiplexing: 'accept' });
    assert.deepEqual(
      exchange(one, ours, other, theirs).map(({ rtcpMultiplexed }) => rtcpMultiplexed),
      [true, true],
    );
    // Whoever only accepts it goes on with what stands.
    assert.match(sdpText(other.createOffer(theirs, 'sendrecv')), /a=rtcp-mux/);
    assert.doesNotMatch(sdpText(new SdpSession('3').createOffer(theirs, 'sendrecv')), /a=rtcp-mux/);
    assert.equal(exchange(new SdpSession('4'), ours, new SdpSession('5'), media('10.0.0.2'))[0].rtcpMultiplexed, undefined);
  });
});

describe('ICE in offer and answer', () => {
  it('is agreed: whoever offers controls, and both know both sides', () => {
    const [ours, theirs] = exchange(
      new SdpSession('1'),
      media('10.0.0.1', { ice: iceOf('10.0.0.1') }),
      new SdpSession('2'),
      media('10.0.0.2', { ice: iceOf('10.0.0.2') }),
    );
    assert.deepEqual([ours.ice?.controlling, theirs.ice?.controlling], [true, false]);
    assert.deepEqual(ours.ice?.local, { fragment: theirs.ice?.remote.fragment, password: theirs.ice?.remote.password });
    assert.deepEqual(theirs.ice?.remote.candidates, iceOf('10.0.0.1').candidates);
  });

  it('is not there when one side does not do it, nor when somebody on the way changed the address', () => {
    const [ours, theirs] = exchange(
      new SdpSession('1'),
      media('10.0.0.1', { ice: iceOf('10.0.0.1') }),
      new SdpSession('2'),
      media('10.0.0.2'),
    );
    assert.deepEqual([ours.ice, theirs.ice], [undefined, undefined]);
    const changed = peerIce.map((line) => line.replaceAll('10.0.0.9', '10.0.0.8'));
    const { text, media: agreed } = answerTo(described(changed), media('10.0.0.1', { ice: iceOf('10.0.0.1') }));
    assert.equal(agreed.ice, undefined);
    assert.doesNotMatch(text, /a=(?:ice|candidate)/);
  });

  it('takes literals over UDP and leaves the rest', () => {
    const { media: agreed } = answerTo(described(peerIce), media('10.0.0.1', { ice: iceOf('10.0.0.1') }));
    assert.deepEqual(
      agreed.ice?.remote.candidates.map(({ type, address, port, related }) => [type, address, port, related?.port]),
      [
        ['host', '10.0.0.9', 7000, undefined],
        ['srflx', '203.0.113.9', 40_000, 7000],
      ],
    );
  });

  it('controls a lite side, and answers one component where there is one port', () => {
    const { text, media: agreed } = answerTo(
      described([...peerIce, 'a=rtcp-mux'], ['a=ice-lite']),
      media('10.0.0.1', { ice: iceOf('10.0.0.1'), rtcpMultiplexing: 'accept' }),
    );
    assert.deepEqual([agreed.ice?.controlling, agreed.rtcpMultiplexed], [true, true]);
    assert.match(text, /a=candidate:1 1 /);
    assert.doesNotMatch(text, /a=candidate:1 2 /);
  });

  it('does not take a place that is still to be found out for hold', () => {
    const found = described(peerIce.slice(0, 2));
    const open = { ...found, connection: { family: 4, address: '0.0.0.0' } } as const;
    const { media: agreed } = answerTo(open, media('10.0.0.1', { ice: iceOf('10.0.0.1') }));
    assert.deepEqual([agreed.heldByRemote, agreed.direction], [false, 'sendrecv']);
  });

  it('keeps its credentials until one side restarts: by new ones, or from another place', () => {
    const [one, other] = [new SdpSession('1'), new SdpSession('2')];
    const [ours, theirs] = [media('10.0.0.1', { ice: iceOf('10.0.0.1') }), media('10.0.0.2', { ice: iceOf('10.0.0.2') })];
    const [first, firstTheirs] = exchange(one, ours, other, theirs);
    const [again, againTheirs] = exchange(other, theirs, one, ours);
    assert.deepEqual(againTheirs.ice, first.ice);
    assert.deepEqual(again.ice, firstTheirs.ice);
    const moved = media('10.0.0.3', { ice: iceOf('10.0.0.3') });
    const restarted = exchange(
      one,
      { ...moved, ice: { ...iceOf('10.0.0.3'), newCredentials: () => ({ fragment: 'anew', password: 'x'.repeat(22) }) } },
      other,
      theirs,
    );
    assert.equal(restarted[0].ice?.local.fragment, 'anew');
    assert.notEqual(restarted[1].ice?.local.fragment, firstTheirs.ice?.local.fragment);
  });

  it('reads no candidate out of nonsense', () => {
    for (const value of [
      '',
      '1 1 UDP 1 10.0.0.1 0 typ host',
      '1 1 UDP 1 10.0.0.1 70000 typ host',
      '1 3 UDP 1 10.0.0.1 1 typ host',
      '1 1 UDP 1 10.0.0.300 1 typ host',
      '1 1 UDP 1 10.0.0.1 1 typ hostile',
      '1 1 UDP x 10.0.0.1 1 typ host',
      '\u0000',
    ]) {
      assert.equal(parseCandidate(value), undefined, value);
    }
    assert.equal(parseCandidate('1 1 UDP 9999999999 2001:DB8:0::1 1 typ host')?.address, '2001:db8::1');
  });
});

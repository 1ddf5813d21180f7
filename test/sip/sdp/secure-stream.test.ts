// Encryption within offer and answer: `a=crypto` of every form, who takes what by which policy, keys that stay and keys that change.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoValue, parseCrypto } from '#sip/sdp/crypto-attribute';
import { parseSdp } from '#sip/sdp/parse-sdp';
import { SdpSession } from '#sip/sdp/sdp-session';
import type { SessionDescription } from '#sip/sdp/session-description';
import { type CryptoKeys, type CryptoSuite, cryptoSuites, type Fingerprint, type LocalSecurity } from '#sip/ua/media-security';
import type { LocalMedia } from '#sip/ua/media-session';

const suite = 'AES_CM_128_HMAC_SHA1_80';
const key = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';
const otherKey = 'PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR';
const ourFingerprint: Fingerprint = { hash: 'sha-256', value: Array(32).fill('AB').join(':') };
const theirFingerprint = `sha-256 ${Array(32).fill('0f').join(':')}`;

let made = 0;
function security(changes: Partial<LocalSecurity> = {}): LocalSecurity {
  const suites: readonly CryptoSuite[] = ['AEAD_AES_256_GCM', suite];
  const newKeys = (): readonly CryptoKeys[] =>
    suites.map((each) => ({ suite: each, master: new Uint8Array(cryptoSuites[each]).fill(++made), encryptsRtcp: true }));
  return { required: false, offers: 'keys', newKeys, ...changes };
}

function local(changes?: Partial<LocalSecurity>): LocalMedia {
  const pcma = { name: 'PCMA', clockRateHz: 8000, channels: 1, payloadType: 8, formatParameters: undefined };
  const plain = { address: '192.0.2.1', family: 4, rtpPort: 4000, rtcpPort: 4001, codecs: [pcma], packetTimeMs: 20 } as const;
  return { ...plain, telephoneEvent: false, ...(changes === undefined ? {} : { security: security(changes) }) };
}

function sdp(...lines: string[]): SessionDescription {
  const result = parseSdp(
    ['v=0', 'o=p 1 1 IN IP4 198.51.100.7', 's=-', 'c=IN IP4 198.51.100.7', 't=0 0', ...lines, ''].join('\r\n'),
  );
  if (!result.ok) throw new Error(result.reason);
  return result.description;
}

const stream = (profile: string, ...attributes: string[]): SessionDescription => sdp(`m=audio 5000 ${profile} 8`, ...attributes);
const crypto = (tag: number, base64 = key, more = ''): string => `a=crypto:${tag} ${suite} inline:${base64}${more}`;

function said(description: SessionDescription, name: string): readonly (string | undefined)[] {
  return description.media.flatMap(({ attributes }) => attributes.filter((each) => each.name === name).map(({ value }) => value));
}

describe('a=crypto', () => {
  test('is read in all its forms', () => {
    const plain = parseCrypto(`1 ${suite} inline:${key}`);
    assert.equal(plain?.keys.master.length, 30);
    for (const more of ['|2^20', '|1048576', '|2^48', ' WSH=128', ' KDR=0', ' -X=1']) {
      assert.deepEqual(parseCrypto(`1 ${suite} inline:${key}${more}`), plain, more);
    }
    assert.deepEqual(parseCrypto(`7 ${suite} inline:${key}|2^20|258:4`)?.keys.mki, Uint8Array.of(0, 0, 1, 2));
    assert.deepEqual(parseCrypto(`7 ${suite} inline:${key}|1:1`)?.keys.mki, Uint8Array.of(1));
    assert.equal(parseCrypto(`1 ${suite} inline:${key} UNENCRYPTED_SRTCP`)?.keys.encryptsRtcp, false);
    const long = `1 AES_256_CM_HMAC_SHA1_80 inline:${btoa('x'.repeat(46))}`;
    assert.equal(parseCrypto(long)?.keys.master.length, 46);
    assert.equal(parseCrypto(long.replaceAll('=', ''))?.keys.master.length, 46, 'padding left out');
  });

  test('is passed over where it can not be used', () => {
    for (const value of [
      '',
      `1 ${suite}`,
      `x ${suite} inline:${key}`,
      `1 AES_CM_129_HMAC_SHA1_80 inline:${key}`,
      `1 constructor inline:${key}`,
      `1 ${suite} inline:${key.slice(4)}`,
      `1 ${suite} inline:${key}AAAA`,
      `1 ${suite} inline:${key.slice(1)}!`,
      `1 ${suite} other:${key}`,
      `1 ${suite} inline:${key};inline:${otherKey}`,
      `1 ${suite} inline:${key}|0`,
      `1 ${suite} inline:${key}|2^49`,
      `1 ${suite} inline:${key}|1:0`,
      `1 ${suite} inline:${key}|1:129`,
      `1 ${suite} inline:${key}|256:1`,
      `1 ${suite} inline:${key}|1:4|2^20`,
      `1 ${suite} inline:${key}|${'9'.repeat(5000)}:4`,
      `1 ${suite} inline:${key} KDR=1`,
      `1 ${suite} inline:${key} UNENCRYPTED_SRTP`,
      `1 ${suite} inline:${key} UNAUTHENTICATED_SRTP`,
      `1 ${suite} inline:${key} FEC_ORDER=FEC_SRTP`,
      `1 ${suite} inline:${'A'.repeat(60_000)}`,
    ]) {
      assert.equal(parseCrypto(value), undefined, value.slice(0, 120));
    }
  });

  test('never throws, and means the same when it is written again', () => {
    const part = fc.constantFrom(
      suite,
      'AEAD_AES_256_GCM',
      `inline:${key}`,
      '|',
      ':',
      '2^20',
      '1:4',
      ';',
      ' ',
      'UNENCRYPTED_SRTCP',
      '9',
      '-',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 14 }), (parts) => {
        for (const text of [parts.join(''), `1 ${suite} inline:${key}${parts.join('')}`]) {
          const line = parseCrypto(text);
          if (line !== undefined) assert.deepEqual(parseCrypto(cryptoValue(line)), line);
        }
      }),
    );
  });

  test('is written as it is read', () => {
    for (const each of Object.keys(cryptoSuites) as CryptoSuite[]) {
      const master = Uint8Array.from({ length: cryptoSuites[each] }, (_, index) => index * 7);
      const line = { tag: 3, keys: { suite: each, master, mki: Uint8Array.of(0, 9, 8), encryptsRtcp: false } };
      assert.deepEqual(parseCrypto(cryptoValue(line)), line);
    }
  });
});

describe('an offer of ours', () => {
  test('says by its profile whether plain would do', () => {
    assert.equal(new SdpSession('1').createOffer(local({}), 'sendrecv').media[0]?.protocol, 'RTP/AVP');
    const demanding = new SdpSession('1').createOffer(local({ required: true }), 'sendrecv');
    assert.equal(demanding.media[0]?.protocol, 'RTP/SAVP');
    assert.deepEqual(
      said(demanding, 'crypto').map((value) => value?.split(' ').slice(0, 2).join(' ')),
      ['1 AEAD_AES_256_GCM', `2 ${suite}`],
    );
    assert.deepEqual(said(new SdpSession('1').createOffer(local(), 'sendrecv'), 'crypto'), []);
  });

  test('is settled by the line that the answer took', () => {
    for (const [required, profile] of [
      [true, 'RTP/SAVP'],
      [false, 'RTP/AVP'],
    ] as const) {
      const session = new SdpSession('1');
      const offer = session.createOffer(local({ required }), 'sendrecv');
      const outcome = session.receiveAnswer(stream(profile, crypto(2)));
      assert.ok(outcome.type === 'agreed' && outcome.media.security?.type === 'keys');
      const { send, receive } = outcome.media.security;
      assert.equal(cryptoValue({ tag: 2, keys: send }), said(offer, 'crypto')[1]);
      assert.equal(cryptoValue({ tag: 2, keys: receive }), `2 ${suite} inline:${key}`);
    }
  });

  test('stays plain by an answer without keys where that is allowed, and comes to nothing where not', () => {
    const wishing = new SdpSession('1');
    wishing.createOffer(local({}), 'sendrecv');
    const plain = wishing.receiveAnswer(stream('RTP/AVP'));
    assert.ok(plain.type === 'agreed' && plain.media.security === undefined);
    // Who says keys believes that it is encrypted, whether we can use them or not.
    for (const line of [crypto(3), crypto(2, key, ' UNENCRYPTED_SRTP')]) {
      const session = new SdpSession('1');
      session.createOffer(local({}), 'sendrecv');
      assert.deepEqual(session.receiveAnswer(stream('RTP/AVP', line)), { type: 'refused', reason: 'notSecured' });
    }
    for (const answer of [
      stream('RTP/SAVP'),
      stream('RTP/AVP'),
      // A tag that was not offered, a suite that is not that of the tag, a line that is worth nothing.
      stream('RTP/SAVP', crypto(3)),
      stream('RTP/SAVP', crypto(1)),
      stream('RTP/SAVP', crypto(2, key, ' UNENCRYPTED_SRTP')),
      stream('RTP/AVP', crypto(2)),
    ]) {
      const session = new SdpSession('1');
      session.createOffer(local({ required: true }), 'sendrecv');
      assert.deepEqual(session.receiveAnswer(answer), { type: 'refused', reason: 'notSecured' });
    }
  });

  test('repeats its keys as long as the call lasts, the one in use first', () => {
    const media = local({ required: true });
    const session = new SdpSession('1');
    const first = said(session.createOffer(media, 'sendrecv'), 'crypto');
    session.receiveAnswer(stream('RTP/SAVP', crypto(2)));
    const again = said(session.createOffer(media, 'sendonly'), 'crypto');
    assert.equal(again[0], first[1]?.replace('2 ', '1 '));
    session.receiveAnswer(stream('RTP/SAVP', crypto(1)));
    assert.deepEqual(said(session.createOffer(media, 'sendrecv'), 'crypto'), again);
  });

  test('each answer of a fork has keys of its own', () => {
    const session = new SdpSession('1');
    session.createOffer(local({ required: true }), 'sendrecv');
    const twin = session.fork();
    const [one, other] = [key, otherKey].map((base64, index) =>
      (index === 0 ? session : twin).receiveAnswer(stream('RTP/SAVP', crypto(2, base64))),
    );
    assert.ok(one?.type === 'agreed' && other?.type === 'agreed');
    assert.ok(one.media.security?.type === 'keys' && other.media.security?.type === 'keys');
    assert.deepEqual(one.media.security.send, other.media.security.send);
    assert.notDeepEqual(one.media.security.receive, other.media.security.receive);
  });
});

describe('an offer of theirs', () => {
  const answered = (media: LocalMedia, offer: SessionDescription, session = new SdpSession('1')) =>
    session.receiveOffer(offer, media, 'sendrecv');

  test('is taken with the first line that we know, under its own tag', () => {
    const offer = stream(
      'RTP/SAVP',
      'a=crypto:1 F8_128_HMAC_SHA1_80 inline:x',
      crypto(5),
      'a=crypto:6 AEAD_AES_256_GCM inline:y',
    );
    const outcome = answered(local({}), offer);
    assert.ok(outcome.type === 'answered' && outcome.media.security?.type === 'keys');
    assert.equal(outcome.answer.media[0]?.protocol, 'RTP/SAVP');
    assert.deepEqual(said(outcome.answer, 'crypto'), [cryptoValue({ tag: 5, keys: outcome.media.security.send })]);
    assert.notEqual(
      cryptoValue({ tag: 5, keys: outcome.media.security.send }),
      cryptoValue({ tag: 5, keys: outcome.media.security.receive }),
    );
  });

  test('is judged by the policy', () => {
    const cases = [
      ['off', undefined, 'RTP/AVP', [crypto(1)], 'plain'],
      ['off', undefined, 'RTP/SAVP', [crypto(1)], 'notAcceptable'],
      ['optional', {}, 'RTP/AVP', [], 'plain'],
      ['optional', {}, 'RTP/AVP', [crypto(1)], 'keys'],
      ['optional', {}, 'RTP/SAVP', [crypto(1)], 'keys'],
      ['optional', {}, 'RTP/SAVPF', [crypto(1)], 'keys'],
      ['optional', {}, 'RTP/SAVP', [], 'notAcceptable'],
      ['required', { required: true }, 'RTP/AVP', [], 'notAcceptable'],
      ['required', { required: true }, 'RTP/AVP', [crypto(1)], 'keys'],
      ['required', { required: true }, 'RTP/SAVP', [crypto(1, key.slice(4))], 'notAcceptable'],
      ['optional', {}, 'UDP/TLS/RTP/SAVPF', [`a=fingerprint:${theirFingerprint}`, 'a=setup:actpass'], 'notAcceptable'],
      ['optional', {}, 'RTP/XYZ', [crypto(1)], 'notAcceptable'],
    ] as const;
    for (const [name, changes, profile, attributes, expected] of cases) {
      const outcome = answered(local(changes), stream(profile, ...attributes));
      const found = outcome.type === 'answered' ? (outcome.media.security?.type ?? 'plain') : outcome.type;
      assert.equal(found, expected, `${name} ${profile} ${attributes.length}`);
    }
  });

  test('with an encrypted and a plain stream is taken once', () => {
    const offer = sdp('m=audio 5000 RTP/SAVP 8', crypto(1), 'm=audio 5002 RTP/AVP 8');
    const encrypted = answered(local({}), offer);
    assert.ok(encrypted.type === 'answered');
    assert.deepEqual(
      encrypted.answer.media.map(({ port }) => port),
      [4000, 0],
    );
    const plain = answered(local(), offer);
    assert.ok(plain.type === 'answered');
    assert.deepEqual(
      plain.answer.media.map(({ port }) => port),
      [0, 4000],
    );
  });

  test('that comes again keeps our key, one of somebody else brings a fresh one', () => {
    const media = local({ required: true });
    const session = new SdpSession('1');
    const keyOf = (base64: string): string | undefined => {
      const outcome = answered(media, stream('RTP/SAVP', crypto(1, base64)), session);
      assert.ok(outcome.type === 'answered');
      return said(outcome.answer, 'crypto')[0];
    };
    const first = keyOf(key);
    assert.equal(keyOf(key), first);
    const second = keyOf(otherKey);
    assert.notEqual(second, first);
    assert.equal(keyOf(otherKey), second);
  });

  test('RTCP goes unencrypted where the line says so, and the answer says it too', () => {
    const outcome = answered(local({}), stream('RTP/SAVP', crypto(1, key, ' UNENCRYPTED_SRTCP')));
    assert.ok(outcome.type === 'answered' && outcome.media.security?.type === 'keys');
    assert.equal(outcome.media.security.send.encryptsRtcp, false);
    assert.match(said(outcome.answer, 'crypto')[0] ?? '', / UNENCRYPTED_SRTCP$/);
  });
});

describe('handshakes', () => {
  const media = local({ fingerprint: ourFingerprint, offers: 'handshake' });

  test('are offered with our fingerprint, and the answer says who begins', () => {
    for (const [setup, role] of [
      ['active', 'passive'],
      ['passive', 'active'],
    ] as const) {
      const session = new SdpSession('1');
      const offer = session.createOffer(local({ fingerprint: ourFingerprint, offers: 'handshake', required: true }), 'sendrecv');
      assert.equal(offer.media[0]?.protocol, 'UDP/TLS/RTP/SAVP');
      assert.deepEqual(said(offer, 'setup'), ['actpass']);
      assert.deepEqual(said(offer, 'fingerprint'), [`sha-256 ${ourFingerprint.value}`]);
      assert.deepEqual(said(offer, 'crypto'), []);
      const outcome = session.receiveAnswer(stream('UDP/TLS/RTP/SAVP', `a=fingerprint:${theirFingerprint}`, `a=setup:${setup}`));
      assert.ok(outcome.type === 'agreed' && outcome.media.security?.type === 'handshake');
      assert.equal(outcome.media.security.role, role);
      assert.deepEqual(said(session.createOffer(media, 'sendonly'), 'setup'), [role], 'a role is kept');
      assert.deepEqual(outcome.media.security.fingerprints, [{ hash: 'sha-256', value: Array(32).fill('0F').join(':') }]);
    }
  });

  test('are answered by beginning them where that is free; a fingerprint may stand for the session', () => {
    const session = new SdpSession('1');
    const offer = sdp(`a=fingerprint:${theirFingerprint}`, 'a=setup:actpass', 'm=audio 5000 UDP/TLS/RTP/SAVPF 8');
    const outcome = session.receiveOffer(offer, media, 'sendrecv');
    assert.ok(outcome.type === 'answered' && outcome.media.security?.type === 'handshake');
    assert.deepEqual([outcome.media.security.role, said(outcome.answer, 'setup')], ['active', ['active']]);
    const waiting = new SdpSession('1').receiveOffer(
      stream('UDP/TLS/RTP/SAVP', `a=fingerprint:${theirFingerprint}`, 'a=setup:active'),
      media,
      'sendrecv',
    );
    assert.ok(waiting.type === 'answered');
    assert.deepEqual(said(waiting.answer, 'setup'), ['passive']);
  });

  test('are not made with a hash that can be forged, or none', () => {
    for (const attribute of [
      'a=x',
      `a=fingerprint:sha-1 ${Array(20).fill('0f').join(':')}`,
      'a=fingerprint:sha-256 0F',
      'a=fingerprint:x',
    ]) {
      const outcome = new SdpSession('1').receiveOffer(
        stream('UDP/TLS/RTP/SAVP', attribute, 'a=setup:actpass'),
        media,
        'sendrecv',
      );
      assert.deepEqual(outcome, { type: 'notAcceptable', reason: 'notSecured' });
    }
  });
});

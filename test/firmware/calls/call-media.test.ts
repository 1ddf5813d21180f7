// Media sessions of calls: allocation, forks that share a port, and which call is heard.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { CallMedia } from '#firmware/calls/call-media';
import type { SecuritySettings } from '#firmware/calls/local-security';
import { stunDigests } from '#firmware/system/media-means';
import type { MediaCommand } from '#media/messages';
import type { MediaFact, MediaSessionContext, NegotiatedMedia, RemoteOffer } from '#sip/ua/media-session';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';

const local = { family: 4, address: '127.0.0.1' } as const;
const pcmu = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, packetTimeMs: 20, formatParameters: undefined };

function negotiated(changes: Partial<NegotiatedMedia> = {}): NegotiatedMedia {
  return {
    remoteAddress: '127.0.0.2',
    remoteRtpPort: 4000,
    remoteRtcpPort: 4001,
    direction: 'sendrecv',
    heldByRemote: false,
    send: pcmu,
    receive: [pcmu],
    telephoneEvent: { send: 101, receive: 101 },
    ...changes,
  };
}

const off: SecuritySettings = { mode: 'off', ownCallsRequired: false, suites: [], offers: 'keys', keysInClear: false };

function setUp(
  security: SecuritySettings = off,
  silenceSuppression = false,
): { media: CallMedia; sent: MediaCommand[]; types: () => readonly string[]; waiting: string[] } {
  const sent: MediaCommand[] = [];
  const waiting: string[] = [];
  const media = new CallMedia({
    clock: new FakeClock(),
    fingerprint: () => undefined,
    log: new MemoryLog(),
    random: { bytes: (count) => randomBytes(count) },
    send: (command) => void sent.push(command),
    settings: () => ({
      codecs: [],
      packetTimeMs: 20,
      portRange: { first: 50_020, last: 50_140 },
      tos: 0xb8,
      telephoneEvent: true,
      telephoneEventNumber: 101,
      telephoneEventName: 'telephone-event',
      digitsInSound: true,
      hearsEvents: true,
      checksum: true,
      mostUnreachable: 0,
      reportIntervalMs: 0,
      marksEachEvent: false,
      symmetric: true,
      roams: false,
      silenceSuppression,
      security,
      extendedReports: true,
    }),
    agreed: () => {},
    flowing: () => {},
    waiting: (calls) => void waiting.push(calls.map(({ id }) => id).join()),
    traversal: {
      digests: stunDigests,
      resolve: () => Promise.resolve(undefined),
      settings: () => ({ rtcpMultiplexing: 'accept', mapping: { type: 'none' }, ice: false }),
    },
    canonicalName: 'name',
    dtmfLevels: () => ({ ofEventDbm0: -16, inSoundDbm0: -10 }),
    digitHeard: () => {},
  });
  return { media, sent, types: () => sent.map(({ type }) => type), waiting };
}

const context = (id: string, changes: Partial<MediaSessionContext> = {}): MediaSessionContext => ({
  accountId: 'line1',
  id,
  callId: `${id}@example.org`,
  signallingSecured: true,
  local,
  listener: () => undefined,
  ...changes,
});

describe('the media of a call', () => {
  it('opens with what the parameters say and offers the ports that the core gave', async () => {
    const { media, sent } = setUp();
    const opening = media.create(context('a')).open();
    assert.equal(sent[0]?.type, 'openSession');
    media.onMediaEvent({ type: 'sessionOpened', session: 1, rtpPort: 50_020, rtcpPort: 50_021 });
    const offered = await opening;
    assert.equal(offered.rtpPort, 50_020);
    assert.equal(offered.rtcpPort, 50_021);
    assert.equal(offered.address, '127.0.0.1');
  });

  it('hears comfort noise always, and sends pauses as it where the parameters and the other side let it', async () => {
    const opened = async (silenceSuppression: boolean, changes: Partial<NegotiatedMedia>) => {
      const { media, sent } = setUp(off, silenceSuppression);
      const session = media.create(context('a'));
      const opening = session.open();
      media.onMediaEvent({ type: 'sessionOpened', session: 1, rtpPort: 50_020, rtcpPort: 50_021 });
      const local = await opening;
      session.apply(negotiated(changes));
      const configured = sent.find((command) => command.type === 'configureSession');
      assert.ok(configured?.type === 'configureSession');
      return { local, configured };
    };
    const noise = { comfortNoise: { send: 13, receive: 13 } };
    const g729 = { ...pcmu, name: 'G729', payloadType: 18, packetTimeMs: 25 };
    const plain = await opened(false, {});
    assert.equal(plain.local.comfortNoise, false);
    assert.deepEqual(
      plain.configured.receive.map(({ payloadType }) => payloadType),
      [0, 13],
    );
    assert.equal(plain.configured.comfortNoise, undefined);
    const quiet = await opened(true, noise);
    assert.equal(quiet.local.comfortNoise, true);
    assert.equal(quiet.configured.comfortNoise, 13);
    const ownWay = await opened(true, { ...noise, send: g729 });
    assert.equal(ownWay.configured.comfortNoise, undefined);
    assert.equal(ownWay.configured.send.discontinuous, true);
    assert.equal(ownWay.configured.send.packetTimeMs, 20, 'whole frames');
    const loud = await opened(false, { send: g729 });
    assert.equal(loud.configured.send.discontinuous, undefined);
  });

  it('tells when no port is free', async () => {
    const { media } = setUp();
    const opening = media.create(context('a')).open();
    media.onMediaEvent({ type: 'sessionFailed', session: 1, reason: 'no free port' });
    await assert.rejects(opening, /no free port/);
  });

  it('closed before the core answered, it ends the waiting and the session', async () => {
    const { media, types } = setUp();
    const session = media.create(context('a'));
    const opening = session.open();
    session.close();
    await assert.rejects(opening, /closed/);
    assert.deepEqual(types(), ['openSession', 'closeSession']);
  });

  it('forks share one session, which closes with the last of them', () => {
    const { media, types } = setUp();
    const first = media.create(context('a'));
    const second = first.fork();
    first.close();
    first.close();
    second.apply(negotiated());
    assert.deepEqual(types(), ['configureSession']);
    second.close();
    assert.deepEqual(types(), ['configureSession', 'closeSession']);
  });

  it('a closed dialog applies nothing any more', () => {
    const { media, types } = setUp();
    const session = media.create(context('a'));
    session.close();
    session.apply(negotiated());
    assert.deepEqual(types(), ['closeSession']);
  });

  it('lets one call be heard at a time', () => {
    const { media, sent } = setUp();
    media.create(context('a'));
    media.create(context('b'));
    media.hear(['a']);
    media.hear(['a']);
    media.hear(['b']);
    media.hear([]);
    assert.deepEqual(
      sent.map((command) => (command.type === 'connectSession' ? [command.session, command.heard] : command.type)),
      [
        [1, true],
        [1, false],
        [2, true],
        [2, false],
      ],
    );
  });

  it('connects a call that was to be heard before its media was there', () => {
    const { media, types } = setUp();
    media.hear(['a']);
    media.create(context('a')).apply(negotiated());
    assert.deepEqual(types(), ['configureSession', 'connectSession']);
  });

  it('mixes the calls that are heard together, as their sessions come and go', () => {
    const { media, sent } = setUp();
    const groups = (): unknown => sent.flatMap((command) => (command.type === 'mixSessions' ? [command.groups] : []));
    const first = media.create(context('a'));
    media.create(context('b'));
    media.hear(['a', 'b']);
    media.hear(['a', 'b']);
    assert.deepEqual(groups(), [[[1, 2]]]);
    // A third whose media comes later.
    media.hear(['a', 'b', 'c']);
    media.create(context('c')).apply(negotiated());
    first.close();
    media.hear(['b']);
    assert.deepEqual(groups(), [[[1, 2]], [[1, 2, 3]], [[2, 3]], []]);
  });

  it('keeps a party from being heard, also over new media', () => {
    const { media, sent } = setUp();
    const voices = (): unknown =>
      sent.flatMap((command) => (command.type === 'setVoice' ? [[command.session, command.muted]] : []));
    const session = media.create(context('a'));
    media.hear(['a', 'b'], ['a']);
    session.apply(negotiated());
    media.hear(['a', 'b'], []);
    assert.deepEqual(voices(), [
      [1, true],
      [1, true],
      [1, false],
    ]);
  });

  it('gives a held call music, from its beginning, until it talks again', () => {
    const { media, sent } = setUp();
    const session = media.create(context('a'));
    for (const direction of ['sendrecv', 'sendonly', 'sendonly', 'inactive', 'sendonly', 'sendrecv'] as const) {
      session.apply(negotiated({ direction }));
    }
    assert.deepEqual(
      sent.flatMap((command) => (command.type === 'playMusic' ? [command.on] : [])),
      [true, false, true, false],
    );
  });

  it('lets who waits hear another call, until we hear them again', () => {
    const { media, sent, waiting } = setUp();
    const session = media.create(context('a'));
    media.create(context('server')).apply(negotiated());
    media.hear(['a']);
    session.apply(negotiated({ direction: 'sendonly' }));
    assert.equal(waiting.at(-1), '');
    media.hear([]);
    assert.equal(waiting.at(-1), 'a');
    media.playCall('a', 'server');
    media.hear(['a']);
    assert.equal(waiting.at(-1), '');
    media.hear([]);
    media.playCall('a', undefined);
    session.close();
    assert.equal(waiting.at(-1), '');
    assert.deepEqual(
      sent.flatMap((command) => (command.type === 'mixSessions' ? [command.groups] : [])),
      [[[1, 2]], [], [[1, 2]], []],
    );
  });

  it('packs between 10 and 60 ms, whatever the other side wishes', () => {
    const { media, sent } = setUp();
    const session = media.create(context('a'));
    session.apply(negotiated({ send: { ...pcmu, packetTimeMs: 200 } }));
    session.apply(negotiated({ send: { ...pcmu, packetTimeMs: 1 } }));
    assert.deepEqual(
      sent.map((command) => command.type === 'configureSession' && command.send.packetTimeMs),
      [60, 10],
    );
  });

  it('keeps two calls with one SIP Call-ID apart', () => {
    const { media, sent } = setUp();
    media.create(context('a', { callId: 'same' }));
    media.create(context('b', { callId: 'same' }));
    media.hear(['a']);
    media.startDtmf('b', '5');
    assert.deepEqual(sent, [
      { type: 'connectSession', session: 1, heard: true },
      { type: 'startDtmf', session: 2, event: 5, levelDbm0: -16 },
    ]);
    assert.equal(media.callOf(2), 'same');
  });

  it('moves to another address with what it could before', async () => {
    const { media, sent } = setUp();
    const session = media.create(context('a'));
    const opening = session.open();
    media.onMediaEvent({ type: 'sessionOpened', session: 1, rtpPort: 50_020, rtcpPort: 50_021 });
    const before = await opening;
    const there = session.relocate({ family: 4, address: '127.0.0.3' });
    const further = session.relocate({ family: 6, address: 'fe80::1', interface: 'eth0' });
    const refused = session.relocate({ family: 4, address: '192.0.2.1' });
    media.onMediaEvent({ type: 'sessionRebound', session: 1, rtpPort: 50_022, rtcpPort: 50_023 });
    media.onMediaEvent({ type: 'sessionRebound', session: 1, rtpPort: 50_024, rtcpPort: 50_025 });
    media.onMediaEvent({ type: 'rebindFailed', session: 1, reason: 'not ours' });
    assert.deepEqual(await there, { ...before, address: '127.0.0.3', rtpPort: 50_022, rtcpPort: 50_023 });
    assert.deepEqual(await further, { ...before, family: 6, address: 'fe80::1', rtpPort: 50_024, rtcpPort: 50_025 });
    await assert.rejects(refused, /not ours/);
    assert.deepEqual(sent.slice(1, 3), [
      { type: 'rebindSession', session: 1, address: '127.0.0.3' },
      { type: 'rebindSession', session: 1, address: 'fe80::1', interface: 'eth0' },
    ]);
    const last = session.relocate({ family: 4, address: '127.0.0.4' });
    session.close();
    await assert.rejects(last, /closed/);
    await assert.rejects(session.relocate({ family: 4, address: '127.0.0.5' }), /not open/);
  });

  it('binds to the interface of a link-local address', () => {
    const { media, sent } = setUp();
    const opening = media.create(context('a', { local: { family: 6, address: 'fe80::1', interface: 'eth0' } })).open();
    opening.catch(() => undefined);
    assert.deepEqual(sent[0]?.type === 'openSession' && [sent[0].address, sent[0].interface], ['fe80::1', 'eth0']);
  });

  it('tells the call when what was negotiated cannot be done', () => {
    const { media } = setUp();
    const facts: MediaFact[] = [];
    media.create(context('a', { listener: (fact) => facts.push(fact) })).apply(negotiated());
    media.onMediaEvent({ type: 'sessionRefused', session: 1, reason: 'not a literal address' });
    assert.deepEqual(facts, [{ type: 'failed', reason: 'not a literal address' }]);
  });

  it('hands the format parameters of each side to the core', () => {
    const { media, sent } = setUp();
    const opus = { name: 'opus', clockRateHz: 48_000, channels: 2, payloadType: 96, packetTimeMs: 20 };
    media.create(context('a')).apply(
      negotiated({
        send: { ...opus, formatParameters: 'maxaveragebitrate=20000' },
        receive: [{ ...opus, formatParameters: 'useinbandfec=1' }],
      }),
    );
    const [configured] = sent;
    assert.ok(configured?.type === 'configureSession');
    assert.deepEqual(configured.send, { ...opus, formatParameters: 'maxaveragebitrate=20000' });
    assert.deepEqual(configured.receive[0], { ...opus, formatParameters: 'useinbandfec=1' });
  });

  it('sends digits as events at the level of the parameter', () => {
    const { media, sent } = setUp();
    media.create(context('a'));
    media.startDtmf('a', '#');
    media.stopDtmf('a');
    media.startDtmf('a', 'x');
    assert.deepEqual(sent, [
      { type: 'startDtmf', session: 1, event: 11, levelDbm0: -16 },
      { type: 'stopDtmf', session: 1 },
    ]);
  });
});

describe('encryption of a call', () => {
  const wishing: SecuritySettings = { ...off, mode: 'optional', suites: ['AEAD_AES_128_GCM', 'AES_CM_128_HMAC_SHA1_80'] };

  async function opened(settings: SecuritySettings, changes: Partial<MediaSessionContext> = {}, offer?: RemoteOffer) {
    const { media, sent } = setUp(settings);
    const session = media.create(context('a', changes));
    const opening = session.open(offer);
    media.onMediaEvent({ type: 'sessionOpened', session: 1, rtpPort: 50_020, rtcpPort: 50_021 });
    return { local: await opening, session, sent };
  }

  it('has keys of its own for each suite, and hands what was agreed to the core', async () => {
    const { local: mine, session, sent } = await opened(wishing);
    assert.equal(mine.security?.required, false);
    const [one, other] = [mine.security?.newKeys?.() ?? [], mine.security?.newKeys?.() ?? []];
    assert.deepEqual(
      one.map(({ suite, master }) => [suite, master.length]),
      [
        ['AEAD_AES_128_GCM', 28],
        ['AES_CM_128_HMAC_SHA1_80', 30],
      ],
    );
    assert.notDeepEqual(one, other);
    const [send, receive] = [one[1], other[1]];
    assert.ok(send !== undefined && receive !== undefined);
    session.apply(negotiated({ security: { type: 'keys', profile: 'RTP/SAVP', send, receive } }));
    const command = sent.at(-1);
    assert.ok(command?.type === 'configureSession');
    assert.deepEqual([command.encryption?.send, command.encryption?.receive], [send, receive]);
    session.apply(negotiated());
    const plain = sent.at(-1);
    assert.ok(plain?.type === 'configureSession' && plain.encryption === undefined);
  });

  it('sends no keys through signalling that others can read, unless the administrator says so', async () => {
    const { local: mine } = await opened(wishing, { signallingSecured: false });
    assert.equal(mine.security, undefined);
    const allowed = await opened({ ...wishing, keysInClear: true }, { signallingSecured: false });
    assert.ok(allowed.local.security?.newKeys !== undefined);
    await assert.rejects(opened({ ...wishing, mode: 'required' }, { signallingSecured: false }), /signalling/);
  });

  it('is demanded for calls made here alone where the person wants secure calls', async () => {
    const settings: SecuritySettings = { ...wishing, mode: 'off', ownCallsRequired: true };
    assert.equal((await opened(settings)).local.security?.required, true);
    assert.equal((await opened(settings, {}, { profiles: ['RTP/AVP'], ice: false })).local.security, undefined);
  });
});

// SRTP both ways against packets made by hand, in every suite; and what is not right: tampered, replayed, plain, cut, of other keys.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import type { SrtpKeys } from '#media/messages';
import { type SrtpSuite, srtpSuites } from '#media/srtp-suites';
import { MediaStation, PCMU, pause } from '../support/media-station.ts';
import { RtpProbe, rtpPacket } from '../support/rtp-probe.ts';
import { SrtpByHand } from '../support/srtp-by-hand.ts';
import { levelDbov, sine, toneLevel } from '../support/tone-meter.ts';

const RATE = 16_000;
/** A loud square wave of 1 kHz in µ-law. */
const LOUD = Uint8Array.from({ length: 160 }, (_, index) => (index % 8 < 4 ? 0x80 : 0x00));

function newKeys(suite: SrtpSuite = 'AES_CM_128_HMAC_SHA1_80', more: Partial<SrtpKeys> = {}): SrtpKeys {
  const { keyBytes, saltBytes } = srtpSuites[suite];
  return { suite, master: randomBytes(keyBytes + saltBytes), encryptsRtcp: true, ...more };
}

interface Talk extends AsyncDisposable {
  readonly station: MediaStation;
  readonly probe: RtpProbe;
  readonly send: SrtpKeys;
  readonly receive: SrtpKeys;
  readonly opener: SrtpByHand;
  readonly sealer: SrtpByHand;
  configure(send: SrtpKeys | 'awaited', receive: SrtpKeys | 'awaited'): void;
  /** Protected, on a grid that a jitter buffer takes. */
  speak(from: number, count: number, how?: (packet: Buffer, index: number) => Buffer): Promise<void>;
}

async function talk(send = newKeys(), receive = newKeys()): Promise<Talk> {
  const station = await MediaStation.open();
  const probe = await RtpProbe.open();
  const sealer = new SrtpByHand(receive);
  const configure: Talk['configure'] = (mine, theirs) =>
    station.talkTo(probe.port, { encryption: { send: mine, receive: theirs } });
  configure(send, receive);
  await pause(30);
  return {
    station,
    probe,
    send,
    receive,
    opener: new SrtpByHand(send),
    sealer,
    configure,
    speak: async (from, count, how = (packet, index) => sealer.protect(packet, index > 0xffff ? 1 : 0)) => {
      for (let index = from; index < from + count; index++) {
        probe.raw(station.rtpPort, how(rtpPacket({ sequence: index & 0xffff, timestamp: index * 160, payload: LOUD }), index));
        await pause(19);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await probe[Symbol.asyncDispose]();
      await station[Symbol.asyncDispose]();
    },
  };
}

describe('encrypted media', { concurrency: true }, () => {
  for (const suite of Object.keys(srtpSuites) as SrtpSuite[]) {
    test(`${suite} goes out as others read it, and what others seal is heard`, async () => {
      await using call = await talk(newKeys(suite), newKeys(suite));
      const { station, probe, opener } = call;
      station.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, 1000), true);
      await call.speak(100, 10);
      const heard = station.listen('earpiece', 100);
      await call.speak(110, 15);
      assert.ok(levelDbov(await heard) > -10);
      const { packetsReceived, packetsForged, packetsReplayed } = await station.statistics();
      assert.deepEqual(
        { packetsReceived, packetsForged, packetsReplayed },
        { packetsReceived: 25, packetsForged: 0, packetsReplayed: 0 },
      );
      assert.ok(probe.packets.length > 15);
      const plain = probe.packets.map(({ bytes }) => opener.unprotect(bytes));
      assert.ok((probe.packets[0]?.sequence ?? 0) < 0x8000 + 100);
      for (const packet of plain) assert.equal(packet.length, 172);
      const loudest = Math.max(...plain.flatMap((packet) => [...packet.subarray(12)].map((code) => 0x7f - (code & 0x7f))));
      assert.ok(loudest > 0x40, 'there is a tone in them');
      await station.engine.close();
      while (probe.reports.length === 0) await pause(20);
      const goodbye = opener.unprotectReport(probe.reports.at(-1) ?? Buffer.alloc(0));
      assert.match(goodbye.toString('latin1'), /c0ffee/);
      assert.doesNotMatch(Buffer.concat(probe.reports).toString('latin1'), /c0ffee/);
    });
  }

  test('reports come in encrypted, and a goodbye that was not made with the keys ends nothing', async () => {
    await using call = await talk();
    await call.speak(1, 3);
    const goodbye = Buffer.from('80c900011234567881cb000112345678', 'hex');
    call.probe.report(call.station.rtcpPort, goodbye);
    call.probe.report(call.station.rtcpPort, new SrtpByHand(newKeys()).protectReport(goodbye, 1));
    await pause(60);
    assert.equal(call.station.count('remoteLeft'), 0);
    assert.equal((await call.station.statistics()).packetsForged, 2);
    call.probe.report(call.station.rtcpPort, call.sealer.protectReport(goodbye, 1));
    await call.station.next('remoteLeft');
  });

  test('RTCP may go authenticated only', async () => {
    const [send, receive] = [newKeys(undefined, { encryptsRtcp: false }), newKeys(undefined, { encryptsRtcp: false })];
    await using call = await talk(send, receive);
    await call.speak(1, 3);
    const goodbye = Buffer.from('80c900011234567881cb000112345678', 'hex');
    call.probe.report(call.station.rtcpPort, call.sealer.protectReport(goodbye, 1));
    await call.station.next('remoteLeft');
    await call.station.engine.close();
    while (call.probe.reports.length === 0) await pause(20);
    assert.match(Buffer.concat(call.probe.reports).toString('latin1'), /c0ffee/);
    call.opener.unprotectReport(call.probe.reports.at(-1) ?? Buffer.alloc(0));
  });

  test('tampered, replayed, plain, cut and foreign packets are dropped and counted, and the call goes on', async () => {
    await using call = await talk();
    const { station, probe, sealer } = call;
    await call.speak(1, 5);
    const sealed = sealer.protect(rtpPacket({ sequence: 50, timestamp: 8000, payload: LOUD }));
    for (const at of [1, 5, 13, sealed.length - 1]) {
      const tampered = Buffer.from(sealed);
      tampered[at] = (tampered[at] ?? 0) ^ 0x10;
      probe.raw(station.rtpPort, tampered);
    }
    for (let length = 0; length < sealed.length; length += 7) probe.raw(station.rtpPort, sealed.subarray(0, length));
    probe.raw(station.rtpPort, rtpPacket({ sequence: 51, timestamp: 8160, payload: LOUD }));
    probe.raw(station.rtpPort, new SrtpByHand(newKeys()).protect(rtpPacket({ sequence: 52, timestamp: 8320, payload: LOUD })));
    await pause(60);
    const forged = (await station.statistics()).packetsForged;
    assert.equal(forged, 4 + Math.ceil(sealed.length / 7) + 2);
    for (let index = 0; index < 3; index++) probe.raw(station.rtpPort, sealed);
    await pause(60);
    const after = await station.statistics();
    assert.deepEqual([after.packetsReceived, after.packetsReplayed, after.packetsForged], [6, 2, forged]);
    await call.speak(51, 10);
    assert.equal((await station.statistics()).packetsReceived, 16);
  });

  test('the roll-over counter is kept when the same keys are said again', async () => {
    await using call = await talk();
    await call.speak(0xfffb, 10);
    call.configure({ ...call.send }, { ...call.receive });
    await pause(20);
    await call.speak(0x1_0005, 10);
    const { packetsReceived, packetsForged } = await call.station.statistics();
    assert.deepEqual({ packetsReceived, packetsForged }, { packetsReceived: 20, packetsForged: 0 });
    // Replay protection goes on as well.
    call.probe.raw(call.station.rtpPort, call.sealer.protect(rtpPacket({ sequence: 8, timestamp: 0, payload: LOUD }), 1));
    await pause(40);
    assert.equal((await call.station.statistics()).packetsReplayed, 1);
  });

  test('new keys are used at once, and what the old ones sealed is still heard', async () => {
    await using call = await talk();
    await call.speak(1, 5);
    const [send, receive] = [newKeys('AEAD_AES_256_GCM'), newKeys('AEAD_AES_256_GCM')];
    call.configure(send, receive);
    await pause(30);
    call.probe.packets.length = 0;
    await call.speak(6, 3);
    const fresh = new SrtpByHand(receive);
    await call.speak(9, 5, (packet) => fresh.protect(packet));
    const { packetsReceived, packetsForged } = await call.station.statistics();
    assert.deepEqual({ packetsReceived, packetsForged }, { packetsReceived: 13, packetsForged: 0 });
    const opener = new SrtpByHand(send);
    for (const { bytes } of call.probe.packets) assert.equal(opener.unprotect(bytes).length, 172);
    assert.ok(call.probe.packets.length > 5);
  });

  test('while keys are awaited nothing goes out and nothing plain comes in', async () => {
    await using call = await talk();
    call.configure('awaited', 'awaited');
    await pause(60);
    call.probe.packets.length = 0;
    call.probe.reports.length = 0;
    await call.speak(1, 5, (packet) => packet);
    assert.equal(call.probe.packets.length, 0);
    assert.deepEqual(await call.station.statistics().then((each) => [each.packetsReceived, each.packetsForged]), [0, 5]);
    call.configure(call.send, call.receive);
    await call.speak(6, 5);
    assert.equal((await call.station.statistics()).packetsReceived, 5);
    assert.ok(call.probe.packets.length > 2);
  });

  test('packets name their key where that was agreed', async () => {
    const mki = Uint8Array.of(0, 0, 0, 1);
    for (const suite of ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_128_GCM'] as const) {
      await using call = await talk(newKeys(suite, { mki }), newKeys(suite, { mki }));
      await call.speak(1, 5);
      assert.equal((await call.station.statistics()).packetsReceived, 5);
      for (const { bytes } of call.probe.packets) assert.equal(call.opener.unprotect(bytes).length, 172);
    }
  });

  test('a source that changes all the time is followed and does not fill the memory', async () => {
    await using call = await talk();
    for (let ssrc = 1; ssrc <= 40; ssrc++) {
      for (const sequence of [1, 2]) {
        const packet = rtpPacket({ ssrc, sequence, timestamp: sequence * 160, payload: LOUD });
        call.probe.raw(call.station.rtpPort, call.sealer.protect(packet));
      }
      await pause(5);
    }
    await pause(50);
    const { packetsForged, packetsReceived } = await call.station.statistics();
    assert.deepEqual({ packetsForged, packetsReceived }, { packetsForged: 0, packetsReceived: 41 });
  });

  test('bytes at random are dropped', async () => {
    await using call = await talk(newKeys('AEAD_AES_128_GCM'), newKeys('AEAD_AES_128_GCM'));
    for (let index = 0; index < 400; index++) {
      const bytes = randomBytes(index % 90);
      if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      call.probe.raw(call.station.rtpPort, bytes);
      call.probe.report(call.station.rtcpPort, bytes);
      if (index % 20 === 19) await pause(5);
    }
    await pause(50);
    const { packetsForged, packetsReceived } = await call.station.statistics();
    assert.equal(packetsReceived, 0);
    // A busy machine's kernel loses some.
    assert.ok(packetsForged > 400 && packetsForged <= 800, `${packetsForged}`);
    await call.speak(1, 5);
    assert.equal((await call.station.statistics()).packetsReceived, 5);
  });

  test('two engines talk to each other encrypted', async () => {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    const [hers, his] = [newKeys('AEAD_AES_256_GCM'), newKeys('AES_CM_128_HMAC_SHA1_32')];
    alice.talkTo(bob.rtpPort, { encryption: { send: hers, receive: his } });
    bob.talkTo(alice.rtpPort, { encryption: { send: his, receive: hers } });
    alice.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, 1000), true);
    await bob.next('mediaStarted');
    await pause(300);
    assert.ok(Math.abs(toneLevel(await bob.listen('earpiece', 300), RATE, 1000) + 20) < 1);
  });

  test('keys of a wrong length are refused by a message that does not tell them', async () => {
    await using station = await MediaStation.open();
    const master = Buffer.from('a secret of a wrong length');
    const keys: SrtpKeys = { suite: 'AES_CM_128_HMAC_SHA1_80', master, encryptsRtcp: true };
    assert.throws(
      () => station.talkTo(4000, { codec: PCMU, encryption: { send: keys, receive: keys } }),
      ({ message }: Error) => /master\.length is 26/.test(message) && !message.includes('secret of'),
    );
  });
});

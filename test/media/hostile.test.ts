// Packets that do not belong to the call, or to RTP.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { levelDbov } from '../support/tone-meter.ts';

/** A loud square wave in µ-law. */
const LOUD = Uint8Array.from({ length: 160 }, (_, index) => (index % 8 < 4 ? 0x80 : 0x00));

describe('hostile packets', { concurrency: true }, () => {
  test('a stranger is neither heard nor followed', async () => {
    await using friend = await RtpProbe.open();
    await using stranger = await RtpProbe.open('127.0.0.2');
    await using station = await MediaStation.open();
    station.talkTo(friend.port);
    await pause(50);
    for (let index = 0; index < 30; index++) {
      stranger.speak(station.rtpPort, { sequence: index, timestamp: index * 160, payload: LOUD });
      await pause(10);
    }
    const sound = await station.listen('earpiece', 100);
    assert.equal(levelDbov(sound), -127);
    const { packetsRefused, packetsReceived } = await station.statistics();
    assert.equal(packetsRefused, 30);
    assert.equal(packetsReceived, 0);
    assert.equal(station.count('mediaStarted'), 0);
    assert.equal(stranger.packets.length, 0);
  });

  test('before the answer nobody is listened to', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    probe.speak(station.rtpPort, { sequence: 1, timestamp: 160, payload: LOUD });
    await pause(50);
    assert.equal((await station.statistics()).packetsRefused, 1);
  });

  test('truncated, malformed and random packets are counted and the call goes on', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    for (let index = 0; index < 500; index++) {
      const bytes = Uint8Array.from({ length: random(60) }, () => random(256));
      probe.raw(station.rtpPort, bytes);
      probe.report(station.rtcpPort, bytes);
      if (index % 20 === 19) await pause(10);
    }
    probe.raw(station.rtpPort, new Uint8Array(4000));
    const whole = Uint8Array.of(0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, ...LOUD);
    for (let length = 0; length < 12; length++) probe.raw(station.rtpPort, whole.subarray(0, length));
    await pause(700);
    const sound = station.engine.simulatedSound;
    const from = sound.position('earpiece');
    for (let index = 0; index < 30; index++) {
      probe.speak(station.rtpPort, { sequence: 1000 + index, timestamp: 99_000 + index * 160, ssrc: 42, payload: LOUD });
      await pause(18);
    }
    await pause(100);
    const heard = sound.read('earpiece', from, sound.position('earpiece') - from);
    assert.ok(heard.some((sample) => Math.abs(sample) > 8000));
    const statistics = await station.statistics();
    assert.ok(statistics.packetsRefused > 500, `${statistics.packetsRefused}`);
    assert.equal(statistics.packetsReceived >= 29, true);
  });

  test('empty and 64 kB datagrams, a flood of reports and our own SSRC from the other side do not stop the sound', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    while (probe.packets.length === 0) await pause(10);
    // RFC 3550 §8.2: a collision, here with somebody who means it.
    const ssrc = probe.packets[0]?.ssrc ?? 0;
    const goodbyes = Uint8Array.from({ length: 1400 }, (_, index) => [0x80, 201, 0, 1, 0, 0, 0, 9][index % 8] ?? 0);
    const sound = station.engine.simulatedSound;
    const from = sound.position('earpiece');
    for (let index = 0; index < 40; index++) {
      probe.speak(station.rtpPort, { sequence: index, timestamp: index * 160, ssrc, payload: LOUD });
      probe.raw(station.rtpPort, new Uint8Array(0));
      probe.raw(station.rtpPort, new Uint8Array(65_000));
      for (let bomb = 0; bomb < 50; bomb++) probe.report(station.rtcpPort, goodbyes);
      await pause(18);
    }
    const heard = sound.read('earpiece', from, sound.position('earpiece') - from);
    assert.ok(heard.filter((sample) => Math.abs(sample) > 8000).length > 5000);
    const { packetsReceived, packetsRefused } = await station.statistics();
    assert.equal(packetsReceived, 40);
    assert.ok(packetsRefused > 1000, `${packetsRefused}`);
    assert.equal(station.count('remoteLeft'), 0);
  });

  test('an unknown payload type is refused', async () => {
    await using probe = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.talkTo(probe.port);
    await pause(20);
    probe.speak(station.rtpPort, { payloadType: 18, sequence: 1, timestamp: 0, payload: LOUD });
    await pause(50);
    const { packetsRefused, packetsReceived } = await station.statistics();
    assert.deepEqual({ packetsRefused, packetsReceived }, { packetsRefused: 1, packetsReceived: 0 });
  });
});

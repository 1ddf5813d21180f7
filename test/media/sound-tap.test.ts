// The phone's own sound, copied to an administrator's machine: read back from its packets by hand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SoundTapPoint } from '#media/messages';
import { eventually } from '../support/eventually.ts';
import { MediaStation, pause } from '../support/media-station.ts';
import { RtpProbe, type SeenPacket } from '../support/rtp-probe.ts';
import { dominantFrequencyHz, levelDbov, sine, toneLevel } from '../support/tone-meter.ts';

const RATE = 16_000;
const types = { microphone: 96, processed: 97, played: 98 } as const;

function packetsOf(probe: RtpProbe, point: SoundTapPoint): readonly SeenPacket[] {
  return probe.packets.filter(({ payloadType }) => payloadType === types[point]);
}

/** L16 is in network order (RFC 3551 §4.5.11). */
function sound(packets: readonly SeenPacket[]): Int16Array {
  const bytes = Buffer.concat(packets.map(({ payload }) => payload));
  return Int16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16BE(2 * index));
}

describe('a tap of sound', { concurrency: true }, () => {
  test('brings the microphone before and after it is processed, and what is played', async () => {
    await using receiver = await RtpProbe.open();
    await using station = await MediaStation.open();
    station.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, 1000), true);
    station.send({
      type: 'processVoice',
      path: 'handset',
      echo: 'off',
      tailMs: 16,
      noiseReductionDb: 0,
      comfortNoise: false,
      gainDb: -12,
      automaticGainDb: 0,
    });
    const segment = { parts: [{ frequencyHz: 440, levelDbm0: -13 }], durationMs: 1000 };
    station.send({ type: 'playTone', tone: { sections: [{ segments: [segment], durationMs: 0 }] } });
    await pause(100);
    station.send({
      type: 'tapSound',
      to: { address: '127.0.0.1', port: receiver.port },
      points: ['microphone', 'processed', 'played'],
    });
    await eventually(async () => {
      for (const point of ['microphone', 'processed', 'played'] as const) assert.ok(packetsOf(receiver, point).length > 40);
    });
    station.send({ type: 'tapSound', to: undefined });
    await pause(100);
    const count = receiver.packets.length;
    await pause(100);
    assert.equal(receiver.packets.length, count, 'switched off while sound goes on');

    const all = {
      microphone: packetsOf(receiver, 'microphone'),
      processed: packetsOf(receiver, 'processed'),
      played: packetsOf(receiver, 'played'),
    };
    const sources = new Set<number>();
    for (const packets of Object.values(all)) {
      assert.ok(packets.length > 30, `${packets.length}`);
      const [first] = packets;
      assert.ok(first?.marker);
      for (const [index, packet] of packets.entries()) {
        assert.equal(packet.ssrc, first.ssrc);
        assert.equal(packet.sequence, (first.sequence + index) & 0xffff);
        assert.equal(packet.timestamp, (first.timestamp + index * 160) >>> 0);
        assert.equal(packet.payload.length, 320);
      }
      sources.add(first.ssrc);
    }
    assert.equal(sources.size, 3);
    const microphone = sound(all.microphone);
    const processed = sound(all.processed);
    const played = sound(all.played);
    assert.ok(Math.abs(dominantFrequencyHz(microphone, RATE) - 1000) < 5);
    assert.ok(Math.abs(toneLevel(microphone, RATE, 1000) + 20) < 0.5, `${toneLevel(microphone, RATE, 1000)}`);
    assert.ok(Math.abs(toneLevel(processed, RATE, 1000) + 32) < 0.5, `${toneLevel(processed, RATE, 1000)}`);
    assert.ok(Math.abs(dominantFrequencyHz(played, RATE) - 440) < 5);
  });

  test('has only the points that were asked for, and nothing of a muted microphone', async () => {
    await using receiver = await RtpProbe.open();
    await using station = await MediaStation.open();
    const to = { address: '127.0.0.1', port: receiver.port };
    station.engine.simulatedSound.setMicrophone(sine(1000, -20, RATE, 1000), true);
    station.send({ type: 'tapSound', to, points: ['processed', 'played'] });
    await eventually(async () => assert.ok(packetsOf(receiver, 'processed').length > 3));
    assert.equal(packetsOf(receiver, 'microphone').length, 0);
    station.send({ type: 'setMuted', muted: true });
    await pause(100);
    const before = packetsOf(receiver, 'processed').length;
    const playedBefore = packetsOf(receiver, 'played').length;
    await eventually(async () => assert.ok(packetsOf(receiver, 'played').length > playedBefore + 5));
    assert.equal(packetsOf(receiver, 'processed').length, before);
    station.send({ type: 'setMuted', muted: false });
    await eventually(async () => assert.ok(packetsOf(receiver, 'processed').length > before + 5));
    const again = packetsOf(receiver, 'processed').slice(before);
    assert.ok(again[0]?.marker);
    assert.ok(levelDbov(sound(again)) > -25);
  });

  test('is silent while no path is live, and is refused where it makes no sense', async () => {
    await using receiver = await RtpProbe.open();
    await using station = await MediaStation.open();
    const to = { address: '127.0.0.1', port: receiver.port };
    station.send({ type: 'selectPath', path: 'none' });
    station.send({ type: 'tapSound', to, points: ['microphone', 'played'] });
    await pause(150);
    assert.equal(receiver.packets.length, 0);
    const invalid = { code: 'MEDIA_INVALID_COMMAND' };
    assert.throws(() => station.send({ type: 'tapSound', to: { ...to, port: 0 }, points: [] }), invalid);
    assert.throws(() => station.send({ type: 'tapSound', to, points: ['wire' as never] }), invalid);
  });
});

// Local tones, the ringer, volumes and the places where they are heard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Tone } from '#media/messages';
import { MediaStation, pause } from '../support/media-station.ts';
import { levelDbov, toneLevel } from '../support/tone-meter.ts';

const RATE = 16_000;
/** 0 dBm0 in dBov. */
const REFERENCE = -6.15;

function steady(...frequenciesHz: readonly number[]): Tone {
  const parts = frequenciesHz.map((frequencyHz) => ({ frequencyHz, levelDbm0: -13 }));
  return { sections: [{ segments: [{ parts, durationMs: 1000 }], durationMs: 0 }] };
}

describe('tones', { concurrency: true }, () => {
  test('a dial tone sounds in the live path at its level and ends', async () => {
    await using station = await MediaStation.open();
    station.send({ type: 'playTone', tone: steady(350, 440) });
    await pause(150);
    const heard = await station.listen('earpiece', 400);
    for (const hz of [350, 440]) assert.ok(Math.abs(toneLevel(heard, RATE, hz) - (REFERENCE - 13)) < 0.3);
    assert.equal(levelDbov(await station.listen('speaker', 100)), -127);
    station.send({ type: 'stopTone' });
    await pause(100);
    assert.equal(levelDbov(await station.listen('earpiece', 100)), -127);
  });

  test('each step of the volume is 3 dB, and 0 is silence', async () => {
    await using station = await MediaStation.open();
    station.send({ type: 'playTone', tone: steady(1000) });
    for (const level of [7, 4, 10]) {
      station.send({ type: 'setVolume', of: 'handset', level });
      await pause(100);
      const expected = REFERENCE - 13 + 3 * (level - 7);
      assert.ok(Math.abs(toneLevel(await station.listen('earpiece', 200), RATE, 1000) - expected) < 0.3);
    }
    station.send({ type: 'setVolume', of: 'handset', level: 0 });
    await pause(100);
    assert.equal(levelDbov(await station.listen('earpiece', 100)), -127);
  });

  test('the ringer rings at its own volume while no path is live', async () => {
    await using station = await MediaStation.open();
    station.send({ type: 'selectPath', path: 'none' });
    station.send({ type: 'setVolume', of: 'ringer', level: 5 });
    station.send({ type: 'playRing', path: 'speaker', ring: { sound: steady(800), cadence: [], riseMs: 0 } });
    await pause(150);
    assert.ok(Math.abs(toneLevel(await station.listen('speaker', 200), RATE, 800) - (REFERENCE - 13 - 6)) < 0.3);
    assert.equal(levelDbov(await station.listen('earpiece', 100)), -127);
    station.send({ type: 'stopRing' });
    await pause(100);
    assert.equal(levelDbov(await station.listen('speaker', 100)), -127);
  });

  test('the loudspeaker as live path is heard in both places', async () => {
    await using station = await MediaStation.open();
    station.send({ type: 'selectPath', path: 'speaker' });
    station.send({ type: 'playTone', tone: steady(1000) });
    await pause(150);
    const [earpiece, speaker] = await Promise.all([station.listen('earpiece', 200), station.listen('speaker', 200)]);
    assert.ok(Math.abs(toneLevel(earpiece, RATE, 1000) - toneLevel(speaker, RATE, 1000)) < 0.1);
    assert.ok(levelDbov(speaker) > -25);
  });
});

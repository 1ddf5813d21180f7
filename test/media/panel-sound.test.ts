// The panel's view of the simulated sound.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PanelAudio } from '#hal/simulator/panel-sources';
import { PanelSound } from '#media/panel-sound';
import type { Clock } from '#media/ports';
import { MediaStation, pause } from '../support/media-station.ts';
import { levelDbov, sine, toneLevel } from '../support/tone-meter.ts';

const clock: Clock = {
  get monotonicMs() {
    return performance.now();
  },
  wall: { ms: 0, trusted: false },
  setTimer(delayMs, expired) {
    const timer = setTimeout(expired, delayMs);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
};

async function open(): Promise<{ station: MediaStation; panel: PanelAudio }> {
  const station = await MediaStation.open();
  return { station, panel: new PanelSound(station.engine.simulatedSound, clock) };
}

const TONE = {
  sections: [{ segments: [{ parts: [{ frequencyHz: 500, levelDbm0: -13 }], durationMs: 1000 }], durationMs: 0 }],
};

describe('the panel hears the simulated device', { concurrency: true }, () => {
  test('the next seconds begin now and are whole', async () => {
    const { station, panel } = await open();
    await using _ = station;
    station.send({ type: 'playTone', tone: TONE });
    await pause(100);
    const next = await panel.next('earpiece', 0.3, new AbortController().signal);
    assert.equal(next.samples.length, next.sampleRateHz * 0.3);
    assert.ok(Math.abs(toneLevel(next.samples, next.sampleRateHz, 500) + 19.15) < 0.3);
  });

  test('the last seconds are led by silence when the device is younger', async () => {
    const { station, panel } = await open();
    await using _ = station;
    station.send({ type: 'playTone', tone: TONE });
    await pause(300);
    const last = panel.last('earpiece', 5);
    assert.equal(last.samples.length, 80_000);
    assert.equal(levelDbov(last.samples.subarray(0, 64_000)), -127);
    assert.ok(levelDbov(last.samples.subarray(-1600)) > -22);
  });

  test('a request that is given up is an AbortError', async () => {
    const { station, panel } = await open();
    await using _ = station;
    const controller = new AbortController();
    const next = panel.next('speaker', 30, controller.signal);
    controller.abort();
    await assert.rejects(next, { name: 'AbortError' });
    await assert.rejects(panel.next('speaker', 1, AbortSignal.abort()), { name: 'AbortError' });
  });

  test('a listener gets both places in chunks of 20 ms, until it stops', async () => {
    const { station, panel } = await open();
    await using _ = station;
    const lengths: Record<'earpiece' | 'speaker', number[]> = { earpiece: [], speaker: [] };
    const from = station.engine.simulatedSound.position('earpiece');
    const stop = panel.listen((place, { samples }) => lengths[place].push(samples.length));
    await pause(300);
    stop();
    const counted = lengths.earpiece.length;
    const played = (station.engine.simulatedSound.position('earpiece') - from) / 320;
    assert.ok(counted >= 5 && counted <= played, `${counted} of ${played}`);
    assert.ok(Math.abs(lengths.speaker.length - counted) <= 1);
    assert.deepEqual(new Set(Object.values(lengths).flat()), new Set([320]));
    await pause(60);
    assert.equal(lengths.earpiece.length, counted);
  });

  test('a clip of another rate becomes the microphone', async () => {
    const { station, panel } = await open();
    await using _ = station;
    await using other = await MediaStation.open();
    station.talkTo(other.rtpPort);
    other.talkTo(station.rtpPort);
    panel.playMicrophone({ sampleRateHz: 8000, samples: sine(700, -20, 8000, 1000) }, true);
    await other.next('mediaStarted');
    await pause(400);
    assert.ok(Math.abs(toneLevel(await other.listen('earpiece', 300), 16_000, 700) + 20) < 1);
  });
});

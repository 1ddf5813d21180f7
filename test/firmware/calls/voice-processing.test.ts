// What the parameters of echo, noise and gain become for each path's microphone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameters } from '#config/schema';
import { sameProcessing, voiceProcessing } from '#firmware/calls/voice-processing';
import { MediaEngine } from '#media/engine';

function withValues(values: Readonly<Record<string, unknown>>) {
  const defaults = new Map(parameters().map(({ path, declaration }) => [path as string, declaration.default]));
  return { get: (path: string) => values[path] ?? defaults.get(path) } as never;
}

test('by default the loudspeaker has all of it, handset and headset nothing', () => {
  assert.deepEqual(voiceProcessing(withValues({}), 'speaker'), {
    type: 'processVoice',
    path: 'speaker',
    echo: 'full',
    tailMs: 128,
    noiseReductionDb: 10,
    comfortNoise: true,
    gainDb: 0,
    automaticGainDb: 9,
  });
  for (const path of ['handset', 'headset'] as const) {
    const { echo, noiseReductionDb, automaticGainDb } = voiceProcessing(withValues({}), path);
    assert.deepEqual({ echo, noiseReductionDb, automaticGainDb }, { echo: 'off', noiseReductionDb: 0, automaticGainDb: 0 });
  }
});

test('each path follows its own parameters', () => {
  const values = withValues({
    'voip/audio/echo_cancellation/speaker/mode': 'HALF_DUPLEX',
    'voip/audio/echo_cancellation/handset/mode': 'LINEAR',
    'voip/audio/gain/microphone/headset': -6,
  });
  assert.equal(voiceProcessing(values, 'speaker').echo, 'halfDuplex');
  assert.equal(voiceProcessing(values, 'handset').echo, 'linear');
  assert.equal(voiceProcessing(values, 'headset').gainDb, -6);
});

test('what did not change is the same', () => {
  const now = voiceProcessing(withValues({}), 'speaker');
  assert.equal(sameProcessing(undefined, now), false);
  assert.equal(sameProcessing({ ...now }, now), true);
  assert.equal(sameProcessing({ ...now, tailMs: 64 }, now), false);
});

test('the core takes every mode, and the engine refuses what is out of range', () => {
  const engine = new MediaEngine({ log: { error() {} }, listener: () => {} } as never);
  try {
    const wanted = voiceProcessing(withValues({}), 'speaker');
    for (const echo of ['off', 'linear', 'full', 'halfDuplex'] as const) engine.send({ ...wanted, echo });
    engine.send({ type: 'selectPath', path: 'speaker' });
    for (const wrong of [
      { tailMs: 0 },
      { tailMs: 4000 },
      { gainDb: Number.NaN },
      { noiseReductionDb: -1 },
      { automaticGainDb: 99 },
    ]) {
      assert.throws(() => engine.send({ ...wanted, ...wrong }), { code: 'MEDIA_INVALID_COMMAND' });
    }
  } finally {
    engine.close();
  }
});

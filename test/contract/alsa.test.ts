// The sound paths' contract, kept by the ALSA driver; and which PCM each path and the ringer get.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAlsaAudio } from '#hal/audio/alsa';
import type { AlsaPcms } from '#hal/driver-choices';
import { audioContract } from './quiet-contracts.ts';

const codec: AlsaPcms = { playback: 'hw:0', capture: 'hw:0' };
const usb: AlsaPcms = { playback: 'hw:1', capture: 'hw:1' };

const boards = {
  'one card': { handset: codec, headset: codec, speaker: codec },
  'a card each': { handset: codec, headset: usb, speaker: codec },
  'a handset alone': { handset: codec },
} as const;

for (const [name, paths] of Object.entries(boards)) {
  audioContract(`alsa, ${name}`, async () => {
    const audio = await openAlsaAudio({ driver: 'alsa', paths, ringer: 'hw:2' });
    return { audio, look: () => undefined, [Symbol.asyncDispose]: () => audio[Symbol.asyncDispose]() };
  });
}

test("a path that is wired elsewhere has its own PCMs, and the ringer's PCM is opened by one device only", async () => {
  const audio = await openAlsaAudio({ driver: 'alsa', paths: boards['a card each'], ringer: 'hw:2' });
  const shared = { driver: 'alsa', playback: 'hw:0', capture: 'hw:0', ringer: 'hw:2' };
  assert.equal(audio.ringer, 'speaker');
  assert.deepEqual(audio.paths, [
    { name: 'handset', device: shared, acoustic: true },
    { name: 'headset', device: { driver: 'alsa', playback: 'hw:1', capture: 'hw:1' }, acoustic: true },
    { name: 'speaker', device: shared, acoustic: true },
  ]);
});

test("a path's mixer controls come with it, and do not part it from its device", async () => {
  const mixer = { card: 'hw:0', switches: [{ control: 'Speaker' }], volume: { control: 'Speaker', leastDb: -40, mostDb: 0 } };
  const audio = await openAlsaAudio({ driver: 'alsa', paths: { handset: codec, speaker: { ...codec, mixer } }, ringer: 'hw:2' });
  const device = { driver: 'alsa', playback: 'hw:0', capture: 'hw:0', ringer: 'hw:2' };
  assert.deepEqual(audio.paths, [
    { name: 'handset', device, acoustic: true },
    { name: 'speaker', device, mixer, acoustic: true },
  ]);
});

test('without a ringer of its own nothing is said of one, and a board without a loudspeaker rings where it can', async () => {
  const audio = await openAlsaAudio({ driver: 'alsa', paths: { handset: codec, headset: usb } });
  assert.equal(audio.ringer, 'headset');
  assert.ok(audio.paths.every(({ device }) => !('ringer' in device)));
});

test('a board without any path is refused', async () => {
  await assert.rejects(openAlsaAudio({ driver: 'alsa', paths: {} }), /no path/);
});

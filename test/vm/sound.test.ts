// Sound on the kernel's own cards: snd-aloop, whose other end is arecord's and aplay's, and the controls of snd-dummy, as amixer sees them.

import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { MediaStation } from '../support/media-station.ts';
import { dominantFrequencyHz, sine } from '../support/tone-meter.ts';
import { readWav, writeWav } from '../support/wav-file.ts';
import { until } from './rig/until.ts';

const rateHz = 16_000;
const farHz = 1000;
const mouthHz = 700;
const folder = mkdtempSync(join(tmpdir(), 'sound-'));

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' });
}

before(() => {
  run('busybox', ['modprobe', 'snd-dummy', 'fullduplex=1']);
});

/** alsa-utils at the other end, for as long as it takes. */
function peer(program: 'arecord' | 'aplay', device: string, file: string, ...more: readonly string[]): ChildProcess {
  const format = program === 'arecord' ? ['-f', 'S16_LE', '-r', String(rateHz), '-c', '1'] : [];
  return spawn(program, ['-q', '-D', device, ...format, ...more, file], { stdio: 'inherit' });
}

test('a call sounds on a card of the kernel, and its microphone is heard', async () => {
  const mouth = join(folder, 'mouth.wav');
  writeFileSync(mouth, writeWav({ sampleRateHz: rateHz, samples: sine(mouthHz, -20, rateHz, 60_000) }));
  await using desk = new MediaStation();
  await using far = await MediaStation.open();
  desk.send({
    type: 'openDevice',
    path: 'handset',
    device: { driver: 'alsa', playback: 'plughw:Loopback,0,0', capture: 'plughw:Loopback,0,1' },
  });
  desk.send({ type: 'selectPath', path: 'handset' });
  const { rtpPort } = await desk.openSession(1);
  desk.talkTo(far.rtpPort);
  far.talkTo(rtpPort);
  far.engine.simulatedSound.setMicrophone(sine(farHz, -20, rateHz, 1000), true);
  const speaking = peer('aplay', 'plughw:Loopback,1,1', mouth);
  try {
    await until('the microphone is heard at the far end', async () => {
      return Math.abs(dominantFrequencyHz(await far.listen('earpiece', 200), rateHz) - mouthHz) < 10;
    });
    const heard = join(folder, 'heard.wav');
    await until('the far end is heard in the card', async () => {
      const listening = peer('arecord', 'plughw:Loopback,1,0', heard, '-d', '1');
      await new Promise((resolve) => listening.once('exit', resolve));
      const { samples } = readWav(readFileSync(heard));
      return Math.abs(dominantFrequencyHz(samples, rateHz) - farHz) < 10;
    });
    assert.equal(desk.count('deviceFailed'), 0, JSON.stringify(desk.events));
  } finally {
    speaking.kill();
  }
});

function control(name: string): string {
  return run('amixer', ['-c', 'Dummy', 'sget', name]);
}

test('the volume and the switches of a card of the kernel are set, as amixer sees', async () => {
  await using desk = new MediaStation();
  const device = { driver: 'alsa', playback: 'plughw:Dummy', capture: 'plughw:Dummy' } as const;
  const mixer = {
    card: 'hw:Dummy',
    switches: [{ control: 'Mic', direction: 'capture' }],
    volume: { control: 'Master', leastDb: -36, mostDb: 0 },
  } as const;
  desk.send({ type: 'openDevice', path: 'speaker', device, mixer });
  desk.send({ type: 'setVolume', of: 'speaker', level: 10 });
  desk.send({ type: 'selectPath', path: 'speaker' });
  await until('full volume, and the microphone on', () => /\[0\.00dB\]/.test(control('Master')) && /\[on\]/.test(control('Mic')));
  desk.send({ type: 'setVolume', of: 'speaker', level: 1 });
  await until('the least volume', () => /\[-36\.\d\ddB\]/.test(control('Master')));
  desk.send({ type: 'selectPath', path: 'none' });
  await until('the microphone off', () => !/\[on\]/.test(control('Mic')));
  assert.equal(desk.count('mixerFailed'), 0, JSON.stringify(desk.events));
});

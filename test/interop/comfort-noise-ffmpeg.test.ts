// Proves with ffmpeg's coder of comfort noise (RFC 3389) that what we say of a pause is understood, and that we understand what it says:
// level, and whether the noise is dull or sharp.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { comfortNoise } from '#media/codecs';
import type { CodecChoice } from '#media/messages';
import { eventually } from '../support/eventually.ts';
import { MediaStation, PCMU } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { levelDbov } from '../support/tone-meter.ts';
import { readWav } from '../support/wav-file.ts';
import { sleep } from './rig/calls.ts';
import { run } from './rig/run.ts';

const noise: CodecChoice = { ...comfortNoise, packetTimeMs: 10 };
/** Of ffmpeg: its order is 10. */
const descriptionBytes = 11;
/** WAVE gives no packets shorter than this to a decoder. */
const blockBytes = 1024;
const microphoneRateHz = 16_000;
/** White noise through a filter: most of it below 600 Hz, or above 2500 Hz. */
const kinds = { dull: 'lowpass=f=600', sharp: 'highpass=f=2500,lowpass=f=3400' } as const;

let directory = '';
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'comfort-noise-'));
  await run('ip', ['link', 'set', 'lo', 'up']);
});
after(() => rmSync(directory, { recursive: true, force: true }));

const ffmpeg = (...args: readonly string[]): Promise<unknown> =>
  run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args]);

/** Two seconds. */
async function noiseOf(filter: string, rateHz: number): Promise<string> {
  const file = join(directory, 'noise.wav');
  await ffmpeg(...['-f', 'lavfi', '-i', `anoisesrc=r=${rateHz}:a=0.02:c=white:seed=7,${filter}`, '-t', '2', '-ac', '1', file]);
  return file;
}

/** What follows from a sample to the next, 1 for a dull sound and below 0 for a sharp one. */
function likeness(samples: Int16Array): number {
  let [power, shifted] = [0, 0];
  for (const [index, sample] of samples.entries()) {
    power += sample * sample;
    shifted += sample * (samples[index - 1] ?? 0);
  }
  return shifted / power;
}

function assertKind(kind: keyof typeof kinds, samples: Int16Array): void {
  const alike = likeness(samples);
  assert.ok(kind === 'dull' ? alike > 0.6 : alike < 0, `${kind}: ${alike}`);
}

/** A sound whose packets are one description over and over, as ffmpeg's decoder is given them. */
function described(payload: Uint8Array): string {
  const block = Buffer.alloc(blockBytes, 127);
  block.set(payload);
  const data = Buffer.concat(Array.from({ length: 30 }, () => block));
  const format = Buffer.alloc(16);
  // A number that no coder has; the coder is told apart.
  format.writeUInt16LE(0x2222, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(8000, 4);
  format.writeUInt32LE(8000, 8);
  format.writeUInt16LE(blockBytes, 12);
  const chunk = (name: string, bytes: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([head, bytes]);
  };
  const file = join(directory, 'described.wav');
  writeFileSync(file, chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', data)])));
  return file;
}

async function withNoise(port: number): Promise<MediaStation> {
  const station = await MediaStation.open();
  station.send({
    type: 'configureSession',
    session: 1,
    remote: { address: '127.0.0.1', rtpPort: port, rtcpPort: port + 1 },
    direction: 'sendrecv',
    send: PCMU,
    receive: [PCMU, noise],
    telephoneEvent: { send: undefined, receive: undefined },
    comfortNoise: noise.payloadType,
  });
  station.send({ type: 'connectSession', session: 1, heard: true });
  return station;
}

for (const kind of ['dull', 'sharp'] as const) {
  test(`what we say of ${kind} noise is what ffmpeg makes of it`, async () => {
    await using probe = await RtpProbe.open();
    await using station = await withNoise(probe.port);
    const file = await noiseOf(kinds[kind], microphoneRateHz);
    const { samples } = readWav(readFileSync(file));
    station.engine.simulatedSound.setMicrophone(samples, true);
    const descriptions = () => probe.packets.filter(({ payloadType }) => payloadType === noise.payloadType);
    await eventually(async () => assert.ok(descriptions().length > 2));
    const payload = descriptions().at(-1)?.payload ?? Buffer.alloc(0);
    assert.ok(Math.abs((payload[0] ?? 0) + levelDbov(samples)) <= 3, `${payload[0]} for ${levelDbov(samples)} dBov`);
    const made = join(directory, 'made.wav');
    await ffmpeg('-max_size', String(blockBytes), '-c:a', 'comfortnoise', '-i', described(payload), '-c:a', 'pcm_s16le', made);
    assertKind(kind, readWav(readFileSync(made)).samples);
  });

  test(`what ffmpeg says of ${kind} noise is what we make of it`, async () => {
    const file = await noiseOf(kinds[kind], 8000);
    const said = join(directory, 'said');
    await ffmpeg('-i', file, '-map', '0:a', '-c:a', 'comfortnoise', '-f', 'data', said);
    const payload = readFileSync(said).subarray(5 * descriptionBytes, 6 * descriptionBytes);
    await using probe = await RtpProbe.open();
    await using station = await withNoise(probe.port);
    await sleep(50);
    for (let index = 0; index < 10; index++) {
      const silence = new Uint8Array(160).fill(0xff);
      probe.speak(station.rtpPort, { payloadType: 0, sequence: index, timestamp: 160 * index, payload: silence });
      await sleep(20);
    }
    probe.speak(station.rtpPort, { payloadType: noise.payloadType, sequence: 10, timestamp: 1600, payload });
    const level = levelDbov(readWav(readFileSync(file)).samples);
    await eventually(async () => {
      // At twice the rate neighbours are alike: every other sample is looked at.
      const heard = (await station.listen('earpiece', 500)).filter((_, index) => index % 2 === 0);
      assert.ok(Math.abs(levelDbov(heard) - level) < 4, `${levelDbov(heard)} for ${level} dBov`);
      assertKind(kind, heard);
    });
  });
}

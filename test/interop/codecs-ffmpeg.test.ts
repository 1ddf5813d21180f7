// Proves with ffmpeg's coders, over RTP on loopback, that every codec of the core is understood and understands: pitch, level and how
// much of what is heard is the tone.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { codecOfSetting } from '#media/codecs';
import type { CodecChoice } from '#media/messages';
import { eventually } from '../support/eventually.ts';
import { MediaStation } from '../support/media-station.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { dominantFrequencyHz, sine, toneLevel } from '../support/tone-meter.ts';
import { readWav } from '../support/wav-file.ts';
import { sleep } from './rig/calls.ts';
import { run } from './rig/run.ts';

const coreRateHz = 16_000;
const toneDbov = -20;
const ports = { toFfmpeg: 40_000, fromFfmpeg: 40_010 };

interface Case {
  readonly setting: string;
  /** ffmpeg's coder; that of G.726 speaks in bursts of a quarter of a second. */
  readonly coder: readonly string[] | undefined;
  readonly hz: number;
  /** Of the tone to everything else. */
  readonly purityDb: number;
  readonly packetTimeMs: number;
}

const cases: readonly Case[] = [
  { setting: 'G722', coder: ['g722', '-ar', '16000'], hz: 6000, purityDb: 15, packetTimeMs: 20 },
  { setting: 'OPUS', coder: ['libopus', '-ar', '48000', '-application', 'voip'], hz: 1000, purityDb: 12, packetTimeMs: 20 },
  { setting: 'OPUS', coder: ['libopus', '-ar', '48000', '-frame_duration', '60'], hz: 400, purityDb: 12, packetTimeMs: 60 },
  { setting: 'G726-32', coder: undefined, hz: 1000, purityDb: 25, packetTimeMs: 20 },
  { setting: 'G726-16', coder: undefined, hz: 700, purityDb: 10, packetTimeMs: 40 },
  { setting: 'AAL2-G726-32', coder: undefined, hz: 1000, purityDb: 25, packetTimeMs: 30 },
  { setting: 'AAL2-G726-24', coder: undefined, hz: 800, purityDb: 18, packetTimeMs: 20 },
  { setting: 'L16_16000', coder: ['pcm_s16be', '-ar', '16000'], hz: 6500, purityDb: 40, packetTimeMs: 20 },
  { setting: 'L16_8000', coder: ['pcm_s16be', '-ar', '8000'], hz: 3000, purityDb: 40, packetTimeMs: 60 },
  { setting: 'PCMA', coder: ['pcm_alaw', '-ar', '8000'], hz: 3000, purityDb: 30, packetTimeMs: 10 },
];

let directory = '';
let running = new DisposableStack();
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'codecs-'));
  await run('ip', ['link', 'set', 'lo', 'up']);
  // Its libraries come from a cold disk for longer than a call waits.
  await run('ffmpeg', ['-version']);
});
after(() => rmSync(directory, { recursive: true, force: true }));

function choiceOf({ setting, packetTimeMs }: Pick<Case, 'setting' | 'packetTimeMs'>): CodecChoice {
  const codec = codecOfSetting(setting);
  assert.ok(codec !== undefined);
  const { name, clockRateHz, channels, payloadType = 97, formatParameters } = codec;
  return { name, clockRateHz, channels, payloadType, formatParameters, packetTimeMs };
}

function descriptionOf({ name, clockRateHz, channels, payloadType }: CodecChoice): string {
  const rtpmap = `a=rtpmap:${payloadType} ${name}/${clockRateHz}${channels === 1 ? '' : `/${channels}`}`;
  const origin = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  return [...origin, `m=audio ${ports.toFfmpeg} RTP/AVP ${payloadType}`, rtpmap, ''].join('\r\n');
}

/** Ends with its test. */
function ffmpeg(...args: readonly string[]): ChildProcess {
  const process = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.defer(() => void process.kill());
  return process;
}

/** Records what we send. */
function startListener(choice: CodecChoice, file: string): ChildProcess {
  const description = join(directory, 'in.sdp');
  writeFileSync(description, descriptionOf(choice));
  const input = ['-protocol_whitelist', 'file,udp,rtp', '-analyzeduration', '100000', '-i', description];
  return ffmpeg(...input, '-t', '2.5', '-ac', '1', '-ar', String(coreRateHz), '-c:a', 'pcm_s16le', file);
}

function startSpeaker(coder: readonly string[], { payloadType }: CodecChoice, hz: number, port: number): ChildProcess {
  const amplitude = Math.SQRT2 * 10 ** (toneDbov / 20);
  const tone = `aevalsrc=${amplitude}*sin(2*PI*${hz}*t):s=48000`;
  // Mono to both channels would be 3 dB softer; Opus says two channels in any case.
  const output = ['-ac', '1', '-payload_type', String(payloadType), '-f', 'rtp'];
  const target = `rtp://127.0.0.1:${port}?localrtpport=${ports.fromFfmpeg}&pkt_size=1000`;
  return ffmpeg('-re', '-f', 'lavfi', '-i', tone, '-c:a', ...coder, ...output, target);
}

function assertTone(samples: Int16Array, hz: number, purityDb: number, who: string): void {
  assert.ok(
    Math.abs(dominantFrequencyHz(samples, coreRateHz) - hz) < 6,
    `${who}: ${dominantFrequencyHz(samples, coreRateHz)} Hz`,
  );
  const level = toneLevel(samples, coreRateHz, hz);
  assert.ok(Math.abs(level - toneDbov) < 1, `${who}: ${level} dBov`);
  let power = 0;
  for (const sample of samples) power += sample * sample;
  const all = power / samples.length / 32_768 ** 2;
  const tone = 10 ** (level / 10);
  const purity = 10 * Math.log10(tone / Math.max(all - tone, 1e-9));
  assert.ok(purity > purityDb, `${who}: ${purity} dB above the rest`);
}

/** In a second of it, the first half second left out: a machine that is busy elsewhere may tear another. */
function assertToneWithin(samples: Int16Array, hz: number, purityDb: number, who: string): void {
  let failure: unknown;
  for (let from = coreRateHz / 2; from + coreRateHz <= samples.length; from += coreRateHz / 10) {
    try {
      assertTone(samples.subarray(from, from + coreRateHz), hz, purityDb, who);
      return;
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure ?? new Error(`${who}: ${samples.length} samples`);
}

for (const each of cases) {
  const title = `${each.setting} in ${each.packetTimeMs} ms packets`;
  test(`${title} is what ffmpeg speaks and hears`, async () => {
    using processes = new DisposableStack();
    running = processes;
    await using station = await MediaStation.open();
    const choice = choiceOf(each);
    const file = join(directory, 'heard.wav');
    const listener = startListener(choice, file);
    const listened = new Promise((resolve) => listener.once('exit', resolve));
    await sleep(300);
    station.engine.simulatedSound.setMicrophone(sine(each.hz, toneDbov, coreRateHz, 1000), true);
    station.talkTo(ports.toFfmpeg, { codec: choice, events: false });
    if (each.coder !== undefined) {
      const { rtpPort } = await station.openSession(2);
      station.talkTo(ports.fromFfmpeg, { codec: choice, session: 2, direction: 'recvonly', events: false });
      startSpeaker(each.coder, choice, each.hz, rtpPort);
      await station.next('mediaStarted', ({ session }) => session === 2, 60_000);
      await eventually(async () => assertTone(await station.listen('earpiece', 1000), each.hz, each.purityDb, 'we hear'));
      assert.equal((await station.statistics(2)).packetsRefused, 0);
    }
    await listened;
    const { samples } = readWav(readFileSync(file));
    assertToneWithin(samples, each.hz, each.purityDb, 'ffmpeg hears');
  });
}

test("G.729 is what ffmpeg's decoder understands", async (context) => {
  await using station = await MediaStation.open();
  if (!station.engine.speaks('G729')) return context.skip('libbcg729 is not on this machine');
  await using probe = await RtpProbe.open();
  // Whole periods in each frame of 10 ms: how a code book meets the others moves the level by more than a decibel.
  station.engine.simulatedSound.setMicrophone(sine(300, toneDbov, coreRateHz, 1000), true);
  const codec = choiceOf({ setting: 'G729', packetTimeMs: 30 });
  station.talkTo(probe.port, { codec, events: false });
  const packets = Math.ceil(2200 / codec.packetTimeMs);
  while (probe.packets.length < packets) await sleep(50);
  const sent = probe.packets.map(({ payload }) => payload);
  assert.ok(sent.every((payload) => payload.length === 30));
  const input = ['-hide_banner', '-loglevel', 'error', '-f', 'g729', '-i', 'pipe:0'];
  const { stdout, stderr, error } = spawnSync('ffmpeg', [...input, '-f', 's16le', '-ar', String(coreRateHz), 'pipe:1'], {
    input: Buffer.concat(sent),
  });
  assert.ok(error === undefined && stdout.length >= 4 * coreRateHz, `ffmpeg decoded ${stdout?.length} bytes: ${error} ${stderr}`);
  const samples = new Int16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~1)));
  assertToneWithin(samples, 300, 5, 'ffmpeg hears');
});

// Proves with ffmpeg, told to speak and report under the SSRC that our side has, that we become another source and go on to hear it
// (RFC 3550 §8.2).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { before, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { MediaStation } from '../support/media-station.ts';
import { toneLevel } from '../support/tone-meter.ts';
import { run } from './rig/run.ts';

const hz = 800;
const port = 40_020;

before(() => run('ip', ['link', 'set', 'lo', 'up']));

test('who has our SSRC is heard, and ours becomes another one, once', async () => {
  await using station = await MediaStation.open();
  station.talkTo(port, { events: false });
  const former = (await station.statistics()).localSsrc;
  const tone = ['-re', '-f', 'lavfi', '-i', `sine=frequency=${hz}:sample_rate=8000`, '-c:a', 'pcm_mulaw'];
  // It takes the 32 bits as a signed number.
  const output = ['-ssrc', String(former | 0), '-payload_type', '0', '-f', 'rtp'];
  const target = `rtp://127.0.0.1:${station.rtpPort}?localrtpport=${port}&pkt_size=172`;
  const ffmpeg = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', ...tone, ...output, target], {
    stdio: 'ignore',
  });
  using _ended = { [Symbol.dispose]: () => void ffmpeg.kill() };
  await eventually(async () => assert.notEqual((await station.statistics()).localSsrc, former));
  const { localSsrc, remoteSsrc } = await station.statistics();
  assert.equal(remoteSsrc, former);
  await eventually(async () => assert.ok(toneLevel(await station.listen('earpiece', 300), 16_000, hz) > -40));
  assert.equal((await station.statistics()).localSsrc, localSsrc);
  assert.ok(!station.events.some(({ type }) => type === 'remoteLeft'));
});

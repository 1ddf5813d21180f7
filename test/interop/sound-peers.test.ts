// Paging with ffmpeg at the other end, both ways, and our own sound copied to it; DTMF that sox makes and speech that espeak-ng makes, as a call's sound.

import './rig/isolated.ts';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { MediaStation, PCMU, pause } from '../support/media-station.ts';
import { sine, toneLevel } from '../support/tone-meter.ts';
import { readWav } from '../support/wav-file.ts';
import { run } from './rig/run.ts';

const directory = mkdtempSync(join(tmpdir(), 'sound-'));
const group = '239.255.77.9';
const port = 20_740;
const nobody = { send: undefined, receive: undefined };
const place = { address: '127.0.0.1', portRange: { first: 30_000, last: 39_999 }, tos: 0, canonicalName: 'c0ffee' } as const;

before(async () => {
  await run('ip', ['link', 'set', 'lo', 'up']);
  // ffmpeg asks the routing table where groups are.
  await run('ip', ['route', 'add', '224.0.0.0/4', 'dev', 'lo']);
  // Its libraries come from a cold disk for longer than a phone waits.
  await run('ffmpeg', ['-version']);
});

/** A sound file as our microphone's PCM. */
function madeBySox(name: string, ...effects: readonly string[]): Int16Array {
  const path = join(directory, `${name}.wav`);
  execFileSync('sox', [...effects.slice(0, 1), '-r', '16000', '-b', '16', '-c', '1', path, ...effects.slice(1)]);
  return readWav(readFileSync(path)).samples;
}

describe('paging', () => {
  it('hears what ffmpeg sends to a group, and that it is over after 800 ms', async () => {
    await using station = await MediaStation.open();
    station.send({ type: 'openSession', session: 2, ...place, group: { address: group, port, overAfterMs: 800 } });
    await station.next('sessionOpened', ({ session }) => session === 2);
    const remote = { address: '0.0.0.0', rtpPort: 0, rtcpPort: 0 };
    const codecs = { send: PCMU, receive: [{ ...PCMU, name: 'G722', payloadType: 9 }, PCMU] };
    station.send({ type: 'configureSession', session: 2, remote, direction: 'recvonly', ...codecs, telephoneEvent: nobody });
    station.send({ type: 'connectSession', session: 2, heard: true });
    for (const [coder, rate] of [
      ['pcm_mulaw', 8000],
      ['g722', 16_000],
    ] as const) {
      const source = ['-re', '-f', 'lavfi', '-i', `sine=frequency=700:duration=4:sample_rate=${rate}`];
      const sending = ['-ac', '1', '-ar', `${rate}`, '-c:a', coder, '-f', 'rtp', `rtp://${group}:${port}?pkt_size=172&ttl=1`];
      const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', ...source, ...sending], { stdio: ['ignore', 'ignore', 'inherit'] });
      await station.next('mediaStarted', undefined, 60_000);
      // ffmpeg's sine has an eighth of full scale.
      await eventually(async () => {
        const level = toneLevel(await station.listen('earpiece', 400), 16_000, 700);
        assert.ok(Math.abs(level + 21.07) < 1, `${coder}: ${level} dBov`);
      });
      await new Promise((resolve) => {
        ffmpeg.once('exit', resolve);
      });
      const { silentMs } = await station.next('mediaLost', ({ session }) => session === 2);
      assert.ok(silentMs >= 800 && silentMs < 3000, `${silentMs} ms`);
    }
  });

  it('is heard by ffmpeg', async () => {
    await using station = await MediaStation.open();
    const description = join(directory, 'page.sdp');
    const heard = join(directory, 'page.wav');
    const lines = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=page', `c=IN IP4 ${group}/1`, 't=0 0', `m=audio ${port + 10} RTP/AVP 0`];
    writeFileSync(description, `${lines.join('\r\n')}\r\n`);
    const input = ['-protocol_whitelist', 'file,rtp,udp', '-i', description, '-t', '1.5', '-y', heard];
    const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', ...input], { stdio: ['ignore', 'ignore', 'inherit'] });
    const over = new Promise((resolve) => {
      ffmpeg.once('exit', resolve);
    });
    station.engine.simulatedSound.setMicrophone(sine(900, -20, 16_000, 1000), true);
    const remote = { address: group, rtpPort: port + 10, rtcpPort: port + 11 };
    const codecs = { send: PCMU, receive: [PCMU] };
    station.send({ type: 'configureSession', session: 1, remote, direction: 'sendonly', ...codecs, telephoneEvent: nobody });
    station.send({ type: 'connectSession', session: 1, heard: true });
    await over;
    const { samples, sampleRateHz } = readWav(readFileSync(heard));
    assert.ok(Math.abs(toneLevel(samples.subarray(samples.length / 2), sampleRateHz, 900) + 20) < 1);
  });
});

describe('our own sound', () => {
  it('is taken by ffmpeg as L16, as the microphone gave it', async () => {
    await using station = await MediaStation.open();
    const description = join(directory, 'tap.sdp');
    const heard = join(directory, 'tap.wav');
    const media = [`m=audio ${port + 20} RTP/AVP 96`, 'a=rtpmap:96 L16/16000'];
    const lines = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=tap', 'c=IN IP4 127.0.0.1', 't=0 0', ...media];
    writeFileSync(description, `${lines.join('\r\n')}\r\n`);
    const input = ['-protocol_whitelist', 'file,rtp,udp', '-i', description, '-t', '1', '-y', heard];
    const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', ...input], { stdio: ['ignore', 'ignore', 'inherit'] });
    const over = new Promise((resolve) => {
      ffmpeg.once('exit', resolve);
    });
    station.engine.simulatedSound.setMicrophone(sine(6500, -20, 16_000, 1000), true);
    station.send({ type: 'tapSound', to: { address: '127.0.0.1', port: port + 20 }, points: ['microphone'] });
    await over;
    const { samples, sampleRateHz } = readWav(readFileSync(heard));
    assert.equal(sampleRateHz, 16_000);
    assert.ok(Math.abs(toneLevel(samples.subarray(samples.length / 2), sampleRateHz, 6500) + 20) < 0.2);
  });
});

describe('DTMF in the sound', () => {
  async function heardOf(pcm: Int16Array, durationMs: number): Promise<readonly number[]> {
    await using alice = await MediaStation.open();
    await using bob = await MediaStation.open();
    alice.talkTo(bob.rtpPort, { events: false });
    bob.talkTo(alice.rtpPort, { events: false });
    await bob.next('mediaStarted');
    alice.engine.simulatedSound.setMicrophone(pcm, false);
    await pause(durationMs);
    return bob.events.flatMap((event) => (event.type === 'dtmfReceived' ? [event.event] : []));
  }

  it('that sox made is heard, each digit once', async () => {
    const rows = [697, 770, 852, 941];
    const columns = [1209, 1336, 1477, 1633];
    const parts = rows.flatMap((row) =>
      columns.map((column) => [
        'synth',
        '0.06',
        'sine',
        `${row}`,
        'sine',
        `${column}`,
        'remix',
        '1v0.3,2v0.3',
        'pad',
        '0',
        '0.06',
        ':',
      ]),
    );
    const path = join(directory, 'digits.wav');
    const each = parts.map((effects, index) => {
      const part = join(directory, `digit-${index}.wav`);
      execFileSync('sox', ['-n', '-r', '16000', '-b', '16', '-c', '2', part, ...effects.slice(0, -1)]);
      return part;
    });
    execFileSync('sox', [...each, path]);
    const spoken = readWav(readFileSync(path)).samples;
    const all = [1, 2, 3, 12, 4, 5, 6, 13, 7, 8, 9, 14, 10, 0, 11, 15];
    await eventually(async () => assert.deepEqual(await heardOf(spoken, 2600), all));
  });

  it('is not what people say', async () => {
    const text = 'Please call me back on one four seven, or two five eight zero. The quick brown fox jumps over the lazy dog. ';
    const voices = ['en+m3', 'en+f2', 'de+f4'].map((voice, index) => {
      const path = join(directory, `voice-${index}.wav`);
      execFileSync('espeak-ng', ['-v', voice, '-s', '190', '-w', path, text.repeat(2)]);
      return madeBySox(`speech-${index}`, path);
    });
    const heard = await Promise.all(voices.map((pcm) => heardOf(pcm, pcm.length / 16 + 300)));
    assert.deepEqual(heard, [[], [], []]);
  });
});

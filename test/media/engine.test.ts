// The engine's boundary: refused commands, its end, and a process that exits whatever was forgotten.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, test } from 'node:test';
import { MediaEngine } from '#media/engine';
import { MediaError } from '#media/errors';
import type { MediaCommand } from '#media/messages';
import { EVENT_PAYLOAD_TYPE, MediaStation, PCMU, pause } from '../support/media-station.ts';

const configure: MediaCommand & { type: 'configureSession' } = {
  type: 'configureSession',
  session: 1,
  remote: { address: '127.0.0.1', rtpPort: 4000, rtcpPort: 4001 },
  direction: 'sendrecv',
  send: PCMU,
  receive: [PCMU],
  telephoneEvent: { send: EVENT_PAYLOAD_TYPE, receive: undefined },
};

function run(script: string): Promise<{ code: number | null; signal: string | null; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 10_000,
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
}

const CALL = `
  import { MediaEngine } from './media/engine.ts';
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const engine = new MediaEngine({ log, listener: () => {} });
  engine.send({ type: 'openDevice', path: 'handset', device: { driver: 'simulated' } });
  engine.send({ type: 'selectPath', path: 'handset' });
  engine.send({ type: 'openSession', session: 1, address: '127.0.0.1', portRange: { first: 40000, last: 49999 }, tos: 0, canonicalName: 'x' });
  engine.send(${JSON.stringify(configure)});
  await new Promise((resolve) => setTimeout(resolve, 60));
`;

const WORKER = `
  import { parentPort } from 'node:worker_threads';
  import(${JSON.stringify(new URL('../../media/engine.ts', import.meta.url).href)}).then(({ MediaEngine }) => {
    const engine = new MediaEngine({ log: { error() {} }, listener: () => {} });
    engine.send({ type: 'openDevice', path: 'handset', device: { driver: 'simulated' } });
    setInterval(() => engine.send({ type: 'requestStatistics', session: 1 }), 1);
    setTimeout(() => parentPort.postMessage('up'), 30);
  });
`;

describe('the engine', { concurrency: true }, () => {
  test('values out of range are refused by name before they reach the core', async () => {
    await using station = new MediaStation();
    const alsa = { driver: 'alsa', playback: 'default', capture: 'default' } as const;
    const wrong: readonly [MediaCommand, string][] = [
      [{ type: 'openDevice', path: 'speaker', device: { ...alsa, capture: 'default\0' } }, 'device.capture'],
      [{ type: 'openDevice', path: 'speaker', device: { ...alsa, ringer: 5 as unknown as string } }, 'device.ringer'],
      [{ type: 'setVolume', of: 'handset', level: 11 }, 'level'],
      [{ type: 'startDtmf', session: 1, event: 16, levelDbm0: -10 }, 'event'],
      [{ type: 'startDtmf', session: -1, event: 1, levelDbm0: -10 }, 'session'],
      [{ ...configure, send: { ...PCMU, packetTimeMs: 61 } }, 'send.packetTimeMs'],
      [{ ...configure, receive: [PCMU, { ...PCMU, name: 'AMR' }] }, 'receive.1'],
      [{ ...configure, telephoneEvent: { send: 128, receive: undefined } }, 'telephoneEvent.send'],
      [{ ...configure, remote: { ...configure.remote, rtpPort: 65_536 } }, 'remote.rtpPort'],
      [
        { type: 'playTone', tone: { sections: [{ segments: [{ parts: [], durationMs: Number.NaN }], durationMs: 0 }] } },
        'tone.sections.durationMs',
      ],
    ];
    for (const [command, field] of wrong) {
      assert.throws(
        () => station.send(command),
        (error) => error instanceof MediaError && error.code === 'MEDIA_INVALID_COMMAND' && error.field === field,
        field,
      );
    }
  });

  test('commands for a session that is gone do nothing', async () => {
    await using station = await MediaStation.open();
    station.send({ type: 'closeSession', session: 1 });
    for (const type of ['closeSession', 'stopDtmf', 'requestStatistics'] as const) station.send({ type, session: 1 });
    station.send({ type: 'connectSession', session: 1, heard: true });
    await pause(50);
    assert.equal(station.count('statisticsReported'), 0);
  });

  test('the listener may close at one of the last events', async () => {
    const quiet = (): void => {};
    const ends: Promise<void>[] = [];
    const engine: MediaEngine = new MediaEngine({
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      listener: ({ type }) => {
        if (type === 'qualityReported') ends.push(engine.close());
      },
    });
    const portRange = { first: 40_000, last: 49_999 };
    engine.send({ type: 'openSession', session: 1, address: '127.0.0.1', portRange, tos: 0, canonicalName: 'x' });
    engine.send(configure);
    await pause(40);
    await engine.close();
    assert.equal(ends.length, 1);
    await Promise.all(ends);
  });

  test('a closed engine refuses commands, and closing again does nothing', async () => {
    const station = await MediaStation.open();
    await station.engine.close();
    await station.engine.close();
    const closed = (error: unknown): boolean => error instanceof MediaError && error.code === 'MEDIA_CLOSED';
    assert.throws(() => station.send({ type: 'stopTone' }), closed);
    assert.throws(() => station.engine.simulatedSound.position('earpiece'), closed);
  });

  test('a listener that throws does not stop the events', async () => {
    const errors: string[] = [];
    const quiet = (): void => {};
    let heard = 0;
    const engine = new MediaEngine({
      log: { debug: quiet, info: quiet, warn: quiet, error: (_topic, text) => errors.push(text) },
      listener: () => {
        heard++;
        throw new Error('no');
      },
    });
    for (const session of [1, 2]) {
      engine.send({
        type: 'openSession',
        session,
        address: '127.0.0.1',
        portRange: { first: 30_000, last: 39_999 },
        tos: 0,
        canonicalName: 'x',
      });
      engine.send({ type: 'requestStatistics', session });
    }
    await pause(60);
    await engine.close();
    assert.ok(heard >= 4);
    assert.equal(errors.length, heard);
  });

  test('a device that does not open is told, and sessions live on', async () => {
    await using station = new MediaStation();
    station.send({
      type: 'openDevice',
      path: 'headset',
      device: { driver: 'alsa', playback: 'no-such-device', capture: 'no-such-device' },
    });
    station.send({ type: 'selectPath', path: 'headset' });
    assert.equal((await station.next('deviceFailed')).path, 'headset');
    await station.openSession(1);
    await pause(50);
    assert.equal((await station.statistics()).packetsSent, 0);
  });

  test('a ringer of its own is opened with its device', async () => {
    await using station = new MediaStation();
    const silent = { driver: 'alsa', playback: 'null', capture: 'null' } as const;
    station.send({ type: 'openDevice', path: 'speaker', device: { ...silent, ringer: 'no-such-ringer' } });
    station.send({ type: 'selectPath', path: 'speaker' });
    assert.match((await station.next('deviceFailed')).reason, /no-such-ringer/);
  });

  test('a card without a clock is told once and left alone for two seconds', async () => {
    await using station = new MediaStation();
    station.send({ type: 'openDevice', path: 'headset', device: { driver: 'alsa', playback: 'null', capture: 'null' } });
    station.send({ type: 'selectPath', path: 'headset' });
    assert.match((await station.next('deviceFailed')).reason, /no clock/);
    const toldMs = performance.now();
    await station.next('deviceFailed', undefined, 10_000);
    // Half of it: the first word may have come late.
    assert.ok(performance.now() - toldMs > 1000);
  });

  for (const [how, end] of [
    ['without close', ''],
    ['after close', 'await engine.close();'],
    ['by process.exit in a call', 'process.exit(0);'],
  ] as const) {
    test(`the process exits ${how}`, async () => {
      const { code, signal, stderr } = await run(CALL + end);
      assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' });
    });
  }

  test('workers that hold engines can be ended at any moment', async () => {
    const { code, signal, stderr } = await run(`
      import { Worker } from 'node:worker_threads';
      const body = ${JSON.stringify(WORKER)};
      for (let round = 0; round < 4; round++) {
        const worker = new Worker(body, { eval: true });
        await new Promise((resolve) => worker.once('message', resolve));
        await worker.terminate();
      }
    `);
    assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' });
  });
});

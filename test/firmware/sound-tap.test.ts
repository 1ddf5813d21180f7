// When the phone's own sound is copied, by the parameters.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SoundTap } from '#firmware/sound-tap';
import type { MediaCommand } from '#media/messages';
import { MemoryLog } from '#test/support/memory-log';

const at = 'voip/packet_recording';

function tapped() {
  const values: Record<string, unknown> = { [`${at}/remote_ip`]: '0.0.0.0', [`${at}/remote_port`]: 50_000 };
  const sent: MediaCommand[] = [];
  const log = new MemoryLog();
  const parameters = { get: (path: string) => values[path] ?? false } as never;
  const tap = new SoundTap({ parameters, log, send: (command) => void sent.push(command) });
  return {
    sent,
    log,
    set(changes: Readonly<Record<string, unknown>>) {
      for (const [name, value] of Object.entries(changes)) values[`${at}/${name}`] = value;
      tap.follow();
    },
  };
}

test('sound goes nowhere until it is switched on, a point is, and there is somewhere to go', () => {
  const { sent, log, set } = tapped();
  set({});
  set({ 'tdm_recording/enabled': true });
  set({ enabled: true });
  set({ 'tdm_recording/enabled': false, 'rtp_recording/enabled': true, remote_ip: '10.0.0.9' });
  assert.deepEqual([sent, log.lines], [[], []]);
});

test('each switch adds its point at once, is told as a warning, and nothing is begun anew without a change', () => {
  const { sent, log, set } = tapped();
  const to = { address: '10.0.0.9', port: 50_000 };
  set({ enabled: true, remote_ip: '10.0.0.9', 'tdm_recording/enabled': true });
  set({});
  set({ 'ec_debug_recording/enabled': true, 'network_recording/enabled': true });
  set({ enabled: false });
  set({ remote_port: 50_001 });
  assert.deepEqual(sent, [
    { type: 'tapSound', to, points: ['microphone'] },
    { type: 'tapSound', to, points: ['microphone', 'processed', 'played'] },
    { type: 'tapSound', to: undefined },
  ]);
  assert.deepEqual(
    log.lines.map(({ level, text }) => [level, text]),
    [
      ['warn', 'sound is copied to 10.0.0.9 port 50000: microphone'],
      ['warn', 'sound is copied to 10.0.0.9 port 50000: microphone, processed, played'],
      ['warn', 'sound is no longer copied'],
    ],
  );
});

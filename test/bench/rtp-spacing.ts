// How far RTP packets are off their 20 ms grid, by the kernel's timestamps, while the phone's main thread is kept busy a third of the time.
// baresip cannot be kept busy from within: a process beside it is instead, which is the milder disturbance.

import { join } from 'node:path';
import { Capture } from '../interop/rig/capture.ts';
import { PeerProcess } from '../interop/rig/peer-process.ts';
import { Baresip } from './rig/baresip.ts';
import { inTurn, median, percentile, type Row, rowOf } from './rig/contest.ts';
import { call, startOurPhone } from './rig/our-phone.ts';
import { pause, type Stage } from './rig/stage.ts';

const busy = new URL('./rig/busy.ts', import.meta.url).pathname;
const settleMs = 1000;
const talkMs = 8000;
const runs = 3;
const packetTimeMs = 20;
const gridPackets = 50;
/** UDP's header, RTP's, and 20 ms of G.711. */
const datagramBytes = 8 + 12 + 160;

/** Every packet's distance from the grid that fits its second best: a packet that was left out does not make all that follow it late. */
async function offGrid(file: string, rtpPort: number): Promise<readonly number[]> {
  await using capture = await Capture.start(file, { device: 'lo' });
  await pause(talkMs);
  const rows = await capture.rows(
    `udp.srcport >= ${rtpPort} && udp.srcport < ${rtpPort + 100} && udp.length == ${datagramBytes}`,
    ['frame.time_epoch'],
  );
  const at = rows.map((row) => Number(row['frame.time_epoch']) * 1000);
  if (at.length < talkMs / packetTimeMs / 2) throw new Error(`${at.length} packets in ${talkMs} ms`);
  return Array.from({ length: Math.floor(at.length / gridPackets) }, (_, second) => {
    const late = at.slice(second * gridPackets, (second + 1) * gridPackets).map((ms, index) => ms - index * packetTimeMs);
    const middle = median(late);
    return late.map((ms) => Math.abs(ms - middle));
  }).flat();
}

export async function benchSpacing({ directory }: Stage): Promise<readonly Row[]> {
  const ours = async (): Promise<readonly number[]> => {
    await using caller = await startOurPhone({ user: '1001', rtpPort: 20_000, nodeOptions: ['--import', busy] });
    await using called = await startOurPhone({ user: '1002', rtpPort: 21_000 });
    await call(caller, called, '1002');
    await pause(settleMs);
    return await offGrid(join(directory, 'ours.pcap'), 20_000);
  };
  const baresips = async (): Promise<readonly number[]> => {
    await using _beside = PeerProcess.start('the busy process', [
      process.execPath,
      '--import',
      busy,
      '--eval',
      'setInterval(() => {}, 1000)',
    ]);
    await using caller = await Baresip.start(directory, { user: '1003', sipPort: 6010, rtpPort: 16_000, answers: 'manual' });
    await using _called = await Baresip.start(directory, { user: '1004', sipPort: 6020, rtpPort: 17_000, answers: 'auto' });
    await caller.call('1004');
    await pause(settleMs);
    return await offGrid(join(directory, 'peer.pcap'), 16_000);
  };
  const turns = await inTurn(runs, ours, baresips);
  const row = (what: string, of: (offMs: readonly number[]) => number): Row => {
    const peer = { name: 'baresip', values: turns.peers.map(of) };
    return rowOf({ name: `rtp.spacing.${what}`, unit: 'ms', ours: turns.ours.map(of), peer });
  };
  return [
    row('p50', (off) => percentile(off, 50)),
    row('p99', (off) => percentile(off, 99)),
    row('max', (off) => Math.max(...off)),
  ];
}

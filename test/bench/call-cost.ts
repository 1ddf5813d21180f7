// What a phone costs at rest and in one G.711 call: memory and processor, all threads. Both ends of the call are the same program,
// and the mean of both is told.

import { Baresip } from './rig/baresip.ts';
import { inTurn, type Row, rowOf } from './rig/contest.ts';
import { call, hasFailedOnce, startOurPhone } from './rig/our-phone.ts';
import { cpuPercent, residentMegabytes } from './rig/process-usage.ts';
import { pause, type Stage } from './rig/stage.ts';

interface Cost {
  readonly restMegabytes: number;
  readonly callMegabytes: number;
  readonly cpuPercent: number;
}

const settleMs = 2000;
const talkMs = 10_000;
const runs = 3;

async function cost(pids: readonly number[], callIsUp: () => Promise<void>): Promise<Cost> {
  const megabytes = (): number => pids.reduce((sum, pid) => sum + residentMegabytes(pid), 0) / pids.length;
  await pause(settleMs);
  const restMegabytes = megabytes();
  await callIsUp();
  await pause(settleMs);
  const percent = await cpuPercent(pids, talkMs);
  return { restMegabytes, callMegabytes: megabytes(), cpuPercent: percent };
}

async function ours(): Promise<Cost> {
  await using caller = await startOurPhone({ user: '1001', rtpPort: 20_000 });
  await using called = await startOurPhone({ user: '1002', rtpPort: 21_000 });
  // A phone that has been used: the thread that writes the call log is there.
  for (const phone of [caller, called]) await hasFailedOnce(phone);
  return await cost([caller.pid, called.pid], () => call(caller, called, '1002'));
}

async function baresips(directory: string): Promise<Cost> {
  await using caller = await Baresip.start(directory, { user: '1003', sipPort: 6010, rtpPort: 16_000, answers: 'manual' });
  await using called = await Baresip.start(directory, { user: '1004', sipPort: 6020, rtpPort: 17_000, answers: 'auto' });
  return await cost([caller.pid, called.pid], () => caller.call('1004'));
}

export async function benchCallCost({ directory }: Stage): Promise<readonly Row[]> {
  const turns = await inTurn(runs, ours, () => baresips(directory));
  const row = (name: string, unit: string, of: (cost: Cost) => number): Row =>
    rowOf({ name, unit, ours: turns.ours.map(of), peer: { name: 'baresip', values: turns.peers.map(of) } });
  return [
    row('call.cpu', '% of a core', (cost) => cost.cpuPercent),
    row('call.rss', 'MB', (cost) => cost.callMegabytes),
    row('phone.rss', 'MB', (cost) => cost.restMegabytes),
  ];
}

// What a phone costs at rest and in one G.711 call: memory and processor, all threads. Both ends of the call are the same program,
// and the mean of both is told.

import { Baresip, type BaresipCodec } from './rig/baresip.ts';
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

async function ours(setting: string): Promise<Cost> {
  const params = { 'voip/codec/codec_info/0/name': setting };
  await using caller = await startOurPhone({ user: '1001', rtpPort: 20_000, params });
  await using called = await startOurPhone({ user: '1002', rtpPort: 21_000, params });
  // A phone that has been used: the thread that writes the call log is there.
  for (const phone of [caller, called]) await hasFailedOnce(phone);
  return await cost([caller.pid, called.pid], () => call(caller, called, '1002'));
}

async function baresips(directory: string, codec?: BaresipCodec): Promise<Cost> {
  const spoken = codec === undefined ? {} : { codec };
  await using caller = await Baresip.start(directory, {
    ...{ user: '1003', sipPort: 6010, rtpPort: 16_000, answers: 'manual', ...spoken },
  });
  await using called = await Baresip.start(directory, {
    ...{ user: '1004', sipPort: 6020, rtpPort: 17_000, answers: 'auto', ...spoken },
  });
  return await cost([caller.pid, called.pid], () => caller.call('1004'));
}

export async function benchCallCost({ directory }: Stage): Promise<readonly Row[]> {
  const turns = await inTurn(
    runs,
    () => ours('PCMU'),
    () => baresips(directory),
  );
  const row = (name: string, unit: string, of: (cost: Cost) => number): Row =>
    rowOf({ name, unit, ours: turns.ours.map(of), peer: { name: 'baresip', values: turns.peers.map(of) } });
  return [
    row('call.cpu', '% of a core', (cost) => cost.cpuPercent),
    row('call.rss', 'MB', (cost) => cost.callMegabytes),
    row('phone.rss', 'MB', (cost) => cost.restMegabytes),
  ];
}

const others: readonly { readonly row: string; readonly setting: string; readonly peer: BaresipCodec }[] = [
  { row: 'g722', setting: 'G722', peer: { name: 'G722/16000/1', module: 'g722', sampleRateHz: 16_000, channels: 1 } },
  { row: 'opus', setting: 'OPUS', peer: { name: 'opus/48000/2', module: 'opus', sampleRateHz: 48_000, channels: 2 } },
  { row: 'g726', setting: 'G726-32', peer: { name: 'G726-32/8000/1', module: 'g726', sampleRateHz: 8000, channels: 1 } },
];

/** The processor's share of a call in each codec that baresip has, too. */
export async function benchCodecCosts({ directory }: Stage): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { row, setting, peer } of others) {
    const turns = await inTurn(
      1,
      () => ours(setting),
      () => baresips(directory, peer),
    );
    const percent = (costs: readonly Cost[]): readonly number[] => costs.map((cost) => cost.cpuPercent);
    const values = percent(turns.peers);
    const named = { name: `call.cpu.${row}`, unit: '% of a core', ours: percent(turns.ours) };
    rows.push(rowOf({ ...named, peer: { name: 'baresip', values } }));
  }
  return rows;
}

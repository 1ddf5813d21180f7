// What encryption costs: a packet sealed and opened again, beside libsrtp2 with the ciphers that Debian builds it with; and the processor
// in a call under the same keys as `call.cpu`'s without.

import { run } from '../interop/rig/run.ts';
import { type Row, rowOf } from './rig/contest.ts';
import { call, startOurPhone } from './rig/our-phone.ts';
import { cpuPercent } from './rig/process-usage.ts';
import { pause } from './rig/stage.ts';

const program = new URL(`../../build/native/${process.arch}/srtp_bench`, import.meta.url).pathname;
const runs = 3;
const settleMs = 2000;
const talkMs = 10_000;

interface Measured {
  readonly suite: string;
  readonly ours: number;
  readonly library: number;
}

export async function benchEncryption(): Promise<readonly Row[]> {
  const measured: Measured[] = [];
  for (let turn = 0; turn < runs; turn++) {
    for (const line of (await run(program, [])).trim().split('\n')) measured.push(JSON.parse(line) as Measured);
  }
  const packets = [...new Set(measured.map(({ suite }) => suite))].map((suite) => {
    const here = measured.filter((each) => each.suite === suite);
    const peer = { name: 'libsrtp2 on NSS', values: here.map(({ library }) => library) };
    return rowOf({ name: `srtp.packet.${suite}`, unit: 'µs', ours: here.map(({ ours }) => ours), peer });
  });
  const values: number[] = [];
  for (let turn = 0; turn < runs; turn++) values.push(await callCost());
  return [...packets, rowOf({ name: 'srtp.call.cpu', unit: '% of a core', ours: values })];
}

async function callCost(): Promise<number> {
  const params = { 'voip/media/srtp/mode': 'REQUIRED', 'voip/media/srtp/keys_in_clear_signalling': 1 };
  await using caller = await startOurPhone({ user: '1001', rtpPort: 20_000, params });
  await using called = await startOurPhone({ user: '1002', rtpPort: 21_000, params });
  await call(caller, called, '1002');
  await pause(settleMs);
  return await cpuPercent([caller.pid, called.pid], talkMs);
}

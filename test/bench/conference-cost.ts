// What a conference costs: the processor of the engine that mixes two and thirty parties, and of each party more. The parties are in
// another process. (baresip of Debian comes without a mixer.)

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Row, rowOf } from './rig/contest.ts';
import { cpuPercent } from './rig/process-usage.ts';
import { pause } from './rig/stage.ts';

const program = new URL('./rig/conference-engine.ts', import.meta.url).pathname;
const settleMs = 1500;
const talkMs = 5000;
const runs = 3;
const few = 2;
const many = 30;

interface EngineProcess {
  readonly child: ChildProcess;
  readonly ports: readonly number[];
}

async function start(sessions: number, role: 'mixes' | 'speaks', codec: string): Promise<EngineProcess> {
  const child = fork(program, [String(sessions), role, codec]);
  const [ports] = (await once(child, 'message')) as [readonly number[]];
  return { child, ports };
}

async function percentOf(parties: number, codec: string): Promise<number> {
  const mixer = await start(parties, 'mixes', codec);
  const speaker = await start(parties, 'speaks', codec);
  mixer.child.send(speaker.ports);
  speaker.child.send(mixer.ports);
  await pause(settleMs);
  const percent = await cpuPercent([mixer.child.pid as number], talkMs);
  for (const { child } of [mixer, speaker]) child.disconnect();
  await Promise.all([mixer, speaker].map(({ child }) => (child.exitCode === null ? once(child, 'exit') : undefined)));
  return percent;
}

export async function benchConference(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const codec of ['PCMU', 'G722']) {
    const whole: number[] = [];
    const leg: number[] = [];
    for (let run = 0; run < runs; run++) {
      const [small, large] = [await percentOf(few, codec), await percentOf(many, codec)];
      whole.push(large);
      leg.push((large - small) / (many - few));
    }
    const name = codec.toLowerCase();
    rows.push(rowOf({ name: `conference.cpu.${name}`, unit: `% of a core, ${many} parties`, ours: whole }));
    rows.push(rowOf({ name: `conference.leg.${name}`, unit: '% of a core', ours: leg }));
  }
  return rows;
}

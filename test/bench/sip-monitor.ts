// What 1,000 NOTIFYs a second for 500 watched dialogs take of the main thread, how long they hold it at most, and what they leave on the heap.
// Nobody to compare with.

import { fileURLToPath } from 'node:url';
import { lateNodeFlags, nodeFlags } from '#firmware/node-flags';
import { run } from '../interop/rig/run.ts';
import { type Row, rowOf } from './rig/contest.ts';

const program = fileURLToPath(new URL('rig/monitored.ts', import.meta.url));
const heapProgram = fileURLToPath(new URL('rig/monitored-heap.ts', import.meta.url));
const runs = 3;

interface Cost {
  readonly cpuPercent: number;
  readonly medianMs: number;
  /** Of 99 in a hundred. */
  readonly mostMs: number;
  readonly longestMs: number;
  readonly collectionMs: number;
}

export async function benchMonitor(): Promise<readonly Row[]> {
  const costs: Cost[] = [];
  for (let i = 0; i < runs; i++)
    costs.push(JSON.parse(await run(process.execPath, [...nodeFlags, ...lateNodeFlags, program], 60_000)));
  const { heapKilobytes } = JSON.parse(await run(process.execPath, ['--expose-gc', heapProgram], 120_000));
  return [
    rowOf({ name: 'sip.monitor', unit: '% CPU', ours: costs.map(({ cpuPercent }) => cpuPercent) }),
    rowOf({ name: 'sip.monitor.median', unit: 'ms', ours: costs.map(({ medianMs }) => medianMs) }),
    rowOf({ name: 'sip.monitor.p99', unit: 'ms', ours: costs.map(({ mostMs }) => mostMs) }),
    rowOf({ name: 'sip.monitor.longest', unit: 'ms', ours: costs.map(({ longestMs }) => longestMs) }),
    rowOf({ name: 'sip.monitor.gc', unit: 'ms', ours: costs.map(({ collectionMs }) => collectionMs) }),
    rowOf({ name: 'sip.monitor.heap', unit: 'kB', ours: [heapKilobytes] }),
  ];
}

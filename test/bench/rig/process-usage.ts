// What a process uses of the machine, all its threads together (proc(5)).

import { readFileSync } from 'node:fs';
import { pause } from './stage.ts';

const ticksPerSecond = 100;

/** User and system time since its start. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function megabytes(pid: number, field: RegExp): number {
  return Number(field.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}

export function residentMegabytes(pid: number): number {
  return megabytes(pid, /^VmRSS:\s+(\d+) kB$/m);
}

export function highestMegabytes(pid: number): number {
  return megabytes(pid, /^VmHWM:\s+(\d+) kB$/m);
}

/** Percent of one core over that time, the mean of the processes. */
export async function cpuPercent(pids: readonly number[], durationMs: number): Promise<number> {
  const used = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const [before, startedMs] = [used(), performance.now()];
  await pause(durationMs);
  return (100 * (used() - before)) / pids.length / ((performance.now() - startedMs) / 1000);
}

// What 10,000 calls and 10,000 registrations leave on the heap of the user agent, in kilobytes. Nobody to compare with.

import { fileURLToPath } from 'node:url';
import { run } from '../interop/rig/run.ts';
import { type Row, rowOf } from './rig/contest.ts';

const program = fileURLToPath(new URL('rig/ten-thousand.ts', import.meta.url));

export async function benchGrowth(): Promise<readonly Row[]> {
  const printed = await run(process.execPath, ['--expose-gc', program], 120_000);
  const { heapKilobytes } = JSON.parse(printed);
  return [rowOf({ name: 'sip.growth10000', unit: 'kB', ours: [heapKilobytes] })];
}

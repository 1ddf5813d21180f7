// What 20 ms of sound cost in each codec, both ways: native, in microseconds. A call has 50 of them a second.

import { run } from '../interop/rig/run.ts';
import { type Row, rowOf } from './rig/contest.ts';

const program = new URL(`../../build/native/${process.arch}/codec_bench`, import.meta.url).pathname;
const runs = 5;

export async function benchCodecs(): Promise<readonly Row[]> {
  const costs = new Map<string, number[]>();
  for (let count = 0; count < runs; count++) {
    for (const line of (await run(program, [], 60_000)).trim().split('\n')) {
      const { codec, us } = JSON.parse(line) as { readonly codec: string; readonly us: number };
      costs.set(codec, [...(costs.get(codec) ?? []), us]);
    }
  }
  return [...costs].map(([codec, ours]) => rowOf({ name: `media.codec.${codec}`, unit: 'us', ours }));
}

// Jitter buffers on the same made-up packets: the R factor (G.107) that delay and loss leave, ours beside the best of libspeexdsp's, a
// fixed 60 ms and baresip's rules. The simulation is native, without a network and in its own time.

import { run } from '../interop/rig/run.ts';
import { type Row, rowOf } from './rig/contest.ts';

const program = new URL(`../../build/native/${process.arch}/jitter_bench`, import.meta.url).pathname;

interface Score {
  readonly network: string;
  readonly buffer: string;
  readonly delayMs: number;
  readonly missedPercent: number;
  readonly r: number;
}

export async function benchJitterBuffers(): Promise<readonly Row[]> {
  const scores = (await run(program, [], 120_000))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Score);
  for (const { network, buffer, delayMs, missedPercent, r } of scores) {
    const cells = [network.padEnd(8), buffer.padEnd(16), `${delayMs} ms`.padStart(9), `${missedPercent} %`.padStart(8), `R ${r}`];
    process.stdout.write(`  ${cells.join(' | ')}\n`);
  }
  return [...new Set(scores.map(({ network }) => network))].map((network) => {
    const here = scores.filter((score) => score.network === network);
    const [best] = here.filter(({ buffer }) => buffer !== 'ours').toSorted((a, b) => b.r - a.r);
    const ours = here.filter(({ buffer }) => buffer === 'ours').map(({ r }) => r);
    const peer = { name: best?.buffer ?? '', values: best === undefined ? [] : [best.r] };
    return rowOf({ name: `jitter.r.${network}`, unit: 'R', better: 'higher', ours, peer });
  });
}

// Lays siege to user agents: node test/fuzz/user-agent.ts [--seed N] [--count N]. A siege is 300 messages with a seed of its own, by which it
// comes again; the first that fails ends the process with 1.

import { parseArgs } from 'node:util';
import { wellFormed } from './corpus.ts';
import { SeededRandom } from './seeded-random.ts';
import { siege } from './siege.ts';

const messagesOfOne = 300;

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '20000' } },
});
const seeds = wellFormed();
const sieges = Math.ceil(Number(values.count) / messagesOfOne);
let stood = 0;
for (; stood < sieges && process.exitCode === undefined; stood++) {
  const seed = Number(values.seed) * 1_000_000 + stood;
  try {
    await siege(seeds, new SeededRandom(seed), messagesOfOne);
  } catch (error) {
    process.stderr.write(`siege ${seed}\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
process.stdout.write(`stood ${stood} sieges of ${messagesOfOne} messages\n`);

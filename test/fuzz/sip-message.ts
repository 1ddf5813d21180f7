// Throws spoiled SIP messages at the parser: node test/fuzz/sip-message.ts [--seed N] [--count N]. The first failure is written beside the
// crashers as a file to keep, and the process ends with 1.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkMessage } from './check-message.ts';
import { corpus } from './corpus.ts';
import { mutate } from './mutate.ts';
import { mutateStructure } from './mutate-structure.ts';
import { SeededRandom } from './seeded-random.ts';

const crashers = new URL('../fixtures/sip-crashers/', import.meta.url);

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '20000' } },
});
const random = new SeededRandom(Number(values.seed));
const seeds = corpus();
const counts = { accepted: 0, refused: 0 };
for (let i = 0; i < Number(values.count); i++) {
  const seed = random.pick(seeds);
  // One in three knows nothing of the grammar.
  const bytes = i % 3 === 0 ? mutate(seed, random) : mutateStructure(seed, random.pick(seeds), random);
  try {
    counts[checkMessage(bytes)]++;
  } catch (error) {
    const file = new URL(`seed-${values.seed}-${i}.bin`, crashers);
    writeFileSync(file, bytes);
    process.stderr.write(`${file.pathname}\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
    break;
  }
}
process.stdout.write(`accepted ${counts.accepted}, refused ${counts.refused}\n`);

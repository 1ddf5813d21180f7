// Throws spoiled SIP messages at the parser: node test/fuzz/sip-message.ts [--seed N] [--count N]. The first failure is written beside the
// crashers as a file to keep, and the process ends with 1.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkMessage } from './check-message.ts';
import { mutate } from './mutate.ts';
import { SeededRandom } from './seeded-random.ts';

const fixtures = new URL('../fixtures/', import.meta.url);
const crashers = new URL('sip-crashers/', fixtures);

function corpus(): readonly Uint8Array[] {
  return ['rfc4475/', 'rfc5118/', 'sip-crashers/'].flatMap((name) => {
    const folder = new URL(name, fixtures);
    return readdirSync(folder)
      .filter((file) => !file.endsWith('.md'))
      .map((file) => readFileSync(new URL(file, folder)));
  });
}

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '20000' } },
});
const random = new SeededRandom(Number(values.seed));
const seeds = corpus();
const counts = { accepted: 0, refused: 0 };
for (let i = 0; i < Number(values.count); i++) {
  const bytes = mutate(random.pick(seeds), random);
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

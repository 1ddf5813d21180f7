// Throws spoiled SIP messages at the parser: node test/fuzz/sip-message.ts [--seed N] [--count N]. The first failure is written beside the
// crashers as a file to keep, and the process ends with 1.

import { checkMessage } from './check-message.ts';
import { corpus } from './corpus.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';
import { mutateStructure } from './mutate-structure.ts';

const seeds = corpus();
fuzzReader({
  crashers: 'sip-crashers',
  count: 20_000,
  next: (random, index) => {
    const seed = random.pick(seeds);
    // One in three knows nothing of the grammar.
    return { bytes: index % 3 === 0 ? mutate(seed, random) : mutateStructure(seed, random.pick(seeds), random) };
  },
  check: checkMessage,
});

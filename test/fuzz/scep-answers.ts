// Throws spoiled answers of SCEP servers at their readers: node test/fuzz/scep-answers.ts [--seed N] [--count N]. The first failure is written
// beside the crashers as a file to keep, and the process ends with 1. The keys are others each time.

import { checkScepAnswer } from './check-scep-answer.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutateDer } from './mutate-der.ts';
import { asked, holder, scepSeeds, signedNonsense } from './scep-seeds.ts';

fuzzReader({
  crashers: 'scep-crashers',
  count: 100_000,
  next: (random, index) => ({ bytes: index % 50 === 0 ? signedNonsense(random) : mutateDer(random.pick(scepSeeds), random) }),
  check: (bytes) => checkScepAnswer(bytes, holder, asked),
});

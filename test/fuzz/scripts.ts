// Throws spoiled scripts of parameters at their readers: node test/fuzz/scripts.ts [--seed N] [--count N]. The first failure is written
// beside the crashers as a file to keep, and the process ends with 1.

import { checkLedScript } from './check-script.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const seeds = ['c=a;p=ud;u=.1/.1/.1/.1/.1/.9', 'c=r;p=sb', 'c=o', 'p=d;c=g', 'c=g;u=1/2'].map((text) => Buffer.from(text));

fuzzReader({
  crashers: 'script-crashers',
  count: 200_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkLedScript,
});

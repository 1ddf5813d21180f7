// Throws spoiled configuration files of all vendors at their readers: node test/fuzz/configuration-files.ts [--seed N] [--count N]. The first
// failure is written beside the crashers as a file to keep, and the process ends with 1.

import { gzipSync } from 'node:zlib';
import { checkConfigurationFile } from './check-configuration-file.ts';
import { configurationSeeds } from './configuration-seeds.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const wrapped = [gzipSync(configurationSeeds[0] ?? ''), Buffer.concat([Buffer.from('Salted__12345678'), Buffer.alloc(32, 9)])];
const seeds = [...configurationSeeds.map((text) => Buffer.from(text)), ...wrapped];

fuzzReader({
  crashers: 'configuration-crashers',
  count: 50_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkConfigurationFile,
});

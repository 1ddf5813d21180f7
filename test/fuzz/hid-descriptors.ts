// Throws spoiled report descriptors at their reader: node test/fuzz/hid-descriptors.ts [--seed N] [--count N]. The first failure is written
// beside the crashers as a file to keep, and the process ends with 1.

import { headsetDescriptor } from '../support/hid-headset.ts';
import { checkHid } from './check-hid.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

fuzzReader({
  crashers: 'hid-crashers',
  count: 200_000,
  next: (random) => ({ bytes: mutate(headsetDescriptor, random) }),
  check: checkHid,
});

// Throws spoiled scripts of parameters at their readers: node test/fuzz/scripts.ts [--seed N] [--count N]. The first failure is written
// beside the crashers as a file to keep, and the process ends with 1.

import { checkDaylightRule, checkKeyList, checkLedScript } from './check-script.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const lampSeeds = ['c=a;p=ud;u=.1/.1/.1/.1/.1/.9', 'c=r;p=sb', 'c=o', 'p=d;c=g', 'c=g;u=1/2'].map((text) => Buffer.from(text));

const daylightSeeds = [
  'start=3/-1/7/2;end=10/-1/7/3;save=1',
  'start=3/8/7/2:0:0;end=11/1/7/2:0:0;save=1',
  'start=10/4/0/2:0:0;end=4/4/0/3:0:0;save=0:30;',
].map((text) => Buffer.from(text));
const listSeeds = ['redial|1;dir|2;cfwd|3;dnd|4;', 'hold|1;endcall|2;conf|3;xfer|4;crdstart;crdstop', 'psk1|4;psk16'].map(
  (text) => Buffer.from(text),
);
const kinds = [
  { kind: 'lamp', seeds: lampSeeds, check: checkLedScript },
  { kind: 'daylight', seeds: daylightSeeds, check: checkDaylightRule },
  { kind: 'list', seeds: listSeeds, check: checkKeyList },
] as const;

fuzzReader({
  crashers: 'script-crashers',
  count: 200_000,
  next: (random, index) => {
    const { kind, seeds } = kinds[index % kinds.length] ?? kinds[0];
    return { bytes: mutate(random.pick(seeds), random), kind };
  },
  check: (bytes, kind) => (kinds.find((each) => each.kind === kind) ?? kinds[0]).check(bytes),
});

// A short round of what `make fuzz` does at length, and every file that once broke a reader.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkConfigurationFile } from '../../fuzz/check-configuration-file.ts';
import { configurationSeeds } from '../../fuzz/configuration-seeds.ts';
import { mutate } from '../../fuzz/mutate.ts';
import { SeededRandom } from '../../fuzz/seeded-random.ts';

const crashers = new URL('../../fixtures/configuration-crashers/', import.meta.url);

describe('spoiled configuration files', () => {
  it('break no reader', () => {
    const random = new SeededRandom(Number(process.env['SEED'] ?? 1));
    const seeds = configurationSeeds.map((text) => Buffer.from(text));
    for (let i = 0; i < 3000; i++) checkConfigurationFile(mutate(random.pick(seeds), random));
  });

  for (const name of existsSync(crashers) ? readdirSync(crashers) : []) {
    it(`as once: ${name}`, () => void checkConfigurationFile(readFileSync(new URL(name, crashers))));
  }
});

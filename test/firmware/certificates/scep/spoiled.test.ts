// A short round of what `make fuzz` does at length with answers of SCEP.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkScepAnswer } from '../../../fuzz/check-scep-answer.ts';
import { mutateDer } from '../../../fuzz/mutate-der.ts';
import { asked, holder, scepSeeds, signedNonsense } from '../../../fuzz/scep-seeds.ts';
import { SeededRandom } from '../../../fuzz/seeded-random.ts';

it('answers that are as they should be are taken', () => {
  const [granted, refused, pending, ...others] = scepSeeds.map((seed) => checkScepAnswer(seed, holder, asked));
  assert.deepEqual([granted, refused, pending, ...others], [...Array(6).fill('accepted'), 'refused']);
});

it('spoiled ones break nothing, and are still some of them read to the end', () => {
  const random = new SeededRandom(1);
  const counts = { accepted: 0, refused: 0 };
  for (let round = 0; round < 2000; round++) {
    const bytes = round % 20 === 0 ? signedNonsense(random) : mutateDer(random.pick(scepSeeds), random);
    counts[checkScepAnswer(bytes, holder, asked)]++;
  }
  assert.ok(counts.accepted > 50 && counts.refused > 500, JSON.stringify(counts));
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '../../fuzz/seeded-random.ts';
import { outcomeOf, read } from './reading.ts';
import { realisticFile } from './realistic-files.ts';

const filesOfVendor = 40;

for (const vendor of ['audiocodes', 'spa', 'cisco', 'yealink', 'poly'] as const) {
  describe(`files of sites with phones of ${vendor}`, () => {
    const random = new SeededRandom(Number(process.env['SEED'] ?? 1));
    for (let number = 1; number <= filesOfVendor; number++) {
      const { text, expected } = realisticFile(vendor, random);
      it(`are taken whole: ${number}, ${expected.size} settings`, () => {
        const result = read(text);
        assert.equal(result.format, vendor);
        const refused = result.remarks.filter(({ reason }) => !['noEffectYet', 'notApplicable'].includes(reason));
        assert.deepEqual(refused, [], text);
        const values = outcomeOf(result);
        for (const [path, value] of expected) assert.equal(values[path], value, `${path}\n${text}`);
      });
    }
  });
}

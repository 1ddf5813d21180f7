// Plural forms agree with those of ICU, which is another implementation of the same tables.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { languageTags } from '#ui/text/languages';
import { pluralRules } from '#ui/text/plural-rules';

const numbers = [...Array.from({ length: 260 }, (_, i) => i), 999, 1000, 1001, 1_000_000, 2_000_000, 1_000_001];

for (const language of languageTags) {
  it(`plural forms of ${language} are those of ICU`, () => {
    const icu = new Intl.PluralRules(language);
    for (const n of numbers) assert.equal(pluralRules[language](n), icu.select(n), String(n));
  });
}

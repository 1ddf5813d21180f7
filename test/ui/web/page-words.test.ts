// The pages' language files know every word of the pages, leave no gap out, and are not English.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pageWords } from '#test/support/page-words';
import { languages } from '#ui/text/languages';

const english = [...pageWords()];
const directory = new URL('../../../ui/web/app/text/', import.meta.url);

function gaps(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

test('the words of the pages are found in their sources', () => {
  assert.ok(english.length > 400, `${english.length} words`);
  for (const word of ['Log in', 'Everything is as it should be.', 'Signaling Protocols', 'In a call', '{1} new messages']) {
    assert.ok(english.includes(word), word);
  }
});

for (const tag of Object.keys(languages).filter((each) => each !== 'en')) {
  const file = new URL(`${tag}.json`, directory);
  test(`the pages speak ${tag}`, () => {
    const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
    assert.deepEqual(
      english.filter((word) => !(word in catalogue)),
      [],
      'missing',
    );
    assert.deepEqual(
      Object.keys(catalogue).filter((word) => !english.includes(word)),
      [],
      'said nowhere',
    );
    for (const [word, translated] of Object.entries(catalogue)) assert.deepEqual(gaps(translated), gaps(word), word);
    const same = english.filter((word) => /\p{L}{3}/u.test(word.replaceAll(/\{\w+\}/g, '')) && catalogue[word] === word);
    assert.ok(same.length < english.length / 10, `English still: ${same.join(', ')}`);
  });
}

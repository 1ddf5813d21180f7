// Every name that another vendor has for a parameter of ours leads there, with what the file says: one file for each.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aliasNames } from '#config/formats/alias-names';
import { ciscoWords } from '#config/formats/cisco/cisco-words';
import type { Words } from '#config/formats/imported-entry';
import { polyNames } from '#config/formats/poly/poly-names';
import { spaLaterNames } from '#config/formats/spa/spa-later-names';
import { spaWords } from '#config/formats/spa/spa-words';
import type { NameRow } from '#config/formats/vendor-names';
import { yealinkNames } from '#config/formats/yealink/yealink-names';
import { findParameter, type Parameter } from '#config/schema';
import { readValue, writeValue } from '#config/value';
import { otherValue } from './other-value.ts';
import { outcomeOf, read } from './reading.ts';

/** Without marks that one of the vendors reads as his own. */
const plainTexts = [
  'Odd-1',
  '/odd',
  'odd=1',
  '192.0.2.7',
  '+01:30',
  '07:45',
  '0'.repeat(32),
  '1,2',
  '1-2',
  'c=r',
  '60(1/2)',
  '9',
];

interface Named {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Ours for theirs. */
  readonly words: Words;
}

function aliased(vendor: 'spa' | 'cisco', words: Words): readonly Named[] {
  return [...aliasNames(vendor)].flatMap(([name, { parameters, further }]) => (further ? [] : [{ name, parameters, words }]));
}

/** The first of a row, and the last that we have. */
function rows(table: readonly NameRow[]): readonly Named[] {
  return table.flatMap(([theirs, ours, words]): readonly Named[] => {
    const first = findParameter(ours.replace('/N/', '/0/'));
    assert.ok(first !== undefined, ours);
    const indexes = ours.includes('/N/') ? [0, (first.declaration.indexes ?? 1) - 1] : [0];
    return indexes.map((index) => ({
      name: theirs.replace('{n}', String(index + 1)),
      parameters: [findParameter(ours.replace('/N/', `/${index}/`)) ?? first],
      words: words === undefined ? {} : { [first.pattern]: words },
    }));
  });
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const vendors: Readonly<
  Record<string, { readonly names: readonly Named[]; readonly file: (name: string, text: string) => string }>
> = {
  spa: {
    names: [...aliased('spa', spaWords), ...rows(spaLaterNames)],
    file: (name, text) => `<flat-profile><${name}>${xmlText(text)}</${name}></flat-profile>`,
  },
  cisco: { names: aliased('cisco', ciscoWords), file: (name, text) => `${name}: "${text}"\n` },
  yealink: { names: rows(yealinkNames), file: (name, text) => `#!version:1.0.0.1\n${name} = ${text}\n` },
  poly: { names: rows(polyNames), file: (name, text) => `<a ${name}="${xmlText(text)}"/>` },
};

for (const [vendor, { names, file }] of Object.entries(vendors)) {
  describe(`names of ${vendor}`, () => {
    it(`lead each to its parameter: ${names.length}`, () => {
      for (const { name, parameters, words } of names) {
        for (const parameter of parameters) {
          const { declaration, pattern, path } = parameter;
          const meant = (said: string): ReturnType<typeof readValue> => readValue(declaration, words[pattern]?.(said) ?? said);
          // Some count in seconds what we count in milliseconds.
          const text = [writeValue(declaration, otherValue(parameter, plainTexts)), '.5', '3'].find((said) => meant(said).ok);
          const expected = text === undefined ? undefined : meant(text);
          assert.ok(text !== undefined && expected?.ok, `${name}: no value`);
          assert.equal(outcomeOf(read(file(name, text)))[path], expected.value, `${name}, ${path}: ${text}`);
        }
      }
    });
  });
}

// Looking for people by a few keys.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { found, marksOf, numberMark, type QueryKind, searchIndex } from '#ui/entry/search';

const people = [
  { name: 'Ada Lovelace', numbers: ['+44 20 7123 4567'] },
  { name: 'Grace Hopper', numbers: ['1002', '0172 555'] },
  { name: 'Jürgen Groß', numbers: ['1009'] },
  { name: 'Łukasz Żak', numbers: [] },
  { name: 'Иван Петров', numbers: ['700'] },
  { name: 'משה כהן', numbers: [] },
  { name: 'Γιώργος', numbers: [] },
  { name: '田中', numbers: ['88'] },
  { name: 'Anne-Marie', numbers: [] },
];
const index = searchIndex(people, (person) => person);
const names = (query: string, kind: QueryKind = 'keys'): string =>
  found(index, query, kind)
    .map(({ name }) => name)
    .join(', ');

describe('keys', () => {
  it('find names that begin so, then words, then numbers', () => {
    assert.equal(names('47223'), 'Grace Hopper');
    assert.equal(names('467'), 'Grace Hopper');
    assert.equal(names('232'), 'Ada Lovelace');
    assert.equal(names('1002'), 'Grace Hopper');
    assert.equal(names('4567'), 'Ada Lovelace');
    assert.equal(names('999'), '');
  });

  it('find several words by 0 between them, in any order', () => {
    assert.equal(names('4720467'), 'Grace Hopper');
    assert.equal(names('467047'), 'Grace Hopper');
    assert.equal(names('47209'), '');
  });

  it('find by initials', () => {
    assert.equal(names('25').split(', ')[0], 'Ada Lovelace');
    assert.ok(names('26').includes('Anne-Marie'));
  });

  it('fold accents, and take every alphabet by its own keys', () => {
    assert.equal(names('587436'), 'Jürgen Groß');
    assert.equal(names('47677'), 'Jürgen Groß');
    assert.equal(names('5852'), 'Łukasz Żak');
    assert.equal(names('4225'), 'Иван Петров');
    assert.equal(names('472'), 'Grace Hopper, משה כהן');
    assert.equal(names('2497'), 'Γιώργος');
  });

  it('everybody is found by nothing', () => assert.equal(found(index, '', 'keys').length, people.length));
});

describe('letters', () => {
  it('find words that begin so, without accents and cases', () => {
    assert.equal(names('jurg', 'letters'), 'Jürgen Groß');
    assert.equal(names('gross', 'letters'), 'Jürgen Groß');
    assert.equal(names('HOP gra', 'letters'), 'Grace Hopper');
    assert.equal(names('петр', 'letters'), 'Иван Петров');
    assert.equal(names('田', 'letters'), '田中');
    assert.equal(names('race', 'letters'), '');
  });
});

describe('marks', () => {
  it('show where the name answers', () => {
    assert.deepEqual(marksOf('Grace Hopper', '47', 'keys'), [[0, 2]]);
    assert.deepEqual(marksOf('Grace Hopper', '4670472', 'keys'), [
      [6, 9],
      [0, 3],
    ]);
    assert.deepEqual(marksOf('Jürgen Groß', '587', 'keys'), [[0, 3]]);
    assert.deepEqual(marksOf('Jürgen Groß', 'gros', 'letters'), [[7, 11]]);
    assert.deepEqual(marksOf('Grace Hopper', '1002', 'keys'), []);
    assert.deepEqual(marksOf('Ju\u0308rgen', '587', 'keys'), [[0, 4]]);
  });

  it('show where the number does', () => {
    assert.deepEqual(numberMark('+44 20 7123', '207'), [4, 8]);
    assert.equal(numberMark('1002', '3'), undefined);
  });
});

it('takes any name and any query', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, query) => {
      const one = searchIndex([{ name, numbers: [query] }], (person) => person);
      for (const kind of ['keys', 'letters'] as const) {
        found(one, query, kind);
        for (const [from, to] of marksOf(name, query, kind)) assert.ok(from >= 0 && from < to && to <= name.length);
      }
    }),
  );
});

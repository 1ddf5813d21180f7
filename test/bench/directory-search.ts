// How long a key takes to find whom it means among five thousand people: the list, ready to be drawn, after each key of a name.

import { found, marksOf, searchIndex } from '#ui/entry/search';
import { median, type Row, rowOf } from './rig/contest.ts';

const people = 5000;
const runs = 5;
const rounds = 20;
const given = ['Ada', 'Grace', 'Jürgen', 'Łukasz', 'Иван', 'Katherine', 'Alan', 'Barbara', 'Zoë', 'Noor'];
const family = ['Lovelace', 'Hopper', 'Groß', 'Żak', 'Петров', 'Johnson', 'Turing', 'Liskov', 'Ångström', 'van der Berg'];
/** Grace Hopper, key by key; a 0 between the two. */
const query = '472230467737';

export async function benchSearch(): Promise<readonly Row[]> {
  const contacts = Array.from({ length: people }, (_, i) => ({
    name: `${given[i % 10]} ${family[Math.floor(i / 10) % 10]} ${i}`,
    numbers: [`+4930${1_000_000 + i}`, String(1000 + i)],
  }));
  const build: number[] = [];
  const search: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedMs = performance.now();
    const index = searchIndex(contacts, (contact) => contact);
    build.push(performance.now() - startedMs);
    const each: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (let length = 1; length <= query.length; length++) {
        const keyMs = performance.now();
        const typed = query.slice(0, length);
        for (const { name } of found(index, typed, 'keys').slice(0, 90)) marksOf(name, typed, 'keys');
        each.push(performance.now() - keyMs);
      }
    }
    search.push(median(each));
  }
  return [
    rowOf({ name: 'directory.search5000', unit: 'ms', ours: search }),
    rowOf({ name: 'directory.index5000', unit: 'ms', ours: build }),
  ];
}

// Our vCards and tables in the hands of programs that we did not write, and theirs in ours: vobject and Python's csv.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { contactCsvHeading, writeContactRows } from '#firmware/directory/files/contact-csv';
import { readContacts } from '#firmware/directory/files/read-contacts';
import { writeVcards } from '#firmware/directory/files/write-vcards';
import { contacts } from '#test/support/phone-fixture';
import type { ContactDraft } from '#ui/directory-snapshot';

const awkward: readonly ContactDraft[] = [
  ...contacts,
  { name: 'Hopper, "Amazing"; \\ Grace 👩‍🚀', office: '1', home: '', mobile: '', group: 'a,b;c', ring: '', favourite: false },
  { name: 'é'.repeat(64), office: '2', home: '3', mobile: '4', group: '', ring: '', favourite: false },
];

function python(program: string, input: string): string {
  return execFileSync('/usr/bin/python3', ['-c', program], {
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
}

test('vobject reads the vCards that we write', () => {
  const program = `
import sys, json, vobject
cards = [[c.fn.value, sorted(t.value for t in c.contents.get('tel', []))] for c in vobject.readComponents(sys.stdin.read())]
print(json.dumps(cards))`;
  const expected = awkward.map(({ name, office, home, mobile }) => [
    name,
    [office, home, mobile].filter((n) => n !== '' && !n.includes('@')).sort(),
  ]);
  assert.deepEqual(JSON.parse(python(program, writeVcards(awkward))), expected);
});

test('we read the vCards that vobject writes', () => {
  const program = `
import sys, json, vobject
for name, work, cell in json.load(sys.stdin):
    card = vobject.vCard()
    card.add('n').value = vobject.vcard.Name(family=name)
    card.add('fn').value = name
    for number, kind in ((work, 'WORK'), (cell, 'CELL')):
        if number:
            tel = card.add('tel'); tel.value = number; tel.type_param = kind
    sys.stdout.write(card.serialize())`;
  const people = awkward
    .map(({ name, office, mobile }) => [name, office, mobile])
    .filter(([, office, mobile]) => office !== '' || mobile !== '');
  const read = readContacts(new TextEncoder().encode(python(program, JSON.stringify(people))));
  assert.deepEqual(
    read.contacts.map(({ name, office, mobile }) => [name, office, mobile]),
    people,
  );
  assert.equal(read.refusedCount, 0);
});

test('Python’s csv reads the table that we write, and we the one that it writes', () => {
  const program = `
import sys, csv
rows = list(csv.reader(sys.stdin))
csv.writer(sys.stdout).writerows(rows)`;
  const read = readContacts(new TextEncoder().encode(python(program, contactCsvHeading + writeContactRows(awkward))));
  assert.deepEqual(
    read.contacts.map(({ name, office, home, mobile, group, ring, favourite }) => ({
      name,
      office,
      home,
      mobile,
      group,
      ring,
      favourite,
    })),
    awkward.map(({ name, office, home, mobile, group, ring, favourite }) => ({
      name,
      office,
      home,
      mobile,
      group,
      ring,
      favourite,
    })),
  );
});

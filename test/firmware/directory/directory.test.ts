// The personal directory on a real store: kept, sorted, found by any way of writing a number, and safe from whatever comes.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Store } from '#config/store';
import { cleanContact, type StoredContact } from '#firmware/directory/contact';
import { type AddedContacts, Directory, mostContacts } from '#firmware/directory/directory';
import { Naming } from '#firmware/directory/naming';
import { type BlockedRecord, PersonalLists } from '#firmware/directory/personal-lists';
import { storeRig } from '#test/config/store-rig';
import { call, callLog } from '#test/support/phone-fixture';
import type { ContactDraft } from '#ui/directory-snapshot';
import type { Notice } from '#ui/phone';

const draft = (values: Partial<ContactDraft>): ContactDraft => ({
  name: '',
  office: '',
  home: '',
  mobile: '',
  group: '',
  ring: '',
  favourite: false,
  ...values,
});

function directoryOn(store: Store): Directory {
  return new Directory({ records: store.collection<StoredContact>('contacts', mostContacts), changed: () => {} });
}

function takeAll(directory: Directory, drafts: readonly ContactDraft[]): AddedContacts {
  const adding = directory.addAll(drafts);
  for (let step = adding.next(); ; step = adding.next()) if (step.done === true) return step.value;
}

async function emptyDirectory(t: TestContext): Promise<Directory> {
  return directoryOn((await storeRig(t).open()).store);
}

describe('the directory', () => {
  it('keeps contacts over a restart, by name', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const first = directoryOn(store);
    first.save(draft({ name: 'Grace Hopper', office: '1002', group: 'Laboratory' }));
    const ada = first.save(draft({ name: 'ada', home: '+44 20 7946-0018', favourite: true }));
    assert.ok(ada.ok);
    first.save(draft({ name: 'Ádám', mobile: '7' }));
    await store.close();
    const again = directoryOn((await rig.open()).store);
    assert.deepEqual(
      again.contacts.map(({ name }) => name),
      ['ada', 'Ádám', 'Grace Hopper'],
    );
    assert.deepEqual(again.groups, ['Laboratory']);
    assert.equal(again.contacts[0]?.home, '+442079460018');
    assert.deepEqual(again.save(draft({ name: 'Ada', home: '1' }), ada.id), { ok: true, id: ada.id });
    assert.equal(again.delete(again.contacts[1]?.id ?? 0), true);
    assert.deepEqual(
      again.contacts.map(({ name, home }) => [name, home]),
      [
        ['Ada', '1'],
        ['Grace Hopper', ''],
      ],
    );
  });

  it('refuses who has no name or no number, and who is gone', async (t) => {
    const directory = await emptyDirectory(t);
    assert.deepEqual(directory.save(draft({ office: '1' })), { ok: false, problem: 'nameMissing' });
    assert.deepEqual(directory.save(draft({ name: 'A' })), { ok: false, problem: 'numberMissing' });
    assert.deepEqual(directory.save(draft({ name: 'A', office: '1' }), 99), { ok: false, problem: 'gone' });
  });

  it('takes many at once, nobody twice, and no more than there is room for', async (t) => {
    const directory = await emptyDirectory(t);
    const many = Array.from({ length: mostContacts + 5 }, (_, i) => draft({ name: `Person ${i}`, office: String(1000 + i) }));
    assert.deepEqual(takeAll(directory, [...many.slice(0, 3), ...many.slice(0, 2), draft({ name: 'x' })]), {
      added: 3,
      known: 3,
      left: 0,
    });
    assert.deepEqual(takeAll(directory, many), { added: mostContacts - 3, known: 3, left: 5 });
    assert.equal(directory.full, true);
    assert.deepEqual(directory.save(draft({ name: 'One more', office: '1' })), { ok: false, problem: 'full' });
    assert.equal(directory.find('1000')?.name, 'Person 0');
  });
});

describe('the order of the directory', () => {
  it('is by name, whatever is added, renamed and taken away', async (t) => {
    const directory = await emptyDirectory(t);
    const { compare } = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
    const name = (step: number): string => `${'qwertzuiop'[(step * 7) % 10]}${(step * 37) % 23}`;
    for (let step = 0; step < 120; step++) {
      const some = directory.contacts[(step * 11) % Math.max(1, directory.contacts.length)];
      if (step % 5 === 3 && some !== undefined) directory.save(draft({ name: name(step + 1), office: '1' }), some.id);
      else if (step % 5 === 4 && some !== undefined) directory.delete(some.id);
      else
        takeAll(
          directory,
          [0, 1, 2].map((more) => draft({ name: name(step * 3 + more), office: String(step * 3 + more) })),
        );
      const names = directory.contacts.map((contact) => contact.name);
      assert.deepEqual(names, [...names].sort(compare));
    }
    assert.ok(directory.contacts.length > 150);
  });

  it('is whole at each step of an import, so that a call finds its name in between', async (t) => {
    const directory = await emptyDirectory(t);
    const many = Array.from({ length: 500 }, (_, i) => draft({ name: `Person ${999 - i}`, office: String(1000 + i) }));
    const seen = new Set<number>();
    for (const _ of directory.addAll(many)) {
      seen.add(directory.contacts.length);
      assert.equal(directory.find('1000')?.name, directory.contacts.length === 0 ? undefined : 'Person 999');
    }
    assert.ok(seen.size >= 10, 'not all at once');
    assert.equal(directory.contacts.length, 500);
  });
});

describe('whose number it is', () => {
  it('is known however it is written', async (t) => {
    const directory = await emptyDirectory(t);
    directory.save(draft({ name: 'Berlin', office: '030 12345678', mobile: 'berlin@Example.com' }));
    directory.save(draft({ name: 'Desk', office: '1002' }));
    for (const number of [
      '03012345678',
      '+49 30 12345678',
      '0049 (30) 123-45678',
      'sip:03012345678@example.org',
      'BERLIN@example.com',
    ]) {
      assert.equal(directory.find(number)?.name, 'Berlin', number);
    }
    assert.equal(directory.find('1002@example.com')?.name, 'Desk');
    for (const number of ['', '2', '11002', '345678', 'someone@example.com'])
      assert.equal(directory.find(number), undefined, number);
  });

  it('is nobody’s when two numbers end alike, unless one is the very same', async (t) => {
    const directory = await emptyDirectory(t);
    directory.save(draft({ name: 'Berlin', office: '+493012345678' }));
    directory.save(draft({ name: 'London', office: '+442012345678' }));
    assert.equal(directory.find('012345678'), undefined);
    assert.equal(directory.find('0044 2012345678')?.name, 'London');
  });

  it('shows with calls and their log, and what nobody has an entry for stays the same object', async (t) => {
    const directory = await emptyDirectory(t);
    const naming = new Naming(directory);
    const calls = [call({ remote: { name: 'gh', number: '1002' } })];
    assert.equal(naming.calls(calls), calls);
    const saved = directory.save(draft({ name: 'Grace Hopper', office: '1002' }));
    assert.ok(saved.ok);
    assert.deepEqual(naming.calls(calls)[0]?.remote, { name: 'Grace Hopper', number: '1002', contact: saved.id });
    assert.equal(naming.calls(calls), naming.calls(calls));
    assert.equal(naming.callLog(callLog)[1], callLog[1]);
    directory.delete(saved.id);
    assert.equal(naming.calls(calls)[0]?.remote.name, 'gh');
  });
});

describe('bad input', () => {
  it('is cut and cleaned: endless names, control and direction characters, halves of characters', () => {
    const { name, office } = cleanContact({
      name: `  A\u0000b\u202e\n c${'x'.repeat(10_000)}`,
      office: `+1 (2)-3/4.5\u0007${'9'.repeat(10_000)}`,
    });
    assert.ok(name.startsWith('A b c') && name.length === 64);
    assert.ok(office.startsWith('+12345') && office.length <= 128);
    assert.equal(cleanContact({ name: `${'a'.repeat(63)}😀` }).name, 'a'.repeat(63));
    assert.equal(cleanContact({ name: '👩‍🚀 Ada' }).name, '👩‍🚀 Ada');
    assert.equal(cleanContact({ name: 7, favourite: 'yes' }).name, '');
    assert.equal(cleanContact({ favourite: 'yes' }).favourite, false);
    assert.equal(cleanContact({ office: 'tel:+49 30 1' }).office, '+49301');
  });

  it('in the store is passed over', async (t) => {
    const rig = storeRig(t);
    const { store } = await rig.open();
    const records = store.collection<StoredContact>('contacts', mostContacts);
    for (const record of [{ name: 3 }, { office: '1' }, { name: 'Ada', office: ['1'] }])
      records.add(record as unknown as StoredContact);
    assert.deepEqual(
      directoryOn(store).contacts.map(({ name, office }) => [name, office]),
      [['Ada', '']],
    );
  });
});

describe('the lists beside it', () => {
  async function lists(t: TestContext): Promise<{ lists: PersonalLists; directory: Directory; notices: Notice[] }> {
    const { store } = await storeRig(t).open();
    const notices: Notice[] = [];
    const directory = directoryOn(store);
    const made = new PersonalLists({
      directory,
      blocked: store.collection<BlockedRecord>('blocked_numbers'),
      parameters: store,
      keepSpeedDial: ({ key, number, name }) => {
        const path = `personal_settings/speed_dial/${key - 1}`;
        store.override({ [`${path}/number`]: number, [`${path}/name`]: name });
        made.configure();
      },
      notify: (notice) => notices.push(notice),
      changed: () => {},
    });
    return { lists: made, directory, notices };
  }

  it('have a number behind a key, until it is taken away', async (t) => {
    const { lists: made } = await lists(t);
    const before = made.snapshot;
    assert.equal(made.snapshot, before);
    made.setSpeedDial({ key: 3, number: '+49 30 123', name: 'Berlin' });
    assert.deepEqual(made.snapshot.speedDials, [{ key: 3, number: '+4930123', name: 'Berlin' }]);
    made.setSpeedDial({ key: 3, number: '', name: '' });
    assert.deepEqual(made.snapshot.speedDials, []);
    made.setSpeedDial({ key: 12, number: '1', name: '' });
    assert.deepEqual(made.snapshot.speedDials, []);
  });

  it('block a number once, and no longer when it is allowed again', async (t) => {
    const { lists: made } = await lists(t);
    made.blockNumber('+49 30 1', 'Lottery');
    made.blockNumber('0049301', '');
    made.blockNumber('', '');
    assert.equal(made.snapshot.blocked.length, 1);
    assert.equal(made.blockedKeys.has('0049301'), true);
    made.unblockNumber(made.snapshot.blocked[0]?.id ?? 0);
    assert.equal(made.blockedKeys.size, 0);
  });

  it('say when there is no more room', async (t) => {
    const { lists: made, directory, notices } = await lists(t);
    takeAll(
      directory,
      Array.from({ length: mostContacts }, (_, i) => draft({ name: `Person ${i}`, office: String(i) })),
    );
    made.saveContact(draft({ name: '', office: '' }));
    assert.equal(notices.length, 0);
    made.saveContact(draft({ name: 'One more', office: '7' }));
    assert.equal(notices[0]?.id, 'directory-full');
    assert.equal(made.snapshot.full, true);
  });
});

// What must hold for any bytes that somebody brings as a file of contacts or speed dials: bounded, clean, nothing thrown. Throws when not.

import assert from 'node:assert/strict';
import { contactCsvHeading, writeContactRows } from '#firmware/directory/files/contact-csv';
import { mostRawContacts } from '#firmware/directory/files/raw-contacts';
import { readContacts } from '#firmware/directory/files/read-contacts';
import { readSpeedDials } from '#firmware/directory/files/speed-dial-csv';
import { writeVcards } from '#firmware/directory/files/write-vcards';
import { longestOfContact, numbersOf } from '#ui/directory-snapshot';

export function checkContactFile(bytes: Uint8Array): 'accepted' | 'refused' {
  const { contacts, refused, refusedCount, ignored } = readContacts(bytes);
  assert.ok(contacts.length + refusedCount <= mostRawContacts && refused.length <= 20 && ignored.length <= 30);
  for (const contact of contacts) {
    assert.ok(contact.name !== '' && contact.name.length <= longestOfContact.name);
    assert.ok(!/[\p{Cc}\p{Cs}\u202a-\u202e]/u.test(contact.name + contact.group));
    assert.ok(numbersOf(contact).every(({ number }) => number.length <= longestOfContact.number));
  }
  const few = contacts.slice(0, 50);
  for (const written of [writeVcards(few), contactCsvHeading + writeContactRows(few)]) {
    const again = readContacts(new TextEncoder().encode(written));
    assert.deepEqual(
      again.contacts.map(({ name }) => name),
      few.map(({ name }) => name),
    );
  }
  const { dials } = readSpeedDials(bytes, 9);
  assert.ok(dials.length <= 9 && dials.every(({ key, number }) => key >= 1 && key <= 9 && number !== ''));
  return contacts.length > 0 ? 'accepted' : 'refused';
}

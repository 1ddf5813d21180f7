// Contacts as files: what other programs export is taken, what is no contact is told with its place, and what is written is read again.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contactCsvHeading, writeContactRows } from '#firmware/directory/files/contact-csv';
import { readContacts } from '#firmware/directory/files/read-contacts';
import { readSpeedDials } from '#firmware/directory/files/speed-dial-csv';
import { writeVcards } from '#firmware/directory/files/write-vcards';
import { checkContactFile } from '#test/fuzz/check-contact-file';
import { contacts } from '#test/support/phone-fixture';
import type { ContactDraft } from '#ui/directory-snapshot';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): ReturnType<typeof readContacts> => readContacts(bytes(text));
/** Name and numbers, as one line each. */
const short = (text: string): readonly string[] =>
  read(text).contacts.map(({ name, office, home, mobile, group }) => [name, office, home, mobile, group].join('|'));

describe('vCards', () => {
  it('of version 4, with URIs, groups of properties and quoted parameters', () => {
    const card = [
      'BEGIN:VCARD',
      'VERSION:4.0',
      'FN:Grace Hopper',
      'N:Hopper;Grace;Brewster;;Admiral',
      'item1.TEL;VALUE=uri;PREF=1;TYPE="work,voice":tel:+1-202-555-0123;ext=5',
      'TEL;TYPE=cell;VALUE=uri:tel:+12025550144',
      'TEL;TYPE=home,fax;VALUE=uri:tel:+12025550199',
      'EMAIL:grace@example.com',
      'CATEGORIES:Navy,Friends',
      'PHOTO:data:image/jpeg;base64,AAAA',
      ' BBBB',
      'END:VCARD',
      '',
    ].join('\r\n');
    assert.deepEqual(short(card), ['Grace Hopper|+12025550123||+12025550144|Navy']);
    assert.deepEqual(read(card).ignored, ['TEL', 'EMAIL', 'PHOTO']);
  });

  it('of version 3, folded, escaped, and named by its parts or the firm', () => {
    const card =
      'BEGIN:VCARD\nVERSION:3.0\nN:Turing;Alan\\, M.;;;\nTEL;type=HOME:1 2\n 3\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nORG:Bell\\; Labs;Murray Hill\nTEL;TYPE=WORK:7\nEND:VCARD\n';
    assert.deepEqual(short(card), ['Alan, M. Turing||123||', 'Bell; Labs|7|||']);
  });

  it('of version 2.1, quoted-printable and with bare kinds', () => {
    const card =
      'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=\r\n=20Gro=C3=9F\r\nTEL;CELL:0172\r\nEND:VCARD\r\n';
    assert.deepEqual(short(card), ['Jürgen Groß|||0172|']);
  });

  it('with more numbers than there are fields keep three, and say so', () => {
    const card = `BEGIN:VCARD\nFN:A\n${[1, 2, 3, 4, 5].map((n) => `TEL;TYPE=WORK:${n}`).join('\n')}\nEND:VCARD`;
    assert.deepEqual(short(card), ['A|1|2|3|']);
    assert.equal(read(card).shortened, 1);
  });

  it('that are none are told by their line, and a file that breaks off keeps what was whole', () => {
    const file =
      'BEGIN:VCARD\nFN:A\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nTEL:2\nEND:VCARD\nBEGIN:VCARD\nFN:C\nEND:VCARD\nBEGIN:VCARD\nFN:D\nTEL:4';
    const result = read(file);
    assert.equal(result.contacts.length, 1);
    assert.deepEqual(result.refused, [
      { at: 5, reason: 'nameMissing' },
      { at: 8, reason: 'numberMissing' },
    ]);
    assert.equal(result.problem, 'the last card has no end');
  });
});

describe('tables', () => {
  it('without a heading are AudioCodes’: name, office, home, mobile', () => {
    assert.deepEqual(short('John Smith,4418,053245632,1234\r\nRachel Berry,4403\r\n'), [
      'John Smith|4418|053245632|1234|',
      'Rachel Berry|4403|||',
    ]);
  });

  it('with a heading are taken by its words, in any order', () => {
    const google =
      'First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value\nAda,Lovelace,Friends,ada@example.com,Work,+44 20 7123 4567,123\n';
    assert.deepEqual(short(google), ['Ada Lovelace|+442071234567|123||Friends']);
    const outlook =
      '"Name";"Business Phone";"Home Phone";"Mobile Phone";"Business Fax"\n"Turing; Alan";"1003";"";"0172/5 5";"99"\n';
    assert.deepEqual(short(outlook), ['Turing; Alan|1003||017255|']);
    assert.deepEqual(read(outlook).ignored, ['Business Fax']);
  });

  it('have quotes, line breaks within them, and lines that hold no contact', () => {
    const table = 'Name,Office\n"Hopper, ""Amazing""\nGrace",1002\n\n,7\nNobody,\n';
    const result = read(table);
    assert.deepEqual(
      result.contacts.map(({ name }) => name),
      ['Hopper, "Amazing" Grace'],
    );
    assert.deepEqual(result.refused, [
      { at: 5, reason: 'nameMissing' },
      { at: 6, reason: 'numberMissing' },
    ]);
  });

  it('are read in UTF-16 and in the letters of old Windows', () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(new Uint16Array([...'Jürgen,1'].map((c) => c.charCodeAt(0))).buffer),
    ]);
    assert.equal(readContacts(utf16).contacts[0]?.name, 'Jürgen');
    assert.equal(readContacts(Uint8Array.from([0x4a, 0xfc, 0x72, 0x67, 0x2c, 0x31])).contacts[0]?.name, 'Jürg');
    assert.equal(read('\ufeffJürgen,1').contacts[0]?.name, 'Jürgen');
  });
});

describe('other telephones', () => {
  it('Yealink’s phone book and its own contacts', () => {
    const book =
      '<?xml version="1.0"?><YealinkIPPhoneDirectory><DirectoryEntry><Name>Ada</Name><Telephone>1</Telephone><Telephone label="Mobile">2</Telephone></DirectoryEntry></YealinkIPPhoneDirectory>';
    assert.deepEqual(short(book), ['Ada|1||2|']);
    const own =
      '<vp_contact><root_group><group display_name="All Contacts"/></root_group><root_contact><contact display_name="Alan &amp; Co" office_number="1003" mobile_number="" other_number="9" line="-1" ring="Auto" group_id_name="Laboratory"/></root_contact></vp_contact>';
    assert.deepEqual(short(own), ['Alan & Co|1003|9||Laboratory']);
    const old =
      '<contactData><group><contact sDisplayName="A" sOfficeNumber="1" sMobilNumber="2" sOtherNumber="3" group="x"/></group></contactData>';
    assert.deepEqual(short(old), ['A|1|3|2|x']);
  });

  it('Cisco’s and Poly’s', () => {
    const cisco =
      '<CiscoIPPhoneDirectory><Title>t</Title><DirectoryEntry><Name>Grace</Name><Telephone>1002</Telephone></DirectoryEntry></CiscoIPPhoneDirectory>';
    assert.deepEqual(short(cisco), ['Grace|1002|||']);
    const poly =
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><directory><item_list><item><ln>Lovelace</ln><fn>Ada</fn><ct>1001</ct><sd>1</sd><rt>3</rt><dc/><ad>0</ad></item></item_list></directory>';
    assert.deepEqual(short(poly), ['Ada Lovelace|1001|||']);
    assert.equal(read(poly).contacts[0]?.favourite, true);
  });

  it('XML that is broken, or something else, is told', () => {
    assert.match(read('<a><b></a>').problem ?? '', /no proper XML/);
    assert.match(read('<html><body/></html>').problem ?? '', /no contacts/);
    assert.match(read('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').problem ?? '', /no proper XML/);
  });
});

describe('what is written', () => {
  const plain = (list: readonly ContactDraft[]): unknown =>
    list.map(({ name, office, home, mobile, group, ring, favourite }) => ({
      name,
      office,
      home,
      mobile,
      group,
      ring,
      favourite,
    }));

  it('is read again as it was', () => {
    assert.deepEqual(plain(read(contactCsvHeading + writeContactRows(contacts)).contacts), plain(contacts));
    const cards = writeVcards(contacts);
    assert.deepEqual(plain(read(cards).contacts), plain(contacts));
    assert.ok(cards.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  });

  it('whatever a contact is called', () => {
    const contact = fc
      .record({
        name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        group: fc.string({ unit: 'grapheme', maxLength: 30 }),
        office: fc.stringMatching(/^\+?[0-9]{1,20}$/),
      })
      .map((values) => read(writeVcards([{ ...values, home: '', mobile: '', ring: '', favourite: false }])).contacts);
    fc.assert(
      fc.property(contact, (first) => {
        assert.deepEqual(plain(read(writeVcards(first)).contacts), plain(first));
        assert.deepEqual(plain(read(contactCsvHeading + writeContactRows(first)).contacts), plain(first));
      }),
    );
  });
});

describe('speed dials', () => {
  it('are AudioCodes’ list, with an account of what cannot be', () => {
    const list = '1,4418,0\n2,4403,0\n3,039764432,0\n4,4391,0\n12,1234,0\n5,,0\n6,1,7\nx,1,0\n4,4392,0,Berlin\n';
    const { dials, refused } = readSpeedDials(bytes(list), 9);
    assert.deepEqual(
      dials.map(({ key, number, name }) => [key, number, name].join(' ').trim()),
      ['1 4418', '2 4403', '3 039764432', '4 4392 Berlin'],
    );
    assert.deepEqual(refused, [
      { line: 5, reason: 'key' },
      { line: 6, reason: 'number' },
      { line: 7, reason: 'type' },
      { line: 8, reason: 'key' },
    ]);
  });
});

it('any bytes are taken or refused in a moment', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (any) => void checkContactFile(any)));
  const huge = new Uint8Array(9 * 1024 * 1024).fill(0x2c);
  assert.match(readContacts(huge).problem ?? '', /larger/);
  for (const evil of ['"', ',', '\n', 'BEGIN:VCARD\n', ' x\n', '<a>', 'A,1\n'])
    checkContactFile(bytes(evil.repeat(200_000 / evil.length)));
});

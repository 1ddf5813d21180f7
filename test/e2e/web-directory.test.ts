// The directory through the API of a running phone: files in and out, single entries, pictures, and what stays with it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import { startAdministeredPhone } from '#test/support/administered-phone';
import { words } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';
import type { ContactImport, SpeedDialImport } from '#ui/administration/contact-files';
import type { DirectorySnapshot } from '#ui/directory-snapshot';

let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  ({ phone, admin } = await startAdministeredPhone());
});
after(() => phone[Symbol.asyncDispose]());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const directory = (): Promise<DirectorySnapshot> => admin.get('/api/directory');

test('a file brings contacts, and says what it did not bring', async () => {
  const cards =
    'BEGIN:VCARD\nFN:Grace Hopper\nTEL;TYPE=WORK:1002\nEMAIL:g@example.com\nEND:VCARD\nBEGIN:VCARD\nTEL:7\nEND:VCARD\n';
  const first = await admin.send('POST', '/api/directory/file', bytes(cards));
  const report = JSON.parse(first.text) as ContactImport;
  assert.deepEqual(
    [report.format, report.added, report.refused, report.ignored],
    ['vcard', 1, [{ at: 6, reason: 'nameMissing' }], ['EMAIL']],
  );
  const again = JSON.parse((await admin.send('POST', '/api/directory/file', bytes(cards))).text) as ContactImport;
  assert.deepEqual([again.added, again.known], [0, 1]);
  await phone.press('directory');
  await phone.waitFor('the contact', async () => (words(await phone.screen()).includes('Grace Hopper') ? true : undefined));
  await phone.press('back');
});

test('all contacts are taken away as vCards or as a table', async () => {
  const cards = await admin.send('GET', '/api/directory/file?format=vcard');
  assert.match(String(cards.headers['content-disposition']), /contacts\.vcf/);
  assert.match(cards.text, /FN:Grace Hopper\r\n/);
  assert.match((await admin.send('GET', '/api/directory/file?format=csv')).text, /^Name,Office.*\r\nGrace Hopper,1002/);
});

test('an entry is written, changed and deleted, and wrong ones are refused with the field', async () => {
  const refused = await admin.send('POST', '/api/directory/contacts', { name: 'Nobody' });
  assert.deepEqual([refused.status, JSON.parse(refused.text).field], [400, 'office']);
  assert.equal((await admin.send('POST', '/api/directory/contacts', { name: 'Ada', mobile: '+44 7700 900123' })).status, 204);
  const ada = (await directory()).contacts.find(({ name }) => name === 'Ada');
  assert.equal(ada?.mobile, '+447700900123');
  assert.equal(
    (await admin.send('PUT', `/api/directory/contacts/${ada?.id}`, { name: 'Ada Lovelace', mobile: '1' })).status,
    204,
  );
  assert.equal((await directory()).contacts[0]?.name, 'Ada Lovelace');
  assert.equal((await admin.send('DELETE', `/api/directory/contacts/${ada?.id}`)).status, 204);
  assert.equal((await admin.send('DELETE', `/api/directory/contacts/${ada?.id}`)).status, 404);
});

test('speed dials come as AudioCodes’ list', async () => {
  const answer = await admin.send('POST', '/api/directory/speed-dials/file', bytes('1,4418,0\n3,1002,0\n12,1234,0\n'));
  assert.deepEqual(JSON.parse(answer.text) as SpeedDialImport, { added: 2, refused: [{ line: 3, reason: 'key' }] });
  const dials = await phone.waitFor('the keys', async () => {
    const { speedDials } = await directory();
    return speedDials.length === 2 ? speedDials : undefined;
  });
  assert.deepEqual(
    dials.map(({ key, number }) => [key, number]),
    [
      [1, '4418'],
      [3, '1002'],
    ],
  );
});

test('a contact has a picture, which goes with it', async () => {
  const grace = (await directory()).contacts[0];
  const place = `/api/directory/contacts/${grace?.id}/picture`;
  const picture = createCanvas(40, 40).toBuffer('image/png');
  assert.equal((await admin.send('PUT', place, Buffer.from('GIF89a'))).status, 400);
  assert.equal((await admin.send('PUT', place, picture)).status, 204);
  assert.deepEqual((await admin.send('GET', place)).bytes, picture);
  assert.equal((await admin.send('DELETE', place)).status, 204);
  assert.equal((await admin.send('GET', place)).status, 404);
});

test('the state of the phone does not carry the directory along', async () => {
  assert.ok(!(await admin.send('GET', '/api/phone')).text.includes('Grace Hopper'));
  const stranger = new WebClient(admin.address);
  for (const path of ['/api/directory', '/api/directory/file?format=csv'])
    assert.equal((await stranger.send('GET', path)).status, 401);
});

test('all contacts go at once', async () => {
  assert.equal((await admin.send('DELETE', '/api/directory/contacts')).status, 204);
  assert.deepEqual((await directory()).contacts, []);
});

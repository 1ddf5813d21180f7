// Pictures of contacts as files: only pictures are taken, and each goes with its contact and its number.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import { FaceFiles } from '#firmware/pictures/face-files';
import { contacts } from '#test/support/phone-fixture';
import type { Contact } from '#ui/directory-snapshot';

const canvas = createCanvas(20, 20);
canvas.getContext('2d').fillRect(0, 0, 10, 20);
const [png, jpeg] = [canvas.toBuffer('image/png'), canvas.toBuffer('image/jpeg')];

function rig(t: TestContext): {
  faces: FaceFiles;
  files: () => readonly string[];
  forgotten: string[];
  become: (next: readonly Contact[]) => Promise<void>;
} {
  const directory = mkdtempSync(join(tmpdir(), 'faces-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const forgotten: string[] = [];
  let now: readonly Contact[] = contacts;
  const faces = new FaceFiles({
    directory,
    clock: performanceClock,
    contacts: () => now,
    forget: (number) => forgotten.push(number),
  });
  const become = (next: readonly Contact[]): Promise<void> => {
    now = next;
    return faces.follow();
  };
  return { faces, files: () => readdirSync(directory).sort(), forgotten, become };
}
const performanceClock = { monotonicMs: 0 };
const grace = 4;

it('are kept under the contact’s number, one of them', async (t) => {
  const { faces, files, forgotten } = rig(t);
  assert.deepEqual(await faces.store(grace, png), { ok: true });
  assert.deepEqual(files(), ['1002.png']);
  assert.deepEqual(await faces.store(grace, jpeg), { ok: true });
  assert.deepEqual(files(), ['1002.jpg']);
  assert.deepEqual(forgotten, ['1002', '1002']);
  assert.deepEqual(Buffer.from((await faces.picture(grace)) ?? []), jpeg);
  assert.equal(await faces.delete(grace), true);
  assert.deepEqual(files(), []);
  assert.equal(await faces.delete(grace), false);
});

it('are refused when they are none, and where there is no number', async (t) => {
  const { faces, files } = rig(t);
  for (const broken of [Buffer.from('GIF89a'), png.subarray(0, 40), jpeg.subarray(0, 30), new Uint8Array(0)]) {
    const stored = await faces.store(grace, broken);
    assert.match(stored.ok ? '' : stored.expected, /PNG or JPEG/);
  }
  const addressOnly = 6;
  assert.equal((await faces.store(addressOnly, png)).ok, false);
  assert.equal((await faces.store(999, png)).ok, false);
  assert.deepEqual(files(), []);
});

it('go with their contact, and with its number', async (t) => {
  const { faces, files, become } = rig(t);
  await become(contacts);
  await faces.store(grace, png);
  const moved = contacts.map((contact) => (contact.id === grace ? { ...contact, office: '1042' } : contact));
  await become(moved);
  assert.deepEqual(files(), ['1042.png']);
  await become(moved.filter(({ id }) => id !== grace));
  assert.deepEqual(files(), []);
});

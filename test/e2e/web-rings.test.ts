// Rings by the pages: an archive that tar or zip made is brought, listed, heard in the browser and taken away; archives that mean harm.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startAdministeredPhone } from '#test/support/administered-phone';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import { sine } from '#test/support/tone-meter';
import { writeWav } from '#test/support/wav-file';
import type { WebClient } from '#test/support/web-client';
import { startBrowser, visit } from '#test/support/web-visit';
import type { FilesTaken, RingFile } from '#ui/administration/media-files';

const directory = mkdtempSync(join(tmpdir(), 'ring-archives-'));
let phone: SimulatedPhone;
let admin: WebClient;
before(async () => {
  ({ phone, admin } = await startAdministeredPhone());
});
after(async () => {
  rmSync(directory, { recursive: true });
  await phone[Symbol.asyncDispose]();
});

const sound = writeWav({ sampleRateHz: 8000, samples: sine(800, -20, 8000, 200) });

/** `files`: contents by name. */
function folder(name: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  const path = join(directory, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

async function brought(): Promise<readonly string[]> {
  return (await admin.get<readonly RingFile[]>('/api/rings')).filter(({ own }) => !own).map(({ name }) => name);
}

async function bring(archive: Uint8Array): Promise<FilesTaken> {
  const answer = await admin.send('POST', '/api/rings', archive);
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text) as FilesTaken;
}

const kept = (): readonly string[] => readdirSync(join(phone.dataDirectory, 'rings')).sort();

test('an archive of the browser is taken with a report, heard there, and its rings taken away one by one', async () => {
  const files = { 'Bell.wav': sound, 'Chime 2.wav': sound, 'Broken.wav': 'RIFF', 'notes.txt': 'x' };
  const archive = join(directory, 'rings.zip');
  execFileSync('python3', ['-m', 'zipfile', '-c', archive, ...Object.keys(files)], { cwd: folder('zip', files) });
  const browser = await startBrowser();
  try {
    const { page, complaints } = await visit(browser, phone);
    await page.getByLabel('Name').fill('admin');
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    await page.evaluate(`location.hash = '#/tools/rings'`);
    await page.getByLabel('Archive', { exact: true }).setInputFiles(archive);
    await page.getByRole('region', { name: 'Bring an archive of rings' }).getByRole('button', { name: 'Bring' }).click();
    await page.getByText('Taken: Bell, Chime 2.').waitFor();
    await page.getByText(/^Broken: expected a WAV file/).waitFor();
    const heard = `new Promise((done) => { const a = document.querySelector('audio[aria-label="Bell"]');
      a.onloadedmetadata = () => done(a.duration); a.onerror = () => done(-1); a.load(); })`;
    assert.equal(Math.round(Number(await page.evaluate(heard)) * 10), 2);
    await page.getByRole('button', { name: 'Delete Bell' }).click();
    await page.getByText('Taken away.').waitFor();
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
  assert.deepEqual(await brought(), ['Chime 2']);
  assert.deepEqual(kept(), ['Chime 2.wav']);
  assert.equal((await admin.send('DELETE', '/api/rings/Chime%202')).status, 204);
});

test('a list of the Cisco phones is heard and taken away like others, with its recordings', async () => {
  const files = { 'RINGLIST.DAT': 'Old Phone\told.raw\nOlder\told.raw\nGone\tgone.raw\n', 'old.raw': Buffer.alloc(2400, 0x55) };
  const { taken, refused } = await bring(execFileSync('tar', ['-C', folder('cisco', files), '-cz', '.']));
  assert.deepEqual([taken, refused.map(({ name }) => name)], [['Old Phone', 'Older'], ['Gone']]);
  const { bytes, headers } = await admin.send('GET', '/api/rings/Old%20Phone');
  assert.equal(headers['content-type'], 'audio/wav');
  assert.equal(bytes.length, 44 + 4800);
  await admin.send('DELETE', '/api/rings/Old%20Phone');
  assert.deepEqual(await brought(), ['Older']);
  assert.ok(kept().includes('old.raw'));
  await admin.send('DELETE', '/api/rings/Older');
  assert.deepEqual([await brought(), kept().includes('old.raw')], [[], false]);
});

test('what leads out of the archive, links, bombs and more than the phone keeps stay outside', async () => {
  const evil = folder('evil', { 'Good.wav': sound });
  symlinkSync('/etc/passwd', join(evil, 'Link.wav'));
  const slip = execFileSync('tar', ['-C', evil, '-cz', '--transform', 's,Good,../../Slip,', 'Good.wav', 'Link.wav']);
  const { taken, refused } = await bring(slip);
  assert.deepEqual([taken, refused.map(({ name }) => name)], [[], ['../../Slip.wav', 'Link.wav']]);
  const zeros = folder('bomb', { 'Zeros.wav': Buffer.alloc(40_000_000) });
  assert.deepEqual((await bring(execFileSync('tar', ['-C', zeros, '-cz', '.'], { maxBuffer: 1e8 }))).taken, []);
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`Ring ${n}.wav`, sound]));
  const counted = await bring(execFileSync('tar', ['-C', folder('many', many), '-cz', '.']));
  assert.deepEqual([counted.taken.length, counted.refused.length], [32, 8]);
  assert.equal(kept().filter((name) => name.endsWith('.wav')).length, 32);
  assert.equal((await admin.send('POST', '/api/rings', Buffer.alloc(2_200_000))).status, 413);
  assert.deepEqual((await bring(Buffer.from('no archive'))).refused.length, 1);
  assert.ok(!readFileSync('/etc/passwd').equals((await admin.send('GET', '/api/rings/Link')).bytes));
});

// A settings file that cannot be read: the phone starts with its defaults, keeps the file aside and says so.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

test('a damaged store is kept aside, and the phone says that it started with factory settings', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'damaged-'));
  try {
    {
      await using phone = await SimulatedPhone.start({ dataDirectory });
      await phone.press('volumeDown');
    }
    const file = readdirSync(dataDirectory).find((name) => /\.(db|sqlite\d?)$/.test(name));
    assert.ok(file !== undefined, `no store among ${readdirSync(dataDirectory).join(' ')}`);
    const damaged = 'this is no database '.repeat(500);
    for (const name of readdirSync(dataDirectory)) if (name.startsWith(`${file}-`)) rmSync(join(dataDirectory, name));
    writeFileSync(join(dataDirectory, file), damaged);
    await using phone = await SimulatedPhone.start({ dataDirectory });
    // The start itself says it, and is left with its only key.
    await phone.waitForScreen('recovery');
    assert.ok(words(await phone.screen()).includes('Settings were damaged'));
    await phone.softKey('close');
    await phone.waitForScreen('idle');
    const kept = readdirSync(dataDirectory, { withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name !== file && readFileSync(join(dataDirectory, entry.name), 'utf8') === damaged,
    );
    assert.equal(kept.length, 1, readdirSync(dataDirectory).join(' '));
  } finally {
    rmSync(dataDirectory, { recursive: true });
  }
});

test('a data directory that cannot be is told in one line', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'damaged-'));
  try {
    writeFileSync(join(dataDirectory, 'file'), '');
    await assert.rejects(SimulatedPhone.start({ dataDirectory: join(dataDirectory, 'file') }), /did not start: exit code 1/);
    mkdirSync(join(dataDirectory, 'fine'));
  } finally {
    rmSync(dataDirectory, { recursive: true });
  }
});

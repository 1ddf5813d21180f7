// The whole phone is killed while an administrator saves settings, again and again: each start finds what was answered, and no half of a change.
// PHONE_KILLS says how often; PHONE_PROGRAM runs another build than the sources.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';
import { endOfLog } from '../config/write-ahead-log.ts';

const kills = Number(process.env['PHONE_KILLS'] ?? 2);
const program = process.env['PHONE_PROGRAM'];
const password = 'correct horse';
const lines = [0, 1, 2, 3, 4, 5];

function changesTo(number: number): readonly { readonly path: string; readonly value: string }[] {
  return lines.flatMap((line) => [
    { path: `voip/line/${line}/id`, value: String(number) },
    { path: `voip/line/${line}/auth_password`, value: `hunter-${number}` },
  ]);
}

/** The number that all lines have. */
async function stored(admin: WebClient): Promise<number> {
  const all = await admin.get<{ readonly path: string; readonly value: string }[]>('/api/parameters?prefix=voip/line');
  const ids = all.filter(({ path }) => /^voip\/line\/\d\/id$/.test(path)).map(({ value }) => value);
  assert.equal(ids.length, lines.length);
  assert.equal(new Set(ids).size, 1, `half a change: ${ids}`);
  return Number(ids[0] || 0);
}

/** Saves until the phone is dead, which it is a random while after its first answer. Gives the last number that it answered. */
async function saveAndKill(phone: SimulatedPhone, admin: WebClient, before: number): Promise<number> {
  let told = before;
  let end: Promise<unknown> | undefined;
  for (;;) {
    const answer = await admin.send('PUT', '/api/parameters', { changes: changesTo(told + 1) }).catch(() => undefined);
    if (answer === undefined) break;
    assert.equal(answer.status, 200, answer.text);
    told += 1;
    end ??= sleep(Math.random() * 60).then(() => phone.stop('SIGKILL'));
  }
  await end;
  assert.ok(end !== undefined && !phone.running, phone.log);
  return told;
}

async function start(dataDirectory: string): Promise<{ readonly phone: SimulatedPhone; readonly admin: WebClient }> {
  const phone = await SimulatedPhone.start({
    dataDirectory,
    arguments: ['--web', '127.0.0.1:0'],
    params: { 'system/password': password, 'security/web/https_only': 0 },
    ...(program === undefined ? {} : { program: [program] }),
  });
  try {
    const admin = new WebClient(await phone.webAddress());
    assert.equal((await admin.logIn('admin', password)).status, 200);
    assert.doesNotMatch(phone.log, /damaged|is lost|cannot be/);
    return { phone, admin };
  } catch (error) {
    await phone.stop('SIGKILL');
    throw error;
  }
}

test('a phone that is killed while settings are saved has all that it said it had saved', async (t) => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'killed-'));
  const log = join(dataDirectory, 'store.sqlite-wal');
  let [told, unfinished, untold] = [0, 0, 0];
  try {
    for (let round = 0; round <= kills; round++) {
      const { phone, admin } = await start(dataDirectory);
      await using _ = phone;
      const found = await stored(admin);
      assert.ok(found === told || found === told + 1, `told ${told}, found ${found}`);
      if (found > told) untold += 1;
      if (round === kills) break;
      told = await saveAndKill(phone, admin, found);
      if (existsSync(log) && endOfLog(readFileSync(log)) === 'unfinished') unfinished += 1;
    }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
  t.diagnostic(
    `${kills} kills, ${told} changes: ${unfinished} in the middle of writing a transaction, ${untold} after it and before the answer`,
  );
});

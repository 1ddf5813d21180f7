// What a phone remembers when it is switched off, or killed: the call log, the missed calls, the volume.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dial, Household, lampOf, lineAt, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

let house: Household;
const dataDirectory = mkdtempSync(join(tmpdir(), 'memory-'));
before(async () => {
  house = await Household.start();
});
after(async () => {
  await house[Symbol.asyncDispose]();
  rmSync(dataDirectory, { recursive: true });
});

async function startCleo(): Promise<SimulatedPhone> {
  const phone = await SimulatedPhone.start({ params: lineAt(house.lab.port, '1003'), dataDirectory });
  await phone.waitForLine();
  return phone;
}

async function logOf(phone: SimulatedPhone): Promise<string> {
  await phone.press('up');
  const screen = await phone.screen();
  assert.equal(screen.screen, 'list');
  return words(screen);
}

/** It rings three times and then gives up. */
async function missACall(phone: SimulatedPhone): Promise<void> {
  await dial(house.ann, '1003');
  await phone.waitForScreen('incoming');
  await house.ann.hook(false);
  await phone.waitFor('the end of the ringing', async () => ((await phone.screen()).screen === 'incoming' ? undefined : true));
  await house.rest();
}

test('missed calls are counted, blink, survive a kill -9, and are forgotten when they were looked at', async () => {
  {
    await using cleo = await startCleo();
    await missACall(cleo);
    await missACall(cleo);
    await cleo.waitForScreen('idle');
    assert.ok(words(await cleo.screen()).includes('2 missed calls'), words(await cleo.screen()));
    assert.equal(await lampOf(cleo, 'message'), 'red slow');
    await cleo.press('volumeDown');
    await cleo.stop('SIGKILL');
  }
  {
    await using cleo = await startCleo();
    assert.ok(words(await cleo.screen()).includes('2 missed calls'), words(await cleo.screen()));
    const log = await logOf(cleo);
    assert.match(log, /"text":"1001 \(2\)"[^}]*missed/i, log);
    await cleo.press('back');
    await cleo.waitForScreen('idle');
    assert.equal(words(await cleo.screen()).includes('missed'), false);
    assert.equal(await lampOf(cleo, 'message'), 'off off');
  }
  {
    await using cleo = await startCleo();
    assert.equal(words(await cleo.screen()).includes('missed'), false);
    assert.equal((await cleo.state()).audio.volume, 6, 'the volume of the ringer');
  }
});

test('the last number is redialled after a restart, and the log tells what kind each call was', async () => {
  {
    await using cleo = await startCleo();
    await dial(cleo, '1002');
    await house.ben.waitForScreen('incoming');
    await house.ben.softKey('reject');
    await cleo.waitForScreen('ended');
    await cleo.hook(false);
    await dial(house.ann, '1003');
    await cleo.waitForScreen('incoming');
    await cleo.hook(true);
    await cleo.waitForScreen('call');
    await cleo.hook(false);
    await house.rest();
  }
  await using cleo = await startCleo();
  const log = await logOf(cleo);
  assert.ok(log.includes('dialed 1002') && log.includes('received 1001'), log);
  await cleo.press('back');
  await cleo.waitForScreen('idle');
  await cleo.press('redial');
  await house.ben.waitForScreen('incoming');
  await house.rest();
});

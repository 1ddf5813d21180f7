// More than one call: waiting, swapping, two of our own on one line.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { dial, Household, lampOf, lineAt, listen, putDown, speak, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { toneLevel } from '#test/support/tone-meter';

const benHz = 600;
const cleoHz = 1400;
let house: Household;
let cleo: SimulatedPhone;
before(async () => {
  house = await Household.start();
  cleo = await SimulatedPhone.start({ params: lineAt(house.lab.port, '1003') });
  await cleo.waitForLine();
  await Promise.all([speak(house.ann, 1000), speak(house.ben, benHz), speak(cleo, cleoHz)]);
});
after(async () => {
  await cleo[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
});
afterEach(() => Promise.all([putDown(cleo), house.rest()]).then(() => undefined));

async function assertHears(hz: number): Promise<void> {
  await eventually(async () => {
    const heard = await listen(house.ann);
    assert.ok(Math.abs(heard.hz - hz) < 3, `${heard.hz} Hz in place of ${hz}`);
  });
}

async function waitForText(phone: SimulatedPhone, text: string): Promise<void> {
  await phone.waitFor(text, async () => (words(await phone.screen()).includes(text) ? true : undefined));
}

test('a second caller waits: a tone in the ear, no ring; answering holds the first, swapping goes back', async () => {
  const { ann, ben } = house;
  await house.talk();
  await dial(cleo, '1001');
  await ann.waitForScreen('incoming');
  await waitForText(ann, 'Call waiting');
  assert.equal(await lampOf(ann, 'line1'), 'red fast');
  await ann.waitFor('the call waiting tone', async () => {
    const { samples, sampleRateHz } = await ann.hear('earpiece', 0.4);
    return toneLevel(samples, sampleRateHz, 440) > -45 ? true : undefined;
  });
  assert.ok((await listen(ann, 'speaker')).dbov < -60, 'the phone rings beside a call');
  await ann.softKey('answer');
  await cleo.waitForScreen('call');
  await waitForText(ben, 'You are on hold');
  await assertHears(cleoHz);
  await ann.softKey('swap');
  await waitForText(cleo, 'You are on hold');
  await assertHears(benHz);
  await ann.softKey('end');
  await ben.waitForScreen('ended');
  // The held one is still there.
  await ann.waitForScreen('held');
  await ann.softKey('resume');
  await assertHears(cleoHz);
});

test('a waiting call can be refused without a word to the one in the ear', async () => {
  const { ann, ben } = house;
  await house.talk();
  await dial(cleo, '1001');
  await ann.waitForScreen('incoming');
  await ann.softKey('reject');
  await waitForText(cleo, 'declined');
  await ann.waitForScreen('call');
  assert.equal((await ben.screen()).screen, 'call');
  await assertHears(benHz);
});

test('two calls of our own on one line', async () => {
  const { ann, ben } = house;
  await house.talk();
  await ann.softKey('more');
  await ann.softKey('newCall');
  await waitForText(ben, 'You are on hold');
  await ann.type('1003');
  await ann.softKey('dial');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await cleo.waitForScreen('call');
  await ann.waitForScreen('call');
  await assertHears(cleoHz);
  assert.ok(words(await ann.screen()).includes('1002'), 'the held call is on the screen too');
  assert.equal(await lampOf(ann, 'line1'), 'red steady');
  await cleo.hook(false);
  await ann.waitFor('the call that is left', async () => (words(await ann.screen()).includes('1002') ? true : undefined));
});

test('699 rings every registered phone; the first that answers has it, the others stop and miss nothing', async () => {
  const { ann, ben } = house;
  await dial(ann, '699');
  await Promise.all([ben.waitForScreen('incoming'), cleo.waitForScreen('incoming')]);
  await cleo.hook(true);
  await Promise.all([ann.waitForScreen('call'), cleo.waitForScreen('call')]);
  await ben.waitFor('quiet', async () => ((await ben.screen()).screen === 'incoming' ? undefined : true));
  assert.ok(words(await ben.screen()).includes('elsewhere') || (await ben.screen()).screen === 'idle', words(await ben.screen()));
  await assertHears(cleoHz);
});

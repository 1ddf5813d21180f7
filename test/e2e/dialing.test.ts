// Ways to a number: with the handset, on-hook, hands-free, again, from the call log, and by doing nothing for a while.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '#test/support/eventually';
import { Household, listen, putDown, words } from '#test/support/household';
import { toneLevel } from '#test/support/tone-meter';

let house: Household;
before(async () => {
  house = await Household.start();
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

async function answered(): Promise<void> {
  await house.ben.waitForScreen('incoming');
  await house.ben.hook(true);
  await house.ann.waitForScreen('call');
}

async function path(): Promise<string> {
  return (await house.ann.state()).audio.path;
}

test('the handset gives a dial tone, which ends with the first digit', async () => {
  const { ann } = house;
  await ann.hook(true);
  assert.equal((await ann.screen()).screen, 'offhook');
  await eventually(async () => {
    const tone = await ann.hear('earpiece', 0.4);
    assert.ok(toneLevel(tone.samples, tone.sampleRateHz, 440) > -40);
    assert.ok(toneLevel(tone.samples, tone.sampleRateHz, 350) > -40);
  });
  await ann.press('1');
  await eventually(async () => assert.ok((await listen(ann, 'earpiece', 0.3)).dbov < -60, 'still a dial tone'));
});

test('a number is typed on-hook, and the dial key calls it hands-free', async () => {
  const { ann } = house;
  await ann.type('1002');
  assert.equal((await ann.screen()).screen, 'dialing');
  await ann.softKey('dial');
  assert.equal(await path(), 'speaker');
  await answered();
});

test('lifting the handset dials the number that was typed on-hook', async () => {
  const { ann } = house;
  await ann.type('1002');
  await ann.hook(true);
  assert.equal(await path(), 'handset');
  await answered();
});

test('# dials at once, and a pause dials too', async () => {
  const { ann, ben } = house;
  await ann.hook(true);
  await ann.type('1002#');
  await ben.waitForScreen('incoming');
  await house.rest();
  await ann.hook(true);
  await ann.type('1002');
  await answered();
});

test('a digit too many is taken back', async () => {
  const { ann } = house;
  await ann.hook(true);
  await ann.type('10029');
  await ann.softKey('delete');
  await ann.softKey('dial');
  await answered();
});

test('the redial key calls the last number again, also after a restart of the handset', async () => {
  const { ann } = house;
  await house.ring();
  await house.rest();
  await ann.press('redial');
  assert.equal(await path(), 'speaker');
  await answered();
});

test('a call is made from the call log', async () => {
  const { ann } = house;
  await house.ring();
  await house.rest();
  await ann.press('up');
  assert.ok(words(await ann.screen()).includes('1002'));
  await ann.press('ok');
  await answered();
});

test('the speaker key dials hands-free and puts the number away again', async () => {
  const { ann } = house;
  await ann.press('speaker');
  assert.equal((await ann.screen()).screen, 'offhook');
  assert.equal(await path(), 'speaker');
  await ann.press('speaker');
  assert.equal(await path(), 'none');
  await putDown(ann);
});

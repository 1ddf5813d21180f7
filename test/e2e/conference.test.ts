// A conference of three phones: who hears whom, by keys alone; hold, mute, drop, split, and what hanging up does.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { dial, Household, lineAt, putDown, speak, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { toneLevel } from '#test/support/tone-meter';

const annHz = 1000;
const benHz = 600;
const cleoHz = 1400;
const silentBelow = -60;
let house: Household;
let cleo: SimulatedPhone;
before(async () => {
  house = await Household.start();
  cleo = await SimulatedPhone.start({ board: 'simulated/mono-256', params: lineAt(house.lab.port, '1003') });
  await cleo.waitForLine();
  await Promise.all([speak(house.ann, annHz), speak(house.ben, benHz), speak(cleo, cleoHz)]);
});
after(async () => {
  await cleo[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
});
afterEach(() => Promise.all([putDown(cleo), house.rest()]).then(() => undefined));

/** Waits until exactly these tones are in the ear. */
async function assertHearsOnly(phone: SimulatedPhone, wanted: readonly number[]): Promise<void> {
  const all = [annHz, benHz, cleoHz];
  await phone.waitFor(`${wanted.join(' and ') || 'no'} Hz`, async () => {
    const { samples, sampleRateHz } = await phone.hear('earpiece', 0.4);
    const heard = all.filter((hz) => toneLevel(samples, sampleRateHz, hz) > silentBelow);
    return heard.join() === all.filter((hz) => wanted.includes(hz)).join() ? true : undefined;
  });
}

/** Ann talks with Ben, calls Cleo in, and presses the key again. */
async function confer(): Promise<void> {
  const { ann, ben } = house;
  await house.talk();
  await ann.press('conference');
  await ann.waitForScreen('consult');
  await assertHearsOnly(ben, []);
  await ann.type('1003');
  await ann.press('conference');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await cleo.waitForScreen('call');
  await ann.waitFor('the offer to join', async () =>
    (await ann.screen()).softkeys.some((key) => key.action === 'conference') ? true : undefined,
  );
  await ann.press('conference');
  await ann.waitForScreen('conference');
}

async function assertAllHearEachOther(): Promise<void> {
  await assertHearsOnly(house.ann, [benHz, cleoHz]);
  await assertHearsOnly(house.ben, [annHz, cleoHz]);
  await assertHearsOnly(cleo, [annHz, benHz]);
}

test('three hear each other and nobody hears itself; hold and mute are for all and for one', async () => {
  const { ann, ben } = house;
  await confer();
  await assertAllHearEachOther();
  await ann.waitFor('who talks', async () => {
    const talking = words(await ann.screen()).match(/"state":"talking"/g) ?? [];
    return talking.length === 2 ? true : undefined;
  });

  await ann.press('hold');
  await assertHearsOnly(ben, []);
  await assertHearsOnly(cleo, []);
  assert.equal((await ann.screen()).screen, 'conference');
  await ann.press('hold');
  await assertAllHearEachOther();

  // Our own mute, and one of a party.
  await ann.press('mute');
  await assertHearsOnly(ben, [cleoHz]);
  await ann.press('mute');
  await ann.softKey('manage');
  await ann.waitForScreen('list');
  await ann.softKey('mute');
  await assertHearsOnly(cleo, [annHz]);
  await assertHearsOnly(ann, [cleoHz]);
  await assertHearsOnly(ben, [annHz, cleoHz]);
  assert.match(words(await ann.screen()), /Muted/);
  await ann.softKey('unmute');
  await assertAllHearEachOther();

  await ann.press('down');
  await ann.softKey('drop');
  await cleo.waitForScreen('ended', 'idle');
  await ann.waitForScreen('call');
  await assertHearsOnly(ann, [benHz]);
});

test('a split leaves one in the ear and one on hold, joined again by the key', async () => {
  const { ann, ben } = house;
  await confer();
  await ann.softKey('split');
  await ann.waitForScreen('call');
  await assertHearsOnly(ben, []);
  await assertHearsOnly(ann, [cleoHz]);
  await ann.press('conference');
  await assertAllHearEachOther();
});

test('hanging up joins the two others, who hear each other without us', async () => {
  const { ann, ben } = house;
  await confer();
  await assertAllHearEachOther();
  await ann.hook(false);
  await assertHearsOnly(ben, [cleoHz]);
  await assertHearsOnly(cleo, [benHz]);
  await ann.waitForScreen('idle', 'ended');
});

test('one who leaves ends nothing for the others', async () => {
  const { ann, ben } = house;
  await confer();
  await ben.hook(false);
  await ann.waitForScreen('call');
  await assertHearsOnly(ann, [cleoHz]);
  await assertHearsOnly(cleo, [annHz]);
  await ben.waitForScreen('ended', 'idle', 'offhook');
  await dial(ben, '1001');
  await ann.waitForScreen('incoming');
  await ann.softKey('answer');
  await ben.waitForScreen('call');
  // The one who waits and the one who came back.
  await ann.press('conference');
  await assertAllHearEachOther();
});

// Ann calls Ben, and Ben sends her to Cleo: blind, after a word with Cleo, and in vain. Sound tells who talks with whom.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Household, lineAt, listen, putDown, speak, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const annHz = 1000;
const benHz = 600;
const cleoHz = 1400;
let house: Household;
let cleo: SimulatedPhone;
before(async () => {
  const params = { 'voip/signalling/sip/hk_blind_transfer/enable': 0, 'system/semi_attended/enable': 1 };
  house = await Household.start({ ben: { board: 'simulated/color-320', params } });
  cleo = await SimulatedPhone.start({ params: lineAt(house.lab.port, '1003') });
  await cleo.waitForLine();
  await Promise.all([speak(house.ann, annHz), speak(house.ben, benHz), speak(cleo, cleoHz)]);
});
after(async () => {
  await cleo[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
});
afterEach(() => Promise.all([putDown(cleo), house.rest()]).then(() => undefined));

async function assertHears(phone: SimulatedPhone, hz: number): Promise<void> {
  await phone.waitFor(`${hz} Hz`, async () => (Math.abs((await listen(phone)).hz - hz) < 3 ? true : undefined));
}

/** Ben keys whom Ann is to go to. */
async function chooses(number: string): Promise<void> {
  await house.ben.press('transfer');
  await house.ben.waitForScreen('consult');
  await house.ben.type(number);
}

async function assertTogether(): Promise<void> {
  await Promise.all([assertHears(house.ann, cleoHz), assertHears(cleo, annHz)]);
  await house.ben.waitFor('Ben has no call', async () => {
    const { screen } = await house.ben.screen();
    return ['ended', 'idle', 'offhook'].includes(screen) ? true : undefined;
  });
}

test('a blind transfer: Cleo’s phone rings, and Ann talks with her', async () => {
  await house.talk();
  await chooses('1003');
  await house.ben.softKey('blind');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await assertTogether();
});

test('a transfer after a word with Cleo: she keeps the handset in her hand', async () => {
  await house.talk();
  await chooses('1003');
  await house.ben.softKey('dial');
  await cleo.waitForScreen('incoming');
  await cleo.hook(true);
  await assertHears(house.ben, cleoHz);
  await house.ben.press('transfer');
  await assertTogether();
});

test('a transfer while Cleo’s phone still rings: now it rings for Ann', async () => {
  await house.talk();
  await chooses('1003');
  await house.ben.softKey('dial');
  await cleo.waitForScreen('incoming');
  await house.ben.waitFor('the offer', async () =>
    (await house.ben.screen()).softkeys.some(({ action }) => action === 'transfer') ? true : undefined,
  );
  await house.ben.press('transfer');
  await cleo.waitFor('Ann’s call', async () => (words(await cleo.screen()).includes('1001') ? true : undefined));
  await cleo.hook(true);
  await assertTogether();
});

test('a transfer to somebody who is busy leaves Ann with Ben', async () => {
  const { ben } = house;
  await house.talk();
  await chooses('602');
  await ben.softKey('blind');
  await ben.waitFor('the news', async () => (words(await ben.screen()).includes('Transfer failed') ? true : undefined));
  await ben.softKey('resume');
  await assertHears(house.ann, benHz);
  assert.equal((await house.ann.screen()).screen, 'call');
});

// A call is answered and ended by whatever a hand reaches for: handset, speaker key, headset key and button, line key, soft key, OK.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Household } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

let house: Household;
before(async () => {
  house = await Household.start();
  await house.ben.post('/api/headset', { plugged: true });
});
after(() => house[Symbol.asyncDispose]());
afterEach(() => house.rest());

interface Way {
  readonly by: string;
  readonly path: string;
  readonly act: (phone: SimulatedPhone) => Promise<void>;
}

const answers: readonly Way[] = [
  { by: 'the handset', path: 'handset', act: (phone) => phone.hook(true) },
  { by: 'the speaker key', path: 'speaker', act: (phone) => phone.press('speaker') },
  { by: 'the headset key', path: 'headset', act: (phone) => phone.press('headset') },
  { by: 'the button on the headset', path: 'headset', act: (phone) => phone.post('/api/headset', { button: 'answer' }) },
  { by: 'the line key', path: 'speaker', act: (phone) => phone.press('line1') },
  { by: 'the soft key', path: 'speaker', act: (phone) => phone.softKey('answer') },
  { by: 'OK', path: 'speaker', act: (phone) => phone.press('ok') },
];

describe('answering', () => {
  for (const { by, path, act } of answers) {
    test(`${by} answers, and is what the call is heard with`, async () => {
      await house.ring();
      await act(house.ben);
      await Promise.all([house.ann.waitForScreen('call'), house.ben.waitForScreen('call')]);
      assert.equal((await house.ben.state()).audio.path, path);
    });
  }
});

const ends: readonly (Way & { readonly answer: (phone: SimulatedPhone) => Promise<void> })[] = [
  { by: 'the handset', path: 'handset', answer: (phone) => phone.hook(true), act: (phone) => phone.hook(false) },
  { by: 'the speaker key', path: 'speaker', answer: (phone) => phone.press('speaker'), act: (phone) => phone.press('speaker') },
  { by: 'the headset key', path: 'headset', answer: (phone) => phone.press('headset'), act: (phone) => phone.press('headset') },
  {
    by: 'the button on the headset',
    path: 'headset',
    answer: (phone) => phone.press('headset'),
    act: (phone) => phone.post('/api/headset', { button: 'end' }),
  },
  { by: 'the soft key', path: 'handset', answer: (phone) => phone.hook(true), act: (phone) => phone.softKey('end') },
];

describe('ending', () => {
  for (const { by, answer, act } of ends) {
    test(`${by} ends the call at both phones`, async () => {
      await house.ring();
      await answer(house.ben);
      await Promise.all([house.ann.waitForScreen('call'), house.ben.waitForScreen('call')]);
      await act(house.ben);
      await house.ann.waitForScreen('ended');
      // With the handset still in the hand it may be the dial tone; it is never the call.
      assert.notEqual((await house.ben.screen()).screen, 'call');
    });
  }

  test('replacing the handset leaves a call that moved to the speaker', async () => {
    await house.talk();
    await house.ben.press('speaker');
    await house.ben.hook(false);
    assert.equal((await house.ben.screen()).screen, 'call');
    assert.equal((await house.ben.state()).audio.path, 'speaker');
  });
});

test('a line key holds the call that is on it, and takes it back', async () => {
  const { ben } = house;
  await house.talk();
  await ben.press('line1');
  await ben.waitForScreen('held');
  await ben.press('line1');
  await ben.waitForScreen('call');
});

test('the hold key holds and takes back', async () => {
  const { ben } = house;
  await house.talk();
  await ben.press('hold');
  await ben.waitForScreen('held');
  await ben.press('hold');
  await ben.waitForScreen('call');
});

test('closing the screen of an ended call ends its tone too', async () => {
  const { ann, ben } = house;
  await house.ring();
  await ben.press('speaker');
  await ben.waitForScreen('call');
  await ann.hook(false);
  await ben.waitForScreen('ended');
  await ben.softKey('close');
  assert.equal((await ben.state()).audio.path, 'none');
});

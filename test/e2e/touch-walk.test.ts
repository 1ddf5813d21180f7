// A walk through the whole phone by touch, with the few keys that our board with a touch-screen has besides: speaker, mute and volume.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Finger } from '#test/support/finger';
import { Household } from '#test/support/household';
import type { SimulatedPhone } from '#test/support/simulated-phone';

const echo = '600';
/** Of the lab, too: it tells which digits it heard. */
const digitPlayback = '607';
const newCallTile = [340, 285] as const;
const keypadTile = [710, 235] as const;

let house: Household;
let finger: Finger;
before(async () => {
  house = await Household.start({
    ann: {
      board: 'simulated/touch-800',
      params: { 'voip/services/msg_waiting_ind/voice_mail_number': echo, 'voip/emergency/numbers': '112' },
    },
  });
  finger = new Finger(house.ann);
});
afterEach(async () => await house.rest());
after(async () => await house[Symbol.asyncDispose]());

async function call(number: string): Promise<void> {
  await finger.home();
  await finger.touch(newCallTile);
  await house.ann.waitForScreen('offhook');
  await finger.dial(number);
  await finger.soft('dial');
}

async function callBen(): Promise<void> {
  await call('1002');
  await house.ben.waitForScreen('incoming');
  await house.ben.press('speaker');
  await house.ann.waitForScreen('call');
}

async function detailOf(id: string): Promise<string | undefined> {
  return (await finger.items()).find((item) => item.id === id)?.detail;
}

async function callsBen(ann: SimulatedPhone): Promise<void> {
  await house.ben.waitForScreen('incoming');
  await finger.soft('end');
  await ann.waitForScreen('idle', 'ended');
  await house.rest();
}

test('a call: volume, mute, hold and back, the keypad, the end', async () => {
  const { ann } = house;
  await callBen();
  const { volume } = (await ann.state()).audio;
  await ann.press('volumeUp');
  assert.equal((await ann.state()).audio.volume, volume + 1);
  await ann.press('mute');
  assert.equal((await ann.state()).audio.muted, true);
  await ann.press('mute');
  await finger.soft('hold');
  await ann.waitForScreen('held');
  await finger.soft('resume');
  await ann.waitForScreen('call');
  await finger.touch(keypadTile);
  await finger.dial('4*');
  assert.ok((await finger.items()).some(({ text }) => text === '4*'));
  await finger.soft('close');
  await finger.soft('end');
  await house.rest();
});

test('calls that come are refused and answered', async () => {
  const { ann, ben } = house;
  await ben.hook(true);
  await ben.type('1001');
  await ben.softKey('dial');
  await ann.waitForScreen('incoming');
  await finger.soft('reject');
  await house.rest();
  await ben.hook(true);
  await ben.type('1001');
  await ben.softKey('dial');
  await ann.waitForScreen('incoming');
  await finger.soft('silence');
  await finger.soft('answer');
  await ben.waitForScreen('call');
  // What is heard goes to the handset and back to the loudspeaker.
  await ann.hook(true);
  await ann.waitFor('the handset', async () => ((await ann.state()).audio.path === 'handset' ? true : undefined));
  await ann.press('speaker');
  assert.equal((await ann.state()).audio.path, 'speaker');
  await ann.hook(false);
  await finger.soft('end');
  await house.rest();
});

test('two calls are swapped and joined, and one of the conference is sent digits', async () => {
  const { ann, lab } = house;
  await callBen();
  await finger.soft('newCall');
  await ann.waitForScreen('offhook');
  await finger.dial(digitPlayback);
  await finger.soft('dial');
  await ann.waitForScreen('call');
  const front = async (): Promise<string | undefined> => (await finger.focused())?.detail;
  await ann.waitFor('the other in front', async () => ((await front()) === digitPlayback ? true : undefined));
  await finger.soft('swap');
  await ann.waitFor('Ben in front', async () => ((await front()) === '1002' ? true : undefined));
  await finger.soft('swap');
  await ann.waitFor('the other in front', async () => ((await front()) === digitPlayback ? true : undefined));
  await finger.soft('conference');
  await ann.waitForScreen('conference');
  const parties = (await finger.items()).filter(({ role }) => role === 'call');
  assert.equal(parties.length, 2);
  // Whoever is touched hears the keys.
  const place = parties.findIndex(({ detail }) => detail === digitPlayback);
  await finger.touch([110 + 220 * place, 220]);
  const heard = lab.digits.length;
  await finger.touch([735, 265]);
  await finger.dial('57');
  await ann.waitFor('the digits', async () => (lab.digits.length >= heard + 2 ? true : undefined));
  assert.deepEqual(lab.digits.slice(heard), ['5', '7']);
  assert.equal((await finger.items()).find(({ id }) => id === 'digits')?.text, '57');
  await finger.soft('close');
  await finger.soft('manage');
  await finger.soft('mute');
  await ann.waitFor('somebody muted', async () =>
    (await finger.items()).some(({ detail }) => detail === 'Muted') ? true : undefined,
  );
  await finger.soft('back');
  await finger.soft('split');
  await ann.waitForScreen('call');
  await finger.soft('end');
  await house.rest();
});

test('a call is transferred, asking there and without', async () => {
  const { ann, ben } = house;
  await callBen();
  await finger.soft('transfer');
  await ann.waitForScreen('consult');
  await finger.dial(echo);
  await finger.soft('blind');
  await ann.waitForScreen('idle', 'ended', 'offhook');
  await ben.waitForScreen('call');
  await house.rest();
  await callBen();
  await finger.soft('transfer');
  await ann.waitForScreen('consult');
  await finger.dial(echo);
  await finger.soft('dial');
  await finger.soft('transfer');
  await ann.waitForScreen('idle', 'ended', 'offhook');
  await ben.waitForScreen('call');
  await house.rest();
});

test('somebody is written into the directory, looked up, called, and given a key', async () => {
  const { ann } = house;
  await finger.home();
  await finger.soft('directory');
  await finger.soft('add');
  await finger.letters('ben');
  await finger.soft('save');
  await finger.row('office');
  await finger.digits('1002');
  await finger.soft('save');
  await finger.soft('save');
  await ann.waitFor('the directory', async () => ((await ann.screen()).id === 'directory' ? true : undefined));
  // The search beside the tabs.
  await finger.touch([720, 78]);
  await finger.letters('be');
  await finger.soft('ok');
  const names = (await finger.items()).filter(({ role }) => role === 'row');
  assert.deepEqual(
    names.map(({ text }) => text),
    ['Ben'],
  );
  await finger.soft('dial');
  await callsBen(ann);
  await finger.home();
  await finger.soft('directory');
  await finger.soft('details');
  await finger.soft('speedDial');
  await finger.row('2');
  await finger.menu('features', 'speedDials');
  await finger.row('2');
  await callsBen(ann);
});

test('the last number, one of the log, and a key that is held are called again', async () => {
  const { ann } = house;
  await finger.home();
  await finger.soft('redial');
  await callsBen(ann);
  await finger.menu('callLog');
  await finger.soft('dial');
  await callsBen(ann);
  await finger.home();
  await finger.touch(newCallTile);
  await ann.waitForScreen('offhook');
  await finger.touch([637, 90], 'down');
  await house.ben.waitForScreen('incoming');
  await finger.touch([637, 90], 'up');
  await callsBen(ann);
});

test('the mailbox is called from the menu', async () => {
  await finger.menu('voiceMail');
  await house.ann.waitForScreen('call');
  await finger.soft('end');
  await house.rest();
});

test('settings of every kind are changed', async () => {
  const { ann } = house;
  await finger.menu('settings', 'display', 'saverAfter');
  for (let i = 0; i < 3; i += 1) await finger.soft('delete');
  await finger.dial('90');
  await finger.soft('save');
  await ann.waitFor('the number', async () => ((await detailOf('saverAfter'))?.startsWith('90') === true ? true : undefined));
  await finger.row('theme');
  await finger.row('light');
  await finger.soft('back');
  await ann.waitFor('the theme', async () => ((await detailOf('theme')) === 'Light' ? true : undefined));
  await finger.menu('settings', 'sound', 'rings');
  await finger.row('Ring02');
  await finger.soft('back');
  await ann.waitFor('the ring', async () => ((await detailOf('rings')) === 'Ring02' ? true : undefined));
  await finger.menu('features', 'callWaiting');
  await ann.waitFor('the switch', async () => ((await detailOf('callWaiting')) === 'Off' ? true : undefined));
  await finger.menu('settings', 'language', 'German');
  await ann.waitFor('German', async () => ((await ann.screen()).title === 'Einstellungen' ? true : undefined));
  await finger.row('language');
  await finger.row('English');
  await ann.waitFor('English', async () => ((await ann.screen()).title === 'Settings' ? true : undefined));
});

test('the phone is locked and opened', async () => {
  const { ann } = house;
  await finger.menu('settings', 'lock', 'pin');
  await finger.digits('4711');
  await finger.soft('save');
  await finger.row('lockNow');
  await ann.waitForScreen('locked');
  await finger.soft('emergency');
  assert.ok((await finger.items()).some(({ id }) => id === '112'));
  await finger.soft('back');
  await finger.soft('unlock');
  await finger.digits('4711');
  await finger.soft('unlock');
  await ann.waitForScreen('idle');
});

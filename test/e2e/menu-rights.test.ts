// What the administrator keeps from the user is kept at the phone itself: menus, keys, the pages' own buttons; and the password opens it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AdministeredPhone, changeSettings } from '#test/support/administered-phone';
import { words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';

const time = ['time_display_format', 'date_display_format', 'gmt_offset'].map((name) => `system/ntp/${name}=na`);
const rights = [
  'personal_settings/language=ro',
  'voip/services/do_not_disturb/enabled=ro',
  'voip/services/call_forward/always/destination=ro',
  'voip/audio/volume/ringer=ro',
  'personal_settings/functional_key/0/type=ro',
  'personal_settings/speed_dial/0/number=ro',
  'system/daylight_saving/activate=na',
  ...time,
].join(' ');

let house: AdministeredPhone;
before(async () => {
  const phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: {
      'system/password': '4711',
      'system/web_user_password': 'paper clip',
      'security/web/https_only': 0,
      'system/user_rights': rights,
      'personal_settings/functional_key/0/type': 'KEY_EVENT',
      'personal_settings/functional_key/0/key_event': 'DND_ALL',
    },
  });
  const admin = new WebClient(await phone.webAddress());
  house = { phone, admin };
  assert.equal((await admin.logIn('admin', '4711')).status, 200);
  await phone.waitForScreen('idle');
});
after(async () => await house.phone[Symbol.asyncDispose]());

async function choose(phone: SimulatedPhone, id: string): Promise<void> {
  const { items, focus } = await phone.screen();
  const index = (items as readonly { id?: string }[]).findIndex((item) => item.id === id);
  assert.ok(index >= 0, `${id} among ${words(await phone.screen())}`);
  for (let at = Number(focus); at !== index; at += Math.sign(index - at)) await phone.press(index > at ? 'down' : 'up');
  await phone.press('ok');
}

async function ids(phone: SimulatedPhone): Promise<readonly (string | undefined)[]> {
  return ((await phone.screen()).items as readonly { id?: string }[]).map(({ id }) => id);
}

async function home(phone: SimulatedPhone): Promise<void> {
  await phone.post('/api/key', { key: 'menu', action: 'long' });
  await phone.waitForScreen('idle');
}

test('what is kept is locked or not there, by every key', async () => {
  const { phone, admin } = house;
  await phone.press('menu');
  await choose(phone, 'settings');
  assert.ok(!(await ids(phone)).includes('time'));
  await choose(phone, 'language');
  assert.equal((await phone.screen()).id, 'kept');
  assert.ok(words(await phone.screen()).includes('Only the administrator changes this'));
  await home(phone);

  assert.ok(!(await phone.screen()).softkeys.some(({ action }) => action === 'dnd'));
  await phone.press('function1');
  assert.equal((await phone.screen()).id, 'kept');
  await home(phone);
  await phone.post('/api/key', { key: 'function1', action: 'long' });
  assert.equal((await phone.screen()).id, 'kept');
  await home(phone);

  const { audio } = await phone.state();
  await phone.press('volumeUp');
  await phone.press('volumeDown');
  await phone.press('volumeDown');
  assert.equal((await phone.state()).audio.volume, audio.volume);
  const kept = await admin.get<readonly { path: string; value: unknown }[]>('/api/parameters');
  const value = (path: string): unknown => kept.find((each) => each.path === path)?.value;
  assert.deepEqual([value('personal_settings/language'), value('voip/services/do_not_disturb/enabled')], ['English', false]);
});

test('the pages have no other way to it', async () => {
  const { phone, admin } = house;
  const user = new WebClient(admin.address);
  await user.logIn('user', 'paper clip');
  const status = async (path: string, body: unknown): Promise<number> => (await user.send('PUT', path, body)).status;
  assert.equal(await status('/api/do-not-disturb', { on: true }), 400);
  assert.equal(await status('/api/forwarding/always', { on: true, number: '77' }), 400);
  assert.equal(await status('/api/forwarding/busy', { on: true, number: '77' }), 204);
  assert.equal(await status('/api/directory/speed-dials/1', { number: '77' }), 400);
  assert.equal(await status('/api/directory/speed-dials/2', { number: '77' }), 204);
  const file = new TextEncoder().encode('1,77,0\n');
  assert.equal((await user.send('POST', '/api/directory/speed-dials/file', file)).status, 400);
  // The administrator may; the phone follows.
  await changeSettings(admin, { 'voip/services/call_forward/always/destination': '78' });
  assert.equal(await status('/api/forwarding/always', { on: true, number: '78' }), 204);
  await phone.waitFor('the forwarding', async () => (words(await phone.screen()).includes('78') ? true : undefined));
  assert.equal((await admin.send('PUT', '/api/do-not-disturb', { on: true })).status, 204);
});

test('the password opens all of it at the phone', async () => {
  const { phone } = house;
  await phone.press('menu');
  await choose(phone, 'settings');
  await choose(phone, 'language');
  await phone.softKey('unlock');
  await phone.type('4711');
  await phone.press('ok');
  await phone.waitFor('the menu', async () => ((await phone.screen()).id === 'settings' ? true : undefined));
  assert.ok((await ids(phone)).includes('time'));
  await choose(phone, 'language');
  assert.equal((await phone.screen()).id, 'settings/language');
});

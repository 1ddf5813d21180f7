// A headset's buttons through a whole call, the phone that remembers it, and lamps by the administrator's scripts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { dial, lampOf, lineAt, putDown } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const params = {
  'voip/headset_memory/enabled': 1,
  'personal_settings/led/line/local_ringing': 'c=a;p=ud;u=.1/.1/.1/.7',
  'personal_settings/led/line/local_active': 'c=g;p=d',
  'personal_settings/led/headset': 'c=nonsense',
};

async function pathIs(phone: SimulatedPhone, path: string): Promise<void> {
  await phone.waitFor(`the path ${path}`, async () => ((await phone.state()).audio.path === path ? true : undefined));
}

test('a headset answers, mutes, changes the volume and ends; the phone remembers it, and its lamps play the scripts', async () => {
  await using lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  await using ann = await SimulatedPhone.start({ params: { ...lineAt(lab.port, '1001'), ...params } });
  await using ben = await SimulatedPhone.start({ board: 'simulated/mono-128', params: lineAt(lab.port, '1002') });
  await Promise.all([ann.waitForLine(), ben.waitForLine()]);
  await ann.post('/api/headset', { plugged: true });
  await dial(ben, '1001');
  await ann.waitForScreen('incoming');
  assert.equal(await lampOf(ann, 'line1'), 'amber custom');
  await ann.post('/api/headset', { button: 'answer' });
  await ann.waitForScreen('call');
  await pathIs(ann, 'headset');
  assert.equal(await lampOf(ann, 'line1'), 'green double');
  // A script that cannot be read leaves the factory's light.
  assert.equal(await lampOf(ann, 'headset'), 'green steady');
  assert.match(ann.log, /personal_settings\/led\/headset is no script for a lamp/);
  const before = (await ann.state()).audio.volume;
  await ann.post('/api/headset', { button: 'up' });
  assert.equal((await ann.state()).audio.volume, before + 1);
  await ann.post('/api/headset', { button: 'mute' });
  assert.equal((await ann.state()).audio.muted, true);
  await ann.post('/api/headset', { button: 'end' });
  await ben.waitFor('the end', async () => ((await ben.screen()).screen === 'call' ? undefined : true));
  await pathIs(ann, 'none');
  await putDown(ben);
  await putDown(ann);

  // Taken last, it is taken again.
  await dial(ben, '1001');
  await ann.waitForScreen('incoming');
  await ann.softKey('answer');
  await pathIs(ann, 'headset');
  // Until the person takes something else.
  await ann.press('speaker');
  await pathIs(ann, 'speaker');
  await ann.softKey('end');
  await putDown(ben);
  await putDown(ann);
  await dial(ben, '1001');
  await ann.waitForScreen('incoming');
  await ann.softKey('answer');
  await pathIs(ann, 'speaker');
  await putDown(ben);
});

test('where the headset is the only device, hook and speaker key do nothing', async () => {
  await using lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  const only = { 'voip/headset_only/enabled': 1 };
  await using ann = await SimulatedPhone.start({ params: { ...lineAt(lab.port, '1001'), ...only } });
  await ann.waitForLine();
  await ann.post('/api/headset', { plugged: true });
  await ann.hook(true);
  await ann.press('speaker');
  assert.equal((await ann.screen()).screen, 'idle');
  assert.equal((await ann.state()).audio.path, 'none');
  await ann.press('headset');
  await ann.waitForScreen('offhook');
  await ann.type('600');
  await ann.softKey('dial');
  await ann.waitForScreen('call');
  await pathIs(ann, 'headset');
});

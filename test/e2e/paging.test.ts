// A page from phone to phone: the key of a group is pressed, the other phone says who is meant and sounds; rings are tried at the menu.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listen, speak, words } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const group = 'voip/services/group_paging/group/2';
const params = {
  'voip/services/group_paging/enabled': 1,
  [`${group}/activated`]: 1,
  [`${group}/name`]: 'Hall',
  [`${group}/multicast_addr`]: '239.255.77.20',
  [`${group}/port`]: 20_760,
  'personal_settings/functional_key/2/type': 'PAGING',
};

test('a page is announced, heard on the loudspeaker, and over when the key is pressed again', async () => {
  const address = ['--address', '127.0.0.1'];
  await using ann = await SimulatedPhone.start({ params, arguments: address });
  await using ben = await SimulatedPhone.start({ params, arguments: address });
  await speak(ann, 900);
  await ann.press('function3');
  for (const phone of [ann, ben]) {
    await phone.waitFor('the announcement', async () => (words(await phone.screen()).includes('Hall') ? true : undefined));
  }
  assert.equal((await ben.state()).audio.path, 'speaker');
  await ben.waitFor('the voice', async () => (Math.abs((await listen(ben, 'speaker', 0.3)).hz - 900) < 3 ? true : undefined));
  await ann.press('function3');
  await ben.waitFor('the end', async () => ((await ben.state()).audio.path === 'none' ? true : undefined));
  assert.equal((await ann.state()).audio.path, 'none');
});

test('a ring is heard when it is tried, and chosen', async () => {
  await using ann = await SimulatedPhone.start({ params: { 'voip/line/0/enabled': 0 } });
  await ann.press('menu');
  for (const key of ['4', '1', '1']) await ann.type(key);
  await ann.waitFor('the rings', async () => (words(await ann.screen()).includes('Ring02') ? true : undefined));
  await ann.softKey('listen');
  await ann.waitFor('the ring', async () => ((await listen(ann, 'speaker', 0.3)).dbov > -40 ? true : undefined));
  await ann.waitFor('its end', async () => ((await listen(ann, 'speaker', 0.5)).dbov < -60 ? true : undefined));
});

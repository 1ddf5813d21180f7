// An expansion unit beside the phone: its picture, its labels, and a key of it that calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Household } from '#test/support/household';
import type { Screen } from '#test/support/simulated-phone';

test('a key of the expansion unit is labelled on its own display and calls whom it names', async () => {
  const key = 'personal_settings/functional_key/18';
  await using house = await Household.start({
    ann: {
      board: 'simulated/color-480',
      params: { [`${key}/type`]: 'SPEED_DIAL', [`${key}/key_label`]: 'Ben', [`${key}/speed_dial_number`]: '1002' },
    },
  });
  const { ann, ben } = house;
  const unit = await ann.get<Screen>('/api/screen?display=sidecar');
  assert.deepEqual(
    (unit.items as readonly { readonly text: string }[]).map(({ text }) => text),
    ['Ben'],
  );
  const picture = await fetch(`${ann.address}/api/screen.png?display=sidecar`);
  const header = new DataView(await picture.arrayBuffer(), 16, 8);
  assert.deepEqual([header.getUint32(0), header.getUint32(4)], [480, 272]);
  await ann.press('sidecar1');
  await ben.waitForScreen('incoming');
  assert.equal((await fetch(`${ann.address}/api/screen?display=hall`)).status, 400);
  assert.equal((await fetch(`${ben.address}/api/screen?display=sidecar`)).status, 503);
});

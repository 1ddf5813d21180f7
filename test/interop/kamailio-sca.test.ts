// A line that two phones share, at real Kamailio with its sca module (BroadWorks' manner): the lamp of each shows what the other does, and a
// call that one holds is taken over by the other.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { assertHears, dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { sharedAppearances, sharedNumber } from './rig/kamailio-features.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [sharedAppearances(site.directory)] }));
});
after(() => site[Symbol.asyncDispose]());

function sharing(port: number, toneHz: number, appearances = 4): Promise<SimulatedPhone> {
  const shared = {
    'voip/line/0/shared_line/enabled': 1,
    'voip/line/0/shared_line/protocol': 'CALL_INFO',
    'voip/line/0/shared_line/appearances': appearances,
  };
  return site.phone({ user: sharedNumber, port, toneHz, params: shared });
}

async function lampSays(phone: SimulatedPhone, words: string): Promise<void> {
  await phone.waitFor(`line1 ${words}`, async () => {
    const lamp = (await phone.state()).leds['line1'];
    return `${lamp?.color} ${lamp?.pattern}` === words ? true : undefined;
  });
}

test('a lifted handset is seen on the other phone, and that it went down', async () => {
  await using ann = await sharing(5060, 500);
  await using ben = await sharing(5070, 600);
  await lampSays(ben, 'green steady');
  await ann.hook(true);
  await lampSays(ann, 'red steady');
  await lampSays(ben, 'red double');
  await ann.hook(false);
  await lampSays(ben, 'green steady');
  await lampSays(ann, 'green steady');
});

test('whose line has no appearance left reads that, and not that somebody is busy', async () => {
  await using ann = await sharing(5060, 500);
  await using ben = await sharing(5070, 600, 1);
  await ann.hook(true);
  await lampSays(ben, 'red double');
  await dial(ben, user.secondPhone);
  const { items, title } = await ben.waitForScreen('ended');
  assert.match(JSON.stringify([title, items]), /All lines are in use/);
});

test('a call that one phone holds is taken over by the other', async () => {
  await using capture = await site.capture();
  await using ann = await sharing(5060, 500);
  await using ben = await sharing(5070, 600);
  await using cleo = await site.phone({ user: user.secondPhone, port: 5080, toneHz: 700 });
  await dial(ann, user.secondPhone);
  await cleo.waitForScreen('incoming');
  await lampSays(ben, 'red double');
  await cleo.hook(true);
  await ann.waitForScreen('call');
  await assertHears(cleo, 500);

  await ann.press('hold');
  await lampSays(ann, 'red slow');
  await lampSays(ben, 'red slow');
  await ben.press('line1');
  await ben.waitForScreen('call');
  await lampSays(ben, 'red steady');
  await assertHears(ben, 700);
  await assertHears(cleo, 600);
  await ann.waitForScreen('ended', 'idle', 'offhook');
  await ann.hook(false);
  await lampSays(ann, 'red double');

  await ben.press('speaker');
  await lampSays(ben, 'green steady');
  await lampSays(ann, 'green steady');
  await hangUp(cleo);
  const messages = await assertSoundSip(capture);
  const seizures = messages.filter(({ headers }) =>
    headers.some(({ name, value }) => name === 'event' && value === 'line-seize'),
  );
  assert.ok(seizures.length > 0);
});

for (const ends of ['ann', 'cleo'] as const) {
  test(`a call to the line rings on both phones; who did not answer sees it in use, until ${ends} hangs up`, async () => {
    await using ann = await sharing(5060, 500);
    await using ben = await sharing(5070, 600);
    await using cleo = await site.phone({ user: user.secondPhone, port: 5080, toneHz: 700 });
    await dial(cleo, sharedNumber);
    await ann.waitForScreen('incoming');
    await ben.waitForScreen('incoming');
    await ann.hook(true);
    await ann.waitForScreen('call');
    await lampSays(ann, 'red steady');
    await lampSays(ben, 'red double');
    await hangUp({ ann, cleo }[ends]);
    await lampSays(ben, 'green steady');
  });
}

// Proves against real Asterisk what function keys do (hints, RFC 4235): the lamp of the key follows the watched phone, a press dials it
// when it is idle and takes its call when it rings; and lines that Asterisk shares among stations (app_sla), by keys for their hints.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import { after, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { asteriskCommand, startAsterisk } from './rig/asterisk.ts';
import { number } from './rig/asterisk-configuration.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

const toneHz = { ann: 1000, ben: 800, cleo: 1300 } as const;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startAsterisk(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

/** The parameters of keys that watch these numbers. */
function watching(...numbers: readonly string[]): Readonly<Record<string, string>> {
  const keys = numbers.map((watched, index) => ({
    [`personal_settings/functional_key/${index}/type`]: 'SPEED_DIAL_BLF',
    [`personal_settings/functional_key/${index}/speed_dial_number`]: watched,
  }));
  return Object.assign({}, ...keys);
}

async function keyShows(phone: SimulatedPhone, words: string, key = 'function1'): Promise<void> {
  await phone.waitFor(`${key} ${words}`, async () => {
    const lamp = (await phone.state()).leds[key];
    return `${lamp?.color} ${lamp?.pattern}` === words ? true : undefined;
  });
}

const shown = { idle: 'green steady', ringing: 'red fast', busy: 'red steady', held: 'red slow' } as const;

describe('a key that watches a phone', () => {
  test('shows it idle, ringing, in a call and idle again, and dials it', async () => {
    await using capture = await site.capture();
    await using ann = await site.phone({ user: user.phone, toneHz: toneHz.ann, params: watching(user.secondPhone) });
    await using ben = await site.phone({ user: user.secondPhone, toneHz: toneHz.ben, port: 5070 });
    await keyShows(ann, shown.idle);
    await ann.press('function1');
    await ben.waitForScreen('incoming');
    await keyShows(ann, shown.ringing);
    await ben.hook(true);
    await assertHears(ann, toneHz.ben, 0.3);
    await keyShows(ann, shown.busy);
    await ann.press('hold');
    await hangUp(ben);
    await keyShows(ann, shown.idle);
    await assertSoundSip(capture);
  });

  test('takes over what rings there, by the pick-up code', async () => {
    const params = { ...watching(user.secondPhone), 'voip/services/blf/pickup_code': number.pickUp };
    await using capture = await site.capture();
    await using ann = await site.phone({ user: user.phone, toneHz: toneHz.ann, params });
    await using ben = await site.phone({ user: user.secondPhone, toneHz: toneHz.ben, port: 5070 });
    await using cleo = await site.phone({ user: user.thirdPhone, toneHz: toneHz.cleo, port: 5080 });
    await dial(cleo, user.secondPhone);
    await ben.waitForScreen('incoming');
    await keyShows(ann, shown.ringing);
    await ann.press('function1');
    await assertHears(ann, toneHz.cleo, 0.3);
    await assertHears(cleo, toneHz.ann, 0.3);
    await callOver(ben);
    await keyShows(ann, shown.idle);
    await hangUp(cleo);
    await callOver(ann);
    await assertSoundSip(capture);
  });
});

test('a key shows every state that Asterisk has', async () => {
  await using ann = await site.phone({ user: user.phone, params: watching(number.lamp) });
  await keyShows(ann, shown.idle);
  for (const [state, words] of [
    ['RINGING', shown.ringing],
    ['INUSE', shown.busy],
    ['ONHOLD', shown.held],
    ['NOT_INUSE', shown.idle],
  ] as const) {
    await asteriskCommand(`devstate change Custom:lamp ${state}`);
    await keyShows(ann, words);
  }
});

// A station's hold is not told of: Asterisk's own module waits for it in the wrong direction of the channel.
describe('a trunk that two stations share', () => {
  async function station(of: string, port: number, hz: number): Promise<SimulatedPhone> {
    const phone = await site.phone({ user: of, port, toneHz: hz, params: watching(`station${of}_shared`) });
    await keyShows(phone, shown.idle);
    return phone;
  }

  test('rings on both; who did not answer sees it in use, joins it by the key, and keeps it', async () => {
    await using capture = await site.capture();
    await using ann = await station(user.phone, 5060, toneHz.ann);
    await using ben = await station(user.secondPhone, 5070, toneHz.ben);
    await using cleo = await site.phone({ user: user.thirdPhone, toneHz: toneHz.cleo, port: 5080 });
    await dial(cleo, number.sharedTrunk);
    await ann.waitForScreen('incoming');
    await ben.waitForScreen('incoming');
    await keyShows(ben, shown.ringing);
    await ann.hook(true);
    await assertHears(ann, toneHz.cleo, 0.3);
    await callOver(ben);
    await keyShows(ben, shown.busy);
    await ben.press('function1');
    await ben.waitForScreen('call');
    await hangUp(ann);
    await assertHears(ben, toneHz.cleo, 0.3);
    await assertHears(cleo, toneHz.ben, 0.3);
    await keyShows(ann, shown.busy);
    await hangUp(cleo);
    await callOver(ben);
    for (const phone of [ann, ben]) await keyShows(phone, shown.idle);
    await assertSoundSip(capture);
  });

  test('is taken for a call out by the key of one, and seen in use by the other', async () => {
    await using ann = await station(user.phone, 5060, toneHz.ann);
    await using ben = await station(user.secondPhone, 5070, toneHz.ben);
    await using cleo = await site.phone({ user: user.thirdPhone, toneHz: toneHz.cleo, port: 5080 });
    await ann.press('function1');
    await ann.waitForScreen('call');
    await keyShows(ben, shown.busy);
    await ann.type(user.thirdPhone);
    await cleo.waitForScreen('incoming');
    await cleo.hook(true);
    await assertHears(ann, toneHz.cleo, 0.3);
    await assertHears(cleo, toneHz.ann, 0.3);
    await hangUp(cleo);
    await keyShows(ben, shown.idle);
  });
});

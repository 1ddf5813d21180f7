// Proves at real Kamailio with its presence and rls modules: function keys show by their lamps what the others do (RFC 4235), each by a
// subscription of its own or all by one to the server's list (RFC 4662); a call that rings elsewhere is taken over through the proxy.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { presence, resourceList } from './rig/kamailio-features.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { valuesOf, type WireMessage } from './rig/wire-sip.ts';

let site: Site;
let ben: SimulatedPhone;
let cleo: SimulatedPhone;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [presence(site.directory)] }));
  ben = await site.keep(site.phone({ user: user.secondPhone, port: 5070, toneHz: 600 }));
  cleo = await site.keep(site.phone({ user: user.thirdPhone, port: 5080, toneHz: 700 }));
});
after(() => site[Symbol.asyncDispose]());

const watchesBoth = Object.fromEntries(
  [user.secondPhone, user.thirdPhone].flatMap((number, key) => [
    [`personal_settings/functional_key/${key}/type`, 'SPEED_DIAL_BLF'],
    [`personal_settings/functional_key/${key}/speed_dial_number`, number],
  ]),
);
const byList = { ...watchesBoth, 'voip/services/blf/list_uri': resourceList.number };

async function lampsSay(phone: SimulatedPhone, words: Readonly<Record<string, string>>): Promise<void> {
  await phone.waitFor(JSON.stringify(words), async () => {
    const { leds } = await phone.state();
    const isSo = ([name, wanted]: [string, string]): boolean => `${leds[name]?.color} ${leds[name]?.pattern}` === wanted;
    return Object.entries(words).every(isSo) ? true : undefined;
  });
}

/** Whom the phone watches. */
function watched(messages: readonly WireMessage[]): readonly (string | undefined)[] {
  const asked = messages.filter(({ fromPhone, method }) => fromPhone && method === 'SUBSCRIBE');
  const lasting = asked.filter((message) => valuesOf(message, 'expires')[0] !== '0');
  return [...new Set(lasting.map(({ requestUri }) => requestUri))].toSorted();
}

const uri = (number: string): string => `sip:${number}@${peerAddress}`;
const ways = [
  ['alone', watchesBoth, resourceList.members.map(uri)],
  ['by the list of the server', byList, [uri(resourceList.number)]],
] as const;
for (const [way, params, resources] of ways) {
  test(`watched ${way}: a call between two lights the keys of both, and its end puts them out`, async () => {
    await using capture = await site.capture();
    {
      await using ann = await site.phone({ user: user.phone, params });
      await lampsSay(ann, { function1: 'green steady', function2: 'green steady' });
      await dial(ben, user.thirdPhone);
      await cleo.waitForScreen('incoming');
      await lampsSay(ann, { function1: 'red steady', function2: 'red fast' });
      await cleo.hook(true);
      await lampsSay(ann, { function1: 'red steady', function2: 'red steady' });
      await hangUp(ben);
      await lampsSay(ann, { function1: 'green steady', function2: 'green steady' });
    }
    await cleo.hook(false);
    const messages = await assertSoundSip(capture);
    assert.deepEqual(watched(messages), resources);
    const lists = messages.filter((message) => /multipart\/related/.test(valuesOf(message, 'content-type')[0] ?? ''));
    assert.equal(lists.length > 0, way !== 'alone');
    const ended = messages.filter(({ method, fromPhone, headers }) =>
      fromPhone && method === 'SUBSCRIBE' ? headers.some(({ name, value }) => name === 'expires' && value === '0') : false,
    );
    assert.equal(ended.length, resources.length, 'at the end it says that it watches no more');
  });
}

test('the key of somebody whose phone rings takes the call over', async () => {
  await using capture = await site.capture();
  await using ann = await site.phone({ user: user.phone, params: watchesBoth, toneHz: 500 });
  await dial(ben, user.thirdPhone);
  await cleo.waitForScreen('incoming');
  await lampsSay(ann, { function2: 'red fast' });
  await ann.press('function2');
  await ann.waitForScreen('call');
  await callOver(cleo);
  await assertHears(ben, 500);
  await assertHears(ann, 600);
  await lampsSay(ann, { function2: 'green steady' });
  assert.match(JSON.stringify((await ann.screen()).items), new RegExp(`"${user.secondPhone}"`), 'who it is, not where');
  await hangUp(ben);
  await callOver(ann);
  const messages = await assertSoundSip(capture);
  const taking = messages.find((message) => message.fromPhone && valuesOf(message, 'replaces').length > 0);
  assert.match(valuesOf(taking as WireMessage, 'replaces')[0] ?? '', /;early-only/);
});

test('a key that watches presence shows what the other phone publishes: there, in a call, gone', async () => {
  await using capture = await site.capture();
  await using ann = await site.phone({
    user: user.phone,
    params: {
      'personal_settings/functional_key/0/type': 'SPEED_DIAL_PRESENCE',
      'personal_settings/functional_key/0/speed_dial_number': user.fourthPhone,
    },
  });
  {
    await using dora = await site.phone({
      user: user.fourthPhone,
      port: 5090,
      toneHz: 800,
      params: { 'voip/signalling/sip/presence_event/publishes': 1 },
    });
    await lampsSay(ann, { function1: 'green steady' });
    await dial(dora, user.secondPhone);
    await ben.waitForScreen('incoming');
    await ben.hook(true);
    await lampsSay(ann, { function1: 'red steady' });
    await hangUp(dora);
    await ben.hook(false);
    await lampsSay(ann, { function1: 'green steady' });
  }
  await lampsSay(ann, { function1: 'amber steady' });
  const messages = await assertSoundSip(capture);
  const published = messages.filter(({ fromPhone, method }) => fromPhone && method === 'PUBLISH');
  assert.ok(published.length >= 4, 'first, in a call, out of it, taken back');
  assert.equal(valuesOf(published.at(-1) as WireMessage, 'expires')[0], '0');
});

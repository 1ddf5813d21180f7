// Proves transfers with real baresip through real Kamailio, in each of the three parts: as the one who sends our phone on, as the one who is
// sent, and as the one to whom.

import './rig/isolated.ts';

import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

const baresipHz = 600;
const annHz = 1000;
const benHz = 800;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

let baresip: Baresip;
let ann: SimulatedPhone;
let ben: SimulatedPhone;
let parts: AsyncDisposableStack;
beforeEach(async () => {
  parts = new AsyncDisposableStack();
  const params = { 'voip/signalling/sip/hk_blind_transfer/enable': 0 };
  baresip = parts.use(
    await Baresip.start(site.lan, site.directory, { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: baresipHz }),
  );
  ann = parts.use(await site.phone({ user: user.phone, toneHz: annHz }));
  ben = parts.use(await site.phone({ user: user.secondPhone, toneHz: benHz, port: 5070, params }));
});
afterEach(() => parts.disposeAsync());

async function chooses(number: string): Promise<void> {
  await ben.press('transfer');
  await ben.waitForScreen('consult');
  await ben.type(number);
}

async function answers(phone: SimulatedPhone): Promise<void> {
  await phone.waitForScreen('incoming');
  await phone.hook(true);
}

test('baresip sends our phone on', async () => {
  await using capture = await site.capture();
  await dial(ann, user.baresip);
  await assertHears(ann, baresipHz);
  baresip.command('transfer', `sip:${user.secondPhone}@${peerAddress}`);
  await answers(ben);
  await assertHears(ann, benHz);
  await assertHears(ben, annHz);
  await baresip.waitForEvent('CALL_CLOSED');
  await hangUp(ann);
  await assertSoundSip(capture);
});

test('baresip is sent on, blind', async () => {
  await using capture = await site.capture();
  await dial(ben, user.baresip);
  await assertHears(ben, baresipHz);
  await chooses(user.phone);
  await ben.softKey('blind');
  await answers(ann);
  await assertHears(ann, baresipHz);
  await callOver(ben);
  await hangUp(ann);
  await assertSoundSip(capture);
});

test('baresip, which can not read Replaces, is sent on after a consultation all the same (RFC 5589 §7.5)', async () => {
  await using capture = await site.capture();
  await dial(ben, user.baresip);
  await assertHears(ben, baresipHz);
  await chooses(user.phone);
  await ben.softKey('dial');
  await answers(ann);
  await assertHears(ben, annHz);
  await ben.press('transfer');
  // Afresh: Ann has the handset in her hand.
  await ann.waitForScreen('incoming');
  await ann.softKey('answer');
  await assertHears(ann, baresipHz);
  await callOver(ben);
  await hangUp(ann);
  await assertSoundSip(capture);
});

test('our phone is sent to baresip, which can not replace a call, after a consultation', async () => {
  await using capture = await site.capture();
  await dial(ann, user.secondPhone);
  await answers(ben);
  await assertHears(ben, annHz);
  await chooses(user.baresip);
  await ben.softKey('dial');
  await assertHears(ben, baresipHz);
  await ben.press('transfer');
  await assertHears(ann, baresipHz);
  await callOver(ben);
  await hangUp(ann);
  await assertSoundSip(capture);
});

// A phone that hides its number, seen by sipp behind real Kamailio: those it calls do not read it, nor who called a group and is told who
// answered (RFC 4916); those who help do.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { dial } from './rig/calls.ts';
import { callsPhone, gateway, hangsUp, isCalled, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { pause, type Step } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { valuesOf } from './rig/wire-sip.ts';

const { first } = gateway;
/** Kamailio hands it to the gateway, too. */
const emergencyNumber = '9112';

let site: Site;
let phone: SimulatedPhone;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  const params = { 'voip/services/hide_number/enabled': 1, 'voip/emergency/numbers': emergencyNumber };
  phone = await site.keep(site.phone({ user: user.phone, params }));
});
after(() => site[Symbol.asyncDispose]());
afterEach(async () => {
  await phone.hook(false);
  await phone.waitForScreen('idle', 'ended');
});

for (const [number, from, privacy] of [
  [first.number, /<sip:anonymous@anonymous\.invalid>/, ['id']],
  [emergencyNumber, new RegExp(`<sip:${user.phone}@${peerAddress}>`), []],
] as const) {
  test(`calls ${number} ${privacy.length > 0 ? 'without its number' : 'with it: help has to know whom to call back'}`, async () => {
    await using capture = await site.capture();
    await using sipp = await Sipp.script(site.lan, site.directory, played(first, `hides-${number}`, isCalled, isHungUpOn));
    await dial(phone, number);
    await phone.waitForScreen('call');
    await phone.hook(false);
    await sipp.succeeded();
    const [invite] = (await assertSoundSip(capture)).filter(({ method }) => method === 'INVITE');
    assert.ok(invite !== undefined);
    assert.match(valuesOf(invite, 'from')[0] ?? '', from);
    assert.deepEqual(valuesOf(invite, 'privacy'), privacy);
  });
}

test('answers for a group without its number', async () => {
  const another = (step: Step): Step => step.replaceAll('To: <sip:[service]@', 'To: <sip:group@');
  const calls = callsPhone(first, ['Supported: from-change', 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE']).map(another);
  await using capture = await site.capture();
  // An UPDATE would be more than it expects.
  await using sipp = await Sipp.script(site.lan, site.directory, played(first, 'group', calls, [pause(500)], hangsUp(first)));
  await phone.waitForScreen('incoming');
  await phone.hook(true);
  await sipp.succeeded();
  const ours = (await assertSoundSip(capture)).filter(({ fromPhone, method }) => fromPhone && method !== undefined);
  assert.deepEqual(ours, []);
});

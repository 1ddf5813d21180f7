// Proves with sipp behind real Kamailio that the phone is no worse for what odd peers do (rig/odd-callers.ts, rig/odd-callees.ts): it says what the
// standard says, the person is free again, and no call is left. pjsua's public list of such situations is mapped in checklists.test.ts.

import './rig/isolated.ts';

import { after, afterEach, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { oddCallees, refusedThenAnswered } from './rig/odd-callees.ts';
import { oddCallers } from './rig/odd-callers.ts';
import { playOdd, setAside } from './rig/play-odd.ts';
import { Site } from './rig/site.ts';

let site: Site;
let phone: SimulatedPhone;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  phone = await site.keep(site.phone({ user: user.phone, params: { 'voip/signalling/sip/reinvite_expires': 2 } }));
});
after(() => site[Symbol.asyncDispose]());
afterEach(() => setAside(phone));

for (const [index, situation] of [...oddCallers, ...oddCallees].entries()) {
  test(situation.name, { timeout: 90_000 }, () => playOdd(site, phone, user.phone, `odd-${index}`, situation));
}

test(`over TCP: ${refusedThenAnswered.name}`, { timeout: 90_000 }, async () => {
  await using other = await site.phone({ user: user.secondPhone, transport: 'TCP', port: 5070 });
  await playOdd(site, other, user.secondPhone, 'odd-tcp', refusedThenAnswered);
});

// Proves with sipp behind real Kamailio that the phone is no worse for what odd peers do (rig/odd-callers.ts, rig/odd-callees.ts): it says what the
// standard says, the person is free again, and no call is left. pjsua's public list of such situations is mapped in pjsua-checklist.test.ts.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { dial, sleep } from './rig/calls.ts';
import { gateway, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { oddCallees } from './rig/odd-callees.ts';
import { oddCallers } from './rig/odd-callers.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';

let site: Site;
let phone: SimulatedPhone;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  phone = await site.keep(site.phone({ user: user.phone }));
});
after(() => site[Symbol.asyncDispose]());

afterEach(async () => {
  await phone.hook(true);
  await phone.hook(false);
  await phone.waitForScreen('ended', 'idle');
});

for (const [index, { name, caller, flow, reaches, does, words }] of [...oddCallers, ...oddCallees].entries()) {
  test(name, { timeout: 20_000 }, async () => {
    const script = { ...played(gateway.first, `odd-${index}`, flow), arguments: ['-recv_timeout', '8000'] };
    await using sipp = await Sipp.script(site.lan, site.directory, script);
    const done = sipp.succeeded();
    const failed = done.then(() => new Promise<never>(() => undefined));
    if (caller === 'phone') await dial(phone, gateway.first.number);
    else if (reaches === 'call' || flow.some((step) => step.includes('response="200" rrs'))) {
      await Promise.race([failed, phone.waitForScreen('incoming')]);
      await phone.hook(true);
    }
    if (reaches !== undefined) await Promise.race([failed, phone.waitForScreen(reaches)]);
    if (does === 'hold') await phone.softKey('hold');
    if (does === 'hangUp') {
      await sleep(300);
      await phone.hook(false);
    }
    await done;
    const { screen, title, items, notice } = await phone.waitForScreen('ended', 'idle', 'offhook');
    if (words !== undefined) assert.match(JSON.stringify([screen, title, items, notice]), words);
    await phone.hook(false);
    await phone.waitForScreen('ended', 'idle');
    assert.equal((await phone.get<Readonly<Record<string, number>>>('/api/load'))['calls'], 0);
  });
}

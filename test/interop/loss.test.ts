// Proves through real Kamailio with sipp that loss leaves nothing behind: at 0, 5, 20 and 40 % of all SIP packets over UDP, each way,
// calls out and in come about or end by themselves, none sticks, and of all of them nothing is alive on the phone afterwards. A few
// calls each time; `make soak` makes 200 at each loss. T1 is a fifth of the usual on all sides, so that giving up takes 6.4 s, not 32.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { sleep } from './rig/calls.ts';
import { callsPhone, gateway, isCalled, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import type { KamailioFeature } from './rig/kamailio-configuration.ts';
import { forwarded, forwarding } from './rig/kamailio-features.ts';
import { user } from './rig/numbers.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';

const t1Ms = 100;
const timeoutMs = 64 * t1Ms;
const patient: KamailioFeature = {
  parameters: [
    `modparam("tm", "retr_timer1", ${t1Ms})`,
    `modparam("tm", "retr_timer2", ${8 * t1Ms})`,
    `modparam("tm", "fr_timer", ${timeoutMs})`,
    `modparam("tm", "fr_inv_timer", ${2 * timeoutMs})`,
  ],
};
const hasty = {
  'voip/signalling/sip/sip_t1': t1Ms,
  'voip/signalling/sip/sip_t2': 1000,
  'voip/signalling/sip/sip_t4': 1000,
  'voip/signalling/sip/sip_timer_d': timeoutMs,
};
const calls = Number(process.env['LOSS_CALLS'] ?? 10);
const losses = process.env['LOSS_CALLS'] === undefined ? [20, 40] : [0, 5, 20, 40];

let site: Site;
let phone: SimulatedPhone;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [patient, forwarding] }));
  phone = await site.keep(site.phone({ user: user.phone, params: hasty }));
  // Both at once: whoever calls whom.
  const answering = played(gateway.first, 'loss', isCalled, isHungUpOn);
  await site.keep(
    Sipp.script(site.lan, site.directory, { ...answering, count: 100_000, arguments: ['-l', '1000', '-timeout', '7200'] }),
  );
});
after(() => site[Symbol.asyncDispose]());
afterEach(() => site.lan.losePercent(0));

interface Tally {
  connected: number;
  failed: number;
  slowestMs: number;
}

for (const loss of losses) {
  test(`${calls} calls at ${loss} % loss each way: none sticks, none leaks`, { timeout: calls * 90_000 }, async (context) => {
    await site.lan.losePercent(loss);
    const outgoing = await tally(Math.ceil(calls / 2), callsOut);
    const incoming = await tally(Math.floor(calls / 2), callsIn);
    await site.lan.losePercent(0);
    context.diagnostic(`${loss} %: out ${JSON.stringify(outgoing)}, in ${JSON.stringify(incoming)}`);
    if (loss <= 5) assert.equal(outgoing.failed + incoming.failed, 0, 'so little loss is made good');
    await phone.waitForScreen('idle', 'ended');
    await assertNothingLeft();
    await phone.waitForLine();
  });
}

/** As soon as the last transaction has waited for the last repeat. */
async function assertNothingLeft(): Promise<void> {
  let load: Readonly<Record<string, number>> = {};
  for (const deadline = performance.now() + 10 * timeoutMs; performance.now() < deadline; ) {
    load = await phone.get('/api/load');
    if (Object.values(load).every((count) => count === 0)) return;
    await sleep(100);
  }
  assert.fail(`still alive: ${JSON.stringify(load)}`);
}

async function tally(count: number, call: () => Promise<boolean>): Promise<Tally> {
  const result: Tally = { connected: 0, failed: 0, slowestMs: 0 };
  for (let index = 0; index < count; index++) {
    const startedAtMs = performance.now();
    if (await call()) result.connected++;
    else result.failed++;
    result.slowestMs = Math.max(result.slowestMs, Math.round(performance.now() - startedAtMs));
  }
  return result;
}

/** True: the call came about. It is over in any case. */
async function callsOut(): Promise<boolean> {
  await phone.hook(true);
  // Kamailio has a transaction there: sipp alone takes what comes again for something new.
  await phone.type(forwarded.always);
  await phone.softKey('dial');
  const { screen } = await phone.waitForScreen('call', 'ended');
  await phone.hook(false);
  await phone.waitForScreen('ended', 'idle');
  return screen === 'call';
}

async function callsIn(): Promise<boolean> {
  const caller = {
    ...played(gateway.second, 'loss-in', callsPhone(gateway.second), isHungUpOn),
    arguments: ['-recv_timeout', '20000'],
  };
  await using sipp = await Sipp.script(site.lan, site.directory, caller);
  const over = sipp.succeeded().then(
    () => true,
    () => false,
  );
  const rings = await Promise.race([over, untilRinging()]);
  if (rings === 'rings') {
    await phone.hook(true);
    // As long as the answer takes to be acknowledged, at the worst.
    const { screen } = await phone.waitForScreen('call', 'ended', 'offhook', 'idle');
    if (screen === 'call') await sleep(t1Ms);
  }
  await phone.hook(false);
  await phone.waitForScreen('ended', 'idle');
  return await over;
}

async function untilRinging(): Promise<'rings' | 'silent'> {
  for (const deadline = performance.now() + 3 * timeoutMs; performance.now() < deadline; ) {
    if ((await phone.screen()).screen === 'incoming') return 'rings';
    await sleep(20);
  }
  return 'silent';
}

// Plays an odd situation: sipp behind the proxy is the other side, and a person at the phone does as it says there.

import assert from 'node:assert/strict';
import type { SimulatedPhone } from '../../support/simulated-phone.ts';
import { dial, sleep } from './calls.ts';
import { gateway, played } from './gateway.ts';
import type { OddSituation } from './odd-situation.ts';
import { Sipp } from './sipp.ts';
import type { Site } from './site.ts';

/** Until no call is left. `calls`: the phone's number; `name`: of sipp's files. */
export async function playOdd(
  site: Site,
  phone: SimulatedPhone,
  calls: string,
  name: string,
  { caller, flow, reaches, does, after, words }: OddSituation,
): Promise<void> {
  const script = { ...played(gateway.first, name, flow), calls, arguments: ['-recv_timeout', '60000'] };
  await using sipp = await Sipp.script(site.lan, site.directory, script);
  const done = sipp.succeeded();
  const failed = done.then(() => new Promise<never>(() => undefined));
  if (caller === 'phone') await dial(phone, gateway.first.number);
  else if (reaches === 'call' || flow.some((step) => step.includes('response="200" rrs'))) {
    await Promise.race([failed, phone.waitForScreen('incoming')]);
    await phone.hook(true);
  }
  // A call that the other side ends may be over before anybody looked: that it went as it should, sipp saw.
  if (reaches !== undefined) await Promise.race([does === undefined ? done : failed, phone.waitForScreen(reaches)]);
  if (after !== undefined) await Promise.race([failed, sipp.reached(after)]);
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
}

/** Whatever went wrong before: the next situation begins with a phone that is idle. */
export async function setAside(phone: SimulatedPhone): Promise<void> {
  await phone.hook(true);
  await phone.hook(false);
  await phone.waitForScreen('ended', 'idle');
}

// Proves through real Kamailio with sipp, with tshark on the wire: sixty calls one after the other, thirty out and thirty in, by keys
// and hook, each with sound; every one stands and ends, nothing is said twice, and nothing of them is left on the phone.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callOver, sleep } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';
import { audioPackets } from './rig/wire-rtp.ts';

const callsEachWay = 30;
/** Long enough for sound. */
const talkMs = 200;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

test('sixty calls in a row', { timeout: 600_000 }, async (context) => {
  await using phone = await site.phone({ user: user.phone });
  await using capture = await site.capture();
  const startedAtMs = performance.now();

  const answering = { user: user.sipp, scenario: 'answer', count: callsEachWay, toneSeconds: 1 } as const;
  {
    await using sipp = await Sipp.start(site.lan, site.directory, answering);
    for (let count = 0; count < callsEachWay; count++) {
      await phone.hook(true);
      await phone.type(user.sipp);
      await phone.softKey('dial');
      await Promise.race([phone.waitForScreen('call'), sipp.failed()]);
      await sleep(talkMs);
      await phone.hook(false);
      await callOver(phone);
    }
    await sipp.succeeded();
  }
  const calling = {
    user: user.sipp,
    scenario: 'call',
    calls: user.phone,
    count: callsEachWay,
    toneSeconds: 1,
    talkMs: 2 * talkMs,
  } as const;
  {
    await using sipp = await Sipp.start(site.lan, site.directory, calling);
    for (let count = 0; count < callsEachWay; count++) {
      await Promise.race([phone.waitForScreen('incoming'), sipp.failed()]);
      await phone.hook(true);
      await phone.waitForScreen('call');
      // The next call may ring before the end of this one was seen.
      await phone.waitForScreen('ended', 'idle', 'offhook', 'incoming');
      await phone.hook(false);
    }
    await sipp.succeeded();
  }
  const tookMs = performance.now() - startedAtMs;
  context.diagnostic(`${2 * callsEachWay} calls in ${Math.round(tookMs / 100) / 10} s`);

  await phone.waitForScreen('idle');
  const messages = await assertSoundSip(capture);
  const byes = messages.filter(({ method }) => method === 'BYE');
  assert.equal(byes.length, 2 * callsEachWay);
  assert.equal(new Set(byes.map(({ callId }) => callId)).size, 2 * callsEachWay);
  assert.equal(byes.filter(({ fromPhone }) => fromPhone).length, callsEachWay);
  const sent = await audioPackets(capture, 'phone');
  assert.equal(new Set(sent.map(({ ssrc }) => ssrc)).size, 2 * callsEachWay, 'sound in each, under a source of its own');
});

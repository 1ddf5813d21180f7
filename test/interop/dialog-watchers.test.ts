// Somebody watches our calls through real Kamailio, sipp as the watcher, and learns what the parameter allows: by tshark, NOTIFY by NOTIFY.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Baresip } from './rig/baresip.ts';
import { hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { callsPhone, gateway, isHeld, isHungUpOn, isResumed, played, watches } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { receive } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { valuesOf, type WireMessage } from './rig/wire-sip.ts';

/** The watcher, and who calls meanwhile. */
const { first, second } = gateway;
/** Beyond the second that lies between two NOTIFYs. */
const betweenMs = 2500;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

async function notifies(capture: Capture): Promise<readonly WireMessage[]> {
  await sleep(100);
  const messages = await assertSoundSip(capture, false);
  return messages.filter(({ fromPhone, method }) => fromPhone && method === 'NOTIFY');
}

function statesOf(messages: readonly WireMessage[]): readonly string[] {
  const states = messages.flatMap(({ body }) => [...body.matchAll(/<state[^>]*>(\w+)</g)].map(([, state = '']) => state));
  return states.filter((state, index) => state !== states[index - 1]);
}

for (const shows of ['states', 'all'] as const) {
  test(`where ${shows} may be shown, a watcher learns of a call from ring to end${shows === 'all' ? ', and with whom' : ''}`, async () => {
    await using phone = await site.phone({ user: user.phone, params: { 'voip/signalling/sip/dialog_event/shows': shows } });
    await using capture = await site.capture();
    await using watcher = await Sipp.script(site.lan, site.directory, played(first, `watches-${shows}`, watches(first)));
    const script = played(second, `calls-${shows}`, callsPhone(second), isHungUpOn);
    await using caller = await Sipp.script(site.lan, site.directory, script);
    await phone.waitForScreen('incoming');
    await sleep(betweenMs);
    await phone.hook(true);
    await phone.waitForScreen('call');
    await sleep(betweenMs);
    await hangUp(phone);
    await caller.succeeded();
    await watcher.succeeded();
    const told = await notifies(capture);
    assert.deepEqual(statesOf(told), ['early', 'confirmed', 'terminated']);
    assert.match(told[0]?.body ?? '', /version="0"[^>]*state="full"/);
    for (const message of told) {
      assert.match(valuesOf(message, 'subscription-state')[0] ?? '', /^active;expires=/);
      if (shows === 'states') assert.doesNotMatch(message.body, /8000|call-id|-tag/);
    }
    if (shows === 'all') assert.match(told.at(-1)?.body ?? '', /call-id="[^"]+"[\s\S]*sip:8000@/);
  });
}

test('music from the line’s server is nobody’s call: a watcher sees the caller alone', async () => {
  await using music = await Baresip.start(site.lan, site.directory, {
    user: user.baresip,
    transport: 'udp',
    answers: 'auto',
    toneHz: 600,
  });
  const params = { 'voip/signalling/sip/dialog_event/shows': 'all', 'voip/line/0/music_on_hold_server': user.baresip };
  await using phone = await site.phone({ user: user.phone, params });
  await using capture = await site.capture();
  await using watcher = await Sipp.script(site.lan, site.directory, played(first, 'watches-music', watches(first)));
  const script = played(second, 'is-held', callsPhone(second), isHeld, isResumed, isHungUpOn);
  await using caller = await Sipp.script(site.lan, site.directory, script);
  await phone.waitForScreen('incoming');
  await phone.hook(true);
  await phone.waitForScreen('call');
  await phone.softKey('hold');
  await phone.waitForScreen('held');
  await music.waitForEvent('CALL_ESTABLISHED');
  await sleep(betweenMs);
  await phone.softKey('resume');
  await music.waitForEvent('CALL_CLOSED');
  await phone.waitForScreen('call');
  await sleep(betweenMs);
  await hangUp(phone);
  await caller.succeeded();
  await watcher.succeeded();
  const ids = (await notifies(capture)).flatMap(({ body }) => [...body.matchAll(/<dialog id="([^"]+)"/g)].map(([, id]) => id));
  assert.equal(new Set(ids).size, 1);
});

test('as the phone comes, a watcher learns nothing', async () => {
  await using _phone = await site.phone({ user: user.phone });
  await using capture = await site.capture();
  await using watcher = await Sipp.script(
    site.lan,
    site.directory,
    played(first, 'may-not-watch', [...watches(first).slice(0, 1), receive('response="403"')]),
  );
  await watcher.succeeded();
  assert.deepEqual(await notifies(capture), []);
});

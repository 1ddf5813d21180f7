// Proves through real Kamailio with sipp, with tshark on the wire: we call it and are called by it, its tone is heard and ours is in
// the packets; its 486 is told as busy; requests get through a wire that loses every third of ours, and only then anything is repeated.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertHears, assertToneIn, dial, hangUp, sleep } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertRouteFollowed, assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';
import { assertCleanAudio, assertReports, audioPackets, soundOf } from './rig/wire-rtp.ts';
import { flowOf, withoutRepeats } from './rig/wire-sip.ts';

const sippToneHz = 440;
const phoneToneHz = 1000;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

for (const transport of ['UDP', 'TCP'] as const) {
  describe(`an account over ${transport}`, () => {
    test('calls sipp, and both tones arrive', async () => {
      await using phone = await site.phone({ user: user.phone, transport, toneHz: phoneToneHz });
      await using sipp = await Sipp.start(site.lan, site.directory, { user: user.sipp, scenario: 'answer', toneHz: sippToneHz });
      await using capture = await site.capture();
      await dial(phone, user.sipp);
      await phone.waitForScreen('call');
      await assertHears(phone, sippToneHz);
      await sleep(3500);
      await hangUp(phone);
      await sipp.succeeded();
      const messages = await assertSoundSip(capture);
      assertRouteFollowed(messages, messages[0]?.callId ?? '');
      const sent = await audioPackets(capture, 'phone');
      assertCleanAudio(sent, 4);
      assertToneIn(soundOf(sent), 2, phoneToneHz);
      await assertReports(capture);
    });

    test('is called by sipp, and both tones arrive', async () => {
      await using phone = await site.phone({ user: user.phone, transport, toneHz: phoneToneHz });
      await using capture = await site.capture();
      const options = { user: user.sipp, scenario: 'call', calls: user.phone, toneHz: sippToneHz, talkMs: 5000 } as const;
      await using sipp = await Sipp.start(site.lan, site.directory, options);
      await phone.waitForScreen('incoming');
      await phone.hook(true);
      await assertHears(phone, sippToneHz);
      await sipp.succeeded();
      await hangUp(phone);
      await assertSoundSip(capture);
      const sent = await audioPackets(capture, 'phone');
      assertCleanAudio(sent, 4);
      assertToneIn(soundOf(sent), 2, phoneToneHz);
      await assertReports(capture);
    });
  });
}

test('a busy sipp is told as busy', async () => {
  await using phone = await site.phone({ user: user.phone });
  await using sipp = await Sipp.start(site.lan, site.directory, { user: user.sipp, scenario: 'refuse' });
  await using capture = await site.capture();
  await dial(phone, user.sipp);
  await phone.waitFor('busy', async () => (/busy/i.test(JSON.stringify(await phone.screen())) ? true : undefined));
  await sipp.succeeded();
  await hangUp(phone);
  const said = flowOf(await assertSoundSip(capture)).filter((word) => word !== '100');
  assert.deepEqual(said, ['INVITE', '407', 'ACK', 'INVITE', '486', 'ACK']);
});

test('over a wire that loses every third request a call stands and ends, by repeating alone', async () => {
  await using phone = await site.phone({ user: user.phone });
  const options = { user: user.sipp, scenario: 'answer', toneHz: sippToneHz } as const;
  await using sipp = await Sipp.start(site.lan, site.directory, options);
  await using capture = await site.capture();
  await site.lan.loseEveryNth(3);
  await dial(phone, user.sipp);
  await phone.waitForScreen('call');
  await hangUp(phone);
  await sipp.succeeded();
  await site.lan.loseEveryNth(undefined);
  const messages = await assertSoundSip(capture, false);
  const once = withoutRepeats(messages);
  const said = flowOf(once).filter((word) => word !== '100');
  assert.deepEqual(said, ['INVITE', '407', 'ACK', 'INVITE', '180', '200', 'ACK', 'BYE', '200']);
  const repeated = messages.filter((message) => !once.includes(message));
  assert.ok(repeated.length >= 2, `something was lost and said again: ${flowOf(messages)}`);
  for (const again of repeated.filter(({ fromPhone }) => fromPhone)) {
    const firstMs = once.find(({ branch, method }) => branch === again.branch && method === again.method)?.atMs ?? 0;
    const afterMs = again.atMs - firstMs;
    // RFC 3261 §17.1.1.2: T1, then doubled; later by what the machine is busy, but before a pause that does not double.
    assert.ok(
      [500, 1500, 3500].some((due) => afterMs > due - 10 && afterMs < due + 450),
      `${again.method} said again after ${afterMs} ms`,
    );
  }
});

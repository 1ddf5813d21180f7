// Proves through real Kamailio with real baresip, over UDP and over TCP, with tshark on the wire: calls out and in, sound measured at
// both ends, packets on a clean 20 ms grid with RTCP, DTMF by RFC 4733 both ways, and a BYE that follows the recorded route.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, type TestContext, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { assertHears, assertToneIn, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertRouteFollowed, assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { assertCleanAudio, assertReports, audioPackets, eventPackets, soundOf } from './rig/wire-rtp.ts';
import { flowOf } from './rig/wire-sip.ts';

const baresipToneHz = 600;
const phoneToneHz = 1000;
const digits = '1590*#';

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

for (const transport of ['UDP', 'TCP'] as const) {
  describe(`over ${transport}`, () => {
    let baresip: Baresip;
    let phone: SimulatedPhone;
    let parts: AsyncDisposableStack;
    beforeEach(async () => {
      parts = new AsyncDisposableStack();
      const protocol = transport === 'UDP' ? 'udp' : 'tcp';
      const options = { user: user.baresip, transport: protocol, answers: 'auto', toneHz: baresipToneHz } as const;
      baresip = parts.use(await Baresip.start(site.lan, site.directory, options));
      phone = parts.use(await site.phone({ user: user.phone, transport, toneHz: phoneToneHz }));
    });
    afterEach(async () => {
      await parts.disposeAsync();
    });

    test('a call out carries both voices on a clean grid and ends with a BYE', async (context) => {
      await using capture = await site.capture();
      await dial(phone, user.baresip);
      await phone.waitForScreen('call');
      await assertHears(phone, baresipToneHz);
      // Long enough for four seconds of packets and for a report in the middle.
      await sleep(5000);
      await hangUp(phone);
      await baresip.waitForEvent('CALL_CLOSED');
      assertToneIn(baresip.heard(), 2, phoneToneHz);

      const messages = await assertSoundSip(capture);
      assert.deepEqual(
        flowOf(messages).filter((word) => word !== '100'),
        ['INVITE', '407', 'ACK', 'INVITE', '180', '200', 'ACK', 'BYE', '200'],
      );
      assertRouteFollowed(messages, messages[0]?.callId ?? '');
      const sent = await audioPackets(capture, 'phone');
      tell(context, 'sent', assertCleanAudio(sent, 4));
      assertToneIn(soundOf(sent), 2, phoneToneHz);
      await assertReports(capture);
      const bye = messages.find(({ method }) => method === 'BYE');
      const lastMs = sent.at(-1)?.atMs ?? 0;
      assert.ok(bye !== undefined && lastMs < bye.atMs + 300, 'no sound after the goodbye');
    });

    test('a call in rings, is answered by lifting, carries both voices and ends when the other side hangs up', async (context) => {
      await using capture = await site.capture();
      baresip.command('dial', `sip:${user.phone}@${peerAddress}`);
      const ringing = await phone.waitForScreen('incoming');
      assert.match(JSON.stringify(ringing.items), new RegExp(user.baresip));
      await phone.hook(true);
      await phone.waitForScreen('call');
      await assertHears(phone, baresipToneHz);
      await sleep(3500);
      baresip.command('hangup');
      await callOver(phone);
      await baresip.waitForEvent('CALL_CLOSED');
      await hangUp(phone);
      assertToneIn(baresip.heard(), 2, phoneToneHz);

      const messages = await assertSoundSip(capture);
      assert.deepEqual(
        flowOf(messages).filter((word) => word !== '100'),
        ['INVITE', '180', '200', 'ACK', 'BYE', '200'],
      );
      assert.deepEqual(messages.find(({ method }) => method === 'BYE')?.fromPhone, false);
      const sent = await audioPackets(capture, 'phone');
      tell(context, 'sent', assertCleanAudio(sent, 4));
      assertToneIn(soundOf(sent), 2, phoneToneHz);
      await assertReports(capture);
    });

    test('digits go both ways as RFC 4733 events', async () => {
      await using capture = await site.capture();
      await dial(phone, user.baresip);
      await phone.waitForScreen('call');
      await assertHears(phone, baresipToneHz, 0.3);
      for (const digit of digits) {
        await phone.press(digit);
        await sleep(150);
      }
      await baresip.waitForEvent('CALL_DTMF_START', digits.length);
      const heard = baresip.events.filter(({ type }) => type === 'CALL_DTMF_START').map(({ param }) => param);
      assert.equal(heard.join(''), digits);
      for (const digit of ['7', '3']) {
        baresip.command('sndcode', digit);
        await phone.waitFor(`${digit} heard`, async () => (phone.log.includes(`DTMF event ${digit} `) ? true : undefined));
      }
      await hangUp(phone);
      await assertSoundSip(capture);

      const sent = await eventPackets(capture, 'phone');
      const events = [...new Set(sent.map(({ timestamp }) => timestamp))].map((stamp) =>
        sent.filter(({ timestamp }) => timestamp === stamp),
      );
      assert.deepEqual(
        events.map(([first]) => first?.event),
        [1, 5, 9, 0, 10, 11],
      );
      for (const event of events) {
        // RFC 4733 §2.5.1.1 and §2.5.1.4: marked at the start, growing, and its end said three times.
        assert.deepEqual(
          event.map(({ marker }) => marker),
          event.map((_, index) => index === 0),
        );
        assert.equal(event.filter(({ end }) => end).length, 3);
        const durations = event.map(({ duration }) => duration);
        assert.deepEqual(
          durations,
          [...durations].sort((a, b) => a - b),
        );
        assert.ok((durations.at(-1) ?? 0) >= 320, `at least 40 ms: ${durations}`);
      }
    });
  });
}

function tell(context: TestContext, what: string, facts: object): void {
  context.diagnostic(`${what} ${JSON.stringify(facts)}`);
}

// Proves against real Asterisk, over UDP and over TCP, with tshark on the wire: the echo brings our own tone back; hold is a re-INVITE
// with sendonly, the other side hears Asterisk's music, resume is sendrecv; a menu understands our digits; we understand its digits.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startAsterisk } from './rig/asterisk.ts';
import { digitsSent, menuChoice, number, toneHz } from './rig/asterisk-configuration.ts';
import { assertHears, assertSilence, assertToneIn, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import { user } from './rig/numbers.ts';
import type { PeerProcess } from './rig/peer-process.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { assertCleanAudio, assertReports, audioPackets, soundOf } from './rig/wire-rtp.ts';
import { directionOf, flowOf } from './rig/wire-sip.ts';

const phoneToneHz = 1000;
const secondToneHz = 800;

let site: Site;
let asterisk: PeerProcess;
before(async () => {
  site = await Site.open();
  asterisk = await site.keep(startAsterisk(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

for (const transport of ['UDP', 'TCP'] as const) {
  describe(`over ${transport}`, () => {
    test('the phone registers with digest, and the echo brings its tone back to its own earpiece', async (context) => {
      await using capture = await site.capture();
      // Asterisk knows neither the reports to the other side nor those to a collector, and minds neither.
      const params = { 'voip/rtcp_xr/vq_statistics/mode': 'REMOTE_AND_EVENTS' };
      const phone = await site.phone({ user: user.phone, transport, toneHz: phoneToneHz, params });
      await dial(phone, number.echo);
      await phone.waitForScreen('call');
      await assertHears(phone, phoneToneHz);
      await sleep(3500);
      await hangUp(phone);
      await phone[Symbol.asyncDispose]();
      const messages = await assertSoundSip(capture);
      const registering = messages.filter(({ sequenceMethod }) => sequenceMethod === 'REGISTER');
      assert.deepEqual(flowOf(registering), ['REGISTER', '401', 'REGISTER', '200', 'REGISTER', '200']);
      const sent = await audioPackets(capture, 'phone');
      context.diagnostic(`sent ${JSON.stringify(assertCleanAudio(sent, 4))}`);
      assertToneIn(soundOf(await audioPackets(capture, 'peer')), 2, phoneToneHz);
      await assertReports(capture);
      assert.ok((await capture.rows('rtcp.pt == 207', ['frame.number'])).length > 0, 'extended reports went out');
      const published = messages.filter(({ sequenceMethod }) => sequenceMethod === 'PUBLISH');
      assert.deepEqual(flowOf(published), ['PUBLISH', '401', 'PUBLISH', '489']);
    });

    test('hold: sendonly on the wire, music for the other side, nothing for us; resume: both voices again', async () => {
      await using phone = await site.phone({ user: user.phone, transport, toneHz: phoneToneHz });
      await using second = await site.phone({ user: user.secondPhone, transport, toneHz: secondToneHz, port: 5070 });
      await using capture = await site.capture();
      await dial(phone, user.secondPhone);
      await second.waitForScreen('incoming');
      await second.hook(true);
      await assertHears(phone, secondToneHz);
      await assertHears(second, phoneToneHz);

      await phone.softKey('hold');
      await phone.waitForScreen('held', 'call');
      await assertHears(second, toneHz.musicOnHold);
      await assertSilence(phone);

      await phone.softKey('resume');
      await assertHears(second, phoneToneHz);
      await assertHears(phone, secondToneHz);

      // The other way round: Asterisk answers the hold itself and plays its music to us.
      await second.softKey('hold');
      await assertHears(phone, toneHz.musicOnHold);
      await assertSilence(second);
      await second.softKey('resume');
      await assertHears(phone, secondToneHz);
      await hangUp(phone);
      await callOver(second);

      const messages = await assertSoundSip(capture);
      const ours = messages.find(({ method, fromPhone }) => method === 'INVITE' && fromPhone)?.callId;
      const offers = messages.filter(({ method, fromPhone, callId }) => method === 'INVITE' && fromPhone && callId === ours);
      const answers = messages.filter(
        ({ status, sequenceMethod, callId }) => status === 200 && sequenceMethod === 'INVITE' && callId === ours,
      );
      assert.deepEqual(distinct(offers.map((offer) => directionOf(offer) ?? 'sendrecv')), ['sendrecv', 'sendonly', 'sendrecv']);
      assert.deepEqual(
        answers.map((answer) => directionOf(answer) ?? 'sendrecv'),
        ['sendrecv', 'recvonly', 'sendrecv'],
      );
      assert.equal(versionsOf(offers.map(({ body }) => body)), 'each one more than the last');
    });

    test('a menu understands our digits: the wrong ones are refused, the right ones end the call its way', async () => {
      await using phone = await site.phone({ user: user.phone, transport });
      await using capture = await site.capture();
      await dial(phone, number.menu);
      await phone.waitForScreen('call');
      await assertHears(phone, toneHz.menu, 0.5);
      await phone.type('11');
      await assertHears(phone, toneHz.wrongChoice, 0.5);
      await assertHears(phone, toneHz.menu, 0.5);
      await phone.type(menuChoice);
      await assertHears(phone, toneHz.rightChoice, 0.5);
      await callOver(phone);
      await hangUp(phone);
      const messages = await assertSoundSip(capture);
      assert.equal(messages.find(({ method }) => method === 'BYE')?.fromPhone, false);
      assert.match(asterisk.output, new RegExp(`User entered '${menuChoice}'`));
    });

    test('digits that Asterisk sends are understood', async () => {
      await using phone = await site.phone({ user: user.phone, transport });
      await dial(phone, number.digits);
      await phone.waitForScreen('call');
      const events = await phone.waitFor(`the digits ${digitsSent}`, async () => {
        const heard = [...phone.log.matchAll(/DTMF event (\d+) heard/g)].map(([, event]) => Number(event));
        return heard.length >= digitsSent.length ? heard : undefined;
      });
      assert.equal(events.map((event) => '0123456789*#'[event]).join(''), digitsSent);
      await hangUp(phone);
    });
  });
}

test('a busy number is told as busy', async () => {
  await using phone = await site.phone({ user: user.phone });
  await using capture = await site.capture();
  await dial(phone, number.busy);
  await phone.waitFor('busy', async () => (/busy/i.test(JSON.stringify(await phone.screen())) ? true : undefined));
  await hangUp(phone);
  assert.ok(flowOf(await assertSoundSip(capture)).includes('486'));
});

/** Without what follows its like: an offer that was challenged is made twice. */
function distinct(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => value !== values[index - 1]);
}

/** RFC 3264 §8: a changed description raises its version by one. */
function versionsOf(bodies: readonly string[]): string {
  const versions = distinct(bodies.map((body) => /^o=\S+ \S+ (\d+)/m.exec(body)?.[1] ?? '')).map(BigInt);
  const rising = versions.every((version, index) => index === 0 || version === (versions[index - 1] ?? 0n) + 1n);
  return rising && versions.length === 3 ? 'each one more than the last' : versions.join(' ');
}

// Proves against real Asterisk, with tshark on the wire, what a PBX does for a desk phone: message waiting, unasked and subscribed;
// reliable provisional responses and session timers that it demands; sound before the answer; calls that answer themselves; parking.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { asteriskCommand, startAsterisk, voiceMailFolder } from './rig/asterisk.ts';
import { number, toneHz } from './rig/asterisk-configuration.ts';
import { assertHears, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { flowOf, valuesOf, type WireMessage } from './rig/wire-sip.ts';

const phoneToneHz = 1000;
const secondToneHz = 800;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startAsterisk(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

const header = (message: WireMessage | undefined, name: string): string => (message && valuesOf(message, name)[0]) ?? '';

async function lampIs(phone: SimulatedPhone, lamp: string, ...wanted: readonly string[]): Promise<void> {
  await phone.waitFor(`lamp ${lamp} ${wanted.join(' or ')}`, async () => {
    const { color, pattern } = (await phone.state()).leds[lamp] ?? { color: 'none', pattern: '' };
    return wanted.some((each) => `${color} ${pattern}`.includes(each)) ? true : undefined;
  });
}

describe('message waiting', () => {
  for (const way of ['unasked', 'subscribed'] as const) {
    test(`${way}: a message lights the lamp, and its end puts it out`, async () => {
      const params = { 'voip/services/msg_waiting_ind/subscribe': way === 'subscribed' ? 1 : 0 };
      await using capture = await site.capture();
      await using phone = await site.phone({ user: user.phone, params });
      await using caller = await site.phone({ user: user.secondPhone, port: 5070 });
      await lampIs(phone, 'message', 'off');
      await dial(caller, `${number.leaveMessage}${user.phone}`);
      await caller.waitForScreen('call');
      await sleep(2500);
      await hangUp(caller);
      await lampIs(phone, 'message', 'steady', 'slow', 'fast');
      assert.match(JSON.stringify(await phone.screen()), /message/i);
      rmSync(voiceMailFolder(user.phone), { recursive: true });
      await lampIs(phone, 'message', 'off');
      await phone[Symbol.asyncDispose]();
      const messages = (await assertSoundSip(capture)).filter(({ headers }) =>
        headers.some(({ name, value }) => name === 'event' && value.startsWith('message-summary')),
      );
      const subscribed = messages.some(({ fromPhone, method }) => fromPhone && method === 'SUBSCRIBE');
      assert.equal(subscribed, way === 'subscribed');
      const told = messages.filter(({ fromPhone, method }) => !fromPhone && method === 'NOTIFY');
      assert.ok(told.some(({ body }) => /Voice-Message: 1\/0/.test(body)));
    });
  }
});

describe('an endpoint that demands PRACK and session timers', () => {
  test('of a call out: the 183 is acknowledged, and the 200 says who refreshes', async () => {
    await using capture = await site.capture();
    await using phone = await site.phone({ user: user.strict, toneHz: phoneToneHz });
    await dial(phone, number.echo);
    await phone.waitForScreen('call');
    await assertHears(phone, phoneToneHz, 0.3);
    await hangUp(phone);
    await dial(phone, number.earlyMedia);
    await assertHears(phone, toneHz.early, 0.5);
    await callOver(phone);
    await hangUp(phone);
    const messages = await assertSoundSip(capture);
    const answer = messages.find(
      ({ fromPhone, status, sequenceMethod }) => !fromPhone && status === 200 && sequenceMethod === 'INVITE',
    );
    assert.match(header(answer, 'session-expires'), /refresher=ua[cs]/);
    const reliable = messages.find((message) => !message.fromPhone && header(message, 'rseq') !== '');
    assert.equal(reliable?.status, 183);
    const prack = messages.find(({ fromPhone, method }) => fromPhone && method === 'PRACK');
    assert.equal(header(prack, 'rack'), `${header(reliable, 'rseq')} ${reliable?.sequence} INVITE`);
    assert.ok(messages.some(({ sequenceMethod, status }) => sequenceMethod === 'PRACK' && status === 200));
  });

  test('of a call in: the phone rings reliably, and the call stands', async () => {
    await using capture = await site.capture();
    await using phone = await site.phone({ user: user.strict, toneHz: phoneToneHz });
    await using caller = await site.phone({ user: user.secondPhone, port: 5070, toneHz: secondToneHz });
    await dial(caller, user.strict);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await assertHears(phone, secondToneHz, 0.3);
    await assertHears(caller, phoneToneHz, 0.3);
    await hangUp(phone);
    await callOver(caller);
    const messages = await assertSoundSip(capture);
    const asked = messages.find(({ fromPhone, method, headers }) =>
      !fromPhone && method === 'INVITE'
        ? headers.some(({ name, value }) => name === 'require' && value.includes('100rel'))
        : false,
    );
    const call = messages.filter(({ callId }) => callId === asked?.callId);
    assert.deepEqual(
      flowOf(call).filter((word) => word !== '100'),
      ['INVITE', '180', 'PRACK', '200', '200', 'ACK', 'BYE', '200'],
    );
    const accepted = call.find(({ status, sequenceMethod }) => status === 200 && sequenceMethod === 'INVITE');
    assert.match(header(accepted, 'session-expires'), /^\d+;refresher=ua[cs]/);
  });
});

test('sound is heard before the answer, and busy is told behind it', async () => {
  await using phone = await site.phone({ user: user.phone });
  await dial(phone, number.earlyMedia);
  await assertHears(phone, toneHz.early, 0.5);
  await phone.waitFor('busy', async () => (/busy/i.test(JSON.stringify(await phone.screen())) ? true : undefined));
  await hangUp(phone);
});

describe('a call that asks to answer itself', () => {
  for (const allowed of [true, false]) {
    test(allowed ? 'does, where the phone lets it' : 'rings like any other, where the phone does not let it', async () => {
      const params = { 'voip/auto_answer/enabled': allowed ? 1 : 0 };
      await using phone = await site.phone({ user: user.phone, params });
      await using caller = await site.phone({ user: user.secondPhone, port: 5070 });
      await dial(caller, `${number.intercom}${user.phone}`);
      if (allowed) {
        await phone.waitForScreen('call');
        assert.equal((await phone.state()).audio.path, 'speaker');
      } else {
        await phone.waitForScreen('incoming');
        await sleep(500);
        assert.equal((await phone.screen()).screen, 'incoming');
      }
      await hangUp(caller);
      await callOver(phone);
    });
  }
});

test('a call is parked by a transfer and fetched by another phone', async () => {
  await using phone = await site.phone({ user: user.phone, toneHz: phoneToneHz });
  await using caller = await site.phone({ user: user.secondPhone, port: 5070, toneHz: secondToneHz });
  await using other = await site.phone({ user: user.thirdPhone, port: 5080, toneHz: 1300 });
  await dial(caller, user.phone);
  await phone.waitForScreen('incoming');
  await phone.hook(true);
  await assertHears(phone, secondToneHz, 0.3);
  await phone.softKey('transfer');
  await phone.type(number.park);
  await phone.softKey('blind');
  await callOver(phone);
  await phone.hook(false);
  await assertHears(caller, toneHz.musicOnHold, 0.3);
  assert.match(await asteriskCommand('parking show default'), new RegExp(`Space *: *${number.firstParkingPlace}`));
  await dial(other, number.firstParkingPlace);
  await assertHears(other, secondToneHz, 0.3);
  await assertHears(caller, 1300, 0.3);
  await hangUp(other);
  await callOver(caller);
});

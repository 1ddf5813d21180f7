// Proves through real Kamailio with real baresip and sipp, with tshark on the wire, how calls end that are never spoken in: cancelled
// by either side, refused as busy by either side, rejected, not answered, to a number that nobody has. The flow is RFC 3665's.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { startKamailio } from './rig/kamailio.ts';
import { impatience, impatientNumber } from './rig/kamailio-features.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { Site } from './rig/site.ts';
import { flowOf } from './rig/wire-sip.ts';

let site: Site;
let capture: Capture;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [impatience] }));
});
after(() => site[Symbol.asyncDispose]());

/** What was said, without the provisional 100, what belongs to the registration, and the challenge that only the first call meets. */
async function flow(): Promise<readonly string[]> {
  const messages = await assertSoundSip(capture);
  const said = flowOf(messages.filter(({ sequenceMethod }) => sequenceMethod !== 'REGISTER')).filter((word) => word !== '100');
  return said[1] === '407' ? said.slice(3) : said;
}

/** The phone says this to the person. */
async function assertTold(phone: SimulatedPhone, words: RegExp): Promise<void> {
  await phone.waitFor(`the words ${words}`, async () => (words.test(JSON.stringify(await phone.screen())) ? true : undefined));
}

for (const transport of ['UDP', 'TCP'] as const) {
  describe(`over ${transport}`, () => {
    let baresip: Baresip;
    let phone: SimulatedPhone;
    let parts: AsyncDisposableStack;
    before(async () => {
      parts = new AsyncDisposableStack();
      const protocol = transport === 'UDP' ? 'udp' : 'tcp';
      const options = { user: user.baresip, transport: protocol, answers: 'manual', toneHz: 600 } as const;
      baresip = parts.use(await Baresip.start(site.lan, site.directory, options));
      phone = parts.use(await site.phone({ user: user.phone, transport }));
    });
    after(async () => {
      await parts.disposeAsync();
    });
    beforeEach(async () => {
      baresip.events.length = 0;
      capture = await site.capture();
    });
    afterEach(async () => {
      await capture[Symbol.asyncDispose]();
      await hangUp(phone);
    });

    test('we cancel a call that rings: CANCEL, its 200, 487 and ACK', async () => {
      await dial(phone, user.baresip);
      await baresip.waitForEvent('CALL_INCOMING');
      await assertTold(phone, /ringing/i);
      await hangUp(phone);
      await baresip.waitForEvent('CALL_CLOSED');
      await sleep(200);
      const said = await flow();
      assert.deepEqual(said.slice(0, 3), ['INVITE', '180', 'CANCEL']);
      assert.deepEqual([...said.slice(3)].sort(), ['200', '487', 'ACK']);
    });

    test('they cancel while we ring: the ringing ends, and the call counts as missed', async () => {
      baresip.command('dial', `sip:${user.phone}@${peerAddress}`);
      await phone.waitForScreen('incoming');
      baresip.command('hangup');
      await assertTold(phone, /missed/i);
      await sleep(300);
      const said = await flow();
      assert.deepEqual(said.slice(0, 3), ['INVITE', '180', 'CANCEL']);
      assert.deepEqual([...said.slice(3)].sort(), ['200', '487', 'ACK']);
    });

    test('they refuse: the phone says busy', async () => {
      await dial(phone, user.baresip);
      await baresip.waitForEvent('CALL_INCOMING');
      baresip.command('hangup');
      await assertTold(phone, /busy/i);
      assert.deepEqual(await flow(), ['INVITE', '180', '486', 'ACK']);
    });

    test('we reject: the caller gets the code that the settings say', async () => {
      baresip.command('dial', `sip:${user.phone}@${peerAddress}`);
      await phone.waitForScreen('incoming');
      await phone.softKey('reject');
      await baresip.waitForEvent('CALL_CLOSED');
      await sleep(200);
      assert.deepEqual(await flow(), ['INVITE', '180', '603', 'ACK']);
    });

    test('a number that nobody has is not found', async () => {
      await dial(phone, '1999');
      await assertTold(phone, /not found|unknown|no such/i);
      assert.deepEqual(await flow(), ['INVITE', '404', 'ACK']);
    });

    test('nobody answers: the server gives up, and so does the phone', async () => {
      await dial(phone, impatientNumber);
      await baresip.waitForEvent('CALL_INCOMING');
      await assertTold(phone, /no answer|timeout/i);
      assert.deepEqual(await flow(), ['INVITE', '180', '408', 'ACK']);
    });
  });
}

describe('a phone that has no call to spare', () => {
  test('says busy to the caller', async () => {
    await using phone = await site.phone({ user: user.phone, params: { 'voip/services/call_waiting/enabled': 0 } });
    await using called = await Sipp.start(site.lan, site.directory, { user: user.sipp, scenario: 'answer' });
    const options = { user: user.baresip, transport: 'udp', answers: 'manual', toneHz: 600 } as const;
    await using baresip = await Baresip.start(site.lan, site.directory, options);
    capture = await site.capture();
    await dial(phone, user.sipp);
    await phone.waitForScreen('call');
    baresip.command('dial', `sip:${user.phone}@${peerAddress}`);
    await baresip.waitForEvent('CALL_CLOSED');
    await hangUp(phone);
    await called.succeeded();
    await capture.stop();
    const messages = await assertSoundSip(capture);
    const [{ callId } = { callId: '' }] = messages.filter(({ method, fromPhone }) => method === 'INVITE' && !fromPhone);
    const said = flowOf(messages.filter((message) => message.callId === callId)).filter((word) => word !== '100');
    assert.deepEqual(said, ['INVITE', '486', 'ACK']);
  });
});

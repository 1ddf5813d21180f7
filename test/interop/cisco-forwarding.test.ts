// Proves with real Kamailio and sipp, with tshark on the wire, calls that are sent on to somebody else: by the network, always, when
// busy and when nobody answers (SIP IP Phone Administrator Guide, pages B-31 to B-37), and by the called side with 3xx (page A-3).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { gateway, isCalled, isCancelled, isHungUpOn, played, refuses } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { forwarded, forwarding } from './rig/kamailio-features.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import type { Step } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { flowOf } from './rig/wire-sip.ts';

const { first, second } = gateway;

let site: Site;
let phone: SimulatedPhone;
let capture: Capture;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [forwarding] }));
  phone = await site.keep(site.phone({ user: user.phone }));
});
after(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  capture = await site.capture();
});
afterEach(async () => {
  await capture[Symbol.asyncDispose]();
  await phone.hook(false);
  await phone.waitForScreen('idle', 'ended');
});

const b = (...parts: readonly (readonly Step[])[]): Promise<Sipp> =>
  Sipp.script(site.lan, site.directory, played(second, 'forward', ...parts));
const c = (...parts: readonly (readonly Step[])[]): Promise<Sipp> =>
  Sipp.script(site.lan, site.directory, played(first, 'forward', ...parts));

/** Without the challenge of the proxy, which only the first call meets. */
async function said(): Promise<readonly string[]> {
  await sleep(100);
  const messages = await assertSoundSip(capture);
  const words = flowOf(messages.filter(({ sequenceMethod, status }) => sequenceMethod !== 'REGISTER' && status !== 100));
  return words[1] === '407' ? words.slice(3) : words;
}

const call = ['INVITE', '180', '200', 'ACK', 'BYE', '200'];

async function callsAndTalks(number: string): Promise<void> {
  await dial(phone, number);
  await phone.waitForScreen('call');
  await hangUp(phone);
}

describe('the network forwards', () => {
  test('B-31: every call', async () => {
    await using gets = await c(isCalled, isHungUpOn);
    await callsAndTalks(forwarded.always);
    await gets.succeeded();
    assert.deepEqual(await said(), call);
  });

  test('B-33: when the called phone is busy; the caller hears no busy', async () => {
    await using busy = await b(refuses('486 Busy Here'));
    await using gets = await c(isCalled, isHungUpOn);
    await callsAndTalks(forwarded.whenBusy);
    await Promise.all([busy.succeeded(), gets.succeeded()]);
    // B rang, and so did C: two early dialogs, one answer.
    assert.deepEqual(await said(), ['INVITE', '180', '180', '200', 'ACK', 'BYE', '200']);
  });

  test('B-36: when nobody answers', { timeout: 120_000 }, async () => {
    await using rings = await b(isCancelled);
    await using gets = await c(isCalled, isHungUpOn);
    await callsAndTalks(forwarded.whenNotAnswered);
    await Promise.all([rings.succeeded(), gets.succeeded()]);
    assert.deepEqual(await said(), ['INVITE', '180', '180', '200', 'ACK', 'BYE', '200']);
  });
});

describe('the called side sends us on', () => {
  const moved = (status: string, contact: string): readonly Step[] => refuses(status, [`Contact: ${contact}`]);

  for (const status of ['300 Multiple Choices', '301 Moved Permanently', '302 Moved Temporarily'] as const) {
    test(`${status}: the phone calls the new place, under the same Call-ID`, async () => {
      await using moves = await b(moved(status, `<sip:${first.number}@${peerAddress}>`));
      await using gets = await c(isCalled, isHungUpOn);
      await callsAndTalks(second.number);
      await Promise.all([moves.succeeded(), gets.succeeded()]);
      await sleep(100);
      const messages = (await assertSoundSip(capture)).filter(({ status: code }) => code !== 100);
      assert.deepEqual(flowOf(messages), ['INVITE', '180', status.slice(0, 3), 'ACK', ...call]);
      const invites = messages.filter(({ method }) => method === 'INVITE');
      assert.deepEqual(
        invites.map(({ requestUri }) => /sip:(\d+)@/.exec(requestUri ?? '')?.[1]),
        [second.number, first.number],
      );
      // RFC 3261 §8.1.3.4: the same To, From and Call-ID, the next CSeq.
      assert.equal(invites[0]?.callId, invites[1]?.callId);
    });
  }

  test('in circles: the phone stops by itself and says so', async () => {
    const circle = {
      ...played(second, 'circle', moved('302 Moved Temporarily', `<sip:${second.number}@${peerAddress}>`)),
      count: 100,
    };
    await using moves = await Sipp.script(site.lan, site.directory, circle);
    await dial(phone, second.number);
    await phone.waitForScreen('ended');
    await hangUp(phone);
    assert.ok(moves);
    const invites = flowOf(await assertSoundSip(capture)).filter((word) => word === 'INVITE');
    assert.ok(invites.length <= 10, `${invites.length} calls`);
  });

  for (const status of ['305 Use Proxy', '380 Alternative Service'] as const) {
    test(`${status}, and nowhere to go: the person is told that the call did not come about`, async () => {
      await using moves = await b(refuses(status));
      await dial(phone, second.number);
      const { title } = await phone.waitForScreen('ended');
      await moves.succeeded();
      assert.match(title, /fail|not|cannot|service|server/i);
    });
  }
});

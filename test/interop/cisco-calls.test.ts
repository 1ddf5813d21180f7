// Proves message by message, with tshark on the wire, the call flows between two and three phones of Cisco's guide (SIP IP Phone
// Administrator Guide, appendix B): set-up, hold, consultation, call waiting, and the calls that come to nothing. sipp plays the other
// phones, behind real Kamailio, which changes nothing on the way to them. RFC 3665 and 5359 say what the guide's copy lacks.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { callOver, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import {
  callsPhone,
  gateway,
  hangsUp,
  hangsUpBack,
  isCalled,
  isCancelled,
  isHeld,
  isHungUpOn,
  isResumed,
  offersBack,
  played,
  refuses,
} from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp, type SippScript } from './rig/sipp.ts';
import { again, pause, receive, request, sdp, send } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { directionOf, ladderOf, type WireMessage } from './rig/wire-sip.ts';

const { first, second } = gateway;
const others = { A: first.ends, C: second.ends };

let site: Site;
let phone: SimulatedPhone;
let capture: Capture;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  // Who refuses a call is busy.
  phone = await site.keep(site.phone({ user: user.phone, params: { 'voip/reject_code': 486 } }));
});
after(() => site[Symbol.asyncDispose]());
afterEach(async () => {
  await capture[Symbol.asyncDispose]();
  await phone.hook(false);
  await phone.waitForScreen('idle', 'ended');
});

async function play(script: SippScript): Promise<Sipp> {
  capture = await site.capture();
  return await Sipp.script(site.lan, site.directory, script);
}

/** Checks the rules that every message keeps, then gives what was said. */
async function said(): Promise<readonly WireMessage[]> {
  await sleep(100);
  return await assertSoundSip(capture);
}

async function told(words: RegExp): Promise<void> {
  await phone.waitFor(`the words ${words}`, async () => (words.test(JSON.stringify(await phone.screen())) ? true : undefined));
}

/** What the phone offered in its re-INVITEs, in order. */
function offers(messages: readonly WireMessage[], callId: string | undefined): readonly string[] {
  const ours = messages.filter((message) => message.fromPhone && message.method === 'INVITE' && message.callId === callId);
  return ours.map((offer) => directionOf(offer) ?? 'sendrecv');
}

const hold = ['> A INVITE', '< A 200', '> A ACK'];
const setUpFromA = ['< A INVITE', '> A 180', '> A 200', '< A ACK'];

describe('calls that succeed', () => {
  test('B-2: a gateway calls, the phone answers, the gateway hangs up', async () => {
    await using sipp = await play(played(first, 'b2', callsPhone(first), [pause(3000)], hangsUp(first)));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    await callOver(phone);
    await sipp.succeeded();
    assert.deepEqual(ladderOf(await said(), others), [...setUpFromA, '< A BYE', '> A 200']);
  });

  test('B-4: a gateway calls, the phone holds and takes the call up again', async () => {
    await using sipp = await play(played(first, 'b4', callsPhone(first), isHeld, isResumed, isHungUpOn));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await capture.acknowledged(1);
    await phone.softKey('hold');
    await phone.waitForScreen('held');
    await capture.acknowledged(2);
    await phone.softKey('resume');
    await phone.waitForScreen('call');
    await capture.acknowledged(3);
    await hangUp(phone);
    await sipp.succeeded();
    const messages = await said();
    assert.deepEqual(ladderOf(messages, others), [...setUpFromA, ...hold, ...hold, '> A BYE', '< A 200']);
    assert.deepEqual(offers(messages, messages[0]?.callId), ['sendonly', 'sendrecv']);
  });

  test('B-8: the phone calls, is put on hold by the other side, and is taken up again', async () => {
    const [holds, resumes] = [offersBack(1, { direction: 'sendonly' }), offersBack(2, {})];
    const flow = [isCalled, [pause(1000)], holds, [pause(3000)], resumes, isHungUpOn];
    await using sipp = await play(played(first, 'b8', ...flow));
    await dial(phone, first.number);
    await told(/You are on hold/);
    await told(/"call"(?!.*on hold)/);
    await capture.acknowledged(3);
    await hangUp(phone);
    await sipp.succeeded();
    const messages = await said();
    const offered = ['< A INVITE', '> A 200', '< A ACK'];
    assert.deepEqual(ladderOf(messages, others), [
      ...['> A INVITE', '< A 180', '< A 200', '> A ACK'],
      ...[...offered, ...offered, '> A BYE', '< A 200'],
    ]);
    const answers = messages.filter(({ fromPhone, status, body }) => fromPhone && status === 200 && body !== '');
    assert.deepEqual(answers.map(directionOf), ['recvonly', 'sendrecv']);
  });

  test('B-10: A calls; the phone holds A, asks C, comes back to A', async () => {
    await using a = await play(played(first, 'b10', callsPhone(first), isHeld, isResumed, isHungUpOn));
    await using c = await Sipp.script(site.lan, site.directory, played(second, 'b10', isCalled, isHungUpOn));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await capture.acknowledged(1);
    await phone.softKey('more');
    await phone.softKey('newCall');
    await phone.type(second.number);
    await capture.acknowledged(2);
    await phone.softKey('dial');
    await phone.waitForScreen('call');
    await capture.acknowledged(3);
    await phone.softKey('end');
    await phone.waitForScreen('held', 'ended');
    await phone.softKey('resume');
    await phone.waitForScreen('call');
    await capture.acknowledged(4);
    await hangUp(phone);
    await Promise.all([a.succeeded(), c.succeeded()]);
    const messages = await said();
    const ladder = ladderOf(messages, others);
    // What follows goes on with both of them.
    const end = ladder.indexOf('> C BYE');
    assert.deepEqual(ladder.slice(0, end), [...setUpFromA, ...hold, '> C INVITE', '< C 180', '< C 200', '> C ACK']);
    const after = (name: string): readonly string[] => ladder.slice(end).filter((line) => line.includes(` ${name} `));
    assert.deepEqual(after('C'), ['> C BYE', '< C 200']);
    assert.deepEqual(after('A'), [...hold, '> A BYE', '< A 200']);
    assert.deepEqual(offers(messages, messages[0]?.callId), ['sendonly', 'sendrecv']);
  });

  test('B-13: C calls while the phone talks with A; A is held, C answered, and back to A', async () => {
    await using a = await play(played(first, 'b13', callsPhone(first), isHeld, isResumed, isHungUpOn));
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    await capture.acknowledged(1);
    await using c = await Sipp.script(
      site.lan,
      site.directory,
      played(second, 'b13', callsPhone(second), isHeld, isResumed, hangsUp(second)),
    );
    await phone.waitForScreen('incoming');
    await phone.softKey('answer');
    await phone.waitForScreen('call');
    await capture.acknowledged(3);
    await phone.softKey('swap');
    await capture.acknowledged(5);
    await phone.softKey('end');
    await phone.waitForScreen('held', 'ended');
    await phone.softKey('resume');
    await Promise.all([a.succeeded(), c.succeeded()]);
    await callOver(phone);
    const ladder = ladderOf(await said(), others);
    const of = (name: string): readonly string[] => ladder.filter((line) => line.includes(` ${name} `));
    assert.deepEqual(of('A'), [...setUpFromA, ...hold, ...hold, '> A BYE', '< A 200']);
    const holdC = hold.map((line) => line.replace(' A ', ' C '));
    const setUpFromC = ['< C INVITE', '> C 180', '> C 200', '< C ACK'];
    assert.deepEqual(of('C'), [...setUpFromC, ...holdC, ...holdC, '< C BYE', '> C 200']);
  });

  test('the called side hangs up first', async () => {
    await using sipp = await play(played(first, 'bye', isCalled, [pause(3000)], hangsUpBack));
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await callOver(phone);
    await sipp.succeeded();
    assert.deepEqual(ladderOf(await said(), others).slice(-2), ['< A BYE', '> A 200']);
  });
});

describe('calls that come to nothing', () => {
  test('B-48: a gateway calls a phone that is busy', async () => {
    await using talking = await play(played(second, 'b48', isCalled, isHungUpOn));
    await dial(phone, second.number);
    await phone.waitForScreen('call');
    await using sipp = await Sipp.script(
      site.lan,
      site.directory,
      played(first, 'b48', [
        send(request('INVITE', { user: first.number }, { sequence: 1, body: sdp() }), ' retrans="500"'),
        receive('response="100" optional="true"'),
        receive('response="180" optional="true"'),
        receive('response="486"'),
        send(request('ACK', { user: first.number }, { sequence: 1, toOfResponse: true })),
      ]),
    );
    await phone.waitForScreen('incoming');
    await phone.softKey('reject');
    await sipp.succeeded();
    await phone.waitForScreen('call');
    await hangUp(phone);
    await talking.succeeded();
    const ladder = ladderOf(await said(), { A: first.ends }).filter((line) => line.includes(' A '));
    assert.deepEqual(ladder, ['< A INVITE', '> A 180', '> A 486', '< A ACK']);
  });

  test('B-49: a gateway calls, nobody answers, the gateway gives up', async () => {
    const invite = request('INVITE', { user: first.number }, { sequence: 1, body: sdp() });
    // In the transaction of the INVITE, whose branch was sent so many messages before (RFC 3261 §9.1).
    const cancel = request('CANCEL', { user: first.number }, { sequence: 1 }).replace('[branch]', '[branch-4]');
    const acknowledge = request('ACK', { user: first.number }, { sequence: 1, toOfResponse: true });
    await using sipp = await play(
      played(first, 'b49', [
        send(invite, again),
        receive('response="100" optional="true"'),
        receive('response="180"'),
        pause(3000),
        send(cancel, again),
        // The proxy's answer to the CANCEL, which the phone's 487 may overtake in it; the ladder below has them both.
        receive('response="200" optional="true"'),
        receive('response="487"'),
        send(acknowledge.replace('[branch]', '[branch-7]')),
      ]),
    );
    await phone.waitForScreen('incoming');
    await sipp.succeeded();
    await told(/missed/i);
    const ladder = ladderOf(await said(), others);
    assert.deepEqual(ladder.slice(0, 3), ['< A INVITE', '> A 180', '< A CANCEL']);
    assert.deepEqual([...ladder.slice(3)].sort(), ['< A ACK', '> A 200', '> A 487']);
  });

  for (const [page, status, words] of [
    ['B-53', '486 Busy Here', /busy/i],
    ['B-50', '404 Not Found', /not found/i],
    ['B-50', '500 Server Internal Error', /server/i],
    ['B-50', '603 Decline', /declin/i],
  ] as const) {
    test(`${page}: the phone calls and hears ${status}`, async () => {
      await using sipp = await play(played(first, status.slice(0, 3), refuses(status)));
      await dial(phone, first.number);
      await told(words);
      await sipp.succeeded();
      assert.deepEqual(ladderOf(await said(), others), ['> A INVITE', '< A 180', `< A ${status.slice(0, 3)}`, '> A ACK']);
    });
  }

  test('B-54: the phone calls, nobody answers, the phone gives up', async () => {
    await using sipp = await play(played(first, 'b54', isCancelled));
    await dial(phone, first.number);
    await told(/ringing/i);
    await hangUp(phone);
    await sipp.succeeded();
    const ladder = ladderOf(await said(), others);
    assert.deepEqual(ladder.slice(0, 3), ['> A INVITE', '< A 180', '> A CANCEL']);
    assert.deepEqual([...ladder.slice(3)].sort(), ['< A 200', '< A 487', '> A ACK']);
  });

  test('B-55: a proxy asks for the password; the phone calls again with it, under the same Call-ID', async () => {
    capture = await site.capture();
    await dial(phone, '1999');
    await told(/not found/i);
    const messages = (await said()).filter(({ sequenceMethod }) => sequenceMethod !== 'REGISTER');
    const ladder = ladderOf(messages, { P: /1999/ });
    assert.deepEqual(ladder, ['> P INVITE', '< P 407', '> P ACK', '> P INVITE', '< P 404', '> P ACK']);
    const [asked, again] = messages.filter(({ method }) => method === 'INVITE');
    assert.equal(again?.callId, asked?.callId);
    assert.equal(again?.sequence, (asked?.sequence ?? 0) + 1);
    assert.ok(!asked?.headers.some(({ name }) => name === 'proxy-authorization'));
    assert.ok(again?.headers.some(({ name, value }) => name === 'proxy-authorization' && value.includes('realm="interop"')));
  });
});

// Proves message by message, with tshark on the wire, the transfers of Cisco's guide (SIP IP Phone Administrator Guide, pages B-17 to
// B-30; RFC 5589): blind, after a consultation, by BYE and Also where REFER is not known; the phone in each of the three parts, sipp
// in the others, behind real Kamailio.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { callOver, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import {
  callsPhone,
  type Gateway,
  gateway,
  hangsUp,
  hangsUpBack,
  isCalled,
  isHeld,
  isHungUpOn,
  isReferred,
  isResumed,
  played,
  refersBack,
} from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import { pause, receive, request, responseWithin, type Step, sdp, send } from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { ToldDialog, tellsDialog } from './rig/told-dialog.ts';
import { ladderOf, valuesOf, type WireMessage } from './rig/wire-sip.ts';

const { first, second } = gateway;

let site: Site;
let phone: SimulatedPhone;
let capture: Capture;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  phone = await site.keep(site.phone({ user: user.phone, params: { 'voip/services/transfer/bye_also/enabled': 1 } }));
});
after(() => site[Symbol.asyncDispose]());
afterEach(async () => {
  await capture[Symbol.asyncDispose]();
  await phone.hook(false);
  await phone.waitForScreen('idle', 'ended');
});

function play(by: Gateway, ...parts: readonly (readonly Step[])[]): Promise<Sipp> {
  return Sipp.script(site.lan, site.directory, played(by, 'transfer', ...parts));
}

async function said(): Promise<readonly WireMessage[]> {
  await sleep(100);
  return await assertSoundSip(capture);
}

async function told(words: RegExp): Promise<void> {
  await phone.waitFor(`the words ${words}`, async () => (words.test(JSON.stringify(await phone.screen())) ? true : undefined));
}

async function cOnTheLine(): Promise<void> {
  await phone.waitFor('C on the line', async () => {
    const { screen, softkeys } = await phone.screen();
    return screen !== 'outgoing' && softkeys.some(({ action }) => action === 'transfer') ? true : undefined;
  });
}

/** A, who called, is held. */
async function startTransfer(): Promise<void> {
  await capture.acknowledged(1);
  await phone.softKey('transfer');
  await phone.type(second.number);
  await capture.acknowledged(2);
}

const header = (message: WireMessage | undefined, name: string): string => (message && valuesOf(message, name)[0]) ?? '';
const ours = (messages: readonly WireMessage[], method: string): WireMessage | undefined =>
  messages.find((message) => message.fromPhone && message.method === method);

const setUpFrom = (who: string): readonly string[] => [`< ${who} INVITE`, `> ${who} 180`, `> ${who} 200`, `< ${who} ACK`];
const setUpTo = (who: string): readonly string[] => [`> ${who} INVITE`, `< ${who} 180`, `< ${who} 200`, `> ${who} ACK`];
const offer = (who: string): readonly string[] => [`> ${who} INVITE`, `< ${who} 200`, `> ${who} ACK`];
const notify = (who: string): readonly string[] => [`< ${who} NOTIFY`, `> ${who} 200`];
const tells = (who: string): readonly string[] => [`> ${who} NOTIFY`, `< ${who} 200`];

describe('the phone transfers', () => {
  const others = { A: first.ends, C: second.ends };

  test('B-17: blind; the call ends when C has answered', async () => {
    capture = await site.capture();
    await using a = await play(first, callsPhone(first), isHeld, isReferred(first, '200 OK'), isHungUpOn);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await startTransfer();
    await phone.softKey('blind');
    await callOver(phone);
    await a.succeeded();
    const messages = await said();
    assert.deepEqual(ladderOf(messages, others), [
      ...[...setUpFrom('A'), ...offer('A'), '> A REFER', '< A 202'],
      ...[...notify('A'), ...notify('A'), '> A BYE', '< A 200'],
    ]);
    const refer = ours(messages, 'REFER');
    assert.match(header(refer, 'refer-to'), new RegExp(`^<sip:${second.number}@`));
    assert.match(header(refer, 'referred-by'), new RegExp(`<sip:${user.phone}@`));
  });

  test('blind, and C is busy: the call is back, with the reason', async () => {
    capture = await site.capture();
    await using a = await play(
      first,
      callsPhone(first),
      isHeld,
      isReferred(first, '486 Busy Here'),
      isResumed,
      hangsUp(first, 9),
    );
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await startTransfer();
    await phone.softKey('blind');
    await told(/busy/i);
    await phone.softKey('resume');
    await callOver(phone);
    await a.succeeded();
    const ladder = ladderOf(await said(), others);
    assert.deepEqual(ladder.slice(-5), [...offer('A'), '< A BYE', '> A 200']);
  });

  test('B-23: after a consultation; A is told to replace the call with C', async () => {
    capture = await site.capture();
    await using a = await play(first, callsPhone(first), isHeld, isReferred(first, '200 OK'), isHungUpOn);
    await using c = await play(second, isCalled, isHeld, isHungUpOn);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await startTransfer();
    await phone.softKey('dial');
    await cOnTheLine();
    await capture.acknowledged(3);
    await phone.softKey('transfer');
    await callOver(phone);
    // The transfer target would end its call with the phone; sipp does not, so that the phone does.
    await Promise.all([a.succeeded(), c.succeeded()]);
    const messages = await said();
    const ladder = ladderOf(messages, others);
    const toC = messages.find(
      ({ fromPhone, method, requestUri }) => fromPhone && method === 'INVITE' && requestUri?.includes('8000'),
    );
    const answer = messages.find(
      ({ status, callId, sequenceMethod }) => status === 200 && callId === toC?.callId && sequenceMethod === 'INVITE',
    );
    const tag = (value: string): string => /;tag=([^;]+)/.exec(value)?.[1] ?? '';
    const referTo = decodeURIComponent(header(ours(messages, 'REFER'), 'refer-to'));
    assert.match(referTo, /[?&]Replaces=/i);
    const replaces = [toC?.callId, `to-tag=${tag(header(answer, 'to'))}`, `from-tag=${tag(header(toC, 'from'))}`];
    for (const part of replaces) assert.ok(referTo.includes(part ?? '?'), `${referTo} names ${part}`);
    const of = (who: string): readonly string[] => ladder.filter((line) => line.includes(` ${who} `));
    assert.deepEqual(of('A'), [
      ...[...setUpFrom('A'), ...offer('A'), '> A REFER', '< A 202'],
      ...[...notify('A'), ...notify('A'), '> A BYE', '< A 200'],
    ]);
    assert.deepEqual(of('C'), [...setUpTo('C'), ...offer('C'), '> C BYE', '< C 200']);
  });

  test('B-20: to somebody who does not know REFER, by BYE with Also', async () => {
    capture = await site.capture();
    const knowsNoRefer = [receive('request="REFER"'), send(responseWithin('501 Not Implemented'))];
    await using a = await play(first, callsPhone(first), isHeld, knowsNoRefer, isHungUpOn);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await startTransfer();
    await phone.softKey('blind');
    await callOver(phone);
    await a.succeeded();
    const messages = await said();
    const tail = ['> A REFER', '< A 501', '> A BYE', '< A 200'];
    assert.deepEqual(ladderOf(messages, others), [...setUpFrom('A'), ...offer('A'), ...tail]);
    assert.match(header(ours(messages, 'BYE'), 'also'), new RegExp(`sip:${second.number}@`));
  });

  test('B-27: after a consultation, to somebody who does not know REFER: A is told by BYE, and C is called by A', async () => {
    capture = await site.capture();
    // Not before C is held: the phone's BYE to C would cross the answer to that.
    const knowsNoRefer = [receive('request="REFER"'), pause(1000), send(responseWithin('501 Not Implemented'))];
    await using a = await play(first, callsPhone(first), isHeld, knowsNoRefer, isHungUpOn);
    await using c = await play(second, isCalled, isHeld, isHungUpOn);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await startTransfer();
    await phone.softKey('dial');
    await cOnTheLine();
    await capture.acknowledged(3);
    await phone.softKey('transfer');
    await callOver(phone);
    await Promise.all([a.succeeded(), c.succeeded()]);
    const messages = await said();
    const of = (who: string): readonly string[] => ladderOf(messages, others).filter((line) => line.includes(` ${who} `));
    assert.deepEqual(of('A'), [...setUpFrom('A'), ...offer('A'), '> A REFER', '< A 501', '> A BYE', '< A 200']);
    assert.deepEqual(of('C'), [...setUpTo('C'), ...offer('C'), '> C BYE', '< C 200']);
    const also = messages.flatMap((message) => (message.method === 'BYE' ? valuesOf(message, 'also') : []));
    assert.equal(also.length, 1);
    assert.match(also[0] ?? '', /^<sip:peer@/, 'the phone of C, not its number');
  });
});

describe('the phone is transferred', () => {
  const others = { B: first.ends, C: second.ends };

  test('B-17: blind; it calls C and tells B how that goes', async () => {
    capture = await site.capture();
    await using b = await play(
      first,
      isCalled,
      [pause(1000)],
      refersBack(`<sip:${second.number}@${peerAddress}>`, 3),
      hangsUpBack,
    );
    await using c = await play(second, isCalled, isHungUpOn);
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await b.succeeded();
    await told(new RegExp(second.number));
    await phone.waitForScreen('call');
    await hangUp(phone);
    await c.succeeded();
    const messages = await said();
    const ladder = ladderOf(messages, others);
    const of = (who: string): readonly string[] => ladder.filter((line) => line.includes(` ${who} `));
    assert.deepEqual(of('B'), [
      ...[...setUpTo('B'), '< B REFER', '> B 202'],
      ...[...tells('B'), ...tells('B'), ...tells('B'), '< B BYE', '> B 200'],
    ]);
    assert.deepEqual(of('C'), [...setUpTo('C'), '> C BYE', '< C 200']);
    const toC = messages.find(
      ({ fromPhone, method, requestUri }) => fromPhone && method === 'INVITE' && requestUri?.includes('8000'),
    );
    assert.match(header(toC, 'referred-by'), /sip:9000@/);
    const told3 = messages.filter(({ fromPhone, method }) => fromPhone && method === 'NOTIFY');
    assert.deepEqual(
      told3.map((each) => /SIP\/2.0 (\d+)/.exec(each.body)?.[1]),
      ['100', '180', '200'],
    );
    assert.match(header(told3.at(-1), 'subscription-state'), /^terminated/);
  });

  test('B-23: after a consultation; its call to C names the one that it replaces', async () => {
    capture = await site.capture();
    const replaces = '?Replaces=consultation%3Bto-tag%3Dcc%3Bfrom-tag%3Dbb';
    const referTo = `<sip:${second.number}@${peerAddress}${replaces}>`;
    await using b = await play(first, isCalled, [pause(1000)], refersBack(referTo, 3), hangsUpBack);
    await using c = await play(second, isCalled, isHungUpOn);
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await b.succeeded();
    await told(new RegExp(second.number));
    await phone.waitForScreen('call');
    await hangUp(phone);
    await c.succeeded();
    const messages = await said();
    const toC = messages.find(
      ({ fromPhone, method, requestUri }) => fromPhone && method === 'INVITE' && requestUri?.includes('8000'),
    );
    assert.match(header(toC, 'replaces'), /^consultation;(to-tag=cc;from-tag=bb|from-tag=bb;to-tag=cc)$/);
    assert.doesNotMatch(toC?.requestUri ?? '', /Replaces/i);
  });

  test('B-20, B-27: by a BYE with Also', async () => {
    capture = await site.capture();
    const bye = hangsUpBack.map((step) =>
      step.replace('Max-Forwards', `Also: <sip:${second.number}@${peerAddress}>\nMax-Forwards`),
    );
    await using b = await play(first, isCalled, [pause(1000)], bye);
    await using c = await play(second, isCalled, isHungUpOn);
    await dial(phone, first.number);
    await b.succeeded();
    await told(new RegExp(second.number));
    await phone.waitForScreen('call');
    await hangUp(phone);
    await c.succeeded();
    assert.deepEqual(
      ladderOf(await said(), others).filter((line) => line.includes(' C ')),
      [...setUpTo('C'), '> C BYE', '< C 200'],
    );
  });
});

describe('the phone is transferred to', () => {
  const others = { A: second.ends, B: first.ends };

  test('B-23: the new caller replaces the one that consulted it, without a ring', async () => {
    capture = await site.capture();
    const dialog = new ToldDialog(site.directory);
    const script = played(first, 'consults', callsPhone(first), [tellsDialog], isHungUpOn);
    await using b = await Sipp.script(site.lan, site.directory, { ...script, arguments: dialog.arguments });
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    const replaces = `Replaces: ${await dialog.value(phone)}`;
    await using a = await play(second, callsPhone(second, [replaces, 'Require: replaces']), [pause(3000)], hangsUp(second));
    await b.succeeded();
    await told(new RegExp(second.number));
    await a.succeeded();
    await callOver(phone);
    const ladder = ladderOf(await said(), others);
    const of = (who: string): readonly string[] => ladder.filter((line) => line.includes(` ${who} `));
    assert.deepEqual(of('B'), [...setUpFrom('B'), '> B BYE', '< B 200']);
    assert.deepEqual(
      of('A').filter((line) => !line.endsWith('180')),
      ['< A INVITE', '> A 200', '< A ACK', '< A BYE', '> A 200'],
    );
  });

  test('a Replaces that names no call of the phone is refused', async () => {
    capture = await site.capture();
    const foreign = 'Replaces: nothing;to-tag=a;from-tag=b';
    const asks = request('INVITE', { user: second.number }, { sequence: 1, headers: [foreign], body: sdp() });
    const acknowledges = request('ACK', { user: second.number }, { sequence: 1, toOfResponse: true });
    const trying = receive('response="100" optional="true"');
    await using a = await play(second, [send(asks), trying, receive('response="481"'), send(acknowledges)]);
    await a.succeeded();
    assert.deepEqual(ladderOf(await said(), others), ['< A INVITE', '> A 481', '< A ACK']);
  });
});

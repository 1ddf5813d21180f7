// A line that several phones share by the dialog package (RFC 4235), behind real Kamailio: sipp is the line's server and the other phones.
// What is told lights the lamp, what is held is taken over, a call is joined (RFC 3911), an appearance is published before it is used
// (RFC 7463), and a key system's station registers for the owner of the line (SPA9000 administration guide, page 190).

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { dial, hangUp, sleep } from './rig/calls.ts';
import { gateway, isCalled, isHungUpOn, played, watches } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { keySystem, ownedNumber } from './rig/kamailio-features.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import {
  again,
  body,
  contact,
  goTo,
  label,
  receive,
  receiveInvite,
  requestBack,
  response,
  type Step,
  send,
} from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { flowOf, valuesOf, type WireMessage } from './rig/wire-sip.ts';

/** The line's server, to which Kamailio gives what is for 9…, and the other phone. */
const { first, second } = gateway;
const line = '9001';

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [keySystem] }));
});
after(() => site[Symbol.asyncDispose]());

interface Told {
  readonly state: 'trying' | 'confirmed' | 'terminated';
  readonly held?: boolean;
  readonly appearance?: number;
  /** As key systems count, from 0. */
  readonly lineId?: number;
}

/** The other phone's call with 8001, which came in. */
function document(version: number, { state, held = false, appearance, lineId }: Told): string {
  const parameter = (name: string, value: string | number): string => `<param pname="${name}" pval="${value}"/>`;
  return body(
    'application/dialog-info+xml',
    [
      '<?xml version="1.0"?>',
      '<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" xmlns:sa="urn:ietf:params:xml:ns:sa-dialog-info"',
      ` version="${version}" state="full" entity="sip:${line}@${peerAddress}">`,
      '<dialog id="d1" call-id="theirs" local-tag="holder" remote-tag="caller" direction="recipient">',
      appearance === undefined ? '' : `<sa:appearance>${appearance}</sa:appearance>`,
      `<state>${state}</state><local><identity display="Desk">sip:${line}@${peerAddress}</identity>`,
      `<target uri="sip:${second.number}@${peerAddress}">${parameter('+sip.rendering', held ? 'no' : 'yes')}`,
      lineId === undefined ? '' : parameter('x-line-id', lineId),
      `</target></local><remote><identity display="Caller">sip:8001@${peerAddress}</identity>`,
      `<target uri="sip:8001@${peerAddress}"/></remote></dialog></dialog-info>`,
    ].join('\n'),
  );
}

const asked = response('200 OK', [contact, '[last_Expires:]']);
const active = 'Subscription-State: active;expires=600';

/** Is subscribed to, and tells. */
function tells(event: string, ...all: readonly Told[]): readonly Step[] {
  const notifies = all.flatMap((told, index) => [
    send(requestBack('NOTIFY', index + 1, [`Event: ${event}`, active], document(index, told)), again),
    receive('response="200"'),
    '<pause milliseconds="1500"/>',
  ]);
  return [
    receiveInvite.replace('"INVITE"', '"SUBSCRIBE"'),
    send(asked),
    '<pause milliseconds="100"/>',
    ...notifies,
    receive('request="SUBSCRIBE"'),
    send(asked),
  ];
}

function serves(name: string, steps: readonly Step[]): Promise<Sipp> {
  const script = played(first, name, steps);
  return Sipp.script(site.lan, site.directory, { ...script, count: 100, arguments: ['-l', '20', '-deadcall_wait', '0'] });
}

function station(protocol: string, params: Readonly<Record<string, string | number>> = {}): Promise<SimulatedPhone> {
  // Its lamp is red as soon as it is registered.
  return site.unregisteredPhone({
    user: line,
    params: { 'voip/line/0/shared_line/enabled': 1, 'voip/line/0/shared_line/protocol': protocol, ...params },
  });
}

async function lampSays(phone: SimulatedPhone, words: string): Promise<void> {
  await phone.waitFor(`line1 ${words}`, async () => {
    const lamp = (await phone.state()).leds['line1'];
    return `${lamp?.color} ${lamp?.pattern}` === words ? true : undefined;
  });
}

const invite = (messages: readonly WireMessage[]): WireMessage | undefined =>
  messages.find(({ fromPhone, method }) => fromPhone && method === 'INVITE');
const value = (message: WireMessage | undefined, header: string): string => (message && valuesOf(message, header)[0]) ?? '';

for (const [protocol, event] of [
  ['DIALOG', 'dialog'],
  ['DIALOG_SLA', 'dialog;sla'],
] as const) {
  describe(`told by ${event}`, () => {
    test('a call that is held elsewhere is taken from whom it is with (RFC 3891)', async () => {
      await using capture = await site.capture();
      await using _server = await serves(
        `held-${protocol}`,
        tells(event, { state: 'confirmed' }, { state: 'confirmed', held: true }),
      );
      await using phone = await station(protocol);
      await lampSays(phone, 'red double');
      await lampSays(phone, 'red slow');
      await using other = await Sipp.script(site.lan, site.directory, played(second, 'is-taken', isCalled, isHungUpOn));
      await phone.press('line1');
      await phone.waitForScreen('call');
      await phone.press('speaker');
      await other.succeeded();
      const taking = invite(await assertSoundSip(capture, false));
      assert.equal(value(taking, 'replaces'), 'theirs;to-tag=caller;from-tag=holder');
      assert.match(taking?.requestUri ?? '', /^sip:8001@/);
    });

    test('a call that goes on elsewhere is joined by the key, where that is allowed (RFC 3911)', async () => {
      await using capture = await site.capture();
      await using _server = await serves(`active-${protocol}`, tells(event, { state: 'confirmed' }));
      const params = { 'voip/line/0/shared_line/appearances': 1, 'voip/services/shared_line/barge_in/enabled': 1 };
      await using phone = await station(protocol, params);
      await lampSays(phone, 'red double');
      await using other = await Sipp.script(site.lan, site.directory, played(second, 'is-joined', isCalled, isHungUpOn));
      await phone.press('line1');
      await phone.waitForScreen('call');
      await phone.press('speaker');
      await other.succeeded();
      const joining = invite(await assertSoundSip(capture, false));
      assert.equal(value(joining, 'join'), 'theirs;to-tag=holder;from-tag=caller');
      assert.match(value(joining, 'require'), /\bjoin\b/);
      assert.match(joining?.requestUri ?? '', /^sip:8000@/);
    });
  });
}

describe('counted by a state agent (RFC 7463)', () => {
  /** One Call-ID watches, others publish. */
  const agent = (status: string, ...told: readonly Told[]): readonly Step[] => [
    '<recv request="PUBLISH" optional="true" next="published"/>',
    ...tells('dialog;shared', ...told),
    goTo('end'),
    label('again'),
    receive('request="PUBLISH"'),
    label('published'),
    send(response(status, ['SIP-ETag: tag-[cseq]', 'Expires: 600'])),
    goTo('again'),
    label('end'),
  ];

  test('the appearance that nobody has is published before the call, and with the call its state', async () => {
    await using capture = await site.capture();
    await using _server = await serves('agent', agent('200 OK', { state: 'confirmed', appearance: 1 }));
    await using phone = await station('DIALOG_SHARED');
    await lampSays(phone, 'red double');
    await using other = await Sipp.script(site.lan, site.directory, played(second, 'is-called', isCalled, isHungUpOn));
    await dial(phone, second.number);
    await phone.waitForScreen('call');
    await sleep(300);
    await hangUp(phone);
    await other.succeeded();
    await sleep(300);
    const ours = (await assertSoundSip(capture, false)).filter(({ fromPhone, method }) => fromPhone && method !== undefined);
    const published = ours.filter(({ method }) => method === 'PUBLISH');
    const flow = flowOf(ours);
    assert.ok(flow.indexOf('PUBLISH') < flow.indexOf('INVITE'), flow.join());
    assert.equal(value(published[0], 'event'), 'dialog;shared');
    const told = published.map(({ body: text }) => [
      /<sa:appearance>(\d+)</.exec(text)?.[1],
      /<state[^>]*>(\w+)</.exec(text)?.[1],
    ]);
    assert.deepEqual(told[0], ['2', 'trying']);
    assert.ok(told.some(([appearance, state]) => appearance === '2' && state === 'confirmed'));
    assert.equal(value(published.at(-1), 'expires'), '0');
  });

  test('an appearance that the agent refuses is not used, and the person is told', async () => {
    await using capture = await site.capture();
    await using _server = await serves('refusing', agent('400 Bad Request', { state: 'confirmed', appearance: 1 }));
    await using phone = await station('DIALOG_SHARED');
    await lampSays(phone, 'red double');
    await dial(phone, second.number);
    const ended = await phone.waitForScreen('ended');
    assert.match(JSON.stringify(ended), /another phone has the line/i);
    await phone.hook(false);
    assert.equal(invite(await assertSoundSip(capture, false)), undefined);
  });
});

describe('of a key system', () => {
  const owned = {
    'voip/line/0/shared_user_id': ownedNumber,
    'voip/signalling/sip/station_name': 'Front Desk',
    'voip/line/0/shared_line/enabled': 1,
    'voip/line/0/shared_line/protocol': 'DIALOG',
  };
  test('the station registers for the owner with its name, shows the others, and tells that its handset is up', async () => {
    await using capture = await site.capture();
    await using _server = await serves('keys', tells('dialog', { state: 'confirmed', lineId: 0 }, { state: 'terminated' }));
    await using phone = await site.unregisteredPhone({ user: user.phone, params: owned });
    await lampSays(phone, 'red double');
    await lampSays(phone, 'green steady');
    // The key system watches the station, until it is told of the end of a seizure.
    const watching = { ...played(second, 'watches', watches(second)), calls: ownedNumber };
    await using watcher = await Sipp.script(site.lan, site.directory, watching);
    await sleep(500);
    await phone.hook(true);
    await sleep(1500);
    await phone.hook(false);
    await watcher.succeeded();
    const messages = await assertSoundSip(capture, false);
    const register = messages.find(({ fromPhone, method }) => fromPhone && method === 'REGISTER');
    assert.match(value(register, 'to'), new RegExp(`<sip:${ownedNumber}@`));
    assert.match(value(register, 'from'), new RegExp(`<sip:${user.phone}@`));
    assert.equal(value(register, 'p-station-name'), 'Front Desk');
    assert.equal(value(register, 'allow-events'), 'dialog');
    const subscribe = messages.find(({ fromPhone, method }) => fromPhone && method === 'SUBSCRIBE');
    assert.match(subscribe?.requestUri ?? '', new RegExp(`^sip:${ownedNumber}@`));
    const told = messages.filter(({ fromPhone, method }) => fromPhone && method === 'NOTIFY').map(({ body: text }) => text);
    assert.ok(told.some((text) => /<state>trying</.test(text) && /pname="x-line-id" pval="0"/.test(text)));
  });
});

// Who is on the other side now (RFC 4916, RFC 3325): real Asterisk puts somebody else through, and sipp behind real Kamailio says so by
// itself; what a person reads follows, where the proxy vouches for it.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { startAsterisk } from './rig/asterisk.ts';
import { number, putThrough } from './rig/asterisk-configuration.ts';
import { callOver, dial, hangUp } from './rig/calls.ts';
import { callsPhone, gateway, hangsUp, hangsUpBack, isCalled, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import {
  again,
  contact,
  pause,
  receive,
  receiveInvite,
  requestBack,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { flowOf, valuesOf } from './rig/wire-sip.ts';

async function reads(phone: SimulatedPhone, words: string): Promise<void> {
  await phone.waitFor(`the words ${words}`, async () => {
    const { screen, items } = await phone.screen();
    return screen === 'call' && JSON.stringify(items).includes(words) ? true : undefined;
  });
}

describe('Asterisk', () => {
  let site: Site;
  before(async () => {
    site = await Site.open();
    await site.keep(startAsterisk(site.lan, site.directory));
  });
  after(() => site[Symbol.asyncDispose]());

  for (const [who, header] of [
    [user.phone, 'p-asserted-identity'],
    [user.fourthPhone, 'remote-party-id'],
  ] as const) {
    test(`puts somebody through, and says so by UPDATE with ${header}`, async () => {
      await using capture = await site.capture();
      await using phone = await site.phone({ user: who });
      await dial(phone, number.putsThrough);
      await reads(phone, number.putsThrough);
      await reads(phone, putThrough.name);
      await reads(phone, putThrough.number);
      await hangUp(phone);
      const messages = await assertSoundSip(capture);
      const told = messages
        .filter(({ fromPhone, method }) => !fromPhone && method === 'UPDATE')
        .flatMap((message) => valuesOf(message, header));
      assert.match(told.at(-1) ?? '', new RegExp(`"${putThrough.name}" <sip:${putThrough.number}@`));
    });
  }

  test('names whom it found, when that one answers', async () => {
    await using phone = await site.phone({ user: user.phone });
    await using other = await site.phone({ user: user.secondPhone, port: 5070 });
    await dial(phone, user.secondPhone);
    await other.waitForScreen('incoming');
    await other.hook(true);
    await reads(phone, `Phone ${user.secondPhone}`);
    await hangUp(phone);
    await callOver(other);
  });
});

describe('a gateway', () => {
  const { first } = gateway;
  let site: Site;
  let phone: SimulatedPhone;
  before(async () => {
    site = await Site.open();
    await site.keep(startKamailio(site.lan, site.directory));
    phone = await site.keep(site.phone({ user: user.phone }));
  });
  after(() => site[Symbol.asyncDispose]());
  afterEach(async () => {
    await phone.hook(false);
    await phone.waitForScreen('idle', 'ended');
  });

  /** The same request, from somebody of this name. */
  const from = (name: string, number: string, message: string): string =>
    message.replace('From:[$called]', `From: "${name}" <sip:${number}@[local_ip]>`);
  const answered: readonly Step[] = [receive('response="100" optional="true"'), receive('response="200"')];
  const updates = (name: string, number: string, headers: readonly string[] = []): readonly Step[] => [
    send(from(name, number, requestBack('UPDATE', 2, headers)), again),
    ...answered,
  ];
  const reinvites = (name: string, number: string): readonly Step[] => [
    send(from(name, number, requestBack('INVITE', 2, [], sdp({ version: 2 }))), again),
    ...answered,
    send(from(name, number, requestBack('ACK', 2))),
  ];

  for (const [how, flow, words] of [
    ['by UPDATE with another From', updates('Nurse', '9333'), ['Nurse', '9333']],
    ['by re-INVITE with another From', reinvites('Doctor', '9444'), ['Doctor', '9444']],
    [
      'by UPDATE, asserted',
      updates('gateway', first.number, ['P-Asserted-Identity: "Night Desk" <sip:9555@[local_ip]>']),
      ['Night Desk', '9555'],
    ],
  ] as const) {
    test(`says who is there now, ${how}`, async () => {
      const script = played(first, 'connected', isCalled, [pause(300)], flow, [pause(3000)], hangsUpBack);
      await using sipp = await Sipp.script(site.lan, site.directory, script);
      await dial(phone, first.number);
      await reads(phone, first.number);
      for (const word of words) await reads(phone, word);
      await callOver(phone);
      await sipp.succeeded();
    });
  }

  test('rings as somebody else, who is named before the answer', async () => {
    const named = 'P-Asserted-Identity: "Porter" <sip:9777@[local_ip]>';
    const rings = [
      receiveInvite,
      send(response('180 Ringing', [contact, named])),
      pause(3000),
      send(response('486 Busy Here'), again),
    ];
    const script = played(first, 'rings', rings, [receive('request="ACK"')]);
    await using sipp = await Sipp.script(site.lan, site.directory, script);
    await dial(phone, first.number);
    await phone.waitFor('who rings', async () => {
      const { screen, items } = await phone.screen();
      return screen === 'outgoing' && JSON.stringify(items).includes('Porter') ? true : undefined;
    });
    await phone.waitForScreen('ended');
    await sipp.succeeded();
  });

  for (const [who, supported, told] of [
    ['who understands it', ['Supported: from-change'], ['UPDATE', '200']],
    ['who does not', [], []],
  ] as const) {
    test(`calls the phone by another name: ${who} is told who answered (RFC 4916)`, async () => {
      const another = (step: Step): Step => step.replaceAll('To: <sip:[service]@', 'To: <sip:group@');
      const hears: readonly Step[] = [receive('request="UPDATE"'), send(responseWithin('200 OK', ['[last_Session-Expires:]']))];
      const flow = [
        callsPhone(first, [...supported, 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE']).map(another),
        told.length > 0 ? hears : [],
      ];
      await using capture = await site.capture();
      const script = played(first, `group-${told.length}`, ...flow, [pause(500)], hangsUp(first, 2));
      await using sipp = await Sipp.script(site.lan, site.directory, script);
      await phone.waitForScreen('incoming');
      await phone.hook(true);
      await callOver(phone);
      await sipp.succeeded();
      const updates = (await assertSoundSip(capture)).filter(({ sequenceMethod }) => sequenceMethod === 'UPDATE');
      assert.deepEqual(flowOf(updates), told);
      for (const { fromPhone, headers } of updates.slice(0, 1)) {
        assert.ok(fromPhone);
        assert.match(
          headers.find(({ name }) => name === 'from')?.value ?? '',
          new RegExp(`<sip:${user.phone}@${peerAddress}>;tag=`),
        );
      }
    });
  }

  test('says that whoever is there now wants no name shown', async () => {
    const hides = updates('Anonymous', 'anonymous', ['Privacy: id', 'P-Asserted-Identity: <sip:9666@[local_ip]>']);
    const script = played(first, 'hides', isCalled, [pause(300)], hides, [pause(3000)], hangsUpBack);
    await using sipp = await Sipp.script(site.lan, site.directory, script);
    await dial(phone, first.number);
    await phone.waitFor('an unknown party', async () => {
      const { screen, items } = await phone.screen();
      return screen === 'call' && /anonymous|private|unknown|withheld/i.test(JSON.stringify(items)) ? true : undefined;
    });
    assert.doesNotMatch(JSON.stringify((await phone.screen()).items), /9666/);
    await callOver(phone);
    await sipp.succeeded();
  });
});

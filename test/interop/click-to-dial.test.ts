// Proves that a click somewhere else makes the phone call: Asterisk calls it with the word to answer itself and connects it on
// (originate), or a server asks it by a REFER outside of calls (RFC 3515), through real Kamailio; each only where the phone lets it.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asteriskCommand, startAsterisk } from './rig/asterisk.ts';
import { number } from './rig/asterisk-configuration.ts';
import { assertHears, callOver, hangUp } from './rig/calls.ts';
import { gateway, isHungUpOn, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import {
  again,
  contact,
  pause,
  receive,
  receiveAck,
  receiveInvite,
  request,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { ladderOf } from './rig/wire-sip.ts';

const toneHz = 1000;

describe('Asterisk originates', () => {
  let site: Site;
  before(async () => {
    site = await Site.open();
    await site.keep(startAsterisk(site.lan, site.directory));
  });
  after(() => site[Symbol.asyncDispose]());

  for (const allowed of [true, false]) {
    test(
      allowed ? 'the phone answers itself, and is connected' : 'the phone rings, and is connected when a person answers',
      async () => {
        const params = { 'voip/auto_answer/enabled': allowed ? 1 : 0 };
        await using phone = await site.phone({ user: user.phone, params, toneHz });
        await asteriskCommand(`channel originate Local/${number.intercom}${user.phone}@phones extension ${number.echo}@phones`);
        if (!allowed) {
          await phone.waitForScreen('incoming');
          await phone.hook(true);
          await assertHears(phone, toneHz, 0.3);
          await hangUp(phone);
          return;
        }
        await phone.waitForScreen('call');
        assert.equal((await phone.state()).audio.path, 'speaker');
        await phone.press('speaker');
        await callOver(phone);
      },
    );
  }
});

describe('a server refers', () => {
  const { first, second } = gateway;
  let site: Site;
  before(async () => {
    site = await Site.open();
    await site.keep(startKamailio(site.lan, site.directory));
  });
  after(() => site[Symbol.asyncDispose]());

  const refer = send(
    request('REFER', { user: first.number }, { sequence: 1, headers: [`Refer-To: <sip:${second.number}@[remote_ip]>`] }),
    again,
  );
  const ringsFirst = [
    receiveInvite,
    send(response('180 Ringing', [contact])),
    pause(300),
    send(response('200 OK', [contact], sdp()), again),
    receiveAck,
  ];
  // The first NOTIFY may be faster than the answer (RFC 6665 §4.1.2.4), which comes again where the request did.
  const accepted = receive('response="202" optional="true"');
  const notified: readonly Step[] = [accepted, receive('request="NOTIFY"'), send(responseWithin('200 OK'))];

  test('the phone asks the person, calls, and tells how it goes', async () => {
    await using capture = await site.capture();
    await using phone = await site.phone({ user: user.phone, params: { 'voip/services/transfer/click_to_dial': 'PROXY' } });
    await using called = await Sipp.script(site.lan, site.directory, played(second, 'called', ringsFirst, isHungUpOn));
    await using click = await Sipp.script(
      site.lan,
      site.directory,
      played(first, 'click', [refer, ...Array.from({ length: 4 }, () => notified).flat()]),
    );
    const { items } = await phone.waitForScreen('incoming');
    assert.match(JSON.stringify(items), new RegExp(second.number));
    await phone.hook(true);
    await phone.waitForScreen('call');
    await click.succeeded();
    await hangUp(phone);
    await called.succeeded();
    const messages = await assertSoundSip(capture);
    const ofClick = messages.filter(({ headers }) => headers.some(({ value }) => value.includes(first.number)));
    const progress = Array.from({ length: 4 }, () => ['> A NOTIFY', '< A 200']).flat();
    assert.deepEqual(ladderOf(ofClick, { A: first.ends }), ['< A REFER', '> A 202', ...progress]);
    const told = ofClick.filter(({ method }) => method === 'NOTIFY').map(({ body }) => body.trim().split(' ')[1]);
    assert.deepEqual(told, ['100', '100', '180', '200']);
  });

  test('a person who does not want the call is not in one', async () => {
    await using phone = await site.phone({ user: user.phone, params: { 'voip/services/transfer/click_to_dial': 'PROXY' } });
    await using click = await Sipp.script(site.lan, site.directory, played(first, 'unwanted', [refer, ...notified, ...notified]));
    await phone.waitForScreen('incoming');
    await phone.softKey('reject');
    await click.succeeded();
    await callOver(phone);
  });

  test('a phone that is not told to refuses', async () => {
    await using phone = await site.phone({ user: user.phone });
    await using click = await Sipp.script(site.lan, site.directory, played(first, 'refused', [refer, receive('response="403"')]));
    await click.succeeded();
    assert.equal((await phone.screen()).screen, 'idle');
  });
});

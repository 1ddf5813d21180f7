// Proves with sipp as the villain, behind real Kamailio and beside it, with tshark on the wire, that the known tricks against phones get
// nothing: no credentials for who is called or who challenges within a call, no ring for strangers, no restart for who merely asks.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { callOver, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { callsPhone, gateway, isCalled, isHeld, isHungUpOn, isResumed, played } from './rig/gateway.ts';
import { startKamailio } from './rig/kamailio.ts';
import { backupAddress, peerAddress, phoneAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Sipp } from './rig/sipp.ts';
import {
  again,
  body,
  label,
  receive,
  receiveInvite,
  request,
  requestBack,
  response,
  responseWithin,
  type Step,
  sdp,
  send,
} from './rig/sipp-words.ts';
import { Site } from './rig/site.ts';
import { flowOf, valuesOf, type WireMessage, withoutRepeats } from './rig/wire-sip.ts';

const { first } = gateway;
/** Any will do; the capture tells which it was. */
const isRefused: readonly Step[] = [
  ...[400, 401, 403, 404, 405, 481, 489, 501].map((status) => `<recv response="${status}" optional="true" next="refused"/>`),
  receive('response="603"'),
  label('refused'),
];

let site: Site;
let phone: SimulatedPhone;
let capture: Capture;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  phone = await site.keep(site.phone({ user: user.phone }));
});
after(() => site[Symbol.asyncDispose]());
afterEach(async () => {
  await capture[Symbol.asyncDispose]();
  await phone.hook(false);
  await phone.waitForScreen('idle', 'ended');
});

function play(...parts: readonly (readonly Step[])[]): Promise<Sipp> {
  return Sipp.script(site.lan, site.directory, played(first, 'villain', ...parts));
}

/** From an address that the phone has nothing to do with, straight to it. */
function stranger(part: readonly Step[], options: readonly string[] = []): Promise<Sipp> {
  const script = { ...played(first, 'stranger', part), arguments: options };
  return Sipp.script(site.lan, site.directory, { ...script, address: backupAddress, sendsTo: `${phoneAddress}:5060` });
}

async function said(): Promise<readonly WireMessage[]> {
  await sleep(100);
  const messages = withoutRepeats(await assertSoundSip(capture, false));
  return messages.filter(({ sequenceMethod }) => sequenceMethod !== 'REGISTER');
}

/** What the phone showed of its password, in whatever form. */
function shown(messages: readonly WireMessage[]): readonly string[] {
  return messages
    .filter(({ fromPhone }) => fromPhone)
    .flatMap((message) =>
      [...valuesOf(message, 'authorization'), ...valuesOf(message, 'proxy-authorization')].map(
        (value) => `${message.method}: ${value}`,
      ),
    );
}

describe('a called party', () => {
  test('learns nothing of the password from a call', async () => {
    capture = await site.capture();
    await using sipp = await play(isCalled, isHeld, isResumed, isHungUpOn);
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await phone.softKey('hold');
    await phone.waitForScreen('held');
    await capture.acknowledged(2);
    await phone.softKey('resume');
    await phone.waitForScreen('call');
    await capture.acknowledged(3);
    await hangUp(phone);
    await sipp.succeeded();
    const endToEnd = shown(await said()).filter((value) => !/: Digest .*proxy/i.test(value));
    assert.deepEqual(endToEnd, []);
  });

  for (const [header, status] of [
    ['WWW-Authenticate', '401 Unauthorized'],
    ['Proxy-Authenticate', '407 Proxy Authentication Required'],
  ] as const) {
    for (const realm of ['evil.test', 'interop', peerAddress]) {
      test(`who answers our BYE ${status.slice(0, 3)} in the name of ${realm} gets no answer`, async () => {
        capture = await site.capture();
        const challenge = `${header}: Digest realm="${realm}", nonce="0123456789abcdef", algorithm=MD5`;
        const challenges = [receive('request="BYE"'), send(responseWithin(status, [challenge]))];
        await using sipp = await play(isCalled, challenges);
        await dial(phone, first.number);
        await phone.waitForScreen('call');
        await hangUp(phone);
        await sipp.succeeded();
        const nonces = shown(await said()).filter((value) => value.includes('0123456789abcdef'));
        assert.deepEqual(nonces, []);
      });
    }
  }

  test('who answers our INVITE with a foreign challenge gets no answer, and the person is told', async () => {
    capture = await site.capture();
    const challenge = 'WWW-Authenticate: Digest realm="evil.test", nonce="0123456789abcdef", algorithm=MD5';
    const asks = [receiveInvite, send(response('401 Unauthorized', [challenge]), again), receive('request="ACK"')];
    await using sipp = await play(asks);
    await dial(phone, first.number);
    await phone.waitForScreen('ended');
    await sipp.succeeded();
    assert.deepEqual(flowOf(await said()), ['INVITE', '401', 'ACK']);
  });

  test('who sends us on to a host that challenges in our realm gets no answer there', async () => {
    capture = await site.capture();
    const away = `Contact: <sip:9@${backupAddress}:${gateway.second.port}>`;
    const challenge = 'WWW-Authenticate: Digest realm="interop", nonce="0123456789abcdef", algorithm=MD5';
    const asks = [receiveInvite, send(response('401 Unauthorized', [challenge]), again), receive('request="ACK"')];
    const trap = { ...played(gateway.second, 'trap', asks), address: backupAddress };
    await using trapper = await Sipp.script(site.lan, site.directory, trap);
    const sends = [receiveInvite, send(response('302 Moved Temporarily', [away]), again), receive('request="ACK"')];
    await using sipp = await play(sends);
    await dial(phone, first.number);
    await phone.waitForScreen('ended');
    await sipp.succeeded();
    await trapper.succeeded();
    const nonces = shown(await said()).filter((value) => value.includes('0123456789abcdef'));
    assert.deepEqual(nonces, []);
  });

  test('sends odd INFO in a call, and the call goes on', async () => {
    capture = await site.capture();
    const info = (type: string, content: string, sequence: number): readonly Step[] => [
      send(requestBack('INFO', sequence, [], body(type, content)), again),
      `<recv response="200" optional="true" next="told${sequence}"/>`,
      `<recv response="415" optional="true" next="told${sequence}"/>`,
      `<recv response="469" optional="true" next="told${sequence}"/>`,
      receive('response="400"'),
      label(`told${sequence}`),
    ];
    const tricks = [
      ...info('application/dtmf-relay', `Signal=${'9'.repeat(200)}\nDuration=99999999999`, 2),
      ...info('application/dtmf', '`reboot`', 3),
      ...info('application/media_control+xml', '<media_control><vc_primitive><to_encoder/></vc_primitive></media_control>', 4),
      ...info('application/x-broadworks', 'play tone CallWaitingTone1', 5),
    ];
    await using sipp = await play(isCalled, tricks, isHungUpOn);
    await dial(phone, first.number);
    await phone.waitForScreen('call');
    await sleep(500);
    assert.equal((await phone.screen()).screen, 'call');
    await hangUp(phone);
    await sipp.succeeded();
    await said();
  });
});

describe('a stranger', () => {
  const rings = (): Promise<boolean> => phone.screen().then(({ screen }) => screen === 'incoming');

  test('calls, and nothing rings', async () => {
    capture = await site.capture();
    const asks = request('INVITE', { user: first.number }, { sequence: 1, body: sdp() });
    const acknowledges = request('ACK', { user: first.number }, { sequence: 1, toOfResponse: true });
    await using sipp = await stranger([send(asks, again), receive('response="403"'), send(acknowledges)]);
    await sipp.succeeded();
    assert.equal(await rings(), false);
    assert.deepEqual(flowOf(await said()), ['INVITE', '403', 'ACK']);
  });

  test('is answered the same whoever he asks for', async () => {
    capture = await site.capture();
    const ask = (number: string): string =>
      request('INVITE', { user: first.number }, { sequence: 1, body: sdp() }).replaceAll('[service]', number);
    for (const number of [user.phone, '1', 'admin']) {
      await using sipp = await stranger([send(ask(number), again), receive('response="403"')]);
      await sipp.succeeded();
    }
    assert.ok((await said()).every(({ method, status }) => method !== undefined || status === 403));
  });

  // From the proxy no more than from elsewhere: anybody can forge its address on UDP.
  for (const [who, start] of [
    ['he', stranger],
    ['the proxy', play],
  ] as const) {
    test(`sends NOTIFY of all that restarts phones; though it were ${who}, the phone does nothing`, async () => {
      capture = await site.capture();
      const events = [
        'check-sync',
        'check-sync;reboot=true',
        'resync',
        'reboot',
        'reboot_now',
        'restart_now',
        'report',
        'xml-service',
        'ACTION-URI',
      ];
      const notify = (event: string): string =>
        request('NOTIFY', { user: first.number }, { sequence: 1, headers: [`Event: ${event}`, 'Subscription-State: active'] });
      for (const event of events) {
        await using sipp = await start([send(notify(event), again), ...isRefused]);
        await sipp.succeeded();
      }
      const answers = (await said()).filter(({ fromPhone, status }) => fromPhone && status !== undefined);
      assert.equal(answers.length, events.length);
      for (const { status } of answers) assert.ok([401, 403, 404, 481, 489].includes(status ?? 0), `${status}`);
      assert.ok(phone.running);
      assert.doesNotMatch(phone.log, /wants a restart/);
    });
  }

  test('may not cancel a call that rings, though he knows its name', async () => {
    capture = await site.capture();
    const second = gateway.second;
    const script = { ...played(second, 'rings', callsPhone(second), isHungUpOn), arguments: ['-cid_str', 'known'] };
    await using call = await Sipp.script(site.lan, site.directory, script);
    await phone.waitForScreen('incoming');
    const cancel = request('CANCEL', { user: second.number }, { sequence: 1 });
    await using sipp = await stranger([send(cancel), ...isRefused], ['-cid_str', 'known']);
    await sipp.succeeded();
    assert.ok(await rings());
    await phone.hook(true);
    await phone.waitForScreen('call');
    await hangUp(phone);
    await call.succeeded();
  });

  test('may not end a call that is not his, nor change it', async () => {
    capture = await site.capture();
    const second = gateway.second;
    const script = played(second, 'talks', callsPhone(second), isHungUpOn);
    await using call = await Sipp.script(site.lan, site.directory, script);
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    const foreign = (method: string): string =>
      request(method, { user: first.number }, { sequence: 7, body: method === 'INVITE' ? sdp() : undefined }).replace(
        'To: <sip:[service]@[remote_ip]>',
        'To: <sip:[service]@[remote_ip]>;tag=guessed',
      );
    for (const method of ['BYE', 'INVITE', 'REFER', 'INFO', 'UPDATE']) {
      await using sipp = await stranger([send(foreign(method)), ...isRefused]);
      await sipp.succeeded();
    }
    assert.equal((await phone.screen()).screen, 'call');
    await hangUp(phone);
    await call.succeeded();
    await callOver(phone);
  });
});

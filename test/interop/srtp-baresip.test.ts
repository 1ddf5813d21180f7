// Proves with real baresip through Kamailio, with tshark on the wire: voices both ways under keys from the signalling, nothing readable
// on the wire, a padlock on the screen; plain where encryption is a wish only and the other side cannot; no call where it is demanded.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip, type BaresipOptions } from './rig/baresip.ts';
import { assertHears, assertToneIn, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { assertUnreadable } from './rig/wire-rtp.ts';

const baresipToneHz = 600;
const phoneToneHz = 1000;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

function baresip(encryption: BaresipOptions['encryption']): Promise<Baresip> {
  const options = { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: baresipToneHz } as const;
  return Baresip.start(site.lan, site.directory, encryption === undefined ? options : { ...options, encryption });
}

function phone(params: Readonly<Record<string, string | number>>): Promise<SimulatedPhone> {
  return site.phone({
    user: user.phone,
    toneHz: phoneToneHz,
    params: { 'voip/media/srtp/keys_in_clear_signalling': 1, ...params },
  });
}

async function padlock(each: SimulatedPhone): Promise<boolean> {
  return /"encrypted"/.test(JSON.stringify(await each.screen()));
}

/** Both voices for a while, and the end. */
async function talk(each: SimulatedPhone, other: Baresip): Promise<void> {
  await each.waitForScreen('call');
  await assertHears(each, baresipToneHz);
  await sleep(1500);
  await hangUp(each);
  await other.waitForEvent('CALL_CLOSED');
  assertToneIn(other.heard(), 1, phoneToneHz);
}

async function streams(capture: Capture): Promise<readonly string[]> {
  const messages = await assertSoundSip(capture);
  return messages.flatMap(({ body }) => /^m=audio \d+ (\S+)/m.exec(body)?.[1] ?? []);
}

for (const suite of ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const) {
  test(`a call out under ${suite}, which both demand`, async () => {
    await using other = await baresip('srtp-mand');
    await using ours = await phone({ 'voip/media/srtp/mode': 'REQUIRED', 'voip/media/srtp/method': suite });
    await using capture = await site.capture();
    await dial(ours, user.baresip);
    await ours.waitForScreen('call');
    await assertHears(ours, baresipToneHz);
    assert.ok(await padlock(ours));
    await talk(ours, other);
    assert.ok((await streams(capture)).every((profile) => profile === 'RTP/SAVP'));
    await assertUnreadable(capture, [phoneToneHz, baresipToneHz]);
    assert.doesNotMatch(ours.log, /inline:[A-Za-z0-9]/);
  });
}

test('a call in under keys, with hold and resume that keep them', async () => {
  await using other = await baresip('srtp-mand');
  await using ours = await phone({ 'voip/media/srtp/mode': 'OPTIONAL' });
  await using capture = await site.capture();
  other.command('dial', `sip:${user.phone}@${peerAddress}`);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  assert.ok(await padlock(ours));
  await ours.softKey('hold');
  await ours.waitForScreen('held', 'call');
  await sleep(500);
  await ours.softKey('resume');
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  await talk(ours, other);
  const keys = (await assertSoundSip(capture)).flatMap(({ body, fromPhone }) =>
    fromPhone ? [...body.matchAll(/^a=crypto:\d+ AES_CM_128_HMAC_SHA1_80 inline:(\S+)/gm)].map(([, key]) => key) : [],
  );
  assert.ok(keys.length >= 3);
  assert.equal(new Set(keys).size, 1, 'one key of ours for the whole call');
  await assertUnreadable(capture, [phoneToneHz, baresipToneHz]);
});

test('what is only wished for gives way to somebody who knows nothing of it', async () => {
  await using other = await baresip(undefined);
  await using ours = await phone({ 'voip/media/srtp/mode': 'OPTIONAL' });
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  assert.equal(await padlock(ours), false);
  await talk(ours, other);
  assert.ok((await streams(capture)).every((profile) => profile === 'RTP/AVP'));
});

test('what is demanded does not come about without', async () => {
  await using _other = await baresip(undefined);
  await using ours = await phone({ 'voip/services/secure_call/enabled': 1 });
  await dial(ours, user.baresip);
  await ours.waitForScreen('ended', 'idle', 'offhook', 'notice');
  await callOver(ours);
});

test('a call out under keys of a handshake, which both demand', async () => {
  await using other = await baresip('dtls_srtp');
  await using ours = await phone({ 'voip/media/srtp/mode': 'REQUIRED', 'voip/media/srtp/key_exchange': 'DTLS' });
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  assert.ok(await padlock(ours));
  await talk(ours, other);
  assert.ok((await streams(capture)).every((profile) => profile.startsWith('UDP/TLS/RTP/SAVP')));
  await assertUnreadable(capture, [phoneToneHz, baresipToneHz]);
});

test('a call in under keys of a handshake, held and resumed under the same', async () => {
  await using other = await baresip('dtls_srtp');
  await using ours = await phone({ 'voip/media/srtp/mode': 'OPTIONAL', 'voip/media/srtp/keys_in_clear_signalling': 0 });
  await using capture = await site.capture();
  other.command('dial', `sip:${user.phone}@${peerAddress}`);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  await ours.softKey('hold');
  await ours.waitForScreen('held', 'call');
  await sleep(500);
  await ours.softKey('resume');
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  assert.ok(await padlock(ours));
  await talk(ours, other);
  await assertUnreadable(capture, [phoneToneHz, baresipToneHz]);
});

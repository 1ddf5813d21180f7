// Proves with Chromium's WebRTC, sip.js and Kamailio's WebSocket, with tshark on the wire: a page calls the phone and is called by it, both
// voices are heard under keys of a handshake on a way that ICE found, with Opus, G.722 and G.711, held and resumed by either, ended by either, also
// where the page does not tell its address.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { dominantFrequencyHz, levelDbov } from '../support/tone-meter.ts';
import type { Sound } from '../support/wav-file.ts';
import { callOver, dial, hangUp } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { startKamailio } from './rig/kamailio.ts';
import { webSocket } from './rig/kamailio-features.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { WebPhone } from './rig/web-phone.ts';
import { assertUnreadable } from './rig/wire-rtp.ts';

const phoneToneHz = 1000;
const pageToneHz = 600;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory, { features: [webSocket] }));
  // Chromium asks the way out for its address.
  await site.lan.runThere(['ip', 'route', 'add', 'default', 'dev', 'eth0']);
});
after(() => site[Symbol.asyncDispose]());

function webPhone(options: { readonly hidden?: boolean } = {}): Promise<WebPhone> {
  return WebPhone.start(site.lan, site.directory, { user: user.secondPhone, toneHz: pageToneHz, ...options });
}

function phone(codec: string, encryption: 'OPTIONAL' | 'REQUIRED'): Promise<SimulatedPhone> {
  return site.phone({
    user: user.phone,
    toneHz: phoneToneHz,
    params: {
      'voip/media/srtp/mode': encryption,
      'voip/media/srtp/key_exchange': 'DTLS',
      'voip/media/ice/enabled': 1,
      'voip/media/rtcp_mux/enabled': 1,
      'voip/codec/codec_info/0/name': codec,
      ...Object.fromEntries([1, 2, 3, 4].map((index) => [`voip/codec/codec_info/${index}/enabled`, 0])),
    },
  });
}

function isTone({ samples, sampleRateHz }: Sound, hz: number): true | undefined {
  const pitch = dominantFrequencyHz(samples, sampleRateHz);
  return Math.abs(pitch - hz) < 3 && Math.abs(levelDbov(samples) - -16) < 1.5 ? true : undefined;
}

/** A third of a second of it, as loud as it was spoken. */
async function assertPageHears(page: WebPhone, ours: SimulatedPhone): Promise<void> {
  await ours.waitFor('the phone’s tone in the page', async () => isTone(await page.hear(), phoneToneHz));
}

async function assertPhoneHears(ours: SimulatedPhone): Promise<void> {
  await ours.waitFor('the page’s tone in the earpiece', async () => isTone(await ours.hear('earpiece', 0.3), pageToneHz));
}

async function assertPageHearsNothing(page: WebPhone, ours: SimulatedPhone): Promise<void> {
  await ours.waitFor('silence in the page', async () => (levelDbov((await page.hear()).samples) < -60 ? true : undefined));
}

/** The page goes on sending (RFC 3264 §8.4: what it sends is to be heard), the phone does not. */
async function heldByThePage(page: WebPhone, ours: SimulatedPhone): Promise<void> {
  await ours.waitFor('word of it', async () => ((await ours.screen()).title === 'You are on hold' ? true : undefined));
  await assertPageHearsNothing(page, ours);
  await assertPhoneHears(ours);
}

async function assertTalk(page: WebPhone, ours: SimulatedPhone, codec: string): Promise<void> {
  await ours.waitForScreen('call');
  await page.waitForState('Established');
  await assertPhoneHears(ours);
  await assertPageHears(page, ours);
  assert.match(JSON.stringify(await ours.screen()), /"encrypted"/);
  const { ice, dtls, cipher, codec: spoken } = await page.connection();
  assert.match(ice, /^(connected|completed)$/);
  assert.equal(dtls, 'connected');
  assert.match(cipher ?? '', /^SRTP_A/);
  assert.equal(spoken, codec);
}

async function assertBothHold(page: WebPhone, ours: SimulatedPhone, codec: string): Promise<void> {
  await ours.softKey('hold');
  await assertPageHearsNothing(page, ours);
  await ours.softKey('resume');
  await assertPageHears(page, ours);
  assert.equal(await page.hold(true), 'accepted');
  await heldByThePage(page, ours);
  assert.equal(await page.hold(false), 'accepted');
  await assertTalk(page, ours, codec);
}

/** What both said of their voices, in the order of the wire; and nothing of the voices can be read there. */
async function descriptions(capture: Capture): Promise<readonly string[]> {
  const bodies = (await assertSoundSip(capture)).map(({ body }) => body).filter((body) => body !== '');
  await assertUnreadable(capture, [phoneToneHz, pageToneHz]);
  return bodies;
}

function profilesOf(bodies: readonly string[]): readonly string[] {
  return [...new Set(bodies.flatMap((body) => /^m=audio \d+ (\S+)/m.exec(body)?.[1] ?? []))];
}

test('a page calls the phone and is called by it with Opus, both hold and resume', async () => {
  await using page = await webPhone();
  await using ours = await phone('OPUS', 'REQUIRED');
  await using capture = await site.capture();
  await page.call(user.phone);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  await assertTalk(page, ours, 'audio/opus');
  await assertBothHold(page, ours, 'audio/opus');
  await hangUp(ours);
  await page.waitForState('Terminated');
  await dial(ours, user.secondPhone);
  await page.waitForState('Initial');
  await page.answer();
  await assertTalk(page, ours, 'audio/opus');
  await assertBothHold(page, ours, 'audio/opus');
  await page.hangUp();
  await callOver(ours);
  assert.deepEqual(profilesOf(await descriptions(capture)), ['UDP/TLS/RTP/SAVPF', 'UDP/TLS/RTP/SAVP']);
});

test('with G.711 where encryption is a wish only and the page hides its address, ended by the other side each', async () => {
  await using page = await webPhone({ hidden: true });
  await using ours = await phone('PCMU', 'OPTIONAL');
  await using capture = await site.capture();
  await page.call(user.phone);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  await assertTalk(page, ours, 'audio/PCMU');
  await page.hangUp();
  await callOver(ours);
  await ours.hook(false);
  await dial(ours, user.secondPhone);
  await page.waitForState('Initial');
  await page.answer();
  await assertTalk(page, ours, 'audio/PCMU');
  await hangUp(ours);
  await page.waitForState('Terminated');
  const bodies = await descriptions(capture);
  // What the page says of itself is a name that the phone does not ask for: its own checks tell where it is.
  const places = bodies.flatMap((body) => /^a=candidate:\S+ 1 udp \d+ (\S+\.local|10\.77\.0\.1) /m.exec(body)?.[1] ?? []);
  assert.ok(places.length >= 2 && places.every((place) => place.endsWith('.local')), places.join());
  // RFC 8643: who wishes offers what everybody takes, and says how it can be more.
  assert.deepEqual(profilesOf(bodies), ['UDP/TLS/RTP/SAVPF', 'RTP/AVP']);
});

for (const codec of ['PCMA', 'G722']) {
  test(`a page that is called with ${codec} hears and is heard`, async () => {
    await using page = await webPhone();
    await using ours = await phone(codec, 'REQUIRED');
    await dial(ours, user.secondPhone);
    await page.waitForState('Initial');
    await page.answer();
    await assertTalk(page, ours, `audio/${codec}`);
    await hangUp(ours);
    await page.waitForState('Terminated');
  });
}

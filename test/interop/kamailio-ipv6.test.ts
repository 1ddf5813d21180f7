// Proves on a network of IPv6 alone, with real Kamailio, real baresip and a real name server, and tshark on the wire: the phone finds its
// proxy by NAPTR, SRV and AAAA, over UDP, TCP and TLS, calls and is called with sound and reports both ways, holds, and transfers.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { assertHears, assertToneIn, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { startKamailio } from './rig/kamailio.ts';
import { tls, tlsPorts } from './rig/kamailio-features.ts';
import { asHost, peerAddress6, phoneAddress6, proxyNames } from './rig/lan.ts';
import { startNameServer } from './rig/name-server.ts';
import { user } from './rig/numbers.ts';
import { assertRouteFollowed, assertSoundSip } from './rig/sip-rules.ts';
import { type PhoneOptions, Site } from './rig/site.ts';
import { assertReports, audioPackets, soundOf } from './rig/wire-rtp.ts';
import { directionOf, listOf, valuesOf, type WireMessage } from './rig/wire-sip.ts';

const baresipHz = 600;
const annHz = 1000;
const benHz = 800;
const [phoneHost, proxyHost] = [asHost(phoneAddress6), asHost(peerAddress6)];

let site: Site;
let certificates: Certificates;
before(async () => {
  site = await Site.open();
  await site.lan.speakSix();
  certificates = await makeCertificates(site.directory);
  // Its A records are there, too, and lead nowhere.
  await site.keep(startNameServer(site.lan, site.directory, [`--host-record=${proxyNames.primary},${peerAddress6}`]));
  const features = [tls(certificates, site.directory, peerAddress6)];
  const names = Object.values(proxyNames);
  await site.keep(startKamailio(site.lan, site.directory, { address: peerAddress6, names, features }));
});
after(() => site[Symbol.asyncDispose]());

let baresip: Baresip;
let parts: AsyncDisposableStack;
beforeEach(() => {
  parts = new AsyncDisposableStack();
});
afterEach(() => parts.disposeAsync());

async function phone(options: Omit<PhoneOptions, 'address'>): Promise<SimulatedPhone> {
  const params = { 'voip/line/0/proxy_address': proxyNames.domain, ...options.params };
  return parts.use(await site.phone({ ...options, address: phoneAddress6, params }));
}

async function startBaresip(transport: 'udp' | 'tcp' = 'udp'): Promise<void> {
  const options = { user: user.baresip, transport, answers: 'auto', toneHz: baresipHz, address: peerAddress6 } as const;
  baresip = parts.use(await Baresip.start(site.lan, site.directory, options));
}

const lines: Readonly<Record<'UDP' | 'TCP' | 'TLS', () => PhoneOptions['params']>> = {
  UDP: () => ({}),
  TCP: () => ({ 'voip/line/0/proxy_address': peerAddress6 }),
  TLS: () => ({
    'voip/line/0/proxy_address': proxyNames.primary,
    'voip/line/0/proxy_port': tlsPorts.right,
    'security/ca_certificate/0/uri': certificates.authority,
    'security/sip/public_authorities': 0,
  }),
};

/** What the phone says of itself is of IPv6, and readable: in brackets where a port could follow, without where none can. */
function assertSix(messages: readonly WireMessage[]): void {
  assert.ok(messages.length > 0 && messages.every(({ six }) => six));
  const ours = messages.filter(({ fromPhone }) => fromPhone);
  const contacts = ours.flatMap((message) => valuesOf(message, 'contact'));
  assert.ok(contacts.length > 0);
  for (const value of contacts) assert.ok(value.includes(`@${phoneHost}`), value);
  const described = ours.filter(({ body }) => body.startsWith('v=0'));
  assert.ok(described.length > 0);
  for (const { body } of described) {
    assert.match(body, new RegExp(`^o=\\S+ \\d+ \\d+ IN IP6 ${phoneAddress6}\r?$`, 'm'));
    assert.match(body, new RegExp(`^c=IN IP6 ${phoneAddress6}\r?$`, 'm'));
    assert.doesNotMatch(body, /IP4/);
  }
}

/** Everything went the way that the line says, but for what is too large for a datagram (RFC 3261 §18.1.1). */
function assertWay(messages: readonly WireMessage[], transport: string): void {
  const said = messages.filter(({ fromPhone, peer }) => fromPhone && peer === peerAddress6);
  const others = said.filter((message) => message.transport !== transport);
  assert.ok(said.length > others.length);
  for (const other of others) assert.deepEqual([transport, other.transport, other.method], ['UDP', 'TCP', 'INVITE']);
}

/** As the packets carry them, and none but by IPv6. */
async function assertVoices(capture: Capture): Promise<void> {
  assertToneIn(soundOf(await audioPackets(capture, 'phone')), 1, annHz);
  assertToneIn(soundOf(await audioPackets(capture, 'peer')), 1, baresipHz);
  assert.deepEqual(await capture.rows('(rtp || rtcp) && ip', ['frame.number']), [], 'sound over IPv4');
}

async function callsOut(ann: SimulatedPhone): Promise<void> {
  await dial(ann, user.baresip);
  await assertHears(ann, baresipHz);
  await ann.softKey('hold');
  await ann.waitForScreen('held');
  await ann.softKey('resume');
  await assertHears(ann, baresipHz);
  await hangUp(ann);
  await baresip.waitForEvent('CALL_CLOSED');
}

async function isCalled(ann: SimulatedPhone): Promise<void> {
  baresip.command('dial', `sip:${user.phone}@${proxyHost}`);
  await ann.waitForScreen('incoming');
  await ann.hook(true);
  await assertHears(ann, baresipHz, 2);
  // For a report in the middle.
  await sleep(3000);
  baresip.command('hangup');
  await callOver(ann);
  await hangUp(ann);
  await baresip.waitForEvent('CALL_CLOSED', 2);
  assertToneIn(baresip.heard(), 1, annHz);
}

for (const transport of ['UDP', 'TCP', 'TLS'] as const) {
  test(`calls over ${transport} are heard at both ends, held and resumed`, async () => {
    await using capture = await site.capture();
    await startBaresip(transport === 'TCP' ? 'tcp' : 'udp');
    const ann = await phone({ user: user.phone, transport, toneHz: annHz, params: lines[transport]() ?? {} });
    await callsOut(ann);
    if (transport === 'UDP') await isCalled(ann);

    const messages = await assertSoundSip(capture);
    assertWay(messages, transport);
    assertSix(messages);
    const [first, ...more] = messages.filter(({ method, fromPhone, body }) => fromPhone && method === 'INVITE' && body !== '');
    assert.deepEqual(more.map(directionOf).slice(-2), ['sendonly', 'sendrecv']);
    const callId = first?.callId ?? '';
    assertRouteFollowed(messages, callId);
    const recorded = messages.flatMap((message) => (message.callId === callId ? listOf(message, 'record-route') : []));
    assert.ok(recorded.length > 0 && recorded.every((route) => route.includes(proxyHost)));
    await assertVoices(capture);
    if (transport === 'UDP') await assertReports(capture);
  });
}

test('baresip sends the phone on, and is sent on by the next one', async () => {
  await using capture = await site.capture();
  await startBaresip();
  const params = { 'voip/signalling/sip/hk_blind_transfer/enable': 0 };
  const ann = await phone({ user: user.phone, toneHz: annHz });
  const ben = await phone({ user: user.secondPhone, toneHz: benHz, port: 5070, params });
  await dial(ann, user.baresip);
  await assertHears(ann, baresipHz);
  baresip.command('transfer', `sip:${user.secondPhone}@${proxyHost}`);
  await ben.waitForScreen('incoming');
  await ben.hook(true);
  await assertHears(ann, benHz);
  await assertHears(ben, annHz);
  await hangUp(ann);
  await callOver(ben);
  await ben.hook(false);

  await dial(ben, user.baresip);
  await assertHears(ben, baresipHz);
  await ben.press('transfer');
  await ben.waitForScreen('consult');
  await ben.type(user.phone);
  await ben.softKey('blind');
  await ann.waitForScreen('incoming');
  await ann.hook(true);
  await assertHears(ann, baresipHz);
  await callOver(ben);
  await hangUp(ann);
  assertSix(await assertSoundSip(capture));
});

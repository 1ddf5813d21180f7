// Proves with real Kamailio and real baresip, with tshark on the wire, which has the phone's TLS keys: unless the administrator says otherwise
// keys go through signalling over TLS, and only there. Calls out have the suites that srtp-baresip.test.ts has not: AES-GCM with baresip itself,
// 256 bits in counter mode with real rtpengine, which seals anew for baresip.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { assertHears, assertToneIn, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { type Certificates, makeCertificates } from './rig/certificates.ts';
import { startKamailio } from './rig/kamailio.ts';
import { tls, tlsPorts } from './rig/kamailio-features.ts';
import { peerAddress } from './rig/lan.ts';
import { relayed, startMediaRelay } from './rig/media-relay.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { assertUnreadable } from './rig/wire-rtp.ts';
import { sipMessages } from './rig/wire-sip.ts';

const baresipToneHz = 600;
const phoneToneHz = 1000;

let site: Site;
let certificates: Certificates;
let baresip: Baresip;
before(async () => {
  site = await Site.open();
  certificates = await makeCertificates(site.directory);
  await site.keep(startMediaRelay(site.lan));
  await site.keep(
    startKamailio(site.lan, site.directory, { features: [tls(certificates, site.directory), relayed(user.secondPhone)] }),
  );
  const options = { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: baresipToneHz } as const;
  baresip = await site.keep(Baresip.start(site.lan, site.directory, { ...options, encryption: 'srtp-mand' }));
});
after(() => site[Symbol.asyncDispose]());

function phone(transport: 'TLS' | 'UDP', suite: string, as: string = user.phone): Promise<SimulatedPhone> {
  const overTls = {
    'voip/line/0/proxy_port': tlsPorts.right,
    'security/ca_certificate/0/uri': certificates.authority,
    'security/sip/public_authorities': 0,
    'voip/signalling/sip/tls_port': 5061,
    // So that it can be connected to.
    'security/sip_certificate_uri': certificates.phone.certificate,
    'security/sip_private_key_uri': certificates.phone.key,
  };
  const params = {
    'voip/media/srtp/mode': transport === 'TLS' ? 'REQUIRED' : 'OPTIONAL',
    'voip/media/srtp/method': suite,
    ...(transport === 'TLS' ? overTls : {}),
  };
  return site.phone({ user: as, transport, toneHz: phoneToneHz, params });
}

/** Of a call, as baresip sees it. */
function nextEnd(): Promise<unknown> {
  return baresip.waitForEvent('CALL_CLOSED', baresip.events.filter(({ type }) => type === 'CALL_CLOSED').length + 1);
}

interface KeySaid {
  readonly fromPhone: boolean;
  /** `TLS 1 AEAD_AES_128_GCM`. */
  readonly named: string;
  readonly key: string | undefined;
}

async function keysSaid(capture: Capture): Promise<readonly KeySaid[]> {
  return (await sipMessages(capture)).flatMap(({ fromPhone, transport, body }) =>
    [...body.matchAll(/^a=crypto:(\d+ \S+) inline:(\S+)/gm)].map(([, named, key]) => ({
      ...{ fromPhone, key },
      named: `${transport} ${named}`,
    })),
  );
}

for (const [suite, as] of [
  ['AEAD_AES_128_GCM', user.phone],
  ['AEAD_AES_256_GCM', user.phone],
  ['AES_256_CM_HMAC_SHA1_80', user.secondPhone],
  ['AES_256_CM_HMAC_SHA1_32', user.secondPhone],
] as const) {
  test(`over TLS a call out has its keys, for ${suite}`, async () => {
    await using capture = await site.capture();
    await using ours = await phone('TLS', suite, as);
    await dial(ours, user.baresip);
    await ours.waitForScreen('call');
    await assertHears(ours, baresipToneHz, 0.5);
    assert.match(JSON.stringify(await ours.screen()), /"encrypted"/);
    await sleep(1000);
    const closed = nextEnd();
    await hangUp(ours);
    await closed;
    assertToneIn(baresip.heard(), 1, phoneToneHz);
    const said = await keysSaid(capture);
    assert.deepEqual([...new Set(said.map(({ named }) => named))], [`TLS 1 ${suite}`], 'offered and answered');
    const keys = new Set(said.map(({ fromPhone, key }) => `${fromPhone} ${key}`));
    assert.equal(keys.size, 2, 'one key for each way');
    assert.equal(new Set(said.map(({ key }) => key)).size, 2);
    await assertUnreadable(capture, [phoneToneHz, baresipToneHz]);
    assert.doesNotMatch(ours.log, /inline:[A-Za-z0-9]/);
  });
}

test('over TLS a call in has its keys', async () => {
  await using capture = await site.capture();
  await using ours = await phone('TLS', 'AES_CM_128_HMAC_SHA1_80');
  baresip.command('dial', `sip:${user.phone}@${peerAddress}`);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  await assertHears(ours, baresipToneHz, 0.3);
  assert.match(JSON.stringify(await ours.screen()), /"encrypted"/);
  await hangUp(ours);
  const said = (await keysSaid(capture)).filter(({ fromPhone }) => fromPhone);
  assert.match(said.map(({ named }) => named).join(), /^TLS \d AES_CM_128_HMAC_SHA1_80$/);
});

test('over UDP none are said, neither in an offer nor to one', async () => {
  await using capture = await site.capture();
  await using ours = await phone('UDP', 'AES_CM_128_HMAC_SHA1_80');
  await dial(ours, user.baresip);
  await callOver(ours);
  await ours.hook(false);
  const closed = nextEnd();
  baresip.command('dial', `sip:${user.phone}@${peerAddress}`);
  await closed;
  const messages = await assertSoundSip(capture);
  const ourWords = messages.filter(({ fromPhone }) => fromPhone);
  assert.ok(ourWords.some(({ method, body }) => method === 'INVITE' && body.includes('a=fingerprint')));
  assert.ok(ourWords.some(({ status, sequenceMethod }) => status === 488 && sequenceMethod === 'INVITE'));
  assert.ok(ourWords.every(({ body }) => !body.includes('a=crypto')));
});

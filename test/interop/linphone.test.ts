// Proves with real linphone through Kamailio that each codec that both have carries both voices at their pitch and level, in the clear
// and under keys of SDES and DTLS.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertHears, assertToneIn, dial, hangUp, sleep, spokenDbov } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { Linphone, type LinphoneOptions } from './rig/linphone.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

const linphoneToneHz = 600;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

interface Case {
  readonly setting: string;
  readonly codec: LinphoneOptions['codec'];
  readonly toneHz: number;
  /** By how much it speaks below what the coder's standard says, and hears above it. */
  readonly quieterDb?: number;
  readonly encryption?: LinphoneOptions['encryption'];
}

const cases: readonly Case[] = [
  { setting: 'PCMU', codec: { mime: 'PCMU', rate: 8000 }, toneHz: 1000 },
  { setting: 'OPUS', codec: { mime: 'opus', rate: 48_000, channels: 2 }, toneHz: 3000 },
  { setting: 'G722', codec: { mime: 'G722', rate: 8000 }, toneHz: 5000, quieterDb: 6 },
  { setting: 'PCMA', codec: { mime: 'PCMA', rate: 8000 }, toneHz: 1000, encryption: 'srtp' },
  { setting: 'PCMU', codec: { mime: 'PCMU', rate: 8000 }, toneHz: 1000, encryption: 'dtls' },
];

for (const { setting, codec, toneHz, encryption, quieterDb = 0 } of cases) {
  test(`${setting} carries both voices of a call with linphone, ${encryption ?? 'in the clear'}`, async () => {
    await using linphone = await Linphone.start(site.lan, site.directory, {
      ...{ user: user.baresip, toneHz: linphoneToneHz, codec },
      ...(encryption === undefined ? {} : { encryption }),
    });
    await using phone = await site.phone({
      ...{ user: user.phone, toneHz },
      params: {
        'voip/codec/codec_info/0/name': setting,
        'voip/media/srtp/keys_in_clear_signalling': 1,
        ...(encryption === undefined
          ? {}
          : { 'voip/media/srtp/mode': 'REQUIRED', 'voip/media/srtp/key_exchange': encryption === 'dtls' ? 'DTLS' : 'SDES' }),
      },
    });
    await using capture = await site.capture();
    await dial(phone, user.baresip);
    await phone.waitForScreen('call');
    await assertHears(phone, linphoneToneHz, 1, spokenDbov - quieterDb);
    assert.equal(/"encrypted"/.test(JSON.stringify(await phone.screen())), encryption !== undefined);
    await sleep(1500);
    await hangUp(phone);
    await linphone.waitFor(/Call \d+ with .* ended/);
    assertToneIn(linphone.heard(), 1, toneHz, spokenDbov + quieterDb);
    await assertSoundSip(capture);
  });
}

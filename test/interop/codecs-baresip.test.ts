// Proves with real baresip through Kamailio that each codec that both have carries both voices at their pitch and level, in calls of
// the whole phone, and that the wire says the codec's number, clock and packet time.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Baresip } from './rig/baresip.ts';
import { assertHears, assertToneIn, dial, hangUp, sleep } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

const baresipToneHz = 600;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

const ofPhone = 'voip/codec/codec_info/0/name';
const codecs = [
  // Beyond the telephone band, where the codec reaches it.
  {
    place: ofPhone,
    setting: 'G722',
    peer: { name: 'G722', module: 'g722', sampleRateHz: 16_000 },
    rtpmap: 'G722/8000',
    toneHz: 5000,
  },
  {
    // Not in the phone's list: the line alone wants it.
    place: 'voip/line/0/codec/preferred',
    setting: 'OPUS',
    peer: { name: 'opus/48000/2', module: 'opus', sampleRateHz: 48_000, channels: 2 },
    rtpmap: 'opus/48000/2',
    toneHz: 3000,
  },
  // Not G.726: baresip packs it as AAL2 does, under the names of RFC 3551.
  {
    place: ofPhone,
    setting: 'L16_16000',
    peer: { name: 'L16/16000/1', module: 'l16', sampleRateHz: 16_000 },
    rtpmap: 'L16/16000',
    toneHz: 6000,
  },
] as const;

for (const { place, setting, peer, rtpmap, toneHz } of codecs) {
  test(`${setting} carries both voices of a call with baresip`, async () => {
    const options = { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: baresipToneHz, codec: peer } as const;
    await using baresip = await Baresip.start(site.lan, site.directory, options);
    await using phone = await site.phone({ user: user.phone, toneHz, params: { [place]: setting } });
    await using capture = await site.capture();
    await dial(phone, user.baresip);

    await phone.waitForScreen('call');
    await assertHears(phone, baresipToneHz);
    await sleep(1500);
    await hangUp(phone);
    await baresip.waitForEvent('CALL_CLOSED');
    assertToneIn(baresip.heard(), 1, toneHz);
    const answer = (await assertSoundSip(capture)).find(
      ({ status, sequenceMethod }) => status === 200 && sequenceMethod === 'INVITE',
    );
    assert.ok(answer?.body.includes(rtpmap), answer?.body);
  });
}

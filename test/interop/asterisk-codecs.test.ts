// Proves with real Asterisk, which translates between two phones of ours: each codec that it has carries both voices to and from G.711,
// out of its coder and into it, at their pitch and level.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAsterisk } from './rig/asterisk.ts';
import { assertHears, callOver, dial, hangUp } from './rig/calls.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';

const toneHz = { phone: 1000, second: 800 };

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startAsterisk(site.lan, site.directory));
});
after(() => site[Symbol.asyncDispose]());

for (const [setting, rtpmap] of [
  ['G722', 'G722/8000'],
  ['OPUS', 'opus/48000/2'],
  ['G726-32', 'G726-32/8000'],
  ['AAL2-G726-32', 'AAL2-G726-32/8000'],
] as const) {
  test(`${setting} on one side, G.711 on the other`, async () => {
    // Asterisk answers in its own order: nothing else is offered.
    const others = [1, 2, 3, 4].map((index) => [`voip/codec/codec_info/${index}/enabled`, 0] as const);
    const params = { 'voip/codec/codec_info/0/name': setting, ...Object.fromEntries(others) };
    await using phone = await site.phone({ user: user.manyCodecs, toneHz: toneHz.phone, params });
    await using second = await site.phone({ user: user.secondPhone, toneHz: toneHz.second, port: 5070 });
    await using capture = await site.capture();
    await dial(phone, user.secondPhone);
    await second.waitForScreen('incoming');
    await second.hook(true);
    await assertHears(phone, toneHz.second);
    await assertHears(second, toneHz.phone);
    await hangUp(phone);
    await callOver(second);
    const messages = await assertSoundSip(capture);
    const offer = messages.find(({ method, fromPhone }) => method === 'INVITE' && fromPhone);
    const answer = messages.find(
      ({ status, sequenceMethod, callId }) => status === 200 && sequenceMethod === 'INVITE' && callId === offer?.callId,
    );
    const first = /^m=audio \d+ \S+ (\d+)/m.exec(answer?.body ?? '')?.[1];
    assert.ok(answer?.body.includes(`a=rtpmap:${first} ${rtpmap}`), answer?.body);
  });
}

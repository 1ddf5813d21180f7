// Proves with tshark on the wire, in a call through real Kamailio with real baresip, that packets carry the types of service that are set,
// and a checksum or none.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Baresip } from './rig/baresip.ts';
import { assertHears, dial, hangUp } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import { phoneAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { Site } from './rig/site.ts';

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  await site.keep(
    Baresip.start(site.lan, site.directory, { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: 600 }),
  );
});
after(() => site[Symbol.asyncDispose]());

for (const [what, params, sip, voice, checked] of [
  ['as they are unless somebody sets them', {}, '0x60', '0xb8', true],
  [
    'voip/signalling/sip/tos, voip/media/media_tos and voip/media/udp_checksum',
    { 'voip/signalling/sip/tos': 0x28, 'voip/media/media_tos': 0x88, 'voip/media/udp_checksum': 0 },
    '0x28',
    '0x88',
    false,
  ],
] as const) {
  test(what, async () => {
    await using capture = await site.capture();
    await using phone = await site.phone({ user: user.phone, params });
    await dial(phone, user.baresip);
    await phone.waitForScreen('call');
    await assertHears(phone, 600, 0.5);
    await hangUp(phone);
    const seen = async (filter: string): Promise<readonly string[]> => {
      const rows = await capture.rows(`${filter} && !icmp && ip.src == ${phoneAddress}`, ['ip.dsfield']);
      return [...new Set(rows.map((row) => row['ip.dsfield']))];
    };
    assert.deepEqual(await seen('sip'), [sip]);
    assert.deepEqual(await seen('rtp'), [voice]);
    const rows = await capture.rows(`rtp && !icmp && ip.src == ${phoneAddress}`, ['udp.checksum']);
    assert.ok(rows.length > 0 && rows.every((row) => (row['udp.checksum'] !== '0x0000') === checked));
  });
}

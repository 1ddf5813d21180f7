// Proves against real Asterisk, which demands encryption, with tshark on the wire: our tone comes back under keys from the signalling and
// under keys of a handshake, also after hold and resume; between two of our phones Asterisk opens one way and seals the other.

import './rig/asterisk-installed.ts';
import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { startAsterisk } from './rig/asterisk.ts';
import { number } from './rig/asterisk-configuration.ts';
import { assertHears, callOver, dial, hangUp, sleep } from './rig/calls.ts';
import { phoneAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import { assertSoundSip } from './rig/sip-rules.ts';
import { Site } from './rig/site.ts';
import { assertUnreadable } from './rig/wire-rtp.ts';

const phoneToneHz = 1000;
const secondToneHz = 800;

const modes = {
  SDES: { user: user.phone, profile: 'RTP/SAVP' },
  DTLS: { user: user.secondPhone, profile: 'UDP/TLS/RTP/SAVP' },
} as const;

let site: Site;
before(async () => {
  site = await Site.open();
  const encryption = { [modes.SDES.user]: 'sdes', [modes.DTLS.user]: 'dtls', [user.manyCodecs]: 'dtlsByIce' } as const;
  await site.keep(startAsterisk(site.lan, site.directory, undefined, encryption));
});
after(() => site[Symbol.asyncDispose]());

function phone(mode: keyof typeof modes, toneHz: number, port: number): Promise<SimulatedPhone> {
  const params = {
    'voip/media/srtp/mode': 'REQUIRED',
    'voip/media/srtp/key_exchange': mode,
    'voip/media/srtp/keys_in_clear_signalling': 1,
  };
  return site.phone({ user: modes[mode].user, toneHz, port, params });
}

async function assertPadlock(each: SimulatedPhone): Promise<void> {
  assert.match(JSON.stringify(await each.screen()), /"encrypted"/);
}

for (const mode of ['SDES', 'DTLS'] as const) {
  test(`the echo brings our tone back under ${mode}, before and after hold`, async () => {
    await using ours = await phone(mode, phoneToneHz, 5060);
    await using capture = await site.capture();
    await dial(ours, number.echo);
    await ours.waitForScreen('call');
    await assertHears(ours, phoneToneHz);
    await assertPadlock(ours);
    await ours.softKey('hold');
    await ours.waitForScreen('held', 'call');
    await sleep(300);
    await ours.softKey('resume');
    await ours.waitForScreen('call');
    await assertHears(ours, phoneToneHz);
    await assertPadlock(ours);
    await hangUp(ours);
    const messages = await assertSoundSip(capture);
    const profiles = messages.flatMap(({ body }) => /^m=audio \d+ (\S+)/m.exec(body)?.[1] ?? []);
    assert.deepEqual([...new Set(profiles)], [modes[mode].profile]);
    await assertUnreadable(capture, [phoneToneHz]);
  });
}

test('the echo comes back as browsers hear it: keys of a handshake on a way that ICE found, reports on the same port', async () => {
  await using ours = await site.phone({
    user: user.manyCodecs,
    toneHz: phoneToneHz,
    params: {
      'voip/media/srtp/mode': 'REQUIRED',
      'voip/media/srtp/key_exchange': 'DTLS',
      'voip/media/ice/enabled': 1,
      'voip/media/rtcp_mux/enabled': 1,
    },
  });
  await using capture = await site.capture();
  await dial(ours, number.echo);
  await ours.waitForScreen('call');
  await assertHears(ours, phoneToneHz);
  await ours.softKey('hold');
  await ours.waitForScreen('held', 'call');
  await sleep(300);
  await ours.softKey('resume');
  await ours.waitForScreen('call');
  await assertHears(ours, phoneToneHz);
  await assertPadlock(ours);
  await hangUp(ours);
  const nominations = await capture.rows(`stun.att.type == 0x0025 && ip.src == ${phoneAddress} && !icmp`, ['udp.srcport']);
  assert.equal(new Set(nominations.map((row) => row['udp.srcport'])).size, 1, 'one way was nominated');
  const reports = await capture.rows(`rtcp && ip.src == ${phoneAddress} && !icmp`, ['udp.srcport']);
  assert.ok(
    reports.every((row) => row['udp.srcport'] === nominations[0]?.['udp.srcport']),
    'reports take the same',
  );
  await assertUnreadable(capture, [phoneToneHz]);
});

test('a call from keys in the signalling to keys of a handshake carries both voices', async () => {
  await using ours = await phone('SDES', phoneToneHz, 5060);
  await using second = await phone('DTLS', secondToneHz, 5070);
  await dial(ours, modes.DTLS.user);
  await second.waitForScreen('incoming');
  await second.hook(true);
  await assertHears(ours, secondToneHz);
  await assertHears(second, phoneToneHz);
  await assertPadlock(ours);
  await assertPadlock(second);
  await hangUp(ours);
  await callOver(second);
});

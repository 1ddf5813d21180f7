// Proves with real baresip, coturn and the kernel's NAT, with tshark on the wire: voices both ways where ICE finds a way between hosts, through
// a NAT; what offers say behind a NAT without ICE; reports on RTP's port.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip, type BaresipOptions } from './rig/baresip.ts';
import { assertHears, assertToneIn, dial, hangUp, sleep } from './rig/calls.ts';
import type { Capture } from './rig/capture.ts';
import { startCoturn, turnAccount, turnAddress } from './rig/coturn.ts';
import { startKamailio } from './rig/kamailio.ts';
import { peerAddress, phoneAddress } from './rig/lan.ts';
import { closeNat, insideAddress, openNat } from './rig/nat.ts';
import { user } from './rig/numbers.ts';
import { run } from './rig/run.ts';
import { Site } from './rig/site.ts';
import { assertUnreadable } from './rig/wire-rtp.ts';

const baresipToneHz = 600;
const phoneToneHz = 1000;
const stun = { 'voip/signalling/sip/nat/stun_server': turnAddress } as const;
const ice = { 'voip/media/ice/enabled': 1 } as const;
const turn = {
  'voip/media/turn/server': turnAddress,
  'voip/media/turn/user_name': turnAccount.user,
  'voip/media/turn/password': turnAccount.password,
} as const;
/** Where the NAT has the phone. */
const mapped = {
  ...stun,
  'voip/line/0/nat/mapping_enabled': 1,
  'voip/signalling/sip/nat/mapping': 'STUN',
} as const;

let site: Site;
before(async () => {
  site = await Site.open();
  await site.keep(startKamailio(site.lan, site.directory));
  await site.keep(startCoturn(site.lan, site.directory));
});
beforeEach(closeNat);
after(() => site[Symbol.asyncDispose]());

function baresip(more: Partial<BaresipOptions> = {}): Promise<Baresip> {
  const options = { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: baresipToneHz } as const;
  return Baresip.start(site.lan, site.directory, { ...options, ...more });
}

function phone(params: Readonly<Record<string, string | number>>, address?: string): Promise<SimulatedPhone> {
  const options = { user: user.phone, toneHz: phoneToneHz, params };
  return site.phone(address === undefined ? options : { ...options, address });
}

/** Both voices for a while, and the end. */
async function talk(each: SimulatedPhone, other: Baresip, whileMs = 1500): Promise<void> {
  const closed = other.events.filter(({ type }) => type === 'CALL_CLOSED').length;
  await each.waitForScreen('call');
  await assertHears(each, baresipToneHz);
  await sleep(whileMs);
  await hangUp(each);
  await other.waitForEvent('CALL_CLOSED', closed + 1);
  assertToneIn(other.heard(), 1, phoneToneHz);
}

/** Bodies of the phone's own SDP. */
async function ownSdp(capture: Capture): Promise<readonly string[]> {
  const rows = await capture.rows(`sip && sdp && ip.src == ${phoneAddress}`, [
    'sdp.connection_info.address',
    'sdp.media',
    'sdp.media_attr',
  ]);
  return rows.map((row) => Object.values(row).join(' '));
}

async function count(capture: Capture, filter: string): Promise<number> {
  return (await capture.rows(`${filter} && !icmp`, ['frame.number'])).length;
}

test('ICE between two hosts, out and in', async () => {
  await using other = await baresip({ ice: true });
  await using ours = await phone({ ...ice, ...stun });
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await talk(ours, other);
  other.command('dial', `sip:${user.phone}@${peerAddress}`);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  await talk(ours, other);
  // Whoever offers controls and nominates.
  assert.ok((await count(capture, `stun.att.type == 0x0025 && ip.src == ${phoneAddress}`)) > 0, 'we nominated');
  assert.ok((await count(capture, `stun.att.type == 0x0025 && ip.src == ${peerAddress}`)) > 0, 'baresip nominated');
  assert.equal(await count(capture, 'stun.type.class == 3'), 0, 'no check was refused');
  assert.doesNotMatch(ours.log, /ice-pwd:(?!\*\*\*)/);
});

test('keys by a handshake on the way that ICE found; hold and resume leave both as they are', async () => {
  await using other = await baresip({ ice: true, encryption: 'dtls_srtp' });
  await using ours = await phone({ ...ice, 'voip/media/srtp/mode': 'REQUIRED', 'voip/media/srtp/key_exchange': 'DTLS' });
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await ours.waitForScreen('call');
  await assertHears(ours, baresipToneHz);
  await ours.softKey('hold');
  await ours.waitForScreen('held', 'call');
  await sleep(500);
  await ours.softKey('resume');
  await talk(ours, other);
  await assertUnreadable(capture, [phoneToneHz, baresipToneHz]);
});

test('ICE through a NAT', async () => {
  await openNat('cone');
  await using other = await baresip({ ice: true });
  await using ours = await phone({ ...ice, ...mapped }, insideAddress);
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await talk(ours, other);
  const said = (await ownSdp(capture)).join('\n');
  assert.match(said, new RegExp(`${phoneAddress} \\d+ typ srflx raddr ${insideAddress}`));
});

test('TURN where nothing comes through straight', async () => {
  for (const rule of [
    ['add', 'table', 'ip', 'wall'],
    ['add', 'chain', 'ip', 'wall', 'in', '{ type filter hook prerouting priority 0; }'],
    ['add', 'rule', 'ip', 'wall', 'in', 'ip', 'saddr', '!=', turnAddress, 'udp', 'dport', '50000-65535', 'drop'],
  ] as const) {
    await run('nft', rule);
  }
  await using other = await baresip({ ice: true });
  await using ours = await phone({ ...ice, ...turn });
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await talk(ours, other);
  const framed = 'udp.port == 3478 && udp.payload[0] == 40';
  assert.ok((await count(capture, `${framed} && ip.dst == ${turnAddress}`)) > 50, 'framed there');
  assert.ok((await count(capture, `${framed} && ip.src == ${turnAddress}`)) > 50, 'and back');
  assert.doesNotMatch(ours.log, new RegExp(turnAccount.password));
});

test('TURN behind a symmetric NAT, out and in', async () => {
  await openNat('symmetric');
  await using other = await baresip({ ice: true });
  await using ours = await phone({ ...ice, ...stun, ...turn, 'voip/line/0/nat/mapping_enabled': 1 }, insideAddress);
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await talk(ours, other);
  other.command('dial', `sip:${user.phone}@${peerAddress}`);
  await ours.waitForScreen('incoming');
  await ours.hook(true);
  // baresip tries everything before it nominates, and records the wait.
  await talk(ours, other, 5000);
  const framed = 'udp.port == 3478 && udp.payload[0] == 40';
  assert.ok((await count(capture, `${framed} && ip.dst == ${turnAddress}`)) > 100, 'framed there');
  assert.ok((await count(capture, `${framed} && ip.src == ${turnAddress}`)) > 100, 'and back');
});

test('a call that finds no way behind a symmetric NAT ends, and the phone says why', async () => {
  await openNat('symmetric');
  await using other = await baresip({ ice: true });
  await using ours = await phone({ ...ice, ...stun, 'voip/line/0/nat/mapping_enabled': 1 }, insideAddress);
  await dial(ours, user.baresip);
  await ours.waitForScreen('call');
  // ICE is given up after 15 s.
  await sleep(5000);
  const ended = await ours.waitForScreen('ended');
  assert.match(JSON.stringify(ended), /No sound from the other side/);
  await other.waitForEvent('CALL_CLOSED');
  assert.match(ours.log, /no way: /);
});

test('without ICE an offer says where a STUN server sees us, and the way is kept open', async () => {
  await openNat('cone');
  await using other = await baresip();
  await using ours = await phone(
    { ...mapped, 'voip/line/0/nat/keepalive_enabled': 1, 'voip/signalling/sip/nat/keepalive_interval': 5 },
    insideAddress,
  );
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await ours.waitForScreen('call');
  await sleep(4500);
  await talk(ours, other);
  const said = await ownSdp(capture);
  assert.ok(
    said.length > 0 && said.every((each) => each.startsWith(`${phoneAddress} `) && !each.includes(insideAddress)),
    said.join('\n'),
  );
  assert.ok((await count(capture, `udp.length == 8 && ip.src == ${phoneAddress} && udp.dstport >= 16000`)) >= 2, 'kept open');
});

test('reports on one port with the voice, marked for the network like it', async () => {
  await using other = await baresip({ rtcpMux: true });
  await using ours = await phone({ 'voip/media/rtcp_mux/enabled': 1 });
  await using capture = await site.capture();
  await dial(ours, user.baresip);
  await ours.waitForScreen('call');
  await sleep(4000);
  await talk(ours, other);
  const ports = async (filter: string): Promise<ReadonlySet<string>> =>
    new Set(
      (await capture.rows(`${filter} && ip.src == ${phoneAddress} && !icmp`, ['udp.srcport', 'ip.dsfield'])).map((row) =>
        Object.values(row).join(),
      ),
    );
  const [voice, reports] = [await ports('rtp'), await ports('rtcp')];
  assert.equal(voice.size, 1);
  assert.deepEqual(reports, voice);
  assert.match([...voice].join(), /0xb8$/);
});

// Proves through real Kamailio with real baresip, with tshark on the wire, that reports of quality are true: one packet in twenty is
// lost, and RTCP XR (RFC 3611), the report that Kamailio gets (RFC 6035), the screen and the wire say the same.

import './rig/isolated.ts';

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SemanticItem } from '#ui/lcd/semantic-tree';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { assertHears, dial, hangUp, sleep } from './rig/calls.ts';
import { startKamailio } from './rig/kamailio.ts';
import type { KamailioFeature } from './rig/kamailio-configuration.ts';
import { peerAddress, phoneAddress } from './rig/lan.ts';
import { user } from './rig/numbers.ts';
import type { PeerProcess } from './rig/peer-process.ts';
import { Site } from './rig/site.ts';
import { audioPackets } from './rig/wire-rtp.ts';
import { sipMessages, valuesOf, withoutRepeats } from './rig/wire-sip.ts';

/** A report is taken as it is, with nothing to refresh it by. */
const collects: KamailioFeature = {
  modules: ['xlog.so'],
  initial: `
    if (is_method("PUBLISH") && $hdr(Event) == "vq-rtcpxr" && $rU == "collector") {
        xlog("L_ALERT", "REPORT $cT $hdr(Expires) [$rb]\\n");
        sl_send_reply("200", "OK");
        exit;
    }
`,
};

let site: Site;
let kamailio: PeerProcess;
let phone: SimulatedPhone;
before(async () => {
  site = await Site.open();
  kamailio = await site.keep(startKamailio(site.lan, site.directory, { features: [collects] }));
  await site.keep(
    Baresip.start(site.lan, site.directory, { user: user.baresip, transport: 'udp', answers: 'auto', toneHz: 600 }),
  );
  const params = {
    'voip/rtcp_xr/vq_statistics/mode': 'REMOTE_AND_EVENTS',
    'voip/rtcp_xr/collector/address': `sip:collector@${peerAddress}`,
    'voip/codec/codec_info/0/name': 'PCMU',
    'voip/packet_recording/enabled': 1,
    'voip/packet_recording/rtp_recording/enabled': 1,
    'voip/packet_recording/remote_ip': peerAddress,
  };
  phone = await site.keep(site.phone({ user: user.phone, params }));
});
after(() => site[Symbol.asyncDispose]());

/** `NLR` of a report's `PacketLoss` ... */
function valueIn(report: string, name: string): number {
  const found = new RegExp(`[ :]${name}=(-?[\\d.]+)`).exec(report)?.[1];
  assert.ok(found !== undefined, `${name} in ${report}`);
  return Number(found);
}

test('one packet in twenty is lost: XR, the report, the screen and the wire agree', async (context) => {
  await site.lan.loseEveryNthOfSound(20);
  await using capture = await site.capture();
  await dial(phone, user.baresip);
  await phone.waitForScreen('call');
  await assertHears(phone, 600, 0.5);
  await sleep(7000);
  await phone.press('ok');
  const screen = await phone.waitForScreen('list');
  const rows = Object.fromEntries((screen.items as readonly SemanticItem[]).map(({ id, detail }) => [id, detail]));
  await hangUp(phone);
  const report = await phone.waitFor(
    'the report at Kamailio',
    async () => /REPORT application\/vq-rtcpxr (?:<null>)? ?\[([^\]]*)\]/.exec(kamailio.output)?.[1],
  );
  context.diagnostic(`${JSON.stringify(rows)}\n${report}`);

  assert.match(report, /^VQSessionReport: CallTerm/);
  assert.match(report, new RegExp(`LocalID: <sip:${user.phone}@`));
  assert.match(report, new RegExp(`RemoteID: <sip:${user.baresip}@`));
  assert.match(report, new RegExp(`OrigID: <sip:${user.phone}@`));
  assert.match(report, /SessionDesc: PT=0 PD=PCMU SR=8000 FD=20 PPS=50/);
  const heard = await audioPackets(capture, 'peer');
  const sent = await audioPackets(capture, 'phone');
  const ends = (name: string, ip: string, ssrc: string | undefined): RegExp =>
    new RegExp(`${name}: IP=${ip.replaceAll('.', '\\.')} PORT=\\d+ SSRC=${ssrc}`);
  assert.match(report, ends('LocalAddr', phoneAddress, sent[0]?.ssrc));
  assert.match(report, ends('RemoteAddr', peerAddress, heard[0]?.ssrc));
  // Tshark sees what the wire brought; the one in twenty is taken away behind it.
  const lostPercent = valueIn(report, 'NLR');
  assert.ok(Math.abs(lostPercent - 5) < 0.6, `${lostPercent} % lost`);
  assert.ok(valueIn(report, 'MOSLQ') < 4.4 && valueIn(report, 'MOSLQ') > 2, 'and one hears it');

  const metrics = 'rtcp.xr.voipmetrics.';
  const blocks = await capture.rows(`rtcp.pt == 207 && ip.src == ${phoneAddress}`, [
    'rtcp.xr.bt',
    'rtcp.xr.bl',
    `${metrics}gapdensity`,
    `${metrics}rfactor`,
    `${metrics}moslq`,
    `${metrics}gmin`,
  ]);
  const last = blocks.at(-1);
  assert.ok(last !== undefined, 'extended reports went out');
  context.diagnostic(JSON.stringify(last));
  assert.deepEqual([last['rtcp.xr.bt'], last['rtcp.xr.bl'], last[`${metrics}gmin`]], ['7', '8', '16']);
  // Losses one by one are all in the gap: its density is the share that was lost, in 1/256.
  assert.ok(Math.abs((Number(last[`${metrics}gapdensity`]) / 256) * 100 - lostPercent) < 0.5, 'XR says the same');
  assert.ok(Math.abs(Number(last[`${metrics}rfactor`]) - valueIn(report, 'RCQ')) <= 2, 'and so does R');
  assert.ok(Math.abs(Number(last[`${metrics}moslq`]) - valueIn(report, 'MOSLQ')) <= 0.1, 'and the score');
  assert.deepEqual(await capture.rows('rtcp && _ws.malformed', ['frame.number']), []);
  // Once, here after a challenge, and with nothing to refresh.
  const told = withoutRepeats(await sipMessages(capture)).filter(
    (each) => each.method === 'PUBLISH' && valuesOf(each, 'proxy-authorization').length > 0,
  );
  assert.deepEqual(
    told.map((each) => [valuesOf(each, 'event'), valuesOf(each, 'expires')]),
    [[['vq-rtcpxr'], []]],
  );

  assert.equal(screen.title, 'Call quality');
  assert.equal(rows['grade'], 'Fair');
  assert.equal(rows['codec'], 'PCMU');
  assert.ok(Math.abs(Number.parseFloat(rows['loss'] ?? '') - 5) < 1, `the screen says ${rows['loss']}`);

  // AudioCodes 7.2: nobody listens at port 50000, and the call did not mind.
  const copied = (await capture.rows('udp.dstport == 50000 && !icmp', ['udp.payload'])).map((row) => row['udp.payload']);
  const spoken = await capture.rows(`rtp && !icmp && ip.src == ${phoneAddress}`, ['udp.payload']);
  assert.deepEqual(spoken.filter((row) => !copied.includes(row['udp.payload'])).length, 0, 'all that was said is copied');
  const share = (copied.length - spoken.length) / heard.length;
  assert.ok(share > 0.8 && share < 0.97, `of what was heard ${share}: all that came through while the call was up`);
});

// From INVITE to 180 Ringing, by the capture: sipp calls and gives up as soon as it rings, many times.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Capture } from '../interop/rig/capture.ts';
import { run } from '../interop/rig/run.ts';
import { Baresip } from './rig/baresip.ts';
import { inTurn, percentile, type Row, rowOf } from './rig/contest.ts';
import { startOurPhone } from './rig/our-phone.ts';
import { type Stage, stageAddress } from './rig/stage.ts';

const runs = 3;
const calls = 100;
const callsPerSecond = 25;
/** The capture knows SIP by this port; at the stage's address it is Kamailio's. */
const caller = { address: '127.0.0.1', port: 5060 };
const ourPort = 5072;
const theirPort = 6010;

/** `branch`: that of the INVITE, counted back in steps of the scenario, for what belongs to its transaction. */
const request = (method: string, branch: string, to: string, more: string): string => `<send><![CDATA[
${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[${branch}]
From: <sip:bench@[local_ip]>;tag=[pid]f[call_number]
${to}
Call-ID: [call_id]
CSeq: 1 ${method}
Max-Forwards: 70
${more}
]]></send>`;

const freshTo = 'To: <sip:[service]@[remote_ip]>';
const offer = `Contact: <sip:bench@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=bench 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio 18000 RTP/AVP 0
a=rtpmap:0 PCMU/8000
`;

const scenario = `<?xml version="1.0"?><scenario name="ring">
${request('INVITE', 'branch', freshTo, offer)}
<recv response="100" optional="true"/>
<recv response="180"/>
${request('CANCEL', 'branch-3', freshTo, 'Content-Length: 0\n')}
<!-- Of the CANCEL; it may come after the 487. -->
<recv response="200" optional="true"/>
<recv response="487"/>
${request('ACK', 'branch-6', '[last_To:]', 'Content-Length: 0\n')}
</scenario>
`;

/** 99th percentile of one run. */
async function ringing(directory: string, user: string, port: number): Promise<number> {
  const file = join(directory, 'ring.xml');
  writeFileSync(file, scenario);
  await using capture = await Capture.start(join(directory, 'ring.pcap'), 'lo');
  const rate = ['-m', String(calls), '-r', String(callsPerSecond), '-l', '1'];
  const local = ['-i', caller.address, '-p', String(caller.port)];
  await run('sipp', [`${stageAddress}:${port}`, '-sf', file, '-s', user, ...rate, ...local, '-nostdin', '-timeout', '30']);
  const rows = await capture.rows(`sip.CSeq.method == "INVITE" && ip.addr == ${caller.address}`, [
    ...(['frame.time_epoch', 'sip.Method', 'sip.Status-Code', 'sip.Call-ID'] as const),
  ]);
  const invitedMs = new Map<string, number>();
  const tookMs: number[] = [];
  for (const row of rows) {
    const atMs = Number(row['frame.time_epoch']) * 1000;
    if (row['sip.Method'] === 'INVITE') invitedMs.set(row['sip.Call-ID'], atMs);
    if (row['sip.Status-Code'] === '180') tookMs.push(atMs - (invitedMs.get(row['sip.Call-ID']) ?? Number.NaN));
  }
  if (tookMs.length < calls) throw new Error(`${tookMs.length} of ${calls} calls rang`);
  return percentile(tookMs, 99);
}

export async function benchInvite({ directory }: Stage): Promise<readonly Row[]> {
  // Its lines take calls from their proxy alone, unless the administrator says otherwise.
  const params = { 'voip/signalling/sip/direct_ip_calls/enabled': 1 };
  const ours = async (): Promise<number> => {
    await using _phone = await startOurPhone({ user: '1001', sipPort: ourPort, params });
    return await ringing(directory, '1001', ourPort);
  };
  const baresips = async (): Promise<number> => {
    await using _phone = await Baresip.start(directory, { user: '1003', sipPort: theirPort, rtpPort: 16_000, answers: 'manual' });
    return await ringing(directory, '1003', theirPort);
  };
  const turns = await inTurn(runs, ours, baresips);
  return [rowOf({ name: 'sip.invite180.p99', unit: 'ms', ours: turns.ours, peer: { name: 'baresip', values: turns.peers } })];
}

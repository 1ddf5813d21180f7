// From INVITE to 180 Ringing, by the capture: sipp calls and gives up as soon as it rings, many times; once more while the phone has four
// calls and somebody walks through its menus.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Capture } from '../interop/rig/capture.ts';
import { PeerProcess } from '../interop/rig/peer-process.ts';
import { run } from '../interop/rig/run.ts';
import type { SimulatedPhone } from '../support/simulated-phone.ts';
import { Baresip } from './rig/baresip.ts';
import { inTurn, percentile, type Row, rowOf } from './rig/contest.ts';
import { startOurPhone } from './rig/our-phone.ts';
import { registrarPort } from './rig/registrar.ts';
import { pause, type Stage, stageAddress } from './rig/stage.ts';

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

/** Milliseconds, one for each call of one run. */
async function ringing(directory: string, user: string, port: number): Promise<readonly number[]> {
  const file = join(directory, 'ring.xml');
  writeFileSync(file, scenario);
  await using capture = await Capture.start(join(directory, 'ring.pcap'), { device: 'lo' });
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
  return tookMs;
}

/** Direct calls: its lines take calls from their proxy alone, unless the administrator says otherwise. */
const params = { 'voip/signalling/sip/direct_ip_calls/enabled': 1 };
/** Two calls each; the last line is left for the calls that are measured. */
const busyUsers = ['1011', '1012'];
const menuKeys = ['menu', 'down', 'down', 'up', 'back'];

/** One call is heard, three are on hold. */
async function fillLines(phone: SimulatedPhone): Promise<AsyncDisposable> {
  const peers = new AsyncDisposableStack();
  for (const [index, user] of [...busyUsers, ...busyUsers].entries()) {
    const from = ['-i', '127.0.0.2', '-p', String(5061 + index), '-mp', String(20_000 + 10 * index), '-nostdin'];
    peers.use(
      PeerProcess.start('sipp', [
        'sipp',
        `${stageAddress}:${ourPort}`,
        '-sn',
        'uac',
        '-s',
        user,
        '-m',
        '1',
        '-d',
        '90000',
        ...from,
      ]),
    );
    await phone.waitForScreen('incoming');
    await phone.softKey('answer');
    await phone.waitForScreen('call');
  }
  return peers;
}

async function walkThroughMenus(phone: SimulatedPhone, signal: AbortSignal): Promise<void> {
  for (let step = 0; !signal.aborted; step++) {
    await phone.post('/api/key', { key: menuKeys[step % menuKeys.length], action: 'press' });
    await pause(30);
  }
}

async function ringingWhileBusy(directory: string): Promise<readonly number[]> {
  const lines = Object.fromEntries(
    busyUsers.flatMap((user, index) => [
      [`voip/line/${index + 1}/enabled`, 1],
      [`voip/line/${index + 1}/id`, user],
      [`voip/line/${index + 1}/proxy_address`, stageAddress],
      [`voip/line/${index + 1}/proxy_port`, registrarPort],
    ]),
  );
  await using phone = await startOurPhone({ user: '1001', sipPort: ourPort, params: { ...params, ...lines } });
  await using _calls = await fillLines(phone);
  const walk = new AbortController();
  const walking = walkThroughMenus(phone, walk.signal);
  const tookMs = await ringing(directory, '1001', ourPort);
  walk.abort();
  await walking;
  return tookMs;
}

export async function benchInvite({ directory }: Stage): Promise<readonly Row[]> {
  const ours = async (): Promise<readonly number[]> => {
    await using _phone = await startOurPhone({ user: '1001', sipPort: ourPort, params });
    return await ringing(directory, '1001', ourPort);
  };
  const baresips = async (): Promise<readonly number[]> => {
    await using _phone = await Baresip.start(directory, { user: '1003', sipPort: theirPort, rtpPort: 16_000, answers: 'manual' });
    return await ringing(directory, '1003', theirPort);
  };
  const turns = await inTurn(runs, ours, baresips);
  const row = (name: string, percent: number): Row =>
    rowOf({
      name: `sip.invite180.${name}`,
      unit: 'ms',
      ours: turns.ours.map((values) => percentile(values, percent)),
      peer: { name: 'baresip', values: turns.peers.map((values) => percentile(values, percent)) },
    });
  const busy = await ringingWhileBusy(directory);
  const busyRow = (name: string, percent: number): Row =>
    rowOf({ name: `sip.invite180.busy.${name}`, unit: 'ms', ours: [percentile(busy, percent)] });
  return [row('p50', 50), row('p99', 99), busyRow('p50', 50), busyRow('p99', 99)];
}

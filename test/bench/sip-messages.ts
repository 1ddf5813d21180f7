// How many requests a phone answers in a second of processor time: OPTIONS by sipp, from bytes to bytes, through transactions and user agent.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../interop/rig/run.ts';
import { Baresip } from './rig/baresip.ts';
import { inTurn, type Row, rowOf } from './rig/contest.ts';
import { startOurPhone } from './rig/our-phone.ts';
import { cpuSeconds } from './rig/process-usage.ts';
import { type Stage, stageAddress } from './rig/stage.ts';

const runs = 3;
const requests = 6000;
const warmUp = 2000;
const requestsPerSecond = 1000;
const ourPort = 5072;
const theirPort = 6010;
/** At the address of the registrar, which may ask as often as it likes. */
const askingPort = 5090;

const scenario = `<?xml version="1.0"?><scenario name="options">
<send><![CDATA[
OPTIONS sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:bench@[local_ip]>;tag=[pid]f[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 OPTIONS
Contact: <sip:bench@[local_ip]:[local_port]>
Accept: application/sdp
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200"/>
</scenario>
`;

/** Fails when one gets no answer. */
async function ask(directory: string, user: string, port: number, count: number): Promise<void> {
  const file = join(directory, 'options.xml');
  writeFileSync(file, scenario);
  const rate = ['-m', String(count), '-r', String(requestsPerSecond), '-l', '200'];
  const local = ['-i', stageAddress, '-p', String(askingPort)];
  await run('sipp', [`${stageAddress}:${port}`, '-sf', file, '-s', user, ...rate, ...local, '-nostdin', '-timeout', '60']);
}

/** Answers per second of processor time, all threads of the process together. */
async function rate(directory: string, pid: number, user: string, port: number): Promise<number> {
  await ask(directory, user, port, warmUp);
  const before = cpuSeconds(pid);
  await ask(directory, user, port, requests);
  return requests / (cpuSeconds(pid) - before);
}

export async function benchMessages({ directory }: Stage): Promise<readonly Row[]> {
  const ours = async (): Promise<number> => {
    await using phone = await startOurPhone({ user: '1001', sipPort: ourPort });
    return await rate(directory, phone.pid, '1001', ourPort);
  };
  const baresips = async (): Promise<number> => {
    const options = { user: '1003', sipPort: theirPort, rtpPort: 16_000, answers: 'manual' } as const;
    await using phone = await Baresip.start(directory, options);
    return await rate(directory, phone.pid, '1003', theirPort);
  };
  const turns = await inTurn(runs, ours, baresips);
  const peer = { name: 'baresip', values: turns.peers };
  return [rowOf({ name: 'sip.messages', unit: 'answers/CPU s', better: 'higher', ours: turns.ours, peer })];
}

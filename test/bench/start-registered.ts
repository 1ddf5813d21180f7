// From exec to the registrar's 200 OK, which a capture saw: our bundle and baresip, the same Kamailio.

import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnvironment, nodeFlags } from '#firmware/node-flags';
import { Capture } from '../interop/rig/capture.ts';
import { baresipCommand } from './rig/baresip.ts';
import { inTurn, type Row, rowOf } from './rig/contest.ts';
import { bundledProgram, lineParameters } from './rig/our-phone.ts';
import { pause, type Stage, stageAddress } from './rig/stage.ts';

const runs = 9;
const longestMs = 1500;
const ourUser = '1001';
const theirUser = '1003';

/** When it was started, in epoch time as the capture has it. */
async function start([program, ...args]: readonly [string, ...string[]]): Promise<number> {
  const startedMs = performance.timeOrigin + performance.now();
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...nodeEnvironment } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await pause(longestMs);
  child.kill('SIGKILL');
  await ended;
  return startedMs;
}

function ourCommand(directory: string): readonly [string, ...string[]] {
  const params = Object.entries({ ...lineParameters(ourUser), 'voip/signalling/sip/port': 5071 });
  return [
    process.execPath,
    ...[...nodeFlags, bundledProgram, '--board', 'simulated/color-320', '--data', mkdtempSync(join(directory, 'phone-'))],
    ...['--address', stageAddress, ...params.flatMap(([name, value]) => ['--param', `${name}=${value}`])],
  ];
}

export async function benchStart({ directory }: Stage): Promise<readonly Row[]> {
  const our = ourCommand(directory);
  const their = baresipCommand(directory, { user: theirUser, sipPort: 6010, rtpPort: 16_000, answers: 'manual' });
  await using capture = await Capture.start(join(directory, 'start.pcap'), { device: 'lo' });
  const turns = await inTurn(
    runs,
    () => start(our),
    () => start(their),
  );
  const accepted = await capture.rows('sip.Status-Code == 200 && sip.CSeq.method == "REGISTER"', [
    'frame.time_epoch',
    'sip.to.user',
  ]);
  const took = (startedMs: readonly number[], user: string): readonly number[] => {
    const atMs = accepted.filter((row) => row['sip.to.user'] === user).map((row) => Number(row['frame.time_epoch']) * 1000);
    return startedMs.map((ms) => {
      const at = atMs.find((each) => each > ms && each < ms + longestMs);
      if (at === undefined) throw new Error(`${user} did not register within ${longestMs} ms`);
      return at - ms;
    });
  };
  const [ours, values] = [took(turns.ours, ourUser), took(turns.peers, theirUser)];
  return [rowOf({ name: 'start.registered', unit: 'ms', ours, peer: { name: 'baresip', values } })];
}

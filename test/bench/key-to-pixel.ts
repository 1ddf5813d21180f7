// From the moment a key goes down to the moment its frame is handed to the display, in a whole phone.

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '#firmware/command-line';
import { openMachine } from '#firmware/machine';
import { openSurfaces } from '#firmware/surfaces';
import { Log } from '#firmware/system/log';
import { SystemClock } from '#firmware/system/system-clock';
import { openTelephony } from '#firmware/telephony';
import { percentile, type Row, rowOf } from './rig/contest.ts';
import { pause, type Stage } from './rig/stage.ts';

const runs = 3;
const presses = 100;
const patienceMs = 500;

async function delays(directory: string): Promise<readonly number[]> {
  const data = mkdtempSync(join(directory, 'keys-'));
  const read = readCommandLine(['--board', 'simulated/color-320', '--data', data, '--param', 'voip/signalling/sip/port=0']);
  if (!read.ok) throw new Error(read.reason);
  const clock = new SystemClock();
  const log = new Log(clock);
  await using machine = await openMachine(read.commandLine, log, clock);
  await using telephony = await openTelephony(machine, log, clock);
  await using _surfaces = await openSurfaces(machine, telephony, read.commandLine, { log, clock });
  telephony.start();
  const board = machine.virtualBoard;
  if (board === undefined) throw new Error('this board has no body to press keys of');
  let shown: () => void = () => {};
  board.observe((change) => {
    if (change.type === 'pictureChanged') shown();
  });
  const press = async (key: 'menu' | 'up' | 'down'): Promise<number> => {
    const startedMs = performance.now();
    const drawn = new Promise<number>((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`${key} changed nothing`)), patienceMs);
      shown = () => {
        clearTimeout(impatience);
        resolve(performance.now() - startedMs);
      };
    });
    board.moveKey(key, 'down');
    // A tap; some keys mean something else when they are held.
    setTimeout(() => board.moveKey(key, 'up'), 1);
    return await drawn;
  };
  await pause(500);
  await press('menu');
  const took: number[] = [];
  for (let count = 0; count < presses; count++) {
    await pause(20 + (count % 17));
    took.push(await press(count % 2 === 0 ? 'down' : 'up'));
  }
  return took;
}

export async function benchKeyToPixel({ directory }: Stage): Promise<readonly Row[]> {
  const ours: number[] = [];
  for (let run = 0; run < runs; run++) ours.push(percentile(await delays(directory), 99));
  return [rowOf({ name: 'key.toPixel.p99', unit: 'ms', ours })];
}

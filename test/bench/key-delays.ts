// From the moment a key goes down to the moment its frame is handed to the display, or its lamp shines, in a whole phone.

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '#firmware/command-line';
import { openMachine } from '#firmware/machine';
import { openSurfaces } from '#firmware/surfaces';
import { Log } from '#firmware/system/log';
import { SystemClock } from '#firmware/system/system-clock';
import { openTelephony } from '#firmware/telephony';
import type { KeyName } from '#hal/keys/keys';
import type { VirtualBoardChange } from '#hal/simulator/virtual-board';
import { percentile, type Row, rowOf } from './rig/contest.ts';
import { pause, type Stage } from './rig/stage.ts';

const runs = 3;
const presses = 100;
const patienceMs = 500;

interface Way {
  readonly params?: readonly string[];
  /** Pressed in turn, after the first. */
  readonly first?: KeyName;
  readonly keys: readonly [KeyName, KeyName];
  /** Whether it is what the press was to bring about. */
  readonly isAnswer: (change: VirtualBoardChange) => boolean;
}

const toPixel: Way = { first: 'menu', keys: ['down', 'up'], isAnswer: ({ type }) => type === 'pictureChanged' };
/** Opens the loudspeaker, and closes it. */
const toLamp: Way = {
  // A line to dial on, though nobody answers there.
  params: ['voip/line/0/enabled=1', 'voip/line/0/id=1001', 'voip/line/0/proxy_address=127.0.0.1'],
  keys: ['speaker', 'speaker'],
  isAnswer: (change) => change.type === 'ledChanged' && change.name === 'speaker',
};

async function delays(directory: string, way: Way): Promise<readonly number[]> {
  const data = mkdtempSync(join(directory, 'keys-'));
  const params = ['voip/signalling/sip/port=0', ...(way.params ?? [])];
  const options = ['--board', 'simulated/color-320', '--data', data, ...params.flatMap((param) => ['--param', param])];
  const read = readCommandLine(options);
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
    if (way.isAnswer(change)) shown();
  });
  const press = async (key: KeyName): Promise<number> => {
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
  if (way.first !== undefined) await press(way.first);
  const took: number[] = [];
  for (let count = 0; count < presses; count++) {
    await pause(20 + (count % 17));
    took.push(await press(way.keys[count % 2 === 0 ? 0 : 1]));
  }
  return took;
}

export async function benchKeys({ directory }: Stage): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, way] of [
    ['key.toPixel.p99', toPixel],
    ['key.toLed.p99', toLamp],
  ] as const) {
    const ours: number[] = [];
    for (let run = 0; run < runs; run++) ours.push(percentile(await delays(directory, way), 99));
    rows.push(rowOf({ name, unit: 'ms', ours }));
  }
  return rows;
}

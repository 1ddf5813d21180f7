// Echo cancellers in the same simulated rooms: how much of the near voice is left in double talk, and how much echo goes, ours beside
// WebRTC's. What is heard before and after stands in build/echo.

import { mkdirSync } from 'node:fs';
import { run } from '../interop/rig/run.ts';
import { type Row, rowOf } from './rig/contest.ts';

const program = new URL(`../../build/native/${process.arch}/echo_bench`, import.meta.url).pathname;
const folder = new URL('../../build/echo', import.meta.url).pathname;
const line = /^ +(\S+) +ERLE +(\S+), late +\S+ dB; near alone +\S+ dB; double talk +(\S+) %/gm;

export async function benchEcho(): Promise<readonly Row[]> {
  mkdirSync(folder, { recursive: true });
  const text = await run(program, [folder], 120_000);
  process.stdout.write(text);
  const results = [...text.matchAll(line)].map(([, name, erleDb, sharePercent]) => ({ name, erleDb, sharePercent }));
  const of = (name: string) => results.filter((result) => result.name === name);
  return [
    rowOf({
      name: 'echo.doubleTalk',
      unit: '%',
      better: 'higher',
      ours: of('full').map(({ sharePercent }) => Number(sharePercent)),
      peer: { name: 'WebRTC 0.3', values: of('webrtc').map(({ sharePercent }) => Number(sharePercent)) },
    }),
    rowOf({
      name: 'echo.doubleTalk.erle',
      unit: 'dB',
      better: 'higher',
      ours: of('full').map(({ erleDb }) => Number(erleDb)),
      peer: { name: 'WebRTC 0.3', values: of('webrtc').map(({ erleDb }) => Number(erleDb)) },
    }),
  ];
}

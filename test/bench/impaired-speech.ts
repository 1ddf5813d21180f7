// Speech of a real peer over bad networks, heard by us and by baresip from the same packets at the same time: intelligibility and
// likeness to what was said, and how late it came. One baresip speaks to another; its packets are led through a relay that gives each
// of them to both listeners. Sound cards of the native tests keep all three on one time line.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../interop/rig/run.ts';
import { MediaStation } from '../support/media-station.ts';
import { stoi, stoiSegment } from '../support/stoi.ts';
import { readWav } from '../support/wav-file.ts';
import { Baresip } from './rig/baresip.ts';
import { median, type Row, rowOf } from './rig/contest.ts';
import { type Impairment, ImpairmentRelay } from './rig/impairment.ts';
import { pause, type Stage, stageAddress } from './rig/stage.ts';

const cardPlugin = new URL(`../../build/native/${process.arch}/libalsa_card.so`, import.meta.url).pathname;
const rateHz = 8000;
const ourRateHz = 16_000;
const relayPort = 18_000;
const listenerPort = 17_000;
const settleMs = 3000;
const badMs = 12_000;
const longestLagMs = 800;
const words =
  'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. It is easy to tell the depth of a well. ' +
  'These days a chicken leg is a rare dish. Rice is often served in round bowls.';

const grid = [0, 0.01, 0.05, 0.1].flatMap((loss) =>
  [0, 30, 80].map((jitterMs): Impairment => ({ name: `loss${100 * loss}jitter${jitterMs}`, loss, jitterMs })),
);
const impairments: readonly Impairment[] = [
  ...grid,
  { name: 'duplicates', loss: 0, jitterMs: 0, duplicates: 0.1 },
  { name: 'reordered', loss: 0, jitterMs: 0, reordered: 0.05 },
  { name: 'outage2s', loss: 0, jitterMs: 0, outage: { fromMs: 3000, durationMs: 2000 } },
];

async function speech(directory: string): Promise<Int16Array> {
  const file = join(directory, 'speech.wav');
  await run('espeak-ng', ['-s', '150', '-w', file, words]);
  const { samples, sampleRateHz } = readWav(readFileSync(file));
  const length = Math.ceil((samples.length * rateHz) / sampleRateHz);
  // Between neighbours on a straight line: what that leaves of higher frequencies is in the original for everybody.
  return Int16Array.from({ length }, (_, index) => {
    const at = (index * sampleRateHz) / rateHz;
    const [before, after] = [samples[Math.floor(at)] ?? 0, samples[Math.floor(at) + 1] ?? 0];
    return (before + (after - before) * (at % 1)) / 2;
  });
}

interface Cards {
  readonly epochMs: number;
  readonly theirs: string;
  readonly ours: string;
}

function insertCards(directory: string, spoken: Int16Array, name: string): Cards {
  const [mouth, silence] = [join(directory, 'mouth.raw'), join(directory, 'silence.raw')];
  writeFileSync(mouth, spoken);
  writeFileSync(silence, new Int16Array(ourRateHz));
  const [theirs, ours] = [join(directory, `${name}-theirs.raw`), join(directory, `${name}-ours.raw`)];
  const epochMs = Number(process.hrtime.bigint() / 1_000_000n);
  const card = (card: string, captured: string, played: string, rate: number): string =>
    `pcm.${card} { type hookswitch_card capture_file "${captured}" playback_file "${played}" epoch_ms ${epochMs} rate ${rate} channels 1 }`;
  const lines = [
    '</usr/share/alsa/alsa.conf>',
    `pcm_type.hookswitch_card { lib "${cardPlugin}" }`,
    card('mouth', mouth, `${theirs}.unused`, rateHz),
    card('ear', silence, theirs, rateHz),
    card('ours', silence, ours, ourRateHz),
    '',
  ];
  const file = join(directory, `${name}.conf`);
  writeFileSync(file, lines.join('\n'));
  process.env['ALSA_CONFIG_PATH'] = file;
  return { epochMs, theirs, ours };
}

function played(file: string, rate: number): Int16Array {
  const bytes = readFileSync(file);
  const sound = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  if (rate === rateHz) return sound;
  return Int16Array.from({ length: sound.length >> 1 }, (_, i) => ((sound[2 * i] ?? 0) + (sound[2 * i + 1] ?? 0)) / 2);
}

interface Score {
  readonly stoi: number;
  readonly snrDb: number;
  readonly lagMs: number;
}

/** Where what was said is found best in what was heard, and how like it is. */
function place(said: Int16Array, heard: Int16Array, from: number): { readonly lag: number; readonly likeness: number } {
  let best = { lag: 0, likeness: 0 };
  const energy = said.reduce((sum, value) => sum + value * value, 0);
  for (let lag = 0; lag < (longestLagMs * rateHz) / 1000; lag++) {
    let [both, theirs] = [0, 0];
    for (let i = 0; i < said.length; i += 2) {
      const value = heard[from + lag + i] ?? 0;
      both += 2 * (said[i] ?? 0) * value;
      theirs += 2 * value * value;
    }
    const likeness = theirs === 0 ? 0 : both / Math.sqrt(energy * theirs);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best;
}

function judge(spoken: Int16Array, heard: Int16Array, fromMs: number): Score {
  const scores: Score[] = [];
  const first = (fromMs * rateHz) / 1000;
  let loudest = 0;
  const segments: Int16Array[] = [];
  for (let at = first; at + stoiSegment < first + (badMs * rateHz) / 1000; at += stoiSegment) {
    segments.push(Int16Array.from({ length: stoiSegment }, (_, i) => spoken[(at + i) % spoken.length] ?? 0));
  }
  const energyOf = (segment: Int16Array): number => segment.reduce((sum, value) => sum + value * value, 0);
  for (const segment of segments) loudest = Math.max(loudest, energyOf(segment));
  for (const [index, said] of segments.entries()) {
    // Pauses say nothing.
    if (energyOf(said) < loudest / 30) continue;
    const from = first + index * stoiSegment;
    const { lag, likeness } = place(said, heard, from);
    const aligned = Int16Array.from({ length: stoiSegment }, (_, i) => heard[from + lag + i] ?? 0);
    const snrDb = 10 * Math.log10((likeness ** 2 + 1e-3) / (Math.max(0, 1 - likeness ** 2) + 1e-3));
    scores.push({ stoi: stoi(said, aligned), snrDb, lagMs: likeness > 0.5 ? (lag * 1000) / rateHz : Number.NaN });
  }
  const mean = (of: (score: Score) => number): number => scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return {
    stoi: mean((score) => score.stoi),
    snrDb: mean((score) => score.snrDb),
    lagMs: median(scores.map(({ lagMs }) => lagMs).filter((lag) => !Number.isNaN(lag))),
  };
}

/** The port of the listener's range that it has bound. */
function boundPort(): number {
  const ports = readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => Number.parseInt(/:([0-9A-F]{4}) /.exec(line)?.[1] ?? '0', 16));
  return ports.find((port) => port >= listenerPort && port < listenerPort + 10 && port % 2 === 0) ?? listenerPort;
}

/** What is sent to the listening baresip goes to the relay, except by the relay itself. Without address translation, which would take
 * it for the answer to what the listener sends. */
async function divert(): Promise<void> {
  const even = [0, 2, 4, 6, 8, 10].map((step) => listenerPort + step).join(', ');
  const rule = `udp dport { ${even} } udp sport != ${relayPort} udp dport set ${relayPort}`;
  await run('nft', [`table ip divert {\n chain output {\n type filter hook output priority 0;\n ${rule}\n }\n }`]);
}

interface Outcome {
  readonly ours: Score;
  readonly theirs: Score;
  /** What we had to make up. */
  readonly concealedPercent: number;
}

async function contest(directory: string, spoken: Int16Array, impairment: Impairment): Promise<Outcome> {
  const cards = insertCards(directory, spoken, impairment.name);
  await using relay = await ImpairmentRelay.open(stageAddress, relayPort, impairment);
  await using station = new MediaStation();
  station.send({ type: 'openDevice', path: 'handset', device: { driver: 'alsa', playback: 'ours', capture: 'ours' } });
  station.send({ type: 'selectPath', path: 'handset' });
  const { rtpPort } = await station.openSession(1);
  station.rtpPort = rtpPort;
  station.talkTo(relay.loopbackPort);
  relay.deliverTo({ port: rtpPort, address: '127.0.0.1' });
  await using _ear = await Baresip.start(directory, {
    ...{ user: '1004', sipPort: 6020, rtpPort: listenerPort, answers: 'auto', card: 'ear' },
  });
  await using mouth = await Baresip.start(directory, {
    ...{ user: '1003', sipPort: 6010, rtpPort: 16_000, answers: 'manual', card: 'mouth' },
  });
  await mouth.call('1004');
  relay.deliverTo({ port: boundPort(), address: stageAddress });
  await pause(settleMs);
  const before = await station.statistics();
  relay.begin();
  const fromMs = Number(process.hrtime.bigint() / 1_000_000n) - cards.epochMs;
  await pause(badMs + longestLagMs);
  const concealedMs = (await station.statistics()).concealedMs - before.concealedMs;
  const score = (file: string, rate: number): Score => judge(spoken, played(file, rate), fromMs);
  const concealedPercent = (100 * concealedMs) / (badMs + longestLagMs);
  return { ours: score(cards.ours, ourRateHz), theirs: score(cards.theirs, rateHz), concealedPercent };
}

export async function benchImpairedSpeech({ directory }: Stage): Promise<readonly Row[]> {
  const spoken = await speech(directory);
  await divert();
  const rows: Row[] = [];
  for (const impairment of impairments) {
    const { ours, theirs, concealedPercent } = await contest(directory, spoken, impairment);
    const row = (kind: keyof Score, unit: string, better: 'lower' | 'higher'): Row =>
      rowOf({
        ...{ name: `jitter.${kind}.${impairment.name}`, unit, better, ours: [ours[kind]] },
        peer: { name: 'baresip', values: [theirs[kind]] },
      });
    rows.push(row('stoi', '', 'higher'), row('snrDb', 'dB', 'higher'), row('lagMs', 'ms', 'lower'));
    rows.push(rowOf({ name: `jitter.concealed.${impairment.name}`, unit: '%', ours: [concealedPercent] }));
  }
  return rows;
}

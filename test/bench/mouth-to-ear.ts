// From the mouth at one phone to the ear at the other: a chirp every two seconds, found again by correlation. Both programs use the same
// sound card, that of the native tests: its two files are on one time line, so the lag between them is exact.
// Ours are two media cores, which is all that a voice passes; baresip is called as it is.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MediaStation } from '../support/media-station.ts';
import { Baresip } from './rig/baresip.ts';
import { inTurn, median, type Row, rowOf } from './rig/contest.ts';
import { pause, type Stage } from './rig/stage.ts';

const cardPlugin = new URL(`../../build/native/${process.arch}/libalsa_card.so`, import.meta.url).pathname;
const periodMs = 2000;
const chirpMs = 100;
const talkMs = 7000;
/** The jitter buffer has found its depth. */
const settleMs = 3000;
const longestLagMs = 1000;
const runs = 3;

function chirp(rateHz: number): Float64Array {
  const seconds = chirpMs / 1000;
  return Float64Array.from({ length: rateHz * seconds }, (_, i) => {
    const t = i / rateHz;
    return Math.sin(2 * Math.PI * (300 * t + ((3000 - 300) / (2 * seconds)) * t * t)) * Math.sin((Math.PI * t) / seconds);
  });
}

/** Where in the sound, from `first` on, the chirp fits best. */
function find(sound: Int16Array, template: Float64Array, first: number, count: number): number {
  let best = { at: first, sum: 0 };
  for (let at = first; at < first + count; at++) {
    let sum = 0;
    for (let i = 0; i < template.length; i++) sum += (sound[at + i] ?? 0) * (template[i] ?? 0);
    if (sum > best.sum) best = { at, sum };
  }
  return best.at;
}

/** Two cards: what the first captures is to be played by the second. */
class Cards {
  readonly #heard: string;
  readonly #rateHz: number;

  constructor(directory: string, rateHz: number, run: number) {
    this.#rateHz = rateHz;
    const [spoken, silence] = [join(directory, `spoken-${rateHz}.raw`), join(directory, `silence-${rateHz}.raw`)];
    this.#heard = join(directory, `heard-${rateHz}-${run}.raw`);
    const period = new Int16Array((rateHz * periodMs) / 1000);
    writeFileSync(silence, period);
    period.set(chirp(rateHz).map((value) => value * 16_000));
    writeFileSync(spoken, period);
    const epochMs = process.hrtime.bigint() / 1_000_000n;
    const card = (name: string, captured: string, played: string): string =>
      `pcm.${name} { type hookswitch_card capture_file "${captured}" playback_file "${played}" epoch_ms ${epochMs} rate ${rateHz} channels 1 }`;
    const file = join(directory, `asound-${rateHz}-${run}.conf`);
    const cards = [card('mouth', spoken, `${this.#heard}.unused`), card('ear', silence, this.#heard)];
    const plugin = `pcm_type.hookswitch_card { lib "${cardPlugin}" }`;
    writeFileSync(file, ['</usr/share/alsa/alsa.conf>', plugin, ...cards, ''].join('\n'));
    // Read by ALSA when a program opens its first card.
    process.env['ALSA_CONFIG_PATH'] = file;
  }

  lagMs(): number {
    const bytes = readFileSync(this.#heard);
    const sound = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    const samples = (ms: number): number => Math.round((this.#rateHz * ms) / 1000);
    const template = chirp(this.#rateHz);
    const lags: number[] = [];
    const last = sound.length - samples(periodMs);
    for (let start = samples(Math.ceil(settleMs / periodMs) * periodMs); start < last; start += samples(periodMs)) {
      lags.push(((find(sound, template, start, samples(longestLagMs)) - start) * 1000) / this.#rateHz);
    }
    return median(lags);
  }
}

async function ourStation(card: string): Promise<MediaStation> {
  const station = new MediaStation();
  station.send({ type: 'openDevice', path: 'handset', device: { driver: 'alsa', playback: card, capture: card } });
  station.send({ type: 'selectPath', path: 'handset' });
  const { rtpPort } = await station.openSession(1);
  station.rtpPort = rtpPort;
  return station;
}

export async function benchMouthToEar({ directory }: Stage): Promise<readonly Row[]> {
  let run = 0;
  const ours = async (): Promise<number> => {
    const cards = new Cards(directory, 16_000, ++run);
    await using mouth = await ourStation('mouth');
    await using ear = await ourStation('ear');
    mouth.talkTo(ear.rtpPort);
    ear.talkTo(mouth.rtpPort);
    await pause(talkMs);
    return cards.lagMs();
  };
  const baresips = async (): Promise<number> => {
    const cards = new Cards(directory, 8000, ++run);
    await using ear = await Baresip.start(directory, {
      ...{ user: '1004', sipPort: 6020, rtpPort: 17_000, answers: 'auto', card: 'ear' },
    });
    await using mouth = await Baresip.start(directory, {
      ...{ user: '1003', sipPort: 6010, rtpPort: 16_000, answers: 'manual', card: 'mouth' },
    });
    await mouth.call('1004');
    await pause(talkMs);
    void ear;
    return cards.lagMs();
  };
  const turns = await inTurn(runs, ours, baresips);
  return [rowOf({ name: 'audio.mouthToEar', unit: 'ms', ours: turns.ours, peer: { name: 'baresip', values: turns.peers } })];
}

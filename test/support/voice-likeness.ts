// How well speech and a sweep came through: found in what was heard, their level band by band, intelligibility, and clicks in the sweep.

import { stoi, stoiSegment } from './stoi.ts';
import { levelDbov, sine } from './tone-meter.ts';

/** What is compared; the sounds may have been of any other rate. */
export const likenessRateHz = 8000;
const sweepMs = 500;
const quietMs = 100;
const slices = 8;
const frame = 128;

/** A pure tone that rises from 300 to 3100 Hz, exponentially, with its ends faded. */
function sweep(dbov: number, rateHz: number): Int16Array {
  const [fromHz, toHz] = [300, 3100];
  const length = (sweepMs * rateHz) / 1000;
  const amplitude = Math.max(...sine(1000, dbov, 8000, 8));
  const growth = Math.log(toHz / fromHz);
  return Int16Array.from({ length }, (_, i) => {
    const phase = ((2 * Math.PI * fromHz * sweepMs) / 1000 / growth) * (Math.exp((growth * i) / length) - 1);
    const fade = Math.min(1, i / (0.01 * rateHz), (length - i) / (0.01 * rateHz));
    return Math.round(amplitude * fade * Math.sin(phase));
  });
}

/** A sweep, a pause and speech, that a looped source says again and again. */
export function spokenWithSweep(speech: Int16Array, dbov: number, rateHz: number): Int16Array {
  const gain = 10 ** ((dbov - levelDbov(speech)) / 20);
  const quiet = new Int16Array((quietMs * rateHz) / 1000);
  const louder = speech.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * gain))));
  return Int16Array.from([...sweep(dbov, rateHz), ...quiet, ...louder, ...quiet]);
}

export interface Likeness {
  /** Of heard to said, of each part of the sweep from low to high. */
  readonly sweepDb: readonly number[];
  /** Of the speech. */
  readonly speechDb: number;
  /** Short-time objective intelligibility of the speech: 1 is all. */
  readonly stoi: number;
  /** The tone of the sweep above all else in the worst of its frames: a click is as strong as the tone. */
  readonly purestDb: number;
}

function energy(samples: Int16Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0);
}

/** Where the sweep begins in what was heard. */
function beginning(said: Int16Array, heard: Int16Array): number {
  const template = said.subarray(0, (sweepMs * likenessRateHz) / 1000);
  let best = { at: 0, likeness: 0 };
  for (let at = 0; at + said.length <= heard.length; at++) {
    let [both, theirs] = [0, 0];
    for (let i = 0; i < template.length; i++) {
      const value = heard[at + i] ?? 0;
      both += (template[i] ?? 0) * value;
      theirs += value * value;
    }
    const likeness = theirs === 0 ? 0 : both / Math.sqrt(theirs);
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best.at;
}

/** The strongest tone of a frame above the rest of its spectrum, in dB. */
function purity(samples: Int16Array): number {
  const power: number[] = [];
  for (let bin = 0; bin < frame / 2; bin++) {
    let [re, im] = [0, 0];
    for (let i = 0; i < frame; i++) {
      const value = (samples[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / frame));
      re += value * Math.cos((2 * Math.PI * bin * i) / frame);
      im += value * Math.sin((2 * Math.PI * bin * i) / frame);
    }
    power.push(re * re + im * im);
  }
  const peak = power.indexOf(Math.max(...power));
  // The tone moves within its frame: what is near belongs to it.
  const tone = power.reduce((sum, value, bin) => sum + (Math.abs(bin - peak) <= 4 ? value : 0), 0);
  const rest = power.reduce((sum, value, bin) => sum + (Math.abs(bin - peak) <= 4 ? 0 : value), 0);
  return 10 * Math.log10(tone / Math.max(rest, 1));
}

/** Of one round of `spokenWithSweep` in a stretch of what was heard that holds one whole; both at `likenessRateHz`. */
export function likenessOf(said: Int16Array, heard: Int16Array): Likeness {
  const from = beginning(said, heard);
  const here = heard.subarray(from, from + said.length);
  const sweepLength = (sweepMs * likenessRateHz) / 1000;
  const slice = sweepLength / slices;
  const inDb = (ofSaid: Int16Array, ofHeard: Int16Array): number =>
    10 * Math.log10(Math.max(energy(ofHeard), 1) / energy(ofSaid));
  const sweepDb = Array.from({ length: slices }, (_, i) =>
    inDb(said.subarray(i * slice, (i + 1) * slice), here.subarray(i * slice, (i + 1) * slice)),
  );
  const speechFrom = sweepLength + (quietMs * likenessRateHz) / 1000;
  const scores: number[] = [];
  const loud = energy(said.subarray(speechFrom)) / (said.length - speechFrom) / 4;
  for (let at = speechFrom; at + stoiSegment <= said.length; at += stoiSegment) {
    const segment = said.subarray(at, at + stoiSegment);
    if (energy(segment) / stoiSegment > loud) scores.push(stoi(segment, here.subarray(at, at + stoiSegment)));
  }
  const frames = Array.from({ length: Math.floor(sweepLength / frame) - 2 }, (_, i) => purity(here.subarray((i + 1) * frame)));
  return {
    sweepDb,
    speechDb: inDb(said.subarray(speechFrom), here.subarray(speechFrom)),
    stoi: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    purestDb: Math.min(...frames),
  };
}

// RINGLIST.DAT of the Cisco 7960: a ring a line, its name and its file between blanks or tabs. The files are µ-law of 8 kHz
// without a header, 2 s at most (7960 administration guide 7.x, "Creating User-Defined Ring Tones").

import { fromMuLaw } from '#hal/audio/companding';
import type { Recording } from '#media/messages';
import type { Read } from './wave-file.ts';

export interface ListedRing {
  readonly name: string;
  readonly file: string;
}

const mostRings = 64;
const mostCharacters = 16_384;
const leastSamples = 240;
const mostSamples = 16_080;
/** They come in blocks of 30 ms. */
const blockSamples = 240;

/** Lines that say no ring are passed over. */
export function parseRingList(text: string): readonly ListedRing[] {
  const rings: ListedRing[] = [];
  for (const line of text.slice(0, mostCharacters).split(/\r?\n/)) {
    // The file is the last word; names have blanks.
    const found = /^\s*(\S.*?)\s+(\S+)\s*$/.exec(line.slice(0, 200));
    const [, name, file] = found ?? [];
    if (name === undefined || file === undefined || !isFileName(file) || rings.length === mostRings) continue;
    rings.push({ name: name.slice(0, 25), file });
  }
  return rings;
}

/** A name in the same directory, nothing that leads out of it. */
export function isFileName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_. -]{0,63}$/.test(text) && !text.includes('..');
}

export function readRawRing(bytes: Uint8Array): Read<Recording> {
  if (bytes.length < leastSamples || bytes.length > mostSamples) {
    return { ok: false, reason: `${bytes.length} bytes; ${leastSamples} to ${mostSamples} are needed` };
  }
  if (bytes.length % blockSamples !== 0) {
    return { ok: false, reason: `${bytes.length} bytes; a multiple of ${blockSamples} is needed` };
  }
  return { ok: true, value: { rateHz: 8000, pcm: fromMuLaw(bytes) } };
}

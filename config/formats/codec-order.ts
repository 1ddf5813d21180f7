// Codecs by rank, as some vendors write them, for our list in which the first is preferred.

import type { ImportedEntry } from './imported-entry.ts';
import type { Taking } from './taking.ts';

export interface RankedCodec {
  /** As `voip/codec/codec_info/N/name` has it. */
  readonly codec: string;
  /** 1 is preferred; 0 is not used. */
  readonly rank: number;
}

const places = 5;

export function takeCodecOrder(taking: Taking, { line, name }: ImportedEntry, ranked: readonly RankedCodec[]): void {
  const order = ranked
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ codec }) => codec);
  const unique = [...new Set(order)].slice(0, places);
  if (unique.length === 0) return;
  for (let place = 0; place < places; place++) {
    const codec = unique[place];
    if (codec !== undefined) taking.take(line, name, `voip/codec/codec_info/${place}/name`, codec);
    taking.take(line, name, `voip/codec/codec_info/${place}/enabled`, codec !== undefined);
  }
}

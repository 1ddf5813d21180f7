// How a call sounds now, in a word: by what of the last seconds was not heard, and by how long an answer takes.

import type { SessionStatistics } from '#media/session-statistics';
import type { QualityGrade } from '#ui/call-quality';

/** Packets that should have come and that were not heard, since the beginning. */
export interface Heard {
  readonly expected: number;
  readonly missed: number;
}

/** Concealment covers single losses up to here; from there on words are lost (ITU-T G.113 appendix I, G.711 with concealment). */
const fairShare = 0.03;
const poorShare = 0.1;
/** ITU-T G.114: a conversation suffers from 400 ms one way; beyond 800 ms people talk at once. */
const fairRoundTripMs = 800;
const poorRoundTripMs = 1600;
/** Less says nothing: half a second of the usual packets. */
const leastPackets = 25;

export function heardOf({ packetsReceived, packetsLost, packetsDiscarded }: SessionStatistics): Heard {
  return { expected: packetsReceived + packetsLost, missed: packetsLost + packetsDiscarded };
}

/** Undefined: too little to judge by, as when the other side is silent. */
export function gradeOf(before: Heard, now: Heard, roundTripMs: number | undefined): QualityGrade | undefined {
  const expected = now.expected - before.expected;
  if (expected < leastPackets) return undefined;
  const share = Math.max(0, now.missed - before.missed) / expected;
  const roundTrip = roundTripMs ?? 0;
  if (share >= poorShare || roundTrip >= poorRoundTripMs) return 'poor';
  return share >= fairShare || roundTrip >= fairRoundTripMs ? 'fair' : 'good';
}

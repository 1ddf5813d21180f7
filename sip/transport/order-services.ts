// The order in which the hosts of a service are tried (RFC 2782).

import type { Random } from '../ports.ts';
import type { ServiceRecord } from './resolver.ts';

/** Lowest priority first; within one priority at random by weight (RFC 2782). */
export function orderServices(records: readonly ServiceRecord[], random: Random): readonly ServiceRecord[] {
  const waiting = records
    .filter(({ host }) => host !== '' && host !== '.')
    .toSorted((a, b) => a.priority - b.priority || a.weight - b.weight);
  const ordered: ServiceRecord[] = [];
  while (waiting.length > 0) {
    const chosen = pick(
      waiting.filter(({ priority }) => priority === waiting[0]?.priority),
      random,
    );
    if (chosen === undefined) break;
    ordered.push(chosen);
    waiting.splice(waiting.indexOf(chosen), 1);
  }
  return ordered;
}

/** The first whose running sum of weights reaches a random number from 0 to the total; those without weight stand first. */
function pick(records: readonly ServiceRecord[], random: Random): ServiceRecord | undefined {
  const total = records.reduce((sum, { weight }) => sum + weight, 0);
  const point = Math.floor(fraction(random) * (total + 1));
  let sum = 0;
  for (const record of records) {
    sum += record.weight;
    if (sum >= point) return record;
  }
  return undefined;
}

/** 0 up to but not including 1. */
function fraction(random: Random): number {
  const bytes = random.bytes(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}

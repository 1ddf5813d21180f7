// Whether what was said twice had a cause. A wire that loses nothing is no promise of none: a machine with much to do may leave
// a peer without its answer for T1.

import { keyOf, valuesOf, type WireMessage } from './wire-sip.ts';

/** RFC 3261 §17.1.1.1, less what a clock may be off. */
const leastGapMs = 490;
/** The peer's second repeat: a phone that has not answered by then was not only kept waiting by the machine. */
const longestWaitMs = 1400;

/** The repeats that a sound phone would not cause where nothing is lost; none of them on a machine at ease. */
export function repeatsWithoutCause(messages: readonly WireMessage[]): readonly WireMessage[] {
  const first = new Map<string, WireMessage>();
  return messages.filter((again) => {
    const key = keyOf(again);
    const original = first.get(key);
    if (original === undefined) {
      first.set(key, again);
      return false;
    }
    const before = messages.filter(({ atMs }) => atMs <= again.atMs);
    // What answers something is said again when that is said again, be it that the two cross.
    const asked = before.filter((other) => asks(other) && answers(original, other)).length;
    if (asked >= before.filter((other) => keyOf(other) === key).length) return false;
    if (isForPhoneBefore(original, before) || isFarewell(original, messages)) return false;
    const answered = messages.find((other) => other.atMs < again.atMs && answers(other, original));
    // We wait for T1 and stop when we are answered. The peer had our answer and was slow to read it, or had it late.
    return again.fromPhone
      ? (answered !== undefined && !wasHeldUp(answered, again, before)) ||
          !repeats(original) ||
          again.atMs - original.atMs < leastGapMs
      : !answered && again.atMs - original.atMs > longestWaitMs;
  });
}

/** Once, and without a word of that phone since the answer: the machine kept the phone from its socket for T1, and its timer came first. */
function wasHeldUp(answer: WireMessage, again: WireMessage, before: readonly WireMessage[]): boolean {
  const isFirstRepeat = before.filter((other) => keyOf(other) === keyOf(again)).length === 2;
  const others = before.filter((other) => other !== again && other.fromPhone && other.phonePort === again.phonePort);
  return isFirstRepeat && !others.some(({ atMs }) => atMs > answer.atMs);
}

/** What is sent again by itself until it is answered: requests, and final answers to an INVITE (RFC 3261 §17.2.1, §13.3.1.4). */
function repeats({ method, status, sequenceMethod }: WireMessage): boolean {
  return method === undefined ? sequenceMethod === 'INVITE' && (status ?? 0) >= 200 : method !== 'ACK';
}

/** What wants an answer. */
function asks({ method, status }: WireMessage): boolean {
  return method !== undefined || (status ?? 0) >= 200;
}

/** Within a dialog in which we never spoke: the phone that had it, at the same address, has ended. */
function isForPhoneBefore(original: WireMessage, before: readonly WireMessage[]): boolean {
  const isWithin = valuesOf(original, 'to').some((value) => value.includes(';tag='));
  return isWithin && !before.some(({ fromPhone, callId }) => fromPhone && callId === original.callId);
}

/** The last NOTIFY of a subscription that a phone ended as it went: it no longer waits for that (RFC 6665 §4.1.2.3), and says nothing any more. */
function isFarewell(original: WireMessage, messages: readonly WireMessage[]): boolean {
  const ended = messages.find(
    (other) => other.fromPhone && other.callId === original.callId && valuesOf(other, 'expires')[0] === '0',
  );
  const isLast = original.method === 'NOTIFY' && valuesOf(original, 'subscription-state')[0]?.startsWith('terminated') === true;
  const spoke = messages.some((other) => other.fromPhone && other.phonePort === original.phonePort && other.atMs > original.atMs);
  return isLast && ended !== undefined && ended.atMs < original.atMs && !spoke;
}

function answers(answer: WireMessage, said: WireMessage): boolean {
  if (answer.fromPhone === said.fromPhone || answer.callId !== said.callId || answer.sequence !== said.sequence) return false;
  if (said.method === undefined) return answer.method === 'ACK';
  return answer.status !== undefined && answer.sequenceMethod === said.sequenceMethod && answer.branch === said.branch;
}

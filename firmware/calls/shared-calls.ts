// Calls of the other phones of a shared line that this one can make its own, by pressing the line's key.

import type { LineSnapshot } from '#ui/line-snapshot';
import type { LineIndex, Party } from '#ui/phone';
import { heardCall } from './desk-state.ts';
import { place } from './dialing.ts';
import type { Turn } from './turn.ts';

export interface SharedCall {
  readonly line: LineIndex;
  readonly appearance: number;
  readonly how: 'retrieve' | 'bargeIn';
  readonly remote: Party | undefined;
}

/** At most one for each line: what is on hold; a call to join only where nothing else can be done with the line. */
export function sharedCalls(lines: readonly LineSnapshot[], bargeIn: boolean): readonly SharedCall[] {
  return lines.flatMap(({ index: line, appearances = [] }): readonly SharedCall[] => {
    const others = appearances.filter(({ local }) => !local);
    const held = others.find(({ state }) => state === 'held');
    if (held !== undefined) return [{ line, appearance: held.index, how: 'retrieve', remote: held.remote }];
    const active = others.find(({ state }) => state === 'active');
    if (!bargeIn || active === undefined || others.some(({ state }) => state === 'idle')) return [];
    return [{ line, appearance: active.index, how: 'bargeIn', remote: active.remote }];
  });
}

/** What is active here goes on hold. */
export function takeSharedCall(turn: Turn, { line, appearance, how, remote }: SharedCall): void {
  if (heardCall(turn.state)?.state === 'outgoing') return;
  place(turn, line, remote ?? { name: undefined, number: '' }, { takes: { appearance, how } });
}

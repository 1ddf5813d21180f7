// A virtual board with its devices open and every fact that they reported.

import type { Board, BoardEvent } from '#hal/board';
import { boardByName } from '#hal/boards';
import { openBoard } from '#hal/open-board';
import { VirtualBoard } from '#hal/simulator/virtual-board';
import { FakeClock } from './fake-clock.ts';
import { MemoryLog } from './memory-log.ts';

export interface VirtualRig extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly virtual: VirtualBoard;
  readonly board: Board;
  readonly events: BoardEvent[];
}

export async function openVirtualRig(name = 'simulated/color-320'): Promise<VirtualRig> {
  const definition = await boardByName(name);
  const clock = new FakeClock();
  const log = new MemoryLog();
  const events: BoardEvent[] = [];
  const virtual = new VirtualBoard({ definition, clock });
  const board = await openBoard(definition, { clock, log, listener: (event) => events.push(event), virtualBoard: virtual });
  return { clock, log, virtual, board, events, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
}

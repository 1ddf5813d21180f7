// What a driver is opened with, for tests of one driver: a board of which only the given devices matter, and every fact told.

import type { BoardDefinition, BoardEvent } from '#hal/board';
import { boardByName } from '#hal/boards';
import type { DriverContext } from '#hal/driver';
import type { Clock } from '#hal/ports';
import { SharedParts } from '#hal/shared-parts';
import { MemoryLog } from './memory-log.ts';

export interface DriverRig extends AsyncDisposable {
  readonly context: DriverContext;
  readonly events: BoardEvent[];
  readonly log: MemoryLog;
  only<Type extends BoardEvent['type']>(...types: readonly Type[]): readonly Extract<BoardEvent, { type: Type }>[];
}

export async function openDriverRig(clock: Clock, devices: Partial<BoardDefinition> = {}): Promise<DriverRig> {
  const definition = { ...(await boardByName('simulated/color-320')), ...devices };
  const events: BoardEvent[] = [];
  const log = new MemoryLog();
  const parts = new SharedParts();
  const context: DriverContext = {
    definition,
    clock,
    log,
    report: (event) => events.push(event),
    shared: parts.open,
    virtualBoard: () => Promise.reject(new Error('this board is not simulated')),
  };
  return {
    context,
    events,
    log,
    only: (...types) => {
      const chosen: ReadonlySet<string> = new Set(types);
      return events.filter((event): event is Extract<BoardEvent, { type: (typeof types)[number] }> => chosen.has(event.type));
    },
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

// What every driver is opened with. A driver is one function: it answers with a live device or throws.

import type { BoardDefinition, BoardEvent, DriverChoice } from './board.ts';
import type { Clock, Log } from './ports.ts';
import type { VirtualBoard } from './simulator/virtual-board.ts';

export interface DriverContext {
  readonly definition: BoardDefinition;
  readonly clock: Clock;
  readonly log: Log;
  /** Hands a fact up. After the board was closed nothing comes through. */
  readonly report: (event: BoardEvent) => void;
  /** The board that simulated drivers share; made when the first of them asks. */
  readonly virtualBoard: () => Promise<VirtualBoard>;
}

export type DriverName = DriverChoice['driver'];

/** A board's choice for one device, once its driver is known. */
export type Choice<Name extends DriverName> = Extract<DriverChoice, { readonly driver: Name }>;

/** The drivers of one device, by name. */
export type Drivers<Device> = {
  readonly [Name in DriverName]?: (context: DriverContext, choice: Choice<Name>) => Promise<Device>;
};

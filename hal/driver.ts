// What every driver is opened with. A driver is one function: it answers with a live device or throws.

import type { BoardDefinition, BoardEvent } from './board.ts';
import type { Clock, Log } from './ports.ts';
import type { OpenShared } from './shared-parts.ts';
import type { VirtualBoard } from './simulator/virtual-board.ts';

export interface DriverContext {
  readonly definition: BoardDefinition;
  readonly clock: Clock;
  readonly log: Log;
  /** Hands a fact up. After the board was closed nothing comes through. */
  readonly report: (event: BoardEvent) => void;
  /**
   * What several devices stand on, such as one input node that tells keys, hook and jack: opened by the first that asks,
   * handed to the others, closed after all devices.
   */
  readonly shared: OpenShared;
  /** The board that simulated drivers share; made when the first of them asks. */
  readonly virtualBoard: () => Promise<VirtualBoard>;
}

/** A driver's name and whatever it wants to know. */
export interface AnyChoice {
  readonly driver: string;
}

/** A board's choice for one device, once its driver is known: `Choice<AudioDriver, 'alsa'>`. */
export type Choice<Union extends AnyChoice, Name extends Union['driver']> = Extract<Union, { readonly driver: Name }>;

/** The drivers of one device, by name: one for each member of its union, each given its own options. */
export type Drivers<Device, Union extends AnyChoice> = {
  readonly [Name in Union['driver']]: (context: DriverContext, choice: Choice<Union, Name>) => Promise<Device>;
};

// What a way of sharing a line has to do (one file each): tell how the other phones are, take an appearance before a call, mark our calls.

import type { Headers } from '../../message/headers.ts';
import type { CallDialog } from '../call/call-dialog.ts';
import type { CallOptions } from '../call/call-options.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { OwnAppearance, ToldAppearance } from './appearance-table.ts';
import type { Seizure } from './shared-line-settings.ts';

export type TakeOver = 'retrieve' | 'bargeIn';

export interface LineDialect {
  start(): void;
  close(): void;
  /** `outcome` comes once. */
  seize(index: number, outcome: (seizure: Seizure) => void): void;
  /** No call came of it. */
  release(index: number): void;
  /** What our calls are on the line, after each change. */
  ownChanged(own: readonly OwnCall[]): void;
  /** Header fields of the INVITEs and BYEs of a call of ours, and of our answers to one. */
  fieldsFor(own: OwnCall): HeaderFields;
  /** Which appearance an incoming call is for. */
  indexIn(headers: Headers): number | undefined;
  /** How a call that another phone of the line has is had; undefined: it can not be. */
  wayToTake(told: ToldAppearance, how: TakeOver): LineCall | undefined;
}

export interface OwnCall {
  readonly index: number;
  readonly appearance: OwnAppearance;
  /** Of the call; undefined before there is one. */
  readonly dialog: CallDialog | undefined;
  readonly direction: 'outgoing' | 'incoming';
}

/** A call to be made. */
export interface LineCall {
  /** A URI; the line's own address when absent. */
  readonly target: string | undefined;
  readonly options: CallOptions;
}

export type DialectEvent =
  /** All that is not idle, our own calls included. */
  | { readonly type: 'told'; readonly appearances: ReadonlyMap<number, ToldAppearance> }
  | { readonly type: 'lost' }
  /** The server took a seized appearance back. */
  | { readonly type: 'seizureLost'; readonly index: number };

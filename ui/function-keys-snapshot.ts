// Programmable keys as surfaces see them: what each means, how those stand whom it watches, what a person may make of it.

import type { LineIndex, Party } from './phone.ts';

/** How a person or a place stands that a function key watches. */
export type MonitorState = 'idle' | 'ringing' | 'busy' | 'held' | 'unknown' | 'offline';

/** What a key does by itself, without a number. */
export type KeyEventName =
  | 'calendar'
  | 'dialedCalls'
  | 'missedCalls'
  | 'receivedCalls'
  | 'callLog'
  | 'directory'
  | 'doNotDisturb'
  | 'forwarding'
  | 'voiceMail'
  | 'redial'
  | 'lock'
  /** The server is asked to keep who the last caller was. */
  | 'callTrace';

/**
 * What a programmable key is for. `monitor`: dials somebody who is watched · `park`: a place where calls wait · `event`: something that the phone
 * does · `line`: a line key · `discreet`: calls without a sign · `empty`: a line key that is no longer one.
 */
export type FunctionKeyKind = 'speedDial' | 'monitor' | 'paging' | 'park' | 'event' | 'line' | 'discreet' | 'empty';

/** A programmable key with a meaning; where it watches somebody its lamp tells how they are. Line keys are told only when they are not plain ones. */
export interface FunctionKeySnapshot {
  /** Of the settings: 0 to 11 are function keys, 12 to 17 the line keys, 18 and on further pages. */
  readonly index: number;
  readonly kind: FunctionKeyKind;
  /** What the person called it; empty: nothing. */
  readonly label: string;
  readonly number: string;
  readonly line: LineIndex;
  /** `unknown` for a key that does not watch. */
  readonly state: MonitorState;
  /** With whom the watched side talks, or who calls it. */
  readonly remote: Party | undefined;
  /** Of an `event`. */
  readonly event?: KeyEventName;
  /** Of `paging`: its group. */
  readonly group?: number;
}

/** What a person makes of a key. */
export type KeyAssignment =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'speedDial' | 'monitor' | 'presence' | 'park';
      readonly number: string;
      readonly label: string;
      readonly line: LineIndex;
    }
  | { readonly kind: 'event'; readonly event: KeyEventName }
  | { readonly kind: 'line'; readonly line: LineIndex };

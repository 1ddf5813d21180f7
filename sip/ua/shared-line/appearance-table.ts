// The appearances of a shared line as a pure state machine: what the server tells of the other phones, under what our own calls are.

import type { NameAddr } from '../../message/name-addr.ts';
import type { ReplacesTarget } from '../../message/replaces.ts';
import type { Appearance, AppearanceState, SharedLineStatus } from './shared-line-settings.ts';

type BusyState = Exclude<AppearanceState, 'idle'>;

/** What a server says of an appearance that is not idle. */
export interface ToldAppearance {
  readonly state: BusyState;
  readonly remote: NameAddr | undefined;
  readonly by: string | undefined;
  /** The dialog as the phone that has the call sees it; undefined where the server keeps that to itself. */
  readonly dialog: ToldDialog | undefined;
}

export interface ToldDialog {
  /** URIs as text: the phone that has the call, and the other side. */
  readonly holder: string | undefined;
  readonly remote: string | undefined;
  /** As the other side, and as the phone that has the call, would have to be asked. */
  readonly toRemote: ReplacesTarget;
  readonly toHolder: ReplacesTarget;
}

export interface OwnAppearance {
  /** `seizing`: asked for, not granted yet. */
  readonly state: BusyState | 'seizing';
  /** `Call.id`; undefined before there is a call. */
  readonly call: string | undefined;
  readonly remote: NameAddr | undefined;
  /** Held so that nobody else takes it. */
  readonly isPrivate: boolean;
}

export interface TableState {
  readonly size: number;
  readonly known: boolean;
  readonly told: ReadonlyMap<number, ToldAppearance>;
  readonly own: ReadonlyMap<number, OwnAppearance>;
}

export type TableInput =
  /** All that is not idle. */
  | { readonly type: 'told'; readonly appearances: ReadonlyMap<number, ToldAppearance> }
  | { readonly type: 'lost' }
  | { readonly type: 'seizing'; readonly index: number }
  /** The server may give another one than was asked for. */
  | { readonly type: 'seized'; readonly asked: number; readonly index: number }
  | { readonly type: 'released'; readonly index: number }
  /** An appearance has a call of ours. */
  | {
      readonly type: 'taken';
      readonly index: number;
      readonly call: string;
      readonly state: 'progressing' | 'ringing';
      readonly remote: NameAddr;
    }
  | { readonly type: 'callChanged'; readonly call: string; readonly change: Partial<Omit<OwnAppearance, 'call'>> }
  | { readonly type: 'callEnded'; readonly call: string };

/** A server that counts on and on gets no further. */
export const highestIndex = 64;

export function newTable(size: number): TableState {
  return { size, known: false, told: new Map(), own: new Map() };
}

export function appearanceTable(state: TableState, input: TableInput): TableState {
  switch (input.type) {
    case 'told':
      return { ...state, known: true, told: input.appearances };
    case 'lost':
      return { ...state, known: false, told: new Map() };
    case 'seizing':
      return withOwn(state, input.index, { ...nothing, state: 'seizing' });
    case 'seized':
      return seized(state, input.asked, input.index);
    case 'released':
      return state.own.get(input.index)?.call === undefined ? withOwn(state, input.index, undefined) : state;
    case 'taken':
      return withOwn(state, input.index, { ...nothing, state: input.state, call: input.call, remote: input.remote });
    case 'callChanged': {
      const [index, own] = ofCall(state, input.call) ?? [];
      return index === undefined || own === undefined ? state : withOwn(state, index, { ...own, ...input.change });
    }
    case 'callEnded':
      return ended(state, input.call);
  }
}

/** The lowest that neither we nor others have; undefined when all are taken. */
export function freeIndex(state: TableState): number | undefined {
  for (let index = 1; index <= state.size; index++) {
    if (!state.own.has(index) && !state.told.has(index)) return index;
  }
  return undefined;
}

/** The appearance that was seized, or is being seized, for a call that is not there yet. */
export function pendingIndex(state: TableState): number | undefined {
  for (const [index, own] of state.own) if (own.call === undefined) return index;
  return undefined;
}

export function statusOf({ size, known, told, own }: TableState): SharedLineStatus {
  const count = Math.min(Math.max(size, ...told.keys(), ...own.keys()), highestIndex);
  const appearances = Array.from({ length: count }, (_, i) => appearanceOf(i + 1, own.get(i + 1), told.get(i + 1)));
  return { known, appearances };
}

const nothing = { call: undefined, remote: undefined, isPrivate: false } as const;

function appearanceOf(index: number, own: OwnAppearance | undefined, told: ToldAppearance | undefined): Appearance {
  if (own !== undefined) {
    // Nobody but us knows that we are asking.
    const state = own.state === 'seizing' ? 'seized' : own.state === 'held' && own.isPrivate ? 'heldPrivate' : own.state;
    return { index, state, local: true, remote: own.remote, by: undefined };
  }
  if (told === undefined) return { index, state: 'idle', local: false, remote: undefined, by: undefined };
  return { index, state: told.state, local: false, remote: told.remote, by: told.by };
}

function seized(state: TableState, asked: number, index: number): TableState {
  // A call that was not asked for came in between, or the person gave up.
  if (state.own.get(asked)?.state !== 'seizing') return state;
  const own = new Map(state.own);
  own.delete(asked);
  own.set(index, { ...nothing, state: 'seized' });
  return { ...state, own };
}

/**
 * What was last told of the appearance is old when we hung up: it is idle until we hear better. What rang or was held may have gone to
 * another phone of the line, and that may have been told before our call ended.
 */
function ended(state: TableState, call: string): TableState {
  const [index, own] = ofCall(state, call) ?? [];
  if (index === undefined || own === undefined) return state;
  const next = withOwn(state, index, undefined);
  if (own.state === 'ringing' || own.state === 'held') return next;
  const told = new Map(state.told);
  told.delete(index);
  return { ...next, told };
}

function ofCall(state: TableState, call: string): readonly [number, OwnAppearance] | undefined {
  for (const entry of state.own) if (entry[1].call === call) return entry;
  return undefined;
}

function withOwn(state: TableState, index: number, appearance: OwnAppearance | undefined): TableState {
  const own = new Map(state.own);
  if (appearance === undefined) own.delete(index);
  else own.set(index, appearance);
  return { ...state, own };
}

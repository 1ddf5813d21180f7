// What the pages know of the phone's parameters, and the changes that are not saved yet: one change set across all pages.

import type {
  ParameterChange,
  ParameterDifference,
  ParameterError,
  ParameterKind,
  ParameterState,
} from '../../../administration.ts';
import { ask, type Refused } from '../api.ts';
import { pageOf } from './page-tree.ts';

export type Value = boolean | number | string;
/** `null`: back to what it is when nobody has set it. */
export type Wanted = Value | null;

export interface Entry {
  readonly path: string;
  readonly pattern: string;
  /** What stands for `N` in the pattern, counted from 0. */
  readonly index: number | undefined;
  readonly declaration: ParameterKind['declaration'];
  readonly state: ParameterState;
  /** The administrator keeps it as it is. */
  readonly readOnly: boolean;
}

export interface Outcome {
  readonly revision: number;
  readonly changed: readonly string[];
  readonly needsRestart: readonly string[];
}

interface Preview {
  readonly differences: readonly ParameterDifference[];
  readonly errors: readonly ParameterError[];
}

export class ParameterBook {
  readonly #listeners = new Set<() => void>();
  readonly #pending = new Map<string, Wanted>();
  readonly #errors = new Map<string, string>();
  /** Questions for all of them are counted: no older answer is taken after a newer one. */
  readonly #turns = { asked: 0, taken: 0 };
  #entries: readonly Entry[] = [];
  /** Ids of the pages that have something on them. */
  pages: ReadonlySet<string> = new Set();
  /** Counts everything that changes, for those who draw it. */
  version = 0;
  loaded = false;

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get changes(): readonly ParameterChange[] {
    return [...this.#pending].map(([path, value]) => ({ path, value }));
  }

  get errors(): ReadonlyMap<string, string> {
    return this.#errors;
  }

  /** Undefined: nothing else is wanted than what is. */
  wanted(path: string): Wanted | undefined {
    return this.#pending.get(path);
  }

  /** Resolves when the phone's values, or newer ones, are there. */
  async load(): Promise<Refused | undefined> {
    const turn = ++this.#turns.asked;
    // The browser has them already, unless they are others by now.
    const kinds = await ask<readonly ParameterKind[]>('GET', '/api/schema');
    if (!kinds.ok) return kinds.refused;
    const states = await ask<readonly ParameterState[]>('GET', '/api/parameters?sparse=1');
    if (!states.ok) return states.refused;
    if (turn < this.#turns.taken) return undefined;
    this.#turns.taken = turn;
    const told = new Map(states.value.map((state) => [state.path, state]));
    this.#entries = kinds.value.flatMap((kind) => entriesOf(kind, told));
    this.pages = new Set(this.#entries.map(({ pattern }) => pageOf(pattern).id));
    this.loaded = true;
    this.#changed();
    return undefined;
  }

  want({ path, state }: Entry, value: Wanted): void {
    const same = value !== null && 'value' in state && state.value === value;
    if (same) this.#pending.delete(path);
    else this.#pending.set(path, value);
    this.#errors.delete(path);
    this.#changed();
  }

  forget(path: string): void {
    this.#pending.delete(path);
    this.#errors.delete(path);
    this.#changed();
  }

  forgetAll(): void {
    this.#pending.clear();
    this.#errors.clear();
    this.#changed();
  }

  /** Asks the phone what the changes would do, and keeps what is wrong with them. */
  async preview(): Promise<readonly ParameterDifference[] | Refused> {
    const asked = this.changes;
    if (asked.length === 0) return [];
    const answer = await ask<Preview>('POST', '/api/parameters/preview', { changes: asked });
    if (!answer.ok) return answer.refused;
    this.#takeErrors(asked, answer.value.errors);
    return answer.value.differences;
  }

  async save(): Promise<Outcome | Refused> {
    const sent = this.changes;
    const answer = await ask<Outcome>('PUT', '/api/parameters', { changes: sent });
    if (!answer.ok) {
      this.#takeErrors(sent, answer.refused.errors ?? []);
      return answer.refused;
    }
    await this.load();
    for (const change of sent.filter((each) => this.#stands(each))) {
      this.#pending.delete(change.path);
      this.#errors.delete(change.path);
    }
    this.#changed();
    return answer.value;
  }

  async rollBack(revision: number): Promise<Outcome | Refused> {
    const answer = await ask<Outcome>('POST', '/api/parameters/rollback', { revision });
    if (!answer.ok) return answer.refused;
    await this.load();
    return answer.value;
  }

  /** Whether it is still what is wanted: something else may have been typed while the phone was asked. */
  #stands({ path, value }: ParameterChange): boolean {
    return this.#pending.get(path) === value;
  }

  #takeErrors(asked: readonly ParameterChange[], errors: readonly ParameterError[]): void {
    const wrong = new Map(errors.map(({ path, expected }) => [path, expected]));
    for (const { path } of asked.filter((each) => this.#stands(each))) {
      const expected = wrong.get(path);
      if (expected === undefined) this.#errors.delete(path);
      else this.#errors.set(path, expected);
    }
    this.#changed();
  }

  #changed(): void {
    this.version++;
    for (const listener of this.#listeners) listener();
  }
}

/** A row of them where there is an `N` in the pattern. What the phone does not tell of stands at its default. */
function entriesOf(kind: ParameterKind, told: ReadonlyMap<string, ParameterState>): readonly Entry[] {
  const { pattern, declaration, readOnly = [], hidden = [] } = kind;
  const entry = (path: string, index: number | undefined): Entry => {
    const value = declaration.defaults?.[index ?? 0] ?? declaration.default;
    const standard: ParameterState = declaration.secret
      ? { path, source: 'default', secretSet: value !== '' }
      : { path, source: 'default', value };
    const state = told.get(path) ?? standard;
    return { path, pattern, index, declaration, state, readOnly: readOnly.includes(index ?? 0) };
  };
  if (declaration.indexes === undefined) return [entry(pattern, undefined)];
  return Array.from({ length: declaration.indexes }, (_, index) => index)
    .filter((index) => !hidden.includes(index))
    .map((index) => entry(pattern.replace('/N/', `/${index}/`), index));
}

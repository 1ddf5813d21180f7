// Reading what a request brings: JSON objects and query parameters whose every field is known, or a refusal that says which is not.

import { type Answer, badInput } from './panel-answer.ts';

/** One field: what it takes, in words for the refusal, and the test that narrows it. */
export interface Field<Value> {
  readonly expected: string;
  readonly accepts: (value: unknown) => value is Value;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What was given; a field that was not is absent. */
export type Given<Spec extends Fields> = {
  readonly [Name in keyof Spec]?: Spec[Name] extends Field<infer Value> ? Value : never;
};

export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly answer: Answer };

export function oneOf<const Name extends string>(names: Iterable<Name>): Field<Name> {
  const known: ReadonlySet<unknown> = new Set(names);
  return { expected: `one of ${[...known].join(' ')}`, accepts: (value): value is Name => known.has(value) };
}

export const flag: Field<boolean> = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

export function wholeNumber(from: number, to: number): Field<number> {
  return {
    expected: `a whole number from ${from} to ${to}`,
    accepts: (value): value is number => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
  };
}

export function readJson<Spec extends Fields>(body: Uint8Array, spec: Spec): Reading<Given<Spec>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { ok: false, answer: badInput('body', 'JSON', 'the body is not JSON') };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, answer: badInput('body', 'a JSON object') };
  }
  return readFields(Object.entries(value), spec);
}

/** Each parameter at most once. */
export function readQuery(query: URLSearchParams, names: readonly string[]): Reading<ReadonlyMap<string, string>> {
  const given = new Map<string, string>();
  for (const [name, value] of query) {
    if (!names.includes(name)) return { ok: false, answer: badInput(name, known(names), 'unknown parameter') };
    if (given.has(name)) return { ok: false, answer: badInput(name, 'given once', 'parameter given twice') };
    given.set(name, value);
  }
  return { ok: true, value: given };
}

function readFields<Spec extends Fields>(entries: readonly [string, unknown][], spec: Spec): Reading<Given<Spec>> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const field = Object.hasOwn(spec, name) ? spec[name] : undefined;
    if (field === undefined) return { ok: false, answer: badInput(name, known(Object.keys(spec)), 'unknown field') };
    if (!field.accepts(value)) return { ok: false, answer: badInput(name, field.expected) };
    given[name] = value;
  }
  // Every entry was checked against the spec just above.
  return { ok: true, value: given as Given<Spec> };
}

function known(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : `only ${names.join(', ')}`;
}

// Long lists go from thread to thread in parts: to read thousands of things out of one message would hold whoever gets it.

const partRows = 200;

export interface Part {
  /** The names that lead to the list. */
  readonly at: readonly string[];
  readonly rows: readonly unknown[];
}

/** Yields the long lists of plain data, and gives the rest of it. */
export function* partsOf(value: unknown, at: readonly string[] = []): Generator<Part, unknown> {
  if (Array.isArray(value) && value.length > partRows) {
    for (let from = 0; from < value.length; from += partRows) yield { at, rows: value.slice(from, from + partRows) };
    return [];
  }
  if (!isPlain(value)) return value;
  const rest: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) rest[name] = yield* partsOf(each, [...at, name]);
  return rest;
}

/** The lists are back in the rest, where they were. */
export function joined(rest: unknown, parts: readonly Part[]): unknown {
  for (const { at, rows } of parts) {
    const list = at.reduce((inside, name) => (inside as Readonly<Record<string, unknown>>)[name], rest) as unknown[];
    list.push(...rows);
  }
  return rest;
}

/** Neither a list nor bytes nor a key. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

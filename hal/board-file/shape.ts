// Reads JSON into data of a known shape and tells everything that is wrong with it: where, what, and what would be right.

export interface Problem {
  /** `keys.names[3].code`; empty for the whole. */
  readonly where: string;
  readonly what: string;
}

/** Where we are, and the list that every problem of the file is added to. */
export class Place {
  readonly where: string;
  readonly problems: Problem[];

  constructor(where: string, problems: Problem[]) {
    this.where = where;
    this.problems = problems;
  }

  refuse(what: string): undefined {
    this.problems.push({ where: this.where, what });
    return undefined;
  }

  field(name: string): Place {
    return new Place(this.where === '' ? name : `${this.where}.${name}`, this.problems);
  }

  item(index: number): Place {
    return new Place(`${this.where}[${index}]`, this.problems);
  }
}

/** Undefined when something was refused. */
export type Shape<T> = (value: unknown, place: Place) => T | undefined;

/** A field that may be left out. */
export interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return { optional: shape };
}

type Fields<T> = {
  readonly [Name in keyof T]-?: object extends Pick<T, Name> ? OptionalShape<Exclude<T[Name], undefined>> : Shape<T[Name]>;
};

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function told(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

export function record<T extends object>(fields: Fields<T>): Shape<T> {
  const shapes: Readonly<Record<string, Shape<unknown> | OptionalShape<unknown>>> = fields;
  const known = Object.keys(shapes);
  return (value, place) => {
    if (!isObject(value)) return place.refuse(`expected an object with ${quoted(known)}, found ${told(value)}`);
    const before = place.problems.length;
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) place.field(name).refuse(`there is no such entry here; known are ${quoted(known)}`);
    }
    const result: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(shapes)) readField(value, name, shape, place, result);
    return place.problems.length === before ? (result as T) : undefined;
  };
}

function readField(
  value: JsonObject,
  name: string,
  shape: Shape<unknown> | OptionalShape<unknown>,
  place: Place,
  result: Record<string, unknown>,
): void {
  const there = Object.hasOwn(value, name);
  if (typeof shape !== 'function') {
    if (there) result[name] = shape.optional(value[name], place.field(name));
  } else if (there) result[name] = shape(value[name], place.field(name));
  else place.refuse(`"${name}" is missing`);
}

/** An object of named things, each of the same shape. */
export function table<Name extends string, T>(
  names: readonly Name[],
  shape: Shape<T>,
): Shape<Readonly<Partial<Record<Name, T>>>> {
  return record(Object.fromEntries(names.map((name) => [name, optional(shape)])) as never);
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return place.refuse(`expected a list, found ${told(value)}`);
    const items = value.map((item: unknown, index) => shape(item, place.item(index)));
    return items.includes(undefined) ? undefined : (items as readonly T[]);
  };
}

export const text: Shape<string> = (value, place) =>
  typeof value === 'string' && value !== '' && !value.includes('\0')
    ? value
    : place.refuse(`expected a text, found ${told(value)}`);

/** An absolute path. */
export const path: Shape<string> = (value, place) =>
  typeof value === 'string' && value.startsWith('/') && !value.includes('\0')
    ? value
    : place.refuse(`expected a path that begins with /, found ${told(value)}`);

export const truth: Shape<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : place.refuse(`expected true or false, found ${told(value)}`);

export function whole(least: number, most: number): Shape<number> {
  return (value, place) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : place.refuse(`expected a whole number from ${least} to ${most}, found ${told(value)}`);
}

export function oneOf<T extends string>(...names: readonly T[]): Shape<T> {
  return (value, place) =>
    names.find((name) => name === value) ?? place.refuse(`expected one of ${quoted(names)}, found ${told(value)}`);
}

/** Picks the shape by the entry "driver". */
export function byDriver<Union extends { readonly driver: string }>(
  shapes: {
    readonly [Name in Union['driver']]: Shape<Extract<Union, { readonly driver: Name }>>;
  },
): Shape<Union> {
  const table: Readonly<Record<string, Shape<Union>>> = shapes as never;
  const known = quoted(Object.keys(table));
  return (value, place) => {
    if (!isObject(value)) return place.refuse(`expected an object with a "driver", found ${told(value)}`);
    const { driver } = value;
    if (driver === undefined) return place.refuse(`"driver" is missing; known are ${known}`);
    const shape = typeof driver === 'string' && Object.hasOwn(table, driver) ? table[driver] : undefined;
    if (shape === undefined) return place.field('driver').refuse(`there is no driver ${told(driver)} here; known are ${known}`);
    return shape(value, place);
  };
}

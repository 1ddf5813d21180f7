// The part of JSON Schema (2020-12) that routes are declared in, and its check. What is wrong is said in words, at its place.

export type JsonSchema =
  | { readonly type: 'boolean'; readonly description?: string }
  | {
      readonly type: 'integer';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description?: string;
    }
  | {
      readonly type: 'number';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description?: string;
    }
  | {
      readonly type: 'string';
      readonly enum?: readonly string[];
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly format?: string;
      readonly description?: string;
    }
  | {
      readonly type: 'array';
      readonly items: JsonSchema;
      readonly minItems?: number;
      readonly maxItems?: number;
      readonly description?: string;
    }
  | {
      readonly type: 'object';
      readonly properties: Readonly<Record<string, JsonSchema>>;
      readonly required?: readonly string[];
      readonly additionalProperties?: false;
      readonly description?: string;
    }
  | { readonly type: 'null' }
  | { readonly anyOf: readonly JsonSchema[]; readonly description?: string };

/** The type of the values that a schema lets pass. */
export type ValueOf<S> = S extends { readonly anyOf: readonly (infer Each)[] }
  ? ValueOf<Each>
  : S extends { readonly type: 'object'; readonly properties: infer Properties }
    ? ObjectOf<Properties, S extends { readonly required: readonly (infer Name)[] } ? Name : never>
    : S extends { readonly type: 'array'; readonly items: infer Item }
      ? readonly ValueOf<Item>[]
      : S extends { readonly enum: readonly (infer Word)[] }
        ? Word
        : S extends { readonly type: infer Type extends keyof Plain }
          ? Plain[Type]
          : never;

interface Plain {
  readonly boolean: boolean;
  readonly integer: number;
  readonly number: number;
  readonly string: string;
  readonly null: null;
}

type ObjectOf<Properties, Required> = {
  readonly [Name in keyof Properties as Name extends Required ? Name : never]: ValueOf<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends Required ? never : Name]?: ValueOf<Properties[Name]>;
};

export interface Flaw {
  /** `changes/0/path`; empty for the whole. */
  readonly field: string;
  readonly expected: string;
}

/** Undefined: the value is as the schema says. Never throws; time is linear in the value. */
export function findFlaw(schema: JsonSchema, value: unknown, field = ''): Flaw | undefined {
  if ('anyOf' in schema) {
    const flaws = schema.anyOf.map((each) => findFlaw(each, value, field));
    if (flaws.includes(undefined)) return undefined;
    return { field, expected: flaws.map((flaw) => flaw?.expected).join(', or ') };
  }
  switch (schema.type) {
    case 'null':
      return value === null ? undefined : { field, expected: 'null' };
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { field, expected: 'true or false' };
    case 'integer':
    case 'number':
      return numberFlaw(schema, value, field);
    case 'string':
      return stringFlaw(schema, value, field);
    case 'array':
      return arrayFlaw(schema, value, field);
    case 'object':
      return objectFlaw(schema, value, field);
  }
}

type Of<T extends string> = T extends string ? Extract<JsonSchema, { readonly type: T }> : never;

function numberFlaw({ type, minimum, maximum }: Of<'integer' | 'number'>, value: unknown, field: string): Flaw | undefined {
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  const fits = typeof value === 'number' && (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value));
  if (fits && value >= (minimum ?? value) && value <= (maximum ?? value)) return undefined;
  const range = minimum !== undefined && maximum !== undefined ? ` from ${minimum} to ${maximum}` : '';
  return { field, expected: `${kind}${range}` };
}

function stringFlaw(schema: Of<'string'>, value: unknown, field: string): Flaw | undefined {
  if (schema.enum !== undefined) {
    const known = typeof value === 'string' && schema.enum.includes(value);
    return known ? undefined : { field, expected: `one of ${schema.enum.join(', ')}` };
  }
  const { minLength = 0, maxLength = 4096, pattern } = schema;
  if (typeof value !== 'string') return { field, expected: 'text' };
  if (value.length < minLength) return { field, expected: `at least ${minLength} characters` };
  if (value.length > maxLength) return { field, expected: `at most ${maxLength} characters` };
  if (pattern === undefined || new RegExp(pattern).test(value)) return undefined;
  return { field, expected: schema.description ?? `text that matches ${pattern}` };
}

function arrayFlaw({ items, minItems = 0, maxItems = 1000 }: Of<'array'>, value: unknown, field: string): Flaw | undefined {
  if (!Array.isArray(value)) return { field, expected: 'a list' };
  if (value.length < minItems || value.length > maxItems) return { field, expected: `${minItems} to ${maxItems} entries` };
  for (const [index, item] of value.entries()) {
    const flaw = findFlaw(items, item, within(field, String(index)));
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function objectFlaw({ properties, required = [] }: Of<'object'>, value: unknown, field: string): Flaw | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { field, expected: 'an object' };
  const given = new Map(Object.entries(value));
  for (const name of required) if (!given.has(name)) return { field: within(field, name), expected: 'a value' };
  for (const [name, each] of given) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined)
      return { field: within(field, name.slice(0, 80)), expected: `nothing but ${Object.keys(properties).join(', ')}` };
    const flaw = findFlaw(schema, each, within(field, name));
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function within(field: string, name: string): string {
  return field === '' ? name : `${field}/${name}`;
}

// The query of an address, read by its schema: numbers and switches become what they say.

import { type Flaw, findFlaw, type JsonSchema } from './json-schema.ts';

export type ReadQuery = { readonly values: Readonly<Record<string, unknown>> } | { readonly flaw: Flaw };

export function readQuery(schema: JsonSchema | undefined, given: Readonly<Record<string, unknown>>): ReadQuery {
  const properties = schema !== undefined && 'properties' in schema ? schema.properties : {};
  const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, read(properties[name], value)]));
  const flaw = findFlaw(schema ?? { type: 'object', properties: {} }, values);
  return flaw === undefined ? { values } : { flaw };
}

function read(schema: JsonSchema | undefined, value: unknown): unknown {
  if (schema === undefined || !('type' in schema) || typeof value !== 'string') return value;
  if (schema.type === 'integer' || schema.type === 'number')
    return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
  if (schema.type === 'boolean')
    return ({ true: true, '1': true, false: false, '0': false } as Record<string, boolean>)[value] ?? value;
  return value;
}

// The check of what comes in, against another validator of JSON Schema.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import { findFlaw, type JsonSchema } from '#ui/web/server/json-schema';
import { readQuery } from '#ui/web/server/query';

const schema = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constant<JsonSchema>({ type: 'boolean' }),
    fc.constant<JsonSchema>({ type: 'null' }),
    fc.record({
      type: fc.constantFrom('integer' as const, 'number' as const),
      minimum: fc.integer({ max: 5 }),
      maximum: fc.integer({ min: 5 }),
    }),
    fc.record({ type: fc.constant('string' as const), minLength: fc.nat(3), maxLength: fc.integer({ min: 3, max: 9 }) }),
    fc.constant<JsonSchema>({ type: 'string', enum: ['a', 'b'] }),
    fc.constant<JsonSchema>({ type: 'string', pattern: '^[a-c]+$', maxLength: 10 }),
    fc.record({ type: fc.constant('array' as const), items: tie('schema'), maxItems: fc.nat(4) }),
    fc
      .tuple(tie('schema'), tie('schema'), fc.subarray(['x', 'y']))
      .map(([x, y, required]): JsonSchema => ({ type: 'object', properties: { x, y }, required, additionalProperties: false })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf): JsonSchema => ({ anyOf })),
  ),
})).schema;

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.constant(null),
    fc.integer({ min: -10, max: 20 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -3, max: 3 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'z'), maxLength: 10 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.record({ x: tie('value'), y: tie('value'), z: tie('value') }, { requiredKeys: [] }),
  ),
})).value;

describe('the check of what comes in', () => {
  it('agrees with typebox', () => {
    fc.assert(
      fc.property(schema, value, (declared, given) => {
        assert.equal(findFlaw(declared, given) === undefined, Check(declared as never, given), JSON.stringify([declared, given]));
      }),
      { numRuns: 2000 },
    );
  });

  it('says where and what', () => {
    const declared: JsonSchema = {
      type: 'object',
      properties: {
        changes: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] } },
      },
      required: ['changes'],
    };
    assert.deepEqual(findFlaw(declared, {}), { field: 'changes', expected: 'a value' });
    assert.deepEqual(findFlaw(declared, { changes: [{ path: 'a' }, { path: 7 }] }), {
      field: 'changes/1/path',
      expected: 'text',
    });
    assert.deepEqual(findFlaw(declared, { changes: [], toString: 1 }), { field: 'toString', expected: 'nothing but changes' });
  });

  it('reads queries as what they say', () => {
    const declared: JsonSchema = {
      type: 'object',
      properties: { after: { type: 'integer' }, on: { type: 'boolean' }, text: { type: 'string' } },
    };
    assert.deepEqual(readQuery(declared, { after: '7', on: '1', text: '7' }), { values: { after: 7, on: true, text: '7' } });
    assert.ok('flaw' in readQuery(declared, { after: '7x' }));
    assert.ok('flaw' in readQuery(declared, { text: ['a', 'b'] }));
    assert.ok('flaw' in readQuery(declared, { other: '1' }));
    assert.ok('flaw' in readQuery(undefined, { other: '1' }));
  });
});

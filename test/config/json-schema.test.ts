import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Compile } from 'typebox/schema';
import { parametersAsJsonSchema } from '#config/json-schema';
import { parameters } from '#config/schema';
import { readValue } from '#config/value';

describe('the parameters as JSON Schema', () => {
  const schema = parametersAsJsonSchema();
  const validator = Compile(schema);

  it('take every default, and know no other path', () => {
    const defaults = Object.fromEntries(parameters().map((parameter) => [parameter.path, parameter.default]));
    const [valid, errors] = validator.Errors(defaults);
    assert.ok(valid, JSON.stringify(errors.slice(0, 3)));
    assert.ok(!validator.Check({ 'voip/line/6/id': '' }));
    assert.ok(!validator.Check({ 'voip/nonsense': 1 }));
  });

  it('judge values as the store does', () => {
    const tried: readonly unknown[] = [
      true,
      false,
      -1,
      0,
      1,
      63,
      1024,
      65_535,
      65_536,
      1_000_000,
      '',
      'x',
      'TLS',
      'x'.repeat(300),
      '192.0.2.1',
    ];
    for (const { path, declaration } of parameters().filter(({ index }) => index === undefined || index === 1)) {
      for (const value of tried) {
        const type = typeof value === 'number' ? 'integer' : typeof value;
        // The store reads other types' text forms too.
        if (type !== declaration.type) continue;
        assert.equal(
          validator.Check({ [path]: value }),
          readValue(declaration, value).ok,
          `${path} = ${String(value).slice(0, 20)}`,
        );
      }
    }
  });

  it('say what a form needs', () => {
    const { properties, patternProperties } = schema as Readonly<Record<string, Readonly<Record<string, object>>>>;
    assert.deepEqual(properties?.['voip/dialing/auto_dialing/timeout'], {
      type: 'integer',
      minimum: 0,
      maximum: 120,
      default: 15,
      title: 'Automatic Dialing Timeout',
      description: '0: at once.',
      'x-unit': 's',
      'x-owner': 'admin',
      'x-source': 'AudioCodes table 3-21, p. 84',
    });
    const password = patternProperties?.['^voip/line/(0|1|2|3|4|5)/auth_password$'];
    assert.ok(password !== undefined && 'writeOnly' in password);
  });
});

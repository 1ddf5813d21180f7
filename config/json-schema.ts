// The parameters as JSON Schema (2020-12): an object of paths and values, as the API takes it. What JSON Schema has no word for stands in
// `x-` keywords.

import type { Declaration } from './declaration.ts';
import { type Parameter, parameters } from './schema.ts';

export type JsonSchemaDocument = Readonly<Record<string, unknown>>;

/** Values of 255 characters where nothing is said, as `value.ts` checks them. */
const defaultMaxLength = 255;

export function parametersAsJsonSchema(): JsonSchemaDocument {
  const properties: Record<string, JsonSchemaDocument> = {};
  const patternProperties: Record<string, JsonSchemaDocument> = {};
  for (const parameter of parameters()) {
    const { pattern, path, index, declaration } = parameter;
    if (index === undefined) properties[path] = propertyOf(parameter);
    else if (index === 0) patternProperties[pathExpression(pattern, declaration)] = propertyOf(parameter);
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Parameters of Hookswitch',
    type: 'object',
    properties,
    patternProperties,
    additionalProperties: false,
  };
}

function pathExpression(pattern: string, { indexes = 1 }: Declaration): string {
  const choices = Array.from({ length: indexes }, (_, index) => index).join('|');
  return `^${pattern.replace('/N/', `/(${choices})/`)}$`;
}

function propertyOf({ declaration }: Parameter): JsonSchemaDocument {
  const { title, help, owner, needsRestart, noEffectYet, secret, aliases, seed, warning, inherits } = declaration;
  return withoutUndefined({
    ...valueSchema(declaration),
    title,
    description: warning === undefined ? help : `${help} ${warning}`,
    writeOnly: secret,
    'x-unit': declaration.type === 'integer' ? declaration.unit : undefined,
    'x-owner': owner,
    'x-needs-restart': needsRestart,
    'x-no-effect-yet': noEffectYet,
    'x-inherits': inherits,
    'x-names': aliases,
    'x-source': seed,
  });
}

function valueSchema(declaration: Declaration): JsonSchemaDocument {
  const { type, default: standard, defaults } = declaration;
  const common = { 'x-defaults': defaults, ...(defaults === undefined ? { default: standard } : {}) };
  switch (declaration.type) {
    case 'boolean':
      return { type, ...common };
    case 'integer': {
      const { minimum, maximum, enum: choices, unused } = declaration;
      const range = { type, minimum, maximum, enum: choices };
      return unused === undefined ? { ...range, ...common } : { anyOf: [withoutUndefined(range), { const: unused }], ...common };
    }
    case 'string': {
      const { enum: choices, open, maxLength, pattern } = declaration;
      if (choices !== undefined && open !== true) return { type, enum: choices, ...common };
      return { type, maxLength: maxLength ?? defaultMaxLength, pattern, examples: choices, ...common };
    }
  }
}

function withoutUndefined(properties: JsonSchemaDocument): JsonSchemaDocument {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

// The API's description as OpenAPI 3.1, made from the routes themselves.

import type { JsonSchema } from './json-schema.ts';
import type { Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const error: JsonSchema = {
  type: 'object',
  properties: {
    error: { type: 'string', description: 'Stable; for programs.' },
    field: { type: 'string', description: 'Where it is wrong.' },
    expected: { type: 'string', description: 'What would have been right; for people.' },
  },
  required: ['error'],
};

export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hookswitch',
      version,
      description:
        'Everything that the web pages do. Programs come with a token of the scopes that the operations name; the pages with a session, whose X-CSRF-Token goes with everything that changes something.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Error: error },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-hookswitch' },
      },
    },
  };
}

function operation(route: Route): Json {
  const { method, path, summary, scope, access } = route;
  const parameters = [...pathParameters(path), ...queryParameters(route.query)];
  const body = requestBody(route);
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [path.split('/')[2] ?? ''],
    security: securityOf(route),
    'x-access': access,
    ...(scope !== undefined && { 'x-scope': scope }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: { ...success(route), default: { description: 'Refused', content: json({ $ref: '#/components/schemas/Error' }) } },
  };
}

function securityOf({ access, scope }: Route): readonly Json[] {
  if (access === 'public') return [];
  return [{ session: [] }, ...(scope === undefined ? [] : [{ token: [] }])];
}

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(query: JsonSchema | undefined): readonly Json[] {
  if (query === undefined || !('properties' in query)) return [];
  const { properties, required = [] } = query;
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

function requestBody({ body, uploadBytes }: Route): Json | undefined {
  if (uploadBytes !== undefined) return { required: true, content: { 'application/octet-stream': { schema: {} } } };
  return body === undefined ? undefined : { required: true, content: json(closed(body)) };
}

function success({ answer, answerType }: Route): Json {
  if (answerType !== undefined) return { 200: { description: 'A file', content: { [answerType]: { schema: {} } } } };
  if (answer === undefined) return { 204: { description: 'Done' } };
  return { 200: { description: 'Done', content: json(answer) } };
}

function json(schema: unknown): Json {
  return { 'application/json': { schema } };
}

/** What comes in may hold nothing but what is declared. */
function closed(schema: JsonSchema): Json {
  if ('anyOf' in schema) return { ...schema, anyOf: schema.anyOf.map(closed) };
  if (schema.type === 'array') return { ...schema, items: closed(schema.items) };
  if (schema.type !== 'object') return schema;
  const properties = Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, closed(each)]));
  return { ...schema, properties, additionalProperties: false };
}

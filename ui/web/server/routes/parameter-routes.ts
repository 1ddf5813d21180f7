// Parameters: what there are, how they stand, and one change set at a time.

import type { Account, ParametersChanged, Role } from '../../../administration.ts';
import { type Caller, Reply, type Route, refusal, route } from '../route.ts';

/** Certificates stand in parameters, too. */
const mostChangeBytes = 1_048_576;

const path = { type: 'string', maxLength: 200 } as const;
const anyValue = { anyOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string', maxLength: 65_536 }] } as const;
const changes = {
  type: 'object',
  properties: {
    changes: {
      type: 'array',
      minItems: 1,
      maxItems: 2000,
      items: {
        type: 'object',
        properties: {
          path,
          value: {
            anyOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string', maxLength: 65_536 }, { type: 'null' }],
            description: 'null: back to what it is when nobody has set it',
          },
        },
        required: ['path', 'value'],
      },
    },
  },
  required: ['changes'],
} as const;
const errors = {
  type: 'array',
  items: { type: 'object', properties: { path, expected: { type: 'string' } }, required: ['path', 'expected'] },
} as const;
const differences = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      path,
      title: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      needsRestart: { type: 'boolean' },
    },
    required: ['path', 'title', 'from', 'to', 'needsRestart'],
  },
} as const;
const indexes = { type: 'array', items: { type: 'integer', minimum: 0 } } as const;
const paths = { type: 'array', items: path } as const;
const outcome = {
  type: 'object',
  properties: { revision: { type: 'integer' }, changed: paths, needsRestart: paths },
  required: ['revision', 'changed', 'needsRestart'],
} as const;

function roleOf(caller: Caller | undefined): Role {
  return accountOf(caller).role;
}

/** The guard lets nobody without one come here. */
function accountOf(caller: Caller | undefined): Account {
  return caller?.account ?? { name: '', role: 'user' };
}

/** Whoever found a page open must not make it his own: these ask for the old one, and end the other sessions. */
const loginPasswords: ReadonlySet<string> = new Set(['system/password', 'system/web_user_password']);

function elsewhere(change: { readonly path: string }): { readonly path: string; readonly expected: string } {
  return { path: change.path, expected: 'a change on the page of users' };
}

function told(result: ParametersChanged): unknown {
  if (result.ok) return { revision: result.revision, changed: result.changed, needsRestart: result.needsRestart };
  if ('errors' in result) return new Reply(400, { error: 'invalid', errors: result.errors });
  return new Reply(507, { error: 'notStored', code: result.notStored });
}

export const parameterRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/schema',
    access: 'user',
    scope: 'parameters',
    summary: 'Every kind of parameter: type, range, default, unit, help, other vendors’ names',
    answer: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          pattern: path,
          declaration: { type: 'object', properties: {}, description: 'JSON Schema and more' },
          readOnly: { ...indexes, description: 'Which of the row the caller may see and not change' },
          hidden: { ...indexes, description: 'Which of the row the caller does not see' },
        },
        required: ['pattern', 'declaration'],
      },
    },
    sent: 'lasting',
    edition: ({ administration }, role) => administration.parameters.edition(role),
    handle: ({ administration }, { caller }) => administration.parameters.kinds(roleOf(caller)),
  }),
  route({
    method: 'GET',
    path: '/api/parameters',
    access: 'user',
    scope: 'parameters',
    summary: 'Parameters and their values; of a secret only whether there is one',
    query: {
      type: 'object',
      properties: {
        prefix: path,
        search: { type: 'string', maxLength: 100 },
        modified: { type: 'boolean' },
        sparse: { type: 'boolean', description: 'Without those that stand at the default that /api/schema names' },
      },
    },
    sent: 'compressed',
    answer: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path, source: { type: 'string' }, value: anyValue, secretSet: { type: 'boolean' } },
        required: ['path', 'source'],
      },
    },
    handle: ({ administration }, { query, caller }) => administration.parameters.list(query, roleOf(caller)),
  }),
  route({
    method: 'PUT',
    path: '/api/parameters',
    access: 'user',
    scope: 'parameters',
    summary: 'Changes parameters, all or none',
    body: changes,
    bodyBytes: mostChangeBytes,
    answer: outcome,
    async handle({ administration }, { body, caller }) {
      const passwords = body.changes.filter((change) => loginPasswords.has(change.path));
      if (passwords.length > 0) return new Reply(400, { error: 'invalid', errors: passwords.map(elsewhere) });
      return told(await administration.parameters.change(body.changes, accountOf(caller)));
    },
  }),
  route({
    method: 'POST',
    path: '/api/parameters/preview',
    access: 'user',
    scope: 'parameters',
    summary: 'What a change would do, and what of it waits for a restart',
    body: changes,
    bodyBytes: mostChangeBytes,
    answer: {
      type: 'object',
      properties: {
        differences,
        errors,
      },
      required: ['differences', 'errors'],
    },
    handle: ({ administration }, { body, caller }) => administration.parameters.preview(body.changes, roleOf(caller)),
  }),
  route({
    method: 'GET',
    path: '/api/parameters/history',
    access: 'admin',
    scope: 'parameters',
    summary: 'Who changed which parameters when, newest first',
    query: { type: 'object', properties: { limit: { type: 'integer', minimum: 1, maximum: 500 } } },
    answer: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          revision: { type: 'integer' },
          atMs: { type: 'number' },
          timeTrusted: { type: 'boolean' },
          origin: { type: 'string' },
          reason: { type: 'string' },
          paths,
        },
        required: ['revision', 'atMs', 'timeTrusted', 'origin', 'reason', 'paths'],
      },
    },
    handle: ({ administration }, { query }) => administration.parameters.history(query.limit ?? 50),
  }),
  route({
    method: 'GET',
    path: '/api/parameters/history/:revision',
    access: 'admin',
    scope: 'parameters',
    summary: 'What one revision changed; secrets are stars',
    answer: differences,
    handle: async ({ administration }, { params }) => {
      const revision = Number(params['revision']);
      const found =
        Number.isSafeInteger(revision) && revision > 0 ? await administration.parameters.revision(revision) : undefined;
      return found ?? refusal(404, 'notFound');
    },
  }),
  route({
    method: 'POST',
    path: '/api/parameters/rollback',
    access: 'admin',
    scope: 'parameters',
    summary: 'Back to the state right after a revision, as a new one',
    body: { type: 'object', properties: { revision: { type: 'integer', minimum: 0 } }, required: ['revision'] },
    answer: outcome,
    handle: async ({ administration }, { body, caller }) =>
      told(await administration.parameters.rollBack(body.revision, accountOf(caller))),
  }),
];

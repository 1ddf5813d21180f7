// Accounts and tokens: who may come in, people by passwords and programs by tokens.

import { scopes } from '../../../administration/tokens.ts';
import { Reply, type Route, refusal, route } from '../route.ts';

const entry = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    scopes: { type: 'array', items: { type: 'string', enum: scopes } },
    createdAtMs: { type: 'number' },
  },
  required: ['id', 'name', 'scopes', 'createdAtMs'],
} as const;
const role = { type: 'string', enum: ['admin', 'user'] } as const;
const password = { type: 'string', minLength: 1, maxLength: 128 } as const;

export const tokenRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/users',
    access: 'admin',
    scope: 'administration',
    summary: 'The accounts',
    answer: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, role, enabled: { type: 'boolean', description: 'Has a password.' } },
        required: ['name', 'role', 'enabled'],
      },
    },
    handle: ({ administration }) => administration.users.accounts,
  }),
  route({
    method: 'PUT',
    path: '/api/password',
    access: 'user',
    summary: "One's own password; other sessions of the account end",
    body: { type: 'object', properties: { old: password, password }, required: ['old', 'password'] },
    async handle({ administration, sessions, attempts }, { body, caller, remoteAddress }) {
      if (caller?.session === undefined) return refusal(403, 'notAllowed');
      const { name, role: own } = caller.account;
      const keys = [`address ${remoteAddress}`, `name ${name}`];
      const waitMs = attempts.waitMs(...keys);
      if (waitMs > 0) return new Reply(429, { error: 'tooManyAttempts', retryAfterMs: waitMs });
      attempts.failed(...keys);
      if ((await administration.users.check(name, body.old)) === undefined) {
        attempts.refused(...keys);
        return refusal(403, 'wrongPassword', { field: 'old' });
      }
      attempts.succeeded(...keys);
      const result = await administration.users.setPassword(own, body.password);
      if (!result.ok) return refusal(400, 'invalid', { field: 'password', expected: result.expected });
      sessions.endAllOf(own, caller.session.id);
      return undefined;
    },
  }),
  route({
    method: 'PUT',
    path: '/api/users/:role/password',
    access: 'admin',
    summary: "The user's password, set by the administrator; sessions of the account end",
    body: { type: 'object', properties: { password }, required: ['password'] },
    async handle({ administration, sessions }, { params, body }) {
      // The administrator's own needs the old one.
      if (params['role'] !== 'user') return refusal(404, 'notFound');
      const result = await administration.users.setPassword('user', body.password);
      if (!result.ok) return refusal(400, 'invalid', { field: 'password', expected: result.expected });
      sessions.endAllOf('user');
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: '/api/tokens',
    access: 'admin',
    summary: 'Tokens for programs, without their texts',
    answer: { type: 'array', items: entry },
    handle: ({ administration }) => administration.tokens.entries,
  }),
  route({
    method: 'POST',
    path: '/api/tokens',
    access: 'admin',
    summary: 'Makes a token; its text is told this once',
    body: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 64 },
        scopes: { type: 'array', minItems: 1, maxItems: scopes.length, items: { type: 'string', enum: scopes } },
      },
      required: ['name', 'scopes'],
    },
    answer: { type: 'object', properties: { entry, text: { type: 'string' } }, required: ['entry', 'text'] },
    handle({ administration, log }, { body }) {
      const created = administration.tokens.create(body.name, body.scopes);
      if (created === undefined) return refusal(409, 'tooMany');
      log.warn('web', 'a token was made', { scopes: created.entry.scopes.join(' ') });
      return new Reply(201, created);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/tokens/:id',
    access: 'admin',
    summary: 'Revokes a token',
    handle: ({ administration }, { params }) =>
      administration.tokens.revoke(Number(params['id'])) ? undefined : refusal(404, 'notFound'),
  }),
];

// Hot desk: signing in to the phone itself, with the account that one telephones with.

import type { HotDeskResult } from '../../../administration/hot-desk.ts';
import { type Route, refusal, route } from '../route.ts';

const text = { type: 'string', maxLength: 128 } as const;

function told(result: HotDeskResult): unknown {
  if (result.ok) return undefined;
  const { error } = result;
  if (error === 'invalid') return refusal(400, error, { field: result.field, expected: result.expected });
  return refusal(error === 'notStored' ? 507 : 409, error);
}

export const hotDeskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/sign-in',
    access: 'user',
    scope: 'status',
    summary: 'Whether people sign in here, and who has',
    answer: {
      type: 'object',
      properties: { enabled: { type: 'boolean' }, signedIn: { type: 'string' } },
      required: ['enabled'],
    },
    handle: ({ administration }) => administration.hotDesk.state,
  }),
  route({
    method: 'POST',
    path: '/api/sign-in',
    access: 'user',
    scope: 'calls',
    summary: 'Signs a person in to the first line',
    body: {
      type: 'object',
      properties: { id: { type: 'string', minLength: 1, maxLength: 128 }, authName: text, password: text },
      required: ['id', 'password'],
    },
    handle: async ({ administration }, { body }) =>
      told(await administration.hotDesk.signIn({ id: body.id, authName: body.authName ?? '', password: body.password })),
  }),
  route({
    method: 'DELETE',
    path: '/api/sign-in',
    access: 'user',
    scope: 'calls',
    summary: 'Signs the person out; calls, forwarding and password are forgotten',
    handle: async ({ administration }) => told(await administration.hotDesk.signOut()),
  }),
];

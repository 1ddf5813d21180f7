// The device from afar: what its screen shows, its keys, restart and factory settings.

import { Reply, type Route, refusal, route } from '../route.ts';

export const deviceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/screen.png',
    access: 'user',
    scope: 'screen',
    summary: "What the phone's screen shows",
    query: {
      type: 'object',
      properties: { turn: { type: 'integer', minimum: 0, description: 'Any: another one makes a browser ask again.' } },
    },
    answerType: 'image/png',
    handle: ({ administration }) => new Reply(200, administration.device.screenshot(), { 'Content-Type': 'image/png' }),
  }),
  route({
    method: 'GET',
    path: '/api/screen',
    access: 'user',
    scope: 'screen',
    summary: 'What it says, as a tree of texts',
    answer: { type: 'object', properties: {}, description: 'SemanticTree' },
    handle: ({ administration }) => administration.device.screenTree(),
  }),
  route({
    method: 'GET',
    path: '/api/keys',
    access: 'user',
    scope: 'keys',
    summary: 'The keys that this phone has',
    answer: { type: 'array', items: { type: 'string' } },
    handle: ({ administration }) => administration.device.keys,
  }),
  route({
    method: 'POST',
    path: '/api/keys',
    access: 'admin',
    scope: 'keys',
    summary: 'Presses a key as a finger would',
    body: {
      type: 'object',
      properties: { key: { type: 'string', maxLength: 20 }, action: { type: 'string', enum: ['press', 'down', 'up'] } },
      required: ['key'],
    },
    handle: ({ administration }, { body }) =>
      administration.device.pressKey(body.key, body.action ?? 'press')
        ? undefined
        : refusal(400, 'invalid', { field: 'key', expected: `one of ${administration.device.keys.join(' ')}` }),
  }),
  route({
    method: 'POST',
    path: '/api/restart',
    access: 'admin',
    scope: 'administration',
    summary: 'Restarts the phone; refused while it is in a call, unless `force` is said',
    body: { type: 'object', properties: { force: { type: 'boolean' } } },
    handle({ administration, phone, log }, { body, caller }) {
      if (body.force !== true && phone.snapshot.calls.length > 0) return refusal(409, 'inACall');
      log.warn('web', 'restart', { by: caller?.account.name });
      administration.device.restart();
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/api/factory-reset',
    access: 'admin',
    summary: 'Settings as the factory has them; the word RESET must be said',
    body: { type: 'object', properties: { confirm: { type: 'string', enum: ['RESET'] } }, required: ['confirm'] },
    handle({ administration, sessions, log }, { caller }) {
      log.warn('web', 'factory settings', { by: caller?.account.name });
      administration.device.factoryReset();
      sessions.endAllOf('admin');
      sessions.endAllOf('user');
      return undefined;
    },
  }),
];

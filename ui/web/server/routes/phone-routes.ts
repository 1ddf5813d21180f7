// The phone itself: its snapshot, and calls made for its person.

import { settingPaths } from '../../../setting-paths.ts';
import { refusedChange } from '../kept-settings.ts';
import { type Route, refusal, route } from '../route.ts';

const callActions = ['answer', 'reject', 'hold', 'resume', 'end', 'focusCall'] as const;
const forwardingKinds = ['always', 'busy', 'noAnswer'] as const;

export const phoneRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/phone',
    access: 'user',
    scope: 'status',
    summary: 'Lines, calls, call log, notices: what the phone shows at this moment, but for the directory',
    answer: { type: 'object', properties: {}, description: 'PhoneSnapshot, and nowMs to which its times count' },
    handle({ spoken, clock }) {
      // Contacts have a route, and a scope, of their own.
      const { directory: _, ...shown } = spoken.snapshot;
      return { ...shown, nowMs: clock.monotonicMs };
    },
  }),
  route({
    method: 'POST',
    path: '/api/calls',
    access: 'user',
    scope: 'calls',
    summary: 'Click to dial: calls a number at once',
    body: {
      type: 'object',
      properties: {
        number: { type: 'string', minLength: 1, maxLength: 256 },
        line: { type: 'integer', minimum: 0, maximum: 99 },
      },
      required: ['number'],
    },
    handle({ phone }, { body }) {
      if (hasControlCharacter(body.number))
        return refusal(400, 'invalid', { field: 'number', expected: 'a number or SIP address' });
      phone.dial(body.number, body.line);
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/api/calls/:id/:action',
    access: 'user',
    scope: 'calls',
    summary: 'Does to a call what a key would: answer, reject, hold, resume, end',
    handle({ phone }, { params }) {
      const call = phone.snapshot.calls.find(({ id }) => id === params['id']);
      const action = callActions.find((each) => each === params['action']);
      if (call === undefined || action === undefined) return refusal(404, 'notFound');
      phone[action](call.id);
      return undefined;
    },
  }),
  route({
    method: 'PUT',
    path: '/api/do-not-disturb',
    access: 'user',
    scope: 'calls',
    summary: 'Switches do not disturb',
    body: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] },
    async handle({ phone, administration }, { body, caller }) {
      if (phone.snapshot.doNotDisturb === body.on) return undefined;
      const changes = settingPaths.doNotDisturb().map((path) => ({ path, value: body.on }));
      const refused = await refusedChange({ administration }, caller, changes);
      // Meanwhile somebody may have pressed the key.
      if (refused === undefined && phone.snapshot.doNotDisturb !== body.on) phone.toggleDoNotDisturb();
      return refused;
    },
  }),
  route({
    method: 'PUT',
    path: '/api/forwarding/:kind',
    access: 'user',
    scope: 'calls',
    summary: 'Sends calls on: always, busy or noAnswer',
    body: {
      type: 'object',
      properties: { on: { type: 'boolean' }, number: { type: 'string', maxLength: 256 } },
      required: ['on', 'number'],
    },
    async handle({ phone, administration }, { params, body, caller }) {
      const kind = forwardingKinds.find((each) => each === params['kind']);
      if (kind === undefined) return refusal(404, 'notFound');
      if (hasControlCharacter(body.number))
        return refusal(400, 'invalid', { field: 'number', expected: 'a number or SIP address' });
      const { on, number } = phone.snapshot.forwarding[kind];
      const [enabled = '', destination = ''] = settingPaths.forwarding(kind);
      const changes = [
        ...(on === body.on ? [] : [{ path: enabled, value: body.on }]),
        ...(number === body.number ? [] : [{ path: destination, value: body.number }]),
      ];
      const refused = await refusedChange({ administration }, caller, changes);
      if (refused === undefined) phone.setForwarding(kind, body);
      return refused;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/call-log',
    access: 'user',
    scope: 'calls',
    summary: 'Forgets all calls',
    handle: ({ phone }) => phone.clearCallLog(),
  }),
  route({
    method: 'DELETE',
    path: '/api/call-log/:id',
    access: 'user',
    scope: 'calls',
    summary: 'Forgets one call',
    handle({ phone }, { params }) {
      const entry = phone.snapshot.callLog.find(({ id }) => String(id) === params['id']);
      if (entry === undefined) return refusal(404, 'notFound');
      phone.deleteCallLogEntry(entry.id);
      return undefined;
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/notices/:id',
    access: 'user',
    scope: 'status',
    summary: 'Dismisses a notice',
    handle: ({ phone }, { params }) => phone.dismissNotice(params['id'] ?? ''),
  }),
];

/** They would end a line of a SIP header. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

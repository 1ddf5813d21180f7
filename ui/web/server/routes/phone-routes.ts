// The phone itself: its snapshot, and calls made for its person.

import { type Route, refusal, route } from '../route.ts';

export const phoneRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/phone',
    access: 'user',
    scope: 'status',
    summary: 'Lines, calls, call log, notices: everything the phone shows, at this moment',
    answer: { type: 'object', properties: {}, description: 'PhoneSnapshot, and nowMs to which its times count' },
    handle: ({ phone, clock }) => ({ ...phone.snapshot, nowMs: clock.monotonicMs }),
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
];

/** They would end a line of a SIP header. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

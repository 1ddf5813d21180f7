// What the person is told when a call ends: every status of RFC 3261 and its extensions, which hold those of Cisco appendix A.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newCall } from '#firmware/calls/desk-state';
import { endOfCall } from '#firmware/calls/end-of-call';
import type { EndReason } from '#ui/phone';

const call = newCall(
  {
    id: 'c',
    line: 0,
    direction: 'outgoing',
    state: 'outgoing',
    phase: 'calling',
    remote: { name: undefined, number: '2002' },
  },
  0,
);
const byStatus = (status: number, reason = ''): { reason: EndReason; text: string } =>
  endOfCall({ by: 'response', status, reason }, call);

/** RFC 3261 §21 and the IANA registry of SIP response codes, as of today. */
const registered = [
  ...[300, 301, 302, 305, 380],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425],
  ...[428, 429, 430, 433, 436, 437, 438, 439, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491, 493, 494],
  ...[500, 501, 502, 503, 504, 505, 513, 555, 580, 600, 603, 604, 606, 607, 608],
];

describe('the end of a call', () => {
  for (const status of registered) {
    it(`${status} has words of its own that fit a small screen`, () => {
      const { text } = byStatus(status, 'What the server wrote');
      assert.ok(text.length > 3 && text.length <= 24, text);
      assert.doesNotMatch(text, /server wrote|\d{3}/);
    });
  }

  const meanings: readonly (readonly [number, EndReason, string])[] = [
    [401, 'wrongPassword', 'Wrong password'],
    [403, 'forbidden', 'Not allowed'],
    [404, 'notFound', 'Number not found'],
    [408, 'noAnswer', 'No answer'],
    [433, 'anonymousRejected', 'Anonymous not accepted'],
    [480, 'unavailable', 'Not available'],
    [486, 'busy', 'Busy'],
    [488, 'noCommonCodec', 'No common codec'],
    [503, 'unavailable', 'Service unavailable'],
    [600, 'busy', 'Busy everywhere'],
    [603, 'rejected', 'Call declined'],
    [608, 'rejected', 'Blocked on the way'],
  ];
  for (const [status, reason, text] of meanings) {
    it(`${status} is told as "${text}"`, () => assert.deepEqual(byStatus(status), { reason, text }));
  }

  it('an unknown status counts as the first of its class and shows its number', () => {
    assert.deepEqual(byStatus(499, 'Odd'), { reason: 'failed', text: 'Odd (499)' });
    assert.deepEqual(byStatus(599), { reason: 'unavailable', text: 'Call failed (599)' });
    assert.equal(byStatus(699).reason, 'busy');
    assert.ok(byStatus(499, 'x'.repeat(500)).text.length < 60);
  });

  it('an answer that could not be used is another thing than sound that stayed away', () => {
    assert.equal(endOfCall({ by: 'media', reason: 'no usable answer' }, call).text, 'No common codec');
    const answered = { ...call, answeredAtMs: 1000 };
    assert.equal(endOfCall({ by: 'media', reason: 'silence' }, answered).text, 'No sound from the other side');
  });

  it('the telephone network is believed before the status that a gateway made of it', () => {
    const cause = { protocol: 'Q.850', cause: 34, text: 'No circuit/channel available' } as const;
    const end = { by: 'response', status: 503, reason: 'Service Unavailable', cause } as const;
    assert.deepEqual(endOfCall(end, call), { reason: 'unavailable', text: 'All lines are in use' });
  });

  it('a shared line says who has it, which is not the one who is called', () => {
    const told = (reason: 'full' | 'taken') => endOfCall({ by: 'line', reason }, call);
    assert.deepEqual(told('full'), { reason: 'unavailable', text: 'All lines are in use' });
    assert.deepEqual(told('taken'), { reason: 'unavailable', text: 'Another phone has the line' });
  });

  it('the words of a server are shown where it ends a call with a reason, cut and on one line', () => {
    const told = (text: string | undefined): string =>
      endOfCall({ by: 'remote', cause: { protocol: 'SIP', cause: 480, text } }, call).text;
    assert.equal(told('Your credit\r\nis used up'), 'Your credit is used up');
    assert.equal(told('y'.repeat(300)).length, 48);
    assert.equal(told(undefined), 'Call ended');
    const normal = { protocol: 'Q.850', cause: 16, text: 'Normal call clearing' } as const;
    assert.equal(endOfCall({ by: 'remote', cause: normal }, call).text, 'Call ended');
  });
});

// A dialogue as a ladder.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signalled } from '#test/support/signalled';
import { conversationsOf, ladderOf } from '#ui/signalling/ladder';

const proxy = '10.0.0.9:5060';
const other = '10.0.0.7:5060';

const call = [
  signalled('sent', proxy, 'INVITE sip:2002@10.0.0.9 SIP/2.0', { atMs: 1000, branch: 'a' }),
  signalled('sent', proxy, 'INVITE sip:2002@10.0.0.9 SIP/2.0', { atMs: 1500, branch: 'a' }),
  signalled('received', proxy, 'SIP/2.0 180 Ringing', { atMs: 1600, branch: 'a', status: 180 }),
  signalled('sent', proxy, 'REGISTER sip:10.0.0.9 SIP/2.0', { atMs: 1700, branch: 'z', callId: 'other', method: 'REGISTER' }),
  signalled('received', proxy, 'SIP/2.0 200 OK', { atMs: 1800, branch: 'a', status: 200 }),
  signalled('sent', other, 'ACK sip:2002@10.0.0.7 SIP/2.0', { atMs: 1810, branch: 'b', method: 'ACK' }),
];

test('has the phone first, then whom it talked with', () => {
  assert.deepEqual(ladderOf(call, 'c1').parties, ['phone', proxy, other]);
});

test('tells direction, time, transaction and repetition of each message', () => {
  assert.deepEqual(
    ladderOf(call, 'c1').rungs.map(({ afterMs, from, to, label, transaction, repeated }) => [
      afterMs,
      from,
      to,
      label,
      transaction,
      repeated,
    ]),
    [
      [0, 0, 1, 'INVITE', 1, false],
      [500, 0, 1, 'INVITE', 1, true],
      [600, 1, 0, '180 Ringing (INVITE)', 1, false],
      [800, 1, 0, '200 OK (INVITE)', 1, false],
      [810, 0, 2, 'ACK', 2, false],
    ],
  );
});

test('of nothing is empty', () => {
  assert.deepEqual(ladderOf(call, 'nobody'), { callId: 'nobody', parties: ['phone'], rungs: [] });
});

test('conversations are listed, newest first', () => {
  assert.deepEqual(
    conversationsOf(call).map(({ callId, messages }) => [callId, messages]),
    [
      ['other', 1],
      ['c1', 5],
    ],
  );
});

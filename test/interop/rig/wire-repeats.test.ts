// Which repeats a phone is to blame for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repeatsWithoutCause } from './wire-repeats.ts';
import type { WireMessage } from './wire-sip.ts';

type Said = Pick<WireMessage, 'atMs' | 'fromPhone' | 'method' | 'status'> & { readonly branch?: string };

const message = ({ branch = 'z9hG4bK1', ...said }: Said): WireMessage => ({
  ...said,
  transport: 'UDP',
  six: false,
  phonePort: 5060,
  peer: '10.77.0.1',
  requestUri: undefined,
  callId: 'call',
  sequence: 1,
  sequenceMethod: 'INVITE',
  branch,
  headers: [],
  body: '',
});
const ours = (atMs: number, what: string | number, branch?: string): WireMessage => say(atMs, true, what, branch);
const theirs = (atMs: number, what: string | number, branch?: string): WireMessage => say(atMs, false, what, branch);
function say(atMs: number, fromPhone: boolean, what: string | number, branch = 'z9hG4bK1'): WireMessage {
  const word = typeof what === 'string' ? { method: what, status: undefined } : { method: undefined, status: what };
  return message({ atMs, fromPhone, ...word, branch });
}

const leaves: WireMessage = { ...ours(0, 'SUBSCRIBE'), headers: [{ name: 'expires', value: '0' }] };
const last = (atMs: number): WireMessage => ({
  ...theirs(atMs, 'NOTIFY', 'z9hG4bK5'),
  headers: [{ name: 'subscription-state', value: 'terminated' }],
});

const blameless: Readonly<Record<string, readonly WireMessage[]>> = {
  'nothing is repeated': [ours(0, 'INVITE'), theirs(5, 180), theirs(9, 200), ours(10, 'ACK', 'z9hG4bK2')],
  'a request without an answer after T1': [ours(0, 'INVITE'), ours(500, 'INVITE'), theirs(600, 200)],
  'an ACK for an answer that came again': [
    ...[ours(0, 'INVITE'), theirs(5, 200), ours(9, 'ACK', 'z9hG4bK2')],
    ...[theirs(505, 200), ours(507, 'ACK', 'z9hG4bK2')],
  ],
  'an ACK for an answer that came again before the first': [
    ...[ours(0, 'INVITE'), theirs(5, 200), theirs(505, 200)],
    ...[ours(506, 'ACK', 'z9hG4bK2'), ours(507, 'ACK', 'z9hG4bK2')],
  ],
  'a request for a phone that was there before': [0, 500, 1500].map((atMs) => ({
    ...theirs(atMs, 'NOTIFY'),
    headers: [{ name: 'to', value: '<sip:2000@10.77.0.1>;tag=1' }],
  })),
  'an answer to a request that came again': [theirs(0, 'INVITE'), ours(3, 180), theirs(500, 'INVITE'), ours(501, 180)],
  'a request whose answer a phone did not read that the machine held up': [
    ours(0, 'INVITE'),
    theirs(5, 100),
    ours(500, 'INVITE'),
  ],
  'a request whose answer one phone did not read, while another spoke': [
    ...[ours(0, 'INVITE'), theirs(5, 100), { ...ours(9, 'REGISTER', 'z9hG4bK9'), phonePort: 5070, callId: 'other' }],
    ours(500, 'INVITE'),
  ],
  'the last NOTIFY for a phone that has gone': [leaves, theirs(3, 200), last(5), last(505), last(1505)],
  'an answer that a busy machine gave late': [theirs(0, 'INVITE'), theirs(500, 'INVITE'), ours(600, 180)],
};
const blamed: Readonly<Record<string, readonly WireMessage[]>> = {
  'a request that was answered, again and again': [
    ...[ours(0, 'INVITE'), theirs(5, 100), ours(500, 'INVITE')],
    ...[ours(1500, 'INVITE')],
  ],
  'a request that was answered': [ours(0, 'INVITE'), theirs(5, 401), ours(7, 'ACK'), ours(500, 'INVITE')],
  'a request before T1': [ours(0, 'INVITE'), ours(200, 'INVITE')],
  'an ACK for nothing': [ours(0, 'INVITE'), theirs(5, 200), ours(9, 'ACK', 'z9hG4bK2'), ours(600, 'ACK', 'z9hG4bK2')],
  'an answer that was acknowledged before it said something else': [
    ...[theirs(0, 'INVITE'), ours(3, 200), theirs(9, 'ACK', 'z9hG4bK2')],
    ...[ours(100, 'BYE', 'z9hG4bK3'), ours(503, 200)],
  ],
  'the last NOTIFY for a phone that is still there': [
    ...[leaves, theirs(3, 200), last(5), ours(300, 'OPTIONS', 'z9hG4bK6'), last(505)],
    last(1505),
  ],
  'a request of theirs that we left without an answer': [theirs(0, 'INVITE'), theirs(500, 'INVITE'), theirs(1500, 'INVITE')],
};
for (const [name, messages] of Object.entries(blameless)) {
  test(`no blame: ${name}`, () => assert.deepEqual(repeatsWithoutCause(messages), []));
}
for (const [name, messages] of Object.entries(blamed)) {
  test(`blame: ${name}`, () => assert.deepEqual(repeatsWithoutCause(messages), messages.slice(-1)));
}

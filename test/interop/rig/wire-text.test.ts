// What is read of a capture that still grows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acknowledgements, grants, isSettled, saidIn } from './wire-text.ts';

function message(startLine: string, sequence: string, branch: string, body = ''): string {
  const head = [startLine, `Via: SIP/2.0/UDP 10.77.0.2;rport;branch=z9hG4bK${branch}`, 'Via: SIP/2.0/UDP a;branch=other'];
  return ['\0\x12E', ...[...head, 'Call-ID: call', `CSeq: ${sequence}`, '', body].join('\r\n')].join('');
}

const invite = message('INVITE sip:1@a SIP/2.0', '1 INVITE', 'a');
const ringing = message('SIP/2.0 180 Ringing', '1 INVITE', 'a');
const accepted = message('SIP/2.0 200 OK', '1 INVITE', 'a');
const acknowledged = message('ACK sip:1@a SIP/2.0', '1 ACK', 'b');
const cancel = message('CANCEL sip:1@a SIP/2.0', '1 CANCEL', 'a');
const notify = message('NOTIFY sip:1@a SIP/2.0', '2 NOTIFY', 'c', 'SIP/2.0 200 OK\r\n\r\n');

test('requests and answers are found among other bytes, and a piece of a message in a body is none', () => {
  const said = saidIn(Buffer.from(`\x80\x00${invite}\x01${notify}\0${ringing}`, 'latin1'));
  assert.deepEqual(
    said.map(({ method, status, sequence, branch, callId }) => [method ?? status, sequence, branch, callId]),
    [
      ['INVITE', '1 INVITE', 'z9hG4bKa', 'call'],
      ['NOTIFY', '2 NOTIFY', 'z9hG4bKc', 'call'],
      [180, '1 INVITE', 'z9hG4bKa', 'call'],
    ],
  );
});

test('an INVITE that was accepted is counted when it is acknowledged, once, and none that was refused', () => {
  const refused = message('ACK sip:1@a SIP/2.0', '1 ACK', 'a');
  const count = (...parts: readonly string[]): number => acknowledgements(saidIn(Buffer.from(parts.join(''), 'latin1')));
  assert.equal(count(invite, accepted), 0);
  assert.equal(count(invite, accepted, acknowledged, acknowledged), 1);
  const [back, acknowledgedBack] = [
    message('INVITE sip:2@b SIP/2.0', '1 INVITE', 'c'),
    message('ACK sip:2@b SIP/2.0', '1 ACK', 'd'),
  ];
  assert.equal(count(invite, accepted, acknowledged, back, acknowledgedBack), 2, 'of the other side, with the same number');
  assert.equal(count(invite, message('SIP/2.0 486 Busy', '1 INVITE', 'a'), refused), 0);
});

test('a registration that was granted is counted once, and none that was asked for again', () => {
  const asked = message('SIP/2.0 401 Unauthorized', '1 REGISTER', 'a');
  const granted = message('SIP/2.0 200 OK', '2 REGISTER', 'b');
  const count = (...parts: readonly string[]): number => grants(saidIn(Buffer.from(parts.join(''), 'latin1')));
  assert.equal(count(asked), 0);
  assert.equal(count(asked, granted, granted, accepted), 1);
  assert.equal(count(granted, message('SIP/2.0 200 OK', '2 REGISTER', 'c')), 2, 'another flow');
});

test('something is under way until each request is answered and each answer to an INVITE acknowledged', () => {
  for (const [parts, settled] of [
    [[], true],
    [[invite, ringing], false],
    [[invite, ringing, accepted], false],
    [[invite, accepted, acknowledged], true],
    [[invite, accepted, acknowledged, cancel], false],
    [[invite, cancel, message('SIP/2.0 200 OK', '1 CANCEL', 'a'), accepted, acknowledged], true],
    [[notify], false],
  ] as const) {
    assert.equal(isSettled(saidIn(Buffer.from(parts.join(''), 'latin1'))), settled, parts.join('\n'));
  }
});

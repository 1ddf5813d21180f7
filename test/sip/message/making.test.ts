// Requests and responses that we make, and the framing of streams.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
import { measureMessage } from '#sip/message/measure-message';
import type { SipRequest } from '#sip/message/message';
import { parseNameAddr } from '#sip/message/name-addr';
import { parseMessage } from '#sip/message/parse-message';
import { reasonPhrase } from '#sip/message/reason-phrases';
import { serializeMessage } from '#sip/message/serialize-message';
import { parseUri } from '#sip/message/uri';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function received(method: string, ...more: readonly string[]): SipRequest {
  const lines = [
    `${method} sip:b@h SIP/2.0`,
    'v: SIP/2.0/UDP one, SIP/2.0/UDP two',
    'Record-Route: <sip:p;lr>',
    'f: A <sip:a@h>;tag=1',
  ];
  const text = [...lines, ...more, 'i: x', `CSeq: 7 ${method}`, 'Timestamp: 54', '', ''].join('\r\n');
  const result = parseMessage(bytesOf(text));
  if (!result.ok || result.message.kind !== 'request') throw new Error('not read');
  return result.message;
}

test('a request is made with what every request must have', () => {
  const request = makeRequest({
    method: 'INVITE',
    uri: parseUri('sip:bob@h'),
    from: parseNameAddr('"A, B" <sip:a@h>;tag=1'),
    to: parseNameAddr('<sip:bob@h>'),
    callId: 'c',
    cseqNumber: 3,
    routes: [parseNameAddr('<sip:p;lr>')],
    contact: parseNameAddr('<sip:a@192.0.2.1>'),
    headers: [['Allow', 'INVITE, ACK']],
    body: { type: 'application/sdp', bytes: bytesOf('v=0\r\n') },
  });
  assert.equal(
    textOf(serializeMessage(request)),
    [
      'INVITE sip:bob@h SIP/2.0',
      'Route: <sip:p;lr>',
      'Max-Forwards: 70',
      'From: "A, B" <sip:a@h>;tag=1',
      'To: <sip:bob@h>',
      'Call-ID: c',
      'CSeq: 3 INVITE',
      'Contact: <sip:a@192.0.2.1>',
      'Allow: INVITE, ACK',
      'Content-Type: application/sdp',
      'Content-Length: 5',
      '',
      'v=0\r\n',
    ].join('\r\n'),
  );
});

test('a response copies what it must, and tags To once', () => {
  const response = makeResponse(received('INVITE', 'to: sip:b@h'), 180, undefined, 'mine');
  assert.equal(
    textOf(serializeMessage(response)),
    [
      'SIP/2.0 180 Ringing',
      'Via: SIP/2.0/UDP one',
      'Via: SIP/2.0/UDP two',
      'Record-Route: <sip:p;lr>',
      'From: A <sip:a@h>;tag=1',
      'To: sip:b@h;tag=mine',
      'Call-ID: x',
      'CSeq: 7 INVITE',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  assert.equal(makeResponse(received('BYE', 't: <sip:b@h>;Tag=2'), 200, 'Fine', 'mine').headers.get('To'), '<sip:b@h>;Tag=2');
});

test('100 has Timestamp and no tag; failures and BYE have no Record-Route', () => {
  const trying = makeResponse(received('INVITE', 't: <sip:b;tag=no@h>'), 100, undefined, 'mine');
  assert.equal(trying.headers.get('Timestamp'), '54');
  assert.equal(trying.headers.get('To'), '<sip:b;tag=no@h>');
  assert.equal(trying.headers.has('Record-Route'), false);
  assert.equal(makeResponse(received('INVITE', 't: <sip:b@h>'), 486).headers.has('Record-Route'), false);
  assert.equal(makeResponse(received('BYE', 't: <sip:b@h>'), 200).headers.has('Record-Route'), false);
});

test('Content-Length is the length of the body, whatever the headers claim', () => {
  const request = received('MESSAGE', 't: <sip:b@h>');
  request.headers.set('Content-Length', '9999');
  const bytes = serializeMessage({ ...request, body: bytesOf('\u00fc') });
  assert.match(textOf(bytes), /\r\nContent-Length: 2\r\n\r\n\u00fc$/);
});

test('a reason can not start a header field', () => {
  const response = makeResponse(received('BYE', 't: <sip:b@h>'), 400, 'a\r\nVia: b');
  assert.match(textOf(serializeMessage(response)), /^SIP\/2\.0 400 a Via: b\r\n/);
});

test('every status has a phrase, at least that of its class', () => {
  assert.equal(reasonPhrase(486), 'Busy Here');
  assert.equal(reasonPhrase(499), 'Request Failure');
});

const frame = 'BYE sip:b@h SIP/2.0\r\nl: 3\r\n\r\nabc';

test('a stream is cut into messages behind their bodies', () => {
  assert.deepEqual(measureMessage(bytesOf(`\r\n\r\n${frame}BYE`)), { type: 'complete', skipped: 4, length: frame.length });
});

test('every part of a message is incomplete, whatever was scanned before', () => {
  const bytes = bytesOf(frame);
  for (let length = 0; length < bytes.length; length++) {
    const part = bytes.subarray(0, length);
    assert.deepEqual(measureMessage(part, Math.floor(length / 2)), { type: 'incomplete', skipped: 0 });
    assert.deepEqual(measureMessage(bytes, Math.min(length, frame.indexOf('abc') - 1)), {
      type: 'complete',
      skipped: 0,
      length: bytes.length,
    });
  }
});

const lost: readonly (readonly [string, string, number])[] = [
  ['no Content-Length', 'BYE sip:b@h SIP/2.0\r\n\r\n', 400],
  ['two', 'BYE sip:b@h SIP/2.0\r\nl: 3\r\nContent-Length: 4\r\n\r\nabc', 400],
  ['a negative one', 'BYE sip:b@h SIP/2.0\r\nl: -3\r\n\r\nabc', 400],
  ['a huge one', 'BYE sip:b@h SIP/2.0\r\nl: 4294967295\r\n\r\nabc', 513],
  ['no end of the header', 'x'.repeat(70_000), 513],
];
for (const [name, text, status] of lost) {
  test(`a stream with ${name} is lost`, () => {
    const measure = measureMessage(bytesOf(text));
    assert.ok(measure.type === 'lost' && measure.status === status);
  });
}

// Requests and responses that we make, and how long their bodies are.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContentLength } from '#sip/message/content-length';
import { makeRequest } from '#sip/message/make-request';
import { makeResponse } from '#sip/message/make-response';
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

const lengths: readonly (readonly [string, string, number | undefined])[] = [
  ['the compact form', 'l: 3', 3],
  ['odd case and blanks', 'CONTENT-length \t:  0012 ', 12],
  ['none', 'Content-Type: a/b', undefined],
  ['two', 'l: 3\r\nContent-Length: 3', undefined],
  ['a negative one', 'l: -3', undefined],
  ['a list', 'l: 3, 3', undefined],
  ['one that is not there yet', 'l:\r\n 3', undefined],
  ['one within a fold', 'Subject: x\r\n l: 5\r\nl: 3', 3],
];
for (const [name, fields, expected] of lengths) {
  test(`the length of a body from a header with ${name} is ${expected}`, () => {
    assert.equal(readContentLength(bytesOf(`BYE sip:b@h SIP/2.0\r\n${fields}\r\n\r\n`)), expected);
  });
}

test('a message does not keep the datagram that it came in', () => {
  const head =
    'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP c\r\nFrom: <sip:a@b>\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n';
  const parsed = parseMessage(Buffer.from(`${head}Content-Length: 2\r\n\r\nv=${'x'.repeat(60_000)}`));
  assert.ok(parsed.ok);
  assert.equal(parsed.message.body.buffer.byteLength, 2);
});

test('a response whose phrase is left out, blank and all, is read', () => {
  const head = 'Via: SIP/2.0/UDP c\r\nFrom: <sip:a@b>\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n';
  const parsed = parseMessage(bytesOf(`SIP/2.0 200\r\n${head}`));
  assert.ok(parsed.ok && parsed.message.kind === 'response');
  assert.deepEqual([parsed.message.status, parsed.message.reason], [200, '']);
  for (const line of ['SIP/2.0 2000', 'SIP/2.0 20', 'SIP/2.0 200OK'])
    assert.equal(parseMessage(bytesOf(`${line}\r\n${head}`)).ok, false);
});

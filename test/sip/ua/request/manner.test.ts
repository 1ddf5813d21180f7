// What an administrator writes into header fields makes no lines of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRequest } from '#sip/message/make-request';
import { parseMessage } from '#sip/message/parse-message';
import { serializeMessage } from '#sip/message/serialize-message';
import { hostUri } from '#sip/ua/call-target';
import { dressRequest, type Manner } from '#sip/ua/request/manner';

function dressed(manner: Manner, method = 'OPTIONS'): string {
  const address = { displayName: 'Ann', uri: hostUri('example.org', undefined), parameters: new Map() };
  const parts = { method, uri: address.uri, from: address, to: address, callId: 'a', cseqNumber: 1 };
  const request = makeRequest({ ...parts, headers: [['Via', 'SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa']] });
  dressRequest(request, manner, 'Product/1');
  return new TextDecoder().decode(serializeMessage(request));
}

test('no line breaks get in by the settings', () => {
  const evil = 'Desk\r\nX-Evil: 1\r\n\r\nbody';
  const lines = dressed({ userAgent: evil, acceptLanguage: evil }).split('\r\n');
  assert.deepEqual(
    lines.filter((line) => line.startsWith('X-Evil')),
    [],
  );
  assert.equal(lines.length, dressed({ userAgent: 'Desk', acceptLanguage: 'da' }).split('\r\n').length);
});

test('the name of the product stands where nothing else is set', () => {
  assert.match(dressed({ userAgent: '', registerUserAgent: '' }, 'REGISTER'), /^User-Agent: Product\/1\r$/m);
  assert.match(dressed({ userAgent: 'Desk' }, 'REGISTER'), /^User-Agent: Desk\r$/m);
});

test('whom it is to is named as they were, except where that is us', () => {
  assert.match(dressed({ quotesNames: true }), /^To: Ann </m);
  assert.match(dressed({ quotesNames: true }, 'REGISTER'), /^To: "Ann" </m);
});

test('short names of header fields are read as the long ones', () => {
  const address = { displayName: undefined, uri: hostUri('example.org', undefined), parameters: new Map([['tag', 'a']]) };
  const parts = { method: 'OPTIONS', uri: address.uri, from: address, to: address, callId: 'a', cseqNumber: 1 };
  const request = makeRequest({ ...parts, headers: [['Via', 'SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa']] });
  const bytes = serializeMessage(request, 'compact');
  assert.match(new TextDecoder().decode(bytes), /^v: SIP\/2\.0\/UDP 10\.0\.0\.1;branch=z9hG4bKa\r\nl: 0\r$/m);
  const parsed = parseMessage(bytes);
  assert.deepEqual(parsed.ok && [...parsed.message.headers.entries()].slice(0, 6), [...request.headers.entries()].slice(0, 6));
});

// Telephone numbers: RFC 3966 and what SIP makes of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sipUriOfTel, telephoneNumberOf } from '#sip/message/tel-uri';
import { parseUri, serializeUri } from '#sip/message/uri';
import { callTarget } from '#sip/ua/call-target';

const read: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ['tel:+49-30-1234', '+49301234', undefined],
  ['tel:+49(30)12.34', '+49301234', undefined],
  ['tel:7042;phone-context=example.com', '7042', 'example.com'],
  ['tel:863-1234;phone-context=+1-914-555', '8631234', '+1-914-555'],
  ['tel:*21%23', '*21#', undefined],
  ['sip:+49301234@example.org;user=phone', '+49301234', undefined],
  ['sip:7042;phone-context=example.com@example.org', '7042', 'example.com'],
  ['sip:alice@example.org', undefined, undefined],
  ['sip:2001@example.org', undefined, undefined],
  ['tel:', undefined, undefined],
  ['tel:nobody-at-home', undefined, undefined],
  [`tel:${'1'.repeat(40)}`, undefined, undefined],
  ['mailto:1@2', undefined, undefined],
];
for (const [text, number, context] of read) {
  test(`${text.slice(0, 60)} is ${number ?? 'no number'}`, () => {
    const uri = text === 'tel:' ? { scheme: 'tel', rest: '' } : parseUri(text);
    assert.deepEqual(telephoneNumberOf(uri), number === undefined ? undefined : { number, context });
  });
}

test('a tel URI becomes an address at a host, the context with it', () => {
  const uri = sipUriOfTel(parseUri('tel:70-42;phone-context=+49'), 'example.org');
  assert.ok(uri !== undefined);
  assert.equal(serializeUri(uri), 'sip:7042;phone-context=+49@example.org;user=phone');
});

test('a tel URI can be dialled', () => {
  const dialled = (text: string): string => {
    const uri = callTarget(text, 'example.org');
    return uri === undefined ? 'incomplete' : serializeUri(uri);
  };
  assert.equal(dialled('tel:+49 30-1234'), 'sip:+49301234@example.org;user=phone');
  assert.equal(dialled('TEL:*21#'), 'sip:*21%23@example.org;user=phone');
  assert.equal(dialled('tel:@'), 'incomplete');
});

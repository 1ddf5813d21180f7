// Whom a caller is told of who called by another name than ours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Headers } from '#sip/message/headers';
import { serializeUri } from '#sip/message/uri';
import { answererOf } from '#sip/ua/call/answerer';
import { accountSettings } from '#test/support/virtual-phone';

function told(
  to: string,
  supported: string,
  changes: Parameters<typeof accountSettings>[0] = {},
  wish?: boolean,
): string | undefined {
  const headers = new Headers();
  headers.set('To', to);
  headers.set('Supported', supported);
  const us = answererOf(headers, accountSettings({ user: '1003', domain: 'a.example', ...changes }), wish);
  return us && serializeUri(us.uri);
}

test('a caller who called another name and understands it is told ours', () => {
  assert.equal(told('<sip:group@a.example>', 'timer, from-change'), 'sip:1003@a.example');
  assert.equal(told('<sip:8fe81d44@10.0.0.2:5080>', 'From-Change'), 'sip:1003@a.example');
  assert.equal(told('<tel:+15551003>', 'from-change'), 'sip:1003@a.example');
  assert.equal(told('<sip:group@a.example>', 'from-change', { thirdParty: { user: '5041' } }), 'sip:5041@a.example');
});

test('who knows our name, does not understand a change of it, or is not to know it, is told nothing', () => {
  assert.equal(told('<sip:1003@other.example>', 'from-change'), undefined);
  assert.equal(told('<sip:group@a.example>', 'timer'), undefined);
  assert.equal(told('<sip:group@a.example>', 'from-change', { identity: { anonymous: true } }), undefined);
  assert.equal(told('<sip:group@a.example>', 'from-change', {}, true), undefined);
});

test('a call says otherwise than the account', () => {
  assert.equal(told('<sip:group@a.example>', 'from-change', { identity: { anonymous: true } }, false), 'sip:1003@a.example');
});

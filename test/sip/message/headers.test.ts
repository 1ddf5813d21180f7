// Header fields as a collection: names, order, lists, memory of what was parsed, and that nothing can be injected.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Headers } from '#sip/message/headers';

function make(...fields: readonly (readonly [string, string])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) headers.push(name, value);
  return headers;
}

function linesOf(headers: Headers): readonly string[] {
  return Array.from(headers.entries(), ([name, value]) => `${name}: ${value}`);
}

test('names compare without case, and compact forms are the long ones', () => {
  const headers = make(['v', 'SIP/2.0/UDP h'], ['x-Odd', '1'], ['CONTENT-type', 'a/b']);
  assert.equal(headers.get('Via'), 'SIP/2.0/UDP h');
  assert.equal(headers.get('X-ODD'), '1');
  assert.deepEqual(linesOf(headers), ['Via: SIP/2.0/UDP h', 'x-Odd: 1', 'Content-Type: a/b']);
});

test('lists are split at their commas, others are not', () => {
  const headers = make(
    ['Contact', '"a, b" <sip:a,b@h>;q=1, <sip:c@h>'],
    ['m', '"\\", " <sip:d@h>'],
    ['Date', 'Sat, 13 Nov 2010 23:29:00 GMT'],
    ['Authorization', 'Digest a=b, c=d'],
  );
  assert.deepEqual(headers.getAll('contact'), ['"a, b" <sip:a,b@h>;q=1', '<sip:c@h>', '"\\", " <sip:d@h>']);
  assert.equal(headers.get('Contact'), '"a, b" <sip:a,b@h>;q=1');
  assert.equal(headers.get('Date'), 'Sat, 13 Nov 2010 23:29:00 GMT');
  assert.deepEqual(headers.getAll('Authorization'), ['Digest a=b, c=d']);
});

test('set replaces in place, append goes below, prepend above, delete takes all', () => {
  const headers = make(['Via', 'SIP/2.0/UDP two'], ['To', 'sip:a@b'], ['Via', 'SIP/2.0/UDP three'], ['Subject', 'x']);
  headers
    .prepend('Via', 'SIP/2.0/UDP one')
    .append('Via', 'SIP/2.0/UDP four')
    .set('To', '<sip:c@d>')
    .append('Z', 'end')
    .prepend('X-Top', 'top');
  assert.deepEqual(linesOf(headers), [
    'X-Top: top',
    'Via: SIP/2.0/UDP one',
    'Via: SIP/2.0/UDP two',
    'To: <sip:c@d>',
    'Via: SIP/2.0/UDP three',
    'Via: SIP/2.0/UDP four',
    'Subject: x',
    'Z: end',
  ]);
  headers.set('via', 'SIP/2.0/UDP only').delete('z').delete('Nothing');
  assert.deepEqual(linesOf(headers), ['X-Top: top', 'Via: SIP/2.0/UDP only', 'To: <sip:c@d>', 'Subject: x']);
});

test('a typed accessor parses once and forgets when the field changes', () => {
  const headers = make(['Via', 'SIP/2.0/UDP one'], ['From', '<sip:a@b>;tag=1'], ['CSeq', '1 INVITE']);
  assert.equal(headers.from, headers.from);
  assert.equal(headers.via.host, 'one');
  headers.prepend('Via', 'SIP/2.0/UDP zero');
  assert.equal(headers.via.host, 'zero');
  headers.set('f', '<sip:c@d>;tag=2');
  assert.equal(headers.from.parameters.get('tag'), '2');
  headers.delete('CSeq');
  assert.throws(() => headers.cseq, { code: 'missingHeader' });
});

test('a clone goes its own way', () => {
  const headers = make(['To', '<sip:a@b>']);
  assert.equal(headers.to.displayName, undefined);
  const copy = headers.clone().set('To', 'X <sip:a@b>');
  assert.equal(copy.to.displayName, 'X');
  assert.equal(headers.to.displayName, undefined);
});

test('line breaks can not get in, by name or by value', () => {
  const headers = new Headers().set('Subject', 'a\r\nVia: b').append('To', '\r\n\r\nx').prepend('Route', 'y\nz\0');
  assert.deepEqual(linesOf(headers), ['Route: y z', 'Subject: a Via: b', 'To: x']);
  for (const name of ['a\r\nb', 'a:b', '', 'a b', 'Via\n'])
    assert.throws(() => headers.set(name, 'x'), { code: 'malformedHeader' });
});

test('numbers beyond their range are malformed, absent ones undefined', () => {
  assert.equal(make(['Max-Forwards', '0070']).maxForwards, 70);
  assert.equal(new Headers().expires, undefined);
  for (const value of ['256', '-1', '1.5', '', '1e1', ' ', '0x10']) {
    assert.throws(() => make(['Max-Forwards', value]).maxForwards, { code: 'malformedHeader' });
  }
});

test('Contact: * names nobody', () => {
  assert.deepEqual(make(['Contact', '*']).contacts, []);
});

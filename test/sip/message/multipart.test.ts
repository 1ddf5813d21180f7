// Bodies of several parts: what senders make of RFC 2046, and what attackers do.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseContentType } from '#sip/message/content-type';
import { Headers } from '#sip/message/headers';
import { contentTypeOf, isNamed, type MultipartResult, parseMultipart, writeMultipart } from '#sip/message/multipart';
import { parseMessage } from '#sip/message/parse-message';

function parse(type: string, body: string): MultipartResult {
  const contentType = parseContentType(type);
  assert.ok(contentType !== undefined, type);
  return parseMultipart(contentType, Buffer.from(body, 'latin1'));
}

function texts(result: MultipartResult): readonly string[] {
  assert.ok(result.ok, result.ok ? '' : result.problem);
  return result.parts.map((part) => Buffer.from(part.body).toString('latin1'));
}

test('Content-Type is type, subtype and parameters', () => {
  const type = parseContentType(' Multipart/Related ; type="application/rlmi+xml";Start="<a@b>" ; boundary=x');
  assert.equal(type?.type, 'multipart/related');
  assert.deepEqual(
    [...(type?.parameters ?? [])],
    [
      ['type', 'application/rlmi+xml'],
      ['start', '<a@b>'],
      ['boundary', 'x'],
    ],
  );
  for (const text of [undefined, '', 'text', 'text/', '/plain', 'text/plain;', 'a/b;c=1;c=2', 'a/b x']) {
    assert.equal(parseContentType(text), undefined, text);
  }
});

test('preamble and epilogue are nobody’s, line breaks before a delimiter belong to it', () => {
  const body =
    'preamble\r\n--b\r\nContent-Type: text/plain\r\n\r\none\r\n\r\n--b  \r\n\r\ntwo\r\n--b--\r\nepilogue\r\n--b\r\n\r\nno';
  assert.deepEqual(texts(parse('multipart/mixed;boundary=b', body)), ['one\r\n', 'two']);
});

test('lone line feeds, folded fields and fields that are none are forgiven', () => {
  const result = parse(
    'multipart/mixed;boundary="b c"',
    '--b c\nContent-Type: text/plain;\n charset=utf-8\nnonsense\n: x\n\none\n--b c--',
  );
  assert.deepEqual(texts(result), ['one']);
  assert.ok(result.ok);
  assert.equal(contentTypeOf(result.root)?.parameters.get('charset'), 'utf-8');
});

test('a boundary that begins another one is not that one', () => {
  const inner = '--outer2\r\n\r\ninner\r\n--outer2--\r\n';
  const body = `--outer\r\nContent-Type: multipart/mixed;boundary=outer2\r\n\r\n${inner}--outer\r\n\r\nlast\r\n--outer--`;
  assert.deepEqual(texts(parse('multipart/mixed;boundary=outer', body)), [inner.slice(0, -2), 'last']);
});

test('the root of multipart/related is what start names, else the first', () => {
  const body = '--b\r\nContent-ID: <one@h>\r\n\r\n1\r\n--b\r\nContent-ID: <two@h>\r\n\r\n2\r\n--b--';
  const rootOf = (type: string): string => {
    const result = parse(type, body);
    return result.ok ? Buffer.from(result.root.body).toString() : result.problem;
  };
  assert.equal(rootOf('multipart/related;boundary=b;start="<two@h>"'), '2');
  assert.equal(rootOf('multipart/related;boundary=b;start="two@h"'), '2');
  assert.equal(rootOf('multipart/related;boundary=b;start="<three@h>"'), '1');
  assert.equal(rootOf('multipart/related;boundary=b'), '1');
});

test('a body that was cut off gives what came', () => {
  assert.deepEqual(texts(parse('multipart/mixed;boundary=b', '--b\r\nA: 1\r\n\r\none\r\n--b\r\nA: 2\r\n\r\ntw')), ['one', 'tw']);
  assert.deepEqual(texts(parse('multipart/mixed;boundary=b', '--b\r\nA: 1')), ['']);
});

test('no boundary, no parts, too many parts', () => {
  for (const [type, body] of [
    ['multipart/mixed', '--b\r\n\r\n\r\n--b--'],
    ['text/plain;boundary=b', '--b\r\n\r\n\r\n--b--'],
    ['multipart/mixed;boundary=b', 'x--b\r\n--b--'],
    [`multipart/mixed;boundary=${'b'.repeat(71)}`, ''],
    ['multipart/mixed;boundary=b', '--b\r\n'.repeat(1000)],
  ] as const) {
    assert.equal(parse(type, body).ok, false, type);
  }
});

test('the multipart message of RFC 4475 has its two parts', () => {
  const parsed = parseMessage(readFileSync(new URL('../../fixtures/rfc4475/mpart01.dat', import.meta.url)));
  assert.ok(parsed.ok);
  const type = parseContentType(parsed.message.headers.get('Content-Type'));
  assert.ok(type !== undefined);
  const result = parseMultipart(type, parsed.message.body);
  assert.ok(result.ok);
  assert.deepEqual(
    result.parts.map((part) => contentTypeOf(part)?.type),
    ['text/plain', 'application/octet-stream'],
  );
});

test('what is written is read as the same', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array(), { minLength: 1 }), (bodies) => {
      const parts = bodies.map((body, i) => ({ headers: new Headers().set('Content-ID', `<${i}@h>`), body }));
      const type = parseContentType('multipart/mixed;boundary=a-long-boundary');
      assert.ok(type !== undefined);
      const result = parseMultipart(type, writeMultipart(parts, 'a-long-boundary'));
      assert.ok(result.ok);
      assert.deepEqual(
        result.parts.map((part) => [...part.body]),
        bodies.map((body) => [...body]),
      );
      assert.ok(result.parts.every((part, i) => isNamed(part, `${i}@h`)));
    }),
  );
});

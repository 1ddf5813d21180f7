// XML as event packages send it, and what is refused: entities, bombs, half documents.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseXml } from '#sip/xml/parse-xml';
import { writeXml, xml } from '#sip/xml/write-xml';
import { attributeOf, childOf, childrenOf, childText, textOf, type XmlElement } from '#sip/xml/xml-element';

function read(text: string): XmlElement {
  const result = parseXml(Buffer.from(text));
  assert.ok(result.ok, result.ok ? '' : result.problem);
  return result.root;
}

function problem(text: string | Uint8Array): string {
  const result = parseXml(typeof text === 'string' ? Buffer.from(text) : text);
  return result.ok ? 'accepted' : result.problem;
}

test('elements, attributes, text, comments and instructions', () => {
  const root = read(
    '\ufeff<?xml version="1.0"?>\r\n<!-- a --><a x="1" y = \'2"\'>\r\n <b>one<!-- - --> two</b><?skip me?><b/>  <c> &lt;&#65;&#x1F600; </c></a>\n\n',
  );
  assert.deepEqual([attributeOf(root, 'x'), attributeOf(root, 'y'), attributeOf(root, 'z')], ['1', '2"', undefined]);
  assert.deepEqual(childrenOf(root, 'b').map(textOf), ['one two', '']);
  assert.equal(childText(root, 'c'), '<A\u{1F600}');
  assert.equal(childrenOf(root).length, 3);
  assert.equal(childOf(root, 'd'), undefined);
});

test('CDATA is text as it stands', () => {
  assert.equal(textOf(read('<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>')), '<b>&amp;]]>');
});

test('prefixes are resolved where they are declared, and only there', () => {
  const root = read(
    '<p:a xmlns:p="urn:one" xmlns="urn:two" p:x="1" y="2"><b/><b xmlns="" xmlns:p="urn:three"><p:c/></b><q:d/></p:a>',
  );
  assert.deepEqual([root.namespace, ...root.attributes.map((each) => each.namespace)], ['urn:one', 'urn:one', '']);
  const [first, second, undeclared] = childrenOf(root);
  assert.deepEqual([first?.namespace, second?.namespace, undeclared?.namespace], ['urn:two', '', '']);
  assert.equal(childOf(second, 'c')?.namespace, 'urn:three');
});

test('names beyond ASCII and broken UTF-8 in text do no harm', () => {
  assert.equal(read('<größe>ü</größe>').name, 'größe');
  assert.equal(textOf(read('<a>x</a>')), 'x');
  const result = parseXml(Buffer.from('<a>M\xfcller</a>', 'latin1'));
  assert.equal(result.ok && textOf(result.root), 'M\ufffdller');
});

test('a document type is refused, so that no entity can be declared', () => {
  assert.match(problem('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), /document type/);
  assert.match(problem('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://h/x"><a/>'), /document type/);
  assert.match(problem('<a>&b;</a>'), /reference/);
  assert.match(problem('<a><!ENTITY b "c"></a>'), /name/);
});

test('what is not well-formed is refused', () => {
  for (const text of [
    '',
    'text',
    '<a>',
    '<a',
    '<a/',
    '<a></b>',
    '<a></a',
    '<a/><a/>',
    '<a/>x',
    '<a x=1/>',
    '<a x="1" x="2"/>',
    '<a x="1"y="2"/>',
    '<a x="<"/>',
    '<a x="1/>',
    '<a:b:c/>',
    '<1/>',
    '<a>&</a>',
    '<a>&;</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<a>&#99999999999;</a>',
    '<a><![CDATA[</a>',
    '<a><!-- </a>',
    '<a>\0</a>',
    '<a>\x1b</a>',
  ]) {
    assert.notEqual(problem(text), 'accepted', text);
  }
});

test('depth, size, attributes, names and namespaces are bounded', () => {
  assert.match(problem('<a>'.repeat(33) + '</a>'.repeat(33)), /too deep/);
  assert.equal(problem('<a>'.repeat(32) + '</a>'.repeat(32)), 'accepted');
  assert.match(problem(`<a>${'x'.repeat(70_000)}</a>`), /too large/);
  assert.match(problem(`<a ${Array.from({ length: 65 }, (_, i) => `x${i}="1"`).join(' ')}/>`), /too many/);
  assert.match(problem(`<${'a'.repeat(129)}/>`), /name/);
  assert.match(problem(`<a ${Array.from({ length: 40 }, (_, i) => `xmlns:x${i}="1"`).join(' ')}/>`), /too many namespaces/);
});

test('what is written is read as the same, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, content) => {
      const root = read(Buffer.from(writeXml(xml('p:a', { 'xmlns:p': 'urn:x', v: value, none: undefined }, content))).toString());
      // The line break and the tab come through; what XML can not say is left out.
      const clean = (text: string): string =>
        [...text]
          .filter((each) => (each >= ' ' || '\t\n\r'.includes(each)) && !/[\ud800-\udfff\ufffe\uffff]/u.test(each))
          .join('');
      assert.equal(attributeOf(root, 'v'), clean(value));
      assert.equal(textOf(root), clean(content).trim());
    }),
  );
});

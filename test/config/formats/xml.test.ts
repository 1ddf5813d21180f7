import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { elementsOf, readXml, type XmlElement } from '#config/formats/xml/read-xml';

function root(text: string): XmlElement {
  const result = readXml(text);
  assert.ok(result.ok, result.ok ? '' : result.problem);
  return result.root;
}

function problem(text: string): string {
  const result = readXml(text);
  return result.ok ? 'none' : `${result.line}: ${result.problem}`;
}

describe('XML', () => {
  it('is read with attributes, comments, CDATA, references and instructions', () => {
    const element = root(
      '<?xml version="1.0"?>\n<!-- a -- b -->\n<!DOCTYPE a SYSTEM "nowhere.dtd">\n<a x="1 &lt; 2" y=\'"\'>t<b/>&#40;&#x28;<![CDATA[<c>]]>&quot;</a>\n',
    );
    assert.deepEqual(
      [...element.attributes],
      [
        ['x', '1 < 2'],
        ['y', '"'],
      ],
    );
    assert.equal(element.text, 't((<c>"');
    assert.equal(element.line, 4);
    assert.deepEqual(
      element.children.map(({ name, selfClosed }) => [name, selfClosed]),
      [['b', true]],
    );
    assert.deepEqual(
      [...elementsOf(root('<a><b><c/></b><d/></a>'))].map(({ name }) => name),
      ['a', 'b', 'c', 'd'],
    );
  });

  it('leaves an ampersand that begins no reference', () => {
    assert.equal(
      root('<a>http://x/?a=1&b=2&amp;c=3 &nbsp; &#99999999; &#x110000;</a>').text,
      'http://x/?a=1&b=2&c=3 &nbsp; &#99999999; &#x110000;',
    );
  });

  it('takes the end tag that the Cisco guide prints', () => {
    assert.equal(root('<DIALTEMPLATE></DIALTEMPLATE/>').name, 'DIALTEMPLATE');
  });

  it('is refused when it is not whole or not well-formed, with the line', () => {
    assert.match(problem('<a>\n<b>'), /^2: The file ends within <b>/);
    assert.match(problem('<a>\n</b>'), /^2: <\/b> closes <a>/);
    assert.match(problem('<a></a></a>'), /closes nothing/);
    assert.match(problem('<a/><b/>'), /second element/);
    assert.match(problem('<a/>x'), /outside/);
    assert.match(problem('<a x=1/>'), /quotation marks/);
    assert.match(problem('<a x="1/>'), /does not end/);
    assert.match(problem('<a x/>'), /equals sign/);
    assert.match(problem('<a'), /not closed/);
    assert.match(problem('<1/>'), /name of an element/);
    assert.match(problem('<!-- x'), /comment/);
    assert.match(problem('<a><![CDATA[x</a>'), /CDATA/);
    assert.match(problem(''), /no element/);
  });

  it('declares no entities: neither those of a bomb, nor those of a file', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>';
    assert.match(problem(bomb), /entities of its own/);
    assert.match(problem('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'), /entities of its own/);
  });

  it('is limited in depth and number', () => {
    assert.match(problem('<a>'.repeat(1_000_000)), /nested more than 64/);
    assert.match(problem(`<a>${'<b/>'.repeat(250_000)}</a>`), /more than 200000 elements/);
  });

  it('takes time in proportion to its length, whatever is in it', () => {
    const long = 1_000_000;
    for (const text of [
      `<a>${' '.repeat(long)}</a>`,
      `<a></${' '.repeat(long)}x>`,
      `<a ${' '.repeat(long)}`,
      `<a>${'&'.repeat(long)}</a>`,
      `<a>${'&#1'.repeat(long)}</a>`,
      `<a x="${'<'.repeat(long)}"/>`,
      `<a>${'<!---->'.repeat(long / 8)}</a>`,
      `<${'a'.repeat(long)}`,
    ]) {
      readXml(text);
    }
  });
});
